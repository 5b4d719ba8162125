"""Whom a speaker sends out of a conference, and lets in again."""

from dataclasses import dataclass

from wexstream.domain.model.conference import Member
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.encounters import approach_own
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """The members of a live conference, as its speaker handles them.

    Each raises NotSignedIn, AccountSuspended, EmailNotVerified, NotFound where the viewer may not see the
    conference or the account is no member of it, NotSpeaker, ConferenceFinished.
    """

    unit: UnitOfWork
    clock: Clock

    @transactional
    async def remove(
        self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId, account: AccountId
    ) -> None:
        """Send somebody out, who may not join again; removed already, nothing changes."""
        await self._find(tx, viewer, conference, account)
        now = self.clock.now()
        await tx.presences.end(conference, [account], at=now)
        member = await _member(tx, conference, account)
        await tx.presences.save_member(member.remove(at=now))

    @transactional
    async def readmit(
        self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId, account: AccountId
    ) -> None:
        """Let somebody join again; not removed, nothing changes."""
        member = await self._find(tx, viewer, conference, account)
        await tx.presences.save_member(member.readmit())

    async def _find(
        self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId, account: AccountId
    ) -> Member:
        found = await approach_own(tx, require_active(viewer), conference)
        member = await _member(tx, conference, account)
        found.require_live()
        return member


async def _member(tx: Transaction, conference: ConferenceId, account: AccountId) -> Member:
    member = await tx.presences.member(conference, account)
    if member is None:
        raise NotFound
    return member
