from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import HOUR, account, conference, member, presence
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import TIMES, members, presences
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.domain.model.ids import AccountId
from wexstream.ports.persistence import Transaction, UnitOfWork

T = TypeVar("T")

ADA = account()
BOB = account()
ROOM = conference(ADA)


@pytest.fixture
async def room(unit: UnitOfWork, ada: Account) -> Conference:
    room = conference(ada)
    await keep(unit, room)
    return room


async def standing(unit: UnitOfWork, room: Conference) -> list[Presence]:
    return list(await unit.run(lambda tx: tx.presences.standing(room.id)))


async def gathered(awaited: Iterable[Awaitable[T]]) -> list[T]:
    """One after the other, as a transaction does one thing at a time."""
    return [await one for one in awaited]


async def erase(unit: UnitOfWork, gone: Account) -> None:
    async def work(tx: Transaction) -> None:
        await tx.accounts.lock([gone.id])
        await tx.accounts.erase(gone.id)

    await unit.run(work)


class TestPresences:
    @few
    @given(any_presence=presences(ROOM.id, ADA.id))
    async def test_a_presence_that_has_not_ended_is_read_as_it_was_added(
        self, unit: UnitOfWork, any_presence: Presence
    ) -> None:
        async def work(tx: Transaction) -> Sequence[Presence]:
            await tx.accounts.add(ADA)
            await tx.conferences.add(ROOM)
            await tx.presences.add(any_presence)
            return await tx.presences.standing(ROOM.id)

        expected = [] if any_presence.ended_at else [any_presence]
        assert list(await tried(unit, work)) == expected

    async def test_those_standing_in_a_conference_are_read_by_account(
        self, unit: UnitOfWork, ada: Account, room: Conference
    ) -> None:
        bob, eve = account(), account()
        other = conference(ada)
        there = [presence(room, one) for one in (ada, bob)]
        await keep(unit, bob, eve, other, *reversed(there), presence(other, eve))
        await keep(unit, presence(room, eve).end(at=NOW))
        assert await standing(unit, room) == there

    async def test_a_change_of_one_is_kept(self, unit: UnitOfWork, ada: Account, room: Conference) -> None:
        bob = account()
        of_ada, of_bob = presence(room, ada), presence(room, bob)
        await keep(unit, bob, of_ada, of_bob)
        renewed = of_ada.renew(until=NOW + 2 * HOUR)
        await unit.run(lambda tx: tx.presences.save(renewed))
        assert await standing(unit, room) == [renewed, of_bob]
        await unit.run(lambda tx: tx.presences.save(renewed.end(at=NOW)))
        assert await standing(unit, room) == [of_bob]

    async def test_one_that_was_erased_meanwhile_stays_gone(self, unit: UnitOfWork, room: Conference) -> None:
        bob = account()
        gone = presence(room, bob)
        await keep(unit, bob, gone)
        await erase(unit, bob)
        await unit.run(lambda tx: tx.presences.save(gone))
        assert await standing(unit, room) == []

    async def test_nobody_is_in_a_conference_twice_at_once(
        self, unit: UnitOfWork, ada: Account, room: Conference
    ) -> None:
        first = presence(room, ada)
        await keep(unit, first)
        with pytest.raises(Exception, match=r"present|standing"):
            await keep(unit, presence(room, ada))
        assert await standing(unit, room) == [first]

    async def test_who_left_may_come_back(self, unit: UnitOfWork, ada: Account, room: Conference) -> None:
        await keep(unit, presence(room, ada).end(at=NOW))
        again = presence(room, ada)
        await keep(unit, again)
        assert await standing(unit, room) == [again]

    async def test_somebody_may_be_in_two_conferences_at_once(
        self, unit: UnitOfWork, ada: Account, room: Conference
    ) -> None:
        other = conference(ada)
        here, there = presence(room, ada), presence(other, ada)
        await keep(unit, other, here, there)
        assert await standing(unit, room) == [here]
        assert await standing(unit, other) == [there]

    async def test_one_account_s_is_found_while_it_has_not_ended(
        self, unit: UnitOfWork, ada: Account, room: Conference
    ) -> None:
        bob, eve, other = account(), account(), conference(ada)
        here = presence(room, bob)
        await keep(unit, bob, eve, other, here, presence(room, ada), presence(other, eve))
        await keep(unit, presence(room, eve).end(at=NOW))
        found = await unit.run(lambda tx: gathered(tx.presences.of(room.id, one.id) for one in (bob, eve)))
        assert found == [here, None]


