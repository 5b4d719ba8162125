"""Presences and memberships in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import Tables
from wexstream.domain.model.conference import Member, Presence
from wexstream.domain.model.ids import AccountId, ConferenceId, ProcessId
from wexstream.ports.push import Note, RoomChanged


class MemoryPresences:
    """Who is, and was, in a room."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def standing(self, conference: ConferenceId) -> Sequence[Presence]:
        """Read those in a conference that have not ended, by account."""
        return sorted(standing_in(self._draft.read(), conference), key=lambda one: one.account)

    async def of(self, conference: ConferenceId, account: AccountId) -> Presence | None:
        """Read the one of an account in a conference that has not ended."""
        return next((one for one in await self.standing(conference) if one.account == account), None)

    async def add(self, presence: Presence) -> None:
        """Keep a new one. Raises ValueError where the account is present already."""
        presences = (await self._draft.change()).presences
        if await self.of(presence.conference, presence.account) is not None:
            raise ValueError("The account is present in this conference already.")
        presences[presence.id] = presence
        self._note(RoomChanged(conference=presence.conference, account=presence.account))

    async def save(self, presence: Presence) -> None:
        """Keep a change of one that is still there."""
        (await self._draft.change()).presences.replace(presence.id, presence)
        self._note(RoomChanged(conference=presence.conference, account=presence.account))

    async def end(
        self, conference: ConferenceId, accounts: Collection[AccountId] | None = None, *, at: datetime
    ) -> None:
        """End those of some accounts or of all, and note when their members left."""
        tables = await self._draft.change()
        for account in [None] if accounts is None else accounts:
            self._note(RoomChanged(conference=conference, account=account))
        for presence in await self.standing(conference):
            if accounts is None or presence.account in accounts:
                tables.presences[presence.id] = presence.end(at=at)
                member = tables.members.get((conference, presence.account))
                if member is not None:
                    left = member.leave(at=presence.ends(at=at))
                    tables.members[conference, presence.account] = left

    async def release(self, process: ProcessId, *, until: datetime) -> None:
        """Let go of those that a process holds."""
        tables = await self._draft.change()
        for one in list(tables.presences.values()):
            if one.held_by == process and one.ended_at is None:
                tables.presences[one.id] = _as_read(tables, one).release(until=until)
                self._note(RoomChanged(conference=one.conference))

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that ended before; how many there were."""
        presences = (await self._draft.change()).presences
        return presences.remove_some(
            lambda one: one.ended_at is not None and one.ended_at < before, most=most
        )

    async def member(self, conference: ConferenceId, account: AccountId) -> Member | None:
        """Read a membership."""
        return self._draft.read().members.get((conference, account))

    async def add_member(self, member: Member) -> None:
        """Keep a new membership. Raises ValueError where there is one already."""
        members = (await self._draft.change()).members
        if (member.conference, member.account) in members:
            raise ValueError("The account is a member of this conference already.")
        members[member.conference, member.account] = member

    async def save_member(self, member: Member) -> None:
        """Keep a change of one that is still there."""
        (await self._draft.change()).members.replace((member.conference, member.account), member)


def standing_in(tables: Tables, conference: ConferenceId) -> list[Presence]:
    """Read those in a conference that have not ended, with leases as far as who holds them lives."""
    kept = tables.presences.values()
    standing = [one for one in kept if one.conference == conference and one.ended_at is None]
    return [_as_read(tables, one) for one in standing]


def _as_read(tables: Tables, presence: Presence) -> Presence:
    life = tables.processes.get(presence.held_by) if presence.held_by else None
    return presence.renew(until=life.alive_until) if life else presence
