from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from tests.support.builders import HOUR, account, conference, member, presence
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.strategies import members, presences
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA = account()
ROOM = conference(ADA)


@pytest.fixture
async def ada(unit: UnitOfWork) -> Account:
    ada = account("Ada")
    await keep(unit, ada)
    return ada


@pytest.fixture
async def room(unit: UnitOfWork, ada: Account) -> Conference:
    room = conference(ada)
    await keep(unit, room)
    return room


async def standing(unit: UnitOfWork, room: Conference) -> list[Presence]:
    return list(await unit.run(lambda tx: tx.presences.standing(room.id)))


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


class TestMembers:
    async def member(self, unit: UnitOfWork, room: Conference, guest: Account) -> Member | None:
        return await unit.run(lambda tx: tx.presences.member(room.id, guest.id))

    @few
    @given(any_member=members(ROOM.id, ADA.id), changed=members(ROOM.id, ADA.id))
    async def test_a_membership_is_read_as_it_was_added_and_saved(
        self, unit: UnitOfWork, any_member: Member, changed: Member
    ) -> None:
        after = replace(any_member, left_at=changed.left_at)

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
