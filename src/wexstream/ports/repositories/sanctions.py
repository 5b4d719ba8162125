"""Warnings and suspensions, as transactions keep them."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import AccountId, ReportId, SanctionId
from wexstream.domain.model.sanction import Sanction


class Sanctions(Protocol):
    """Warnings and suspensions, with their appeals. Changed under the lock of their account."""

    async def add(self, sanction: Sanction) -> None:
        """Keep a new one."""
        ...

    async def find(self, sanction: SanctionId) -> Sanction | None:
        """Read one, without a lock."""
        ...

    async def on_report(self, report: ReportId) -> Sanction | None:
        """Read the one that was imposed on a report, without a lock."""
        ...

    async def lock(self, sanction: SanctionId) -> Sanction | None:
        """Read and lock one."""
        ...

    async def lock_suspension(self, account: AccountId) -> Sanction | None:
        """Read and lock the suspension of an account that holds, of which there is one at most."""
        ...

    async def save(self, sanction: Sanction) -> None:
        """Keep a change of one that was locked."""
        ...

    async def first_open_appeal(self, *, since: datetime) -> SanctionId | None:
        """Name the first of those appealed against since a time whose appeals are open."""
        ...
