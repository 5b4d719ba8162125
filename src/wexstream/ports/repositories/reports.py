"""Complaints, as transactions keep them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import AccountId, PictureId, ReportId
from wexstream.domain.model.moderation import Report


class Reports(Protocol):
    """Complaints, their evidence, and decisions."""

    async def add(self, report: Report) -> None:
        """Keep a new one."""
        ...

    async def find(self, report: ReportId) -> Report | None:
        """Read one, without a lock."""
        ...

    async def lock(self, report: ReportId) -> Report | None:
        """Read and lock one."""
        ...

    async def save(self, report: Report) -> None:
        """Keep a change of one that was locked."""
        ...

    async def lock_naming(self, account: AccountId) -> Sequence[Report]:
        """Read and lock those in which an account appears, by id."""
        ...

    async def first_open(self, *, since: datetime) -> ReportId | None:
        """Name the first of those filed since a time that are open."""
        ...

    async def show(self, picture: PictureId) -> bool:
        """Tell whether a picture is evidence, without a lock."""
        ...

    async def drop_evidence(self, *, closed_before: datetime, most: int) -> Sequence[PictureId | None]:
        """Drop evidence and reasons of up to so many cases closed before; the picture in each, if any.

        A case is not closed while an appeal against its decision is open, and is closed anew by settling it.
        """
        ...
