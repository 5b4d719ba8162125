"""Conferences, as transactions keep them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, ConferenceId


class Conferences(Protocol):
    """What speakers broadcast."""

    async def add(self, conference: Conference) -> None:
        """Keep a new one."""
        ...

    async def find(self, conference: ConferenceId) -> Conference | None:
        """Read one, without a lock."""
        ...

    async def lock(self, conference: ConferenceId) -> Conference | None:
        """Read and lock one; None when it is gone."""
        ...

    async def save(self, conference: Conference) -> None:
        """Keep a change of one that was locked."""
        ...

    async def remove(self, conference: ConferenceId) -> None:
        """Remove one that was locked, with its members, presences, timeline rows and notifications."""
        ...

    async def lock_rooms_of(self, account: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones that an account speaks or is present in, by id."""
        ...

    async def lock_shared(self, one: AccountId, other: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones of either of two in which the other is present, by id."""
        ...

    async def due(
        self, *, unopened_since: datetime, lease_before: datetime, limit: int
    ) -> Sequence[ConferenceId]:
        """Tell in which live conferences something may have run out, without a lock.

        Those that nobody has opened since they went live by ``unopened_since``, those in which a standing
        presence's lease ended by ``lease_before``, and those that were opened and in which nobody is present.
        """
        ...
