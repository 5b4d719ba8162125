"""Rooms, as they are for those who have them open."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from wexstream.adapters.memory.presences import standing_in
from wexstream.adapters.memory.queries.reading import Reading
from wexstream.adapters.memory.store import Tables
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import Conference, ConferenceState, Presence
from wexstream.domain.model.ids import AccountId, ConferenceId, SignalId
from wexstream.domain.model.room import Occupant, Signal, Stay
from wexstream.ports import views


class RoomQueries(Reading):
    """Who is in a room, and who of those may stay."""

    async def room(
        self,
        conference: ConferenceId,
        occupants: Sequence[Occupant],
        *,
        at: datetime,
        account: AccountId | None = None,
    ) -> views.Room | None:
        """The room of a conference, as it is for some who have it open."""
        tables = self._store.committed
        found = tables.conferences.get(conference)
        if found is None:
            return None
        asked = {one.account for one in occupants} if account is None else {account}
        present = {presence.account: presence for presence in standing_in(tables, conference)}
        stays = {one.peer: _stay(tables, found, present.get(one.account), one, at) for one in occupants}
        farewells = {peer: stay.farewell() for peer, stay in stays.items()}
        there = sorted(
            (one for one in present.values() if account in {None, one.account}),
            key=lambda presence: (presence.began_at, presence.account),
        )
        return views.Room(
            subject=views.RoomSubject(
                title=found.title,
                description=found.description,
                visibility=found.visibility,
                locked=found.locked,
            ),
            speaker=found.speaker,
            people=[_show(tables, found, one) for one in there if _is_active(tables, one.account)],
            farewells={peer: farewell for peer, farewell in farewells.items() if farewell},
            apart={name: _apart(tables, name) for name in asked},
        )

    async def signals(self, signals: Collection[SignalId]) -> Sequence[Signal]:
        """What was said in rooms, by id."""
        return self._signals(lambda signal: signal.id in signals)

    async def signals_in(self, conference: ConferenceId, *, since: datetime) -> Sequence[Signal]:
        """What was said in the room of a conference since a time, by id."""
        return self._signals(lambda signal: signal.conference == conference and signal.at >= since)

    def _signals(self, applies: Callable[[Signal], bool]) -> Sequence[Signal]:
        kept = filter(applies, self._store.committed.signals.values())
        return sorted(kept, key=lambda signal: signal.id)


def _stay(
    tables: Tables, conference: Conference, presence: Presence | None, occupant: Occupant, at: datetime
) -> Stay:
    account = tables.accounts.get(occupant.account)
    session = tables.sessions.get(occupant.session)
    member = tables.members.get((conference.id, occupant.account))
    return Stay(
        state=account.state if account else None,
        signed_in=session is not None and session.account == occupant.account and session.stands(at=at),
        finished=conference.state is ConferenceState.FINISHED,
        visible=account is not None and sight_of(tables, account).sees_conference(conference),
        removed=member is not None and member.removed_at is not None,
        present=presence is not None,
        newest=presence is not None and presence.peer == occupant.peer,
    )


def _show(tables: Tables, conference: Conference, presence: Presence) -> views.RoomPerson:
    account = tables.accounts[presence.account]
    return views.RoomPerson(
        account=account.id,
        peer=presence.peer,
        name=account.full_name,
        picture=account.picture,
        speaker=account.id == conference.speaker,
    )


def _is_active(tables: Tables, account: AccountId) -> bool:
    return tables.accounts[account].state is AccountState.ACTIVE


def _apart(tables: Tables, account: AccountId) -> frozenset[AccountId]:
    relations = (
        relation for relation in tables.relations.values() if account in {relation.low, relation.high}
    )
    blocked = (relation for relation in relations if relation.low_blocks or relation.high_blocks)
    return frozenset(relation.high if relation.low == account else relation.low for relation in blocked)