class TestEnding:
    @few
    @given(
        there=st.tuples(presences(ROOM.id, ADA.id), presences(ROOM.id, BOB.id)),
        joined=members(ROOM.id, BOB.id),
        ends=st.none() | st.sets(st.sampled_from([ADA.id, BOB.id])),
        at=TIMES,
    )
    async def test_those_that_stand_end_as_each_would_by_itself_and_their_members_left_then(
        self,
        unit: UnitOfWork,
        there: tuple[Presence, Presence],
        joined: Member,
        ends: set[AccountId] | None,
        at: datetime,
    ) -> None:
        async def work(tx: Transaction) -> tuple[list[Presence], Member | None]:
            await gathered(tx.accounts.add(one) for one in (ADA, BOB))
            await tx.conferences.add(ROOM)
            await gathered(tx.presences.add(one) for one in there)
            await tx.presences.add_member(joined)
            await tx.presences.end(ROOM.id, ends, at=at)
            return list(await tx.presences.standing(ROOM.id)), await tx.presences.member(ROOM.id, BOB.id)

        standing = [one for one in there if one.ended_at is None]
        ended = [one for one in standing if ends is None or one.account in ends]
        left_at = [one.ends(at=at) for one in ended if one.account == BOB.id]
        expected = sorted((one for one in standing if one not in ended), key=lambda one: one.account)
        assert await tried(unit, work) == (expected, joined.leave(at=left_at[0]) if left_at else joined)

    async def test_it_ends_nothing_in_another_conference(
        self, unit: UnitOfWork, ada: Account, room: Conference
    ) -> None:
        other, bob = conference(ada), account()
        there, joined = presence(other, bob), member(other, bob)
        await keep(unit, bob, other, there, joined, presence(room, bob), member(room, bob))
        await unit.run(lambda tx: tx.presences.end(room.id, at=NOW))
        assert await standing(unit, room) == []
        assert await standing(unit, other) == [there]
        assert await unit.run(lambda tx: tx.presences.member(other.id, bob.id)) == joined


class TestMembers:
    async def member(self, unit: UnitOfWork, room: Conference, guest: Account) -> Member | None:
        return await unit.run(lambda tx: tx.presences.member(room.id, guest.id))

    @few
    @given(any_member=members(ROOM.id, ADA.id), changed=members(ROOM.id, ADA.id))
    async def test_a_membership_is_read_as_it_was_added_and_saved(
        self, unit: UnitOfWork, any_member: Member, changed: Member
    ) -> None:
        after = replace(any_member, left_at=changed.left_at, removed_at=changed.removed_at)

        async def work(tx: Transaction) -> list[Member | None]:
            await tx.accounts.add(ADA)
            await tx.conferences.add(ROOM)
            await tx.presences.add_member(any_member)
            before = await tx.presences.member(ROOM.id, ADA.id)
            await tx.presences.save_member(after)
            return [before, await tx.presences.member(ROOM.id, ADA.id)]

        assert await tried(unit, work) == [any_member, after]

    async def test_there_is_none_of_who_never_joined_this_conference(
        self, unit: UnitOfWork, ada: Account, room: Conference
    ) -> None:
        bob = account()
        other = conference(ada)
        await keep(unit, bob, other, member(other, bob), member(room, ada))
        assert await self.member(unit, room, bob) is None

    async def test_one_that_was_erased_meanwhile_stays_gone(self, unit: UnitOfWork, room: Conference) -> None:
        bob = account()
        gone = member(room, bob)
        await keep(unit, bob, gone)
        await erase(unit, bob)
        await unit.run(lambda tx: tx.presences.save_member(gone.leave(at=NOW)))
        assert await self.member(unit, room, bob) is None

    async def test_nobody_is_a_member_twice(self, unit: UnitOfWork, ada: Account, room: Conference) -> None:
        first = member(room, ada)
        await keep(unit, first)
        with pytest.raises(Exception, match="member"):
            await keep(unit, first.leave(at=NOW))
        assert await self.member(unit, room, ada) == first
