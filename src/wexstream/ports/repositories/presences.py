"""Presences and memberships, as transactions keep them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.conference import Member, Presence
from wexstream.domain.model.ids import AccountId, ConferenceId, ProcessId


class Presences(Protocol):
    """Who is, and was, in a room. Changed under the lock of the conference.

    An account has at most one standing presence in a conference, and at most one membership. A presence that
    a process holds is read with a lease that goes as far as the process is known to live (``Processes``).
    """

    async def standing(self, conference: ConferenceId) -> Sequence[Presence]:
        """Read those in a conference that have not ended, by account."""
        ...

    async def of(self, conference: ConferenceId, account: AccountId) -> Presence | None:
        """Read the one of an account in a conference that has not ended."""
        ...

    async def add(self, presence: Presence) -> None:
        """Keep a new one."""
        ...

    async def save(self, presence: Presence) -> None:
        """Keep a change of one; erased meanwhile, it stays gone."""
        ...

    async def end(
        self, conference: ConferenceId, accounts: Collection[AccountId] | None = None, *, at: datetime
    ) -> None:
        """End those in a conference that have not ended, of some accounts or of all.

        As ``Presence.end`` does; their memberships note that they left then. It takes the same number of
        steps for however many.
        """
        ...

    async def release(self, process: ProcessId, *, until: datetime) -> None:
        """Let go of those that a process holds and that have not ended, as ``Presence.release`` does.

        Locks their conferences.
        """
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that ended before; how many there were."""
        ...

    async def member(self, conference: ConferenceId, account: AccountId) -> Member | None:
        """Read a membership."""
        ...

    async def add_member(self, member: Member) -> None:
        """Keep a new membership. The account is held."""
        ...

    async def save_member(self, member: Member) -> None:
        """Keep a change of one; erased meanwhile, it stays gone."""
        ...
