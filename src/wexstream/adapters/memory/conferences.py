"""Conferences in memory."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.presences import standing_in
from wexstream.adapters.memory.store import Tables
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.push import BroadcastsChanged, ListsChanged, Note, RoomChanged, Topic


class MemoryConferences:
    """What speakers broadcast."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def add(self, conference: Conference) -> None:
        """Keep a new one."""
        (await self._draft.change()).conferences[conference.id] = conference
        self._tell([conference.speaker])

    async def find(self, conference: ConferenceId) -> Conference | None:
        """Read one."""
        return self._draft.read().conferences.get(conference)

    async def lock(self, conference: ConferenceId) -> Conference | None:
        """Read and lock one."""
        return (await self._draft.change()).conferences.get(conference)

    async def save(self, conference: Conference) -> None:
        """Keep a change."""
        tables = await self._draft.change()
        before = tables.conferences.get(conference.id)
        tables.conferences.replace(conference.id, conference)
        self._note(RoomChanged(conference=conference.id))
        if before is not None and conference.visibility is Visibility.PRIVATE:
            self._tell(_strangers(tables, before))

    async def remove(self, conference: ConferenceId) -> None:
        """Remove one with all that hangs on it."""
        tables = await self._draft.change()
        removed = tables.conferences.get(conference)
        if removed is None:
            return
        strangers = _strangers(tables, removed)
        remove_conference(tables, conference)
        self._note(RoomChanged(conference=conference))
        if removed.state is ConferenceState.CREATED:
            self._tell([removed.speaker])
        else:
            self._note(BroadcastsChanged(speaker=removed.speaker))
        self._tell(strangers)

    async def lock_rooms_of(self, account: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones that an account speaks or is present in, by id."""
        tables = await self._draft.change()
        present = attended(tables, account)
        return [kept for kept in _live(tables) if kept.speaker == account or kept.id in present]

    async def lock_shared(self, one: AccountId, other: AccountId) -> Sequence[Conference]:
        """Read and lock the live ones of either of two in which the other is present, by id."""
        tables = await self._draft.change()
        present = {one: attended(tables, other), other: attended(tables, one)}
        return [kept for kept in _live(tables) if kept.id in present.get(kept.speaker, ())]

    async def due(
        self, *, unopened_since: datetime, lease_before: datetime, limit: int
    ) -> Sequence[ConferenceId]:
        """Tell in which live conferences something may have run out."""
        tables = self._draft.read()
        due = (
            kept.id
            for kept in _live(tables)
            if _is_unopened(kept, since=unopened_since) or _is_lapsed(tables, kept, before=lease_before)
        )
        return list(due)[:limit]

    def _tell(self, accounts: Iterable[AccountId]) -> None:
        """Tell those whom nothing else tells that it has come into their lists, or is gone from them."""
        if told := tuple(accounts):
            self._note(ListsChanged(accounts=told, topics=frozenset({Topic.TIMELINE})))


def remove_conference(tables: Tables, conference: ConferenceId) -> None:
    """Remove a conference, its members, presences, timeline rows and notifications."""
    tables.conferences.pop(conference, None)
    tables.members.remove_where(lambda member: member.conference == conference)
    tables.presences.remove_where(lambda presence: presence.conference == conference)
    tables.timeline.remove_where(lambda row: row.conference == conference)
    tables.notifications.remove_where(lambda told: told.conference == conference)


def attended(tables: Tables, account: AccountId) -> set[ConferenceId]:
    """Name those in which an account is present."""
    return {
        presence.conference
        for presence in tables.presences.values()
        if presence.account == account and presence.ended_at is None
    }


def _strangers(tables: Tables, conference: Conference) -> list[AccountId]:
    """Name who took part in a conference, and sees it for no other reason than that it is public."""
    if conference.visibility is not Visibility.PUBLIC:
        return []
    speaker = tables.accounts[conference.speaker]
    guests = sorted(guest for name, guest in tables.members if name == conference.id)
    return [guest for guest in guests if sight_of(tables, tables.accounts[guest]).sees_public_alone(speaker)]


def _live(tables: Tables) -> list[Conference]:
    """List the live ones by id, and so by when they were created."""
    live = (kept for kept in tables.conferences.values() if kept.state is ConferenceState.LIVE)
    return sorted(live, key=lambda kept: kept.id)


def _is_unopened(conference: Conference, *, since: datetime) -> bool:
    live_at = conference.broadcast_at
    return conference.opened_at is None and live_at is not None and live_at <= since


def _is_lapsed(tables: Tables, conference: Conference, *, before: datetime) -> bool:
    leases = [presence.lease_until for presence in standing_in(tables, conference.id)]
    return min(leases) <= before if leases else conference.opened_at is not None
