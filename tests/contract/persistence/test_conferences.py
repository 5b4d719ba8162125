from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given

from tests.support.builders import HOUR, account, conference, member, notification, presence
from tests.support.clock import NOW
from tests.support.keeping import keep, put_on_timelines
from tests.support.overlap import at_once, transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import conferences
from wexstream.domain.model.account import Account
from wexstream.domain.model.conference import Conference, ConferenceState
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.notification import NotificationKind
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA = account()
MOMENT = timedelta(microseconds=1)
LIVE = NotificationKind.CONFERENCE_LIVE
NOT_LIVE = [ConferenceState.CREATED, ConferenceState.FINISHED]


async def find(unit: UnitOfWork, name: ConferenceId) -> Conference | None:
    return await at_once(unit, lambda tx: tx.conferences.find(name))


async def rename(tx: Transaction, kept: Conference, title: str) -> None:
    locked = await tx.conferences.lock(kept.id)
    assert locked is not None
    await tx.conferences.save(replace(locked, title=title))


def opened(kept: Conference) -> Conference:
    return replace(kept, opened_at=NOW)


class TestReading:
    @few
    @given(any_conference=conferences(ADA.id))
    async def test_a_conference_is_read_as_it_was_added(
        self, unit: UnitOfWork, any_conference: Conference
    ) -> None:
        async def work(tx: Transaction) -> list[Conference | None]:
            await tx.accounts.add(ADA)
            await tx.conferences.add(any_conference)
            return [
                await tx.conferences.find(any_conference.id),
                await tx.conferences.lock(any_conference.id),
            ]

        assert await tried(unit, work) == [any_conference, any_conference]

    @few
    @given(before=conferences(ADA.id), after=conferences(ADA.id))
    async def test_a_conference_is_read_as_it_was_saved(
        self, unit: UnitOfWork, before: Conference, after: Conference
    ) -> None:
        changed = replace(after, id=before.id, room=before.room, created_at=before.created_at)

        async def work(tx: Transaction) -> Conference | None:
            await tx.accounts.add(ADA)
            await tx.conferences.add(before)
            await tx.conferences.lock(before.id)
            await tx.conferences.save(changed)
            return await tx.conferences.find(before.id)

        assert await tried(unit, work) == changed

    async def test_there_is_none_of_an_id_that_was_never_issued(self, unit: UnitOfWork, ada: Account) -> None:
        await keep(unit, conference(ada))
        unknown = conference(ada)
        assert await find(unit, unknown.id) is None
        assert await unit.run(lambda tx: tx.conferences.lock(unknown.id)) is None


class TestLocking:
    async def test_what_is_locked_is_locked_by_nobody_else_and_read_as_it_was(
        self, storage: Storage, ada: Account
    ) -> None:
        kept = conference(ada)
        await keep(storage.unit, kept)
        async with transaction(storage.unit) as open_one:
            await rename(open_one, kept, "On numbers")
            second = await waiting(storage, lambda tx: tx.conferences.lock(kept.id))
            assert await find(storage.unit, kept.id) == kept
        assert await second == replace(kept, title="On numbers")

    async def test_who_waited_for_one_that_was_removed_gets_none(
        self, storage: Storage, ada: Account
    ) -> None:
        kept = conference(ada)
        await keep(storage.unit, kept)
        async with transaction(storage.unit) as open_one:
            await open_one.conferences.lock(kept.id)
            await open_one.conferences.remove(kept.id)
            second = await waiting(storage, lambda tx: tx.conferences.lock(kept.id))
        assert await second is None


class TestRoomsOfOne:
    async def test_they_are_the_live_ones_of_which_one_is_the_speaker_or_in_which_one_is_present_by_id(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        bob = account("Bob")
        own, attended, own_too = conference(ada), conference(bob), conference(ada)
        not_live = [conference(ada, state=state) for state in NOT_LIVE]
        left, elsewhere = conference(bob), conference(bob)
        await keep(unit, bob, own_too, attended, own, *not_live, left, elsewhere)
        await keep(unit, presence(own, ada), presence(attended, ada), presence(elsewhere, bob))
        await keep(unit, presence(left, ada).end(at=NOW))
        found = await unit.run(lambda tx: tx.conferences.lock_rooms_of(ada.id))
        assert list(found) == [own, attended, own_too]

    async def test_one_that_finished_while_it_was_waited_for_is_none_of_them(
        self, storage: Storage, ada: Account
    ) -> None:
        finishing, live = conference(ada), conference(ada)
        await keep(storage.unit, finishing, live)
        async with transaction(storage.unit) as open_one:
            await open_one.conferences.lock(finishing.id)
            finished, _ = finishing.finish(at=NOW)
            await open_one.conferences.save(finished)
            second = await waiting(storage, lambda tx: tx.conferences.lock_rooms_of(ada.id))
        assert list(await second) == [live]


class TestSharedRooms:
    async def shared(self, unit: UnitOfWork, one: Account, other: Account) -> list[Conference]:
        return list(await unit.run(lambda tx: tx.conferences.lock_shared(one.id, other.id)))

    async def test_they_are_the_live_ones_of_either_in_which_the_other_is_present_by_id(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        bob, eve = account(), account()
        of_ada, of_bob, of_eve, alone, left = (conference(owner) for owner in (ada, bob, eve, ada, ada))
        await keep(unit, bob, eve, of_bob, of_ada, of_eve, alone, left)
        await keep(unit, *(presence(room, bob) for room in (of_ada, of_bob, of_eve)))
        await keep(unit, *(presence(room, ada) for room in (of_ada, of_bob, of_eve, alone)))
        await keep(unit, presence(alone, eve), presence(left, bob).end(at=NOW))
        for one, other in ((ada, bob), (bob, ada)):
            assert await self.shared(unit, one, other) == [of_ada, of_bob]

    async def test_there_are_none_of_two_who_have_not_met(self, unit: UnitOfWork, ada: Account) -> None:
        bob, room = account(), conference(ada)
        await keep(unit, bob, room, presence(room, ada))
        assert await self.shared(unit, ada, bob) == []


class TestDue:
    async def due(self, unit: UnitOfWork, *, at: datetime = NOW, limit: int = 10) -> set[ConferenceId]:
        """Those unopened for an hour, or with a lease that has run out."""
        found = await at_once(
            unit, lambda tx: tx.conferences.due(unopened_since=at - HOUR, lease_before=at, limit=limit)
        )
        assert len(set(found)) == len(found)
        return set(found)

    async def test_one_that_nobody_has_opened_for_so_long_is_due(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        kept = conference(ada)
        await keep(unit, kept, presence(kept, ada, lease_until=NOW + 9 * HOUR))
        assert await self.due(unit, at=NOW + HOUR - MOMENT) == set()
        assert await self.due(unit, at=NOW + HOUR) == {kept.id}

    async def test_one_that_was_opened_is_not_due_for_its_age(self, unit: UnitOfWork, ada: Account) -> None:
        kept = opened(conference(ada))
        await keep(unit, kept, presence(kept, ada, lease_until=NOW + 9 * HOUR))
        assert await self.due(unit, at=NOW + 2 * HOUR) == set()

    async def test_one_with_a_lease_that_ran_out_is_due(self, unit: UnitOfWork, ada: Account) -> None:
        bob = account()
        kept = opened(conference(ada))
        await keep(unit, bob, kept, presence(kept, ada, lease_until=NOW + 9 * HOUR))
        await keep(unit, presence(kept, bob, lease_until=NOW + HOUR))
        assert await self.due(unit, at=NOW + HOUR - MOMENT) == set()
        assert await self.due(unit, at=NOW + HOUR) == {kept.id}

    async def test_a_lease_of_a_presence_that_ended_makes_nothing_due(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        bob = account()
        kept = opened(conference(ada))
        await keep(unit, bob, kept, presence(kept, ada, lease_until=NOW + 9 * HOUR))
        await keep(unit, presence(kept, bob, lease_until=NOW).end(at=NOW))
        assert await self.due(unit, at=NOW + HOUR) == set()

    async def test_one_in_which_nobody_is_present_is_due(self, unit: UnitOfWork, ada: Account) -> None:
        left, empty = opened(conference(ada)), opened(conference(ada))
        await keep(unit, left, empty, presence(left, ada).end(at=NOW))
        assert await self.due(unit, at=NOW) == {left.id, empty.id}

    async def test_one_whose_speaker_left_before_anybody_opened_it_is_due_for_its_age_only(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        kept = conference(ada)
        await keep(unit, kept, presence(kept, ada).end(at=NOW))
        assert await self.due(unit, at=NOW + HOUR - MOMENT) == set()
        assert await self.due(unit, at=NOW + HOUR) == {kept.id}

    @pytest.mark.parametrize("state", NOT_LIVE)
    async def test_one_that_is_not_live_is_not_due(
        self, unit: UnitOfWork, ada: Account, state: ConferenceState
    ) -> None:
        kept = conference(ada, state=state)
        await keep(unit, kept, presence(kept, ada, lease_until=NOW))
        assert await self.due(unit, at=NOW + 9 * HOUR) == set()

    async def test_no_more_are_told_than_asked_for(self, unit: UnitOfWork, ada: Account) -> None:
        kept = [opened(conference(ada)) for _ in range(3)]
        await keep(unit, *kept)
        assert len(await self.due(unit, limit=2)) == 2
        assert await self.due(unit, limit=3) == {one.id for one in kept}

    async def test_asking_waits_for_no_lock(self, unit: UnitOfWork, ada: Account) -> None:
        kept = opened(conference(ada))
        await keep(unit, kept)
        async with transaction(unit) as open_one:
            await open_one.conferences.lock(kept.id)
            assert await self.due(unit) == {kept.id}


class TestRemoving:
    async def test_it_goes_with_all_that_hangs_on_it_and_another_stays(
        self, storage: Storage, ada: Account
    ) -> None:
        bob = account()
        gone, stays = conference(ada), conference(ada)
        await keep(storage.unit, bob, gone, stays)
        for one in (gone, stays):
            await keep(storage.unit, presence(one, bob), member(one, bob))
            await keep(storage.unit, notification(bob, LIVE, actor=ada, about=one))
            await put_on_timelines(storage.unit, one, [bob])

        async def remove(tx: Transaction) -> None:
            await tx.conferences.lock(gone.id)
            await tx.conferences.remove(gone.id)

        before = await storage.everything_kept()
        await storage.unit.run(remove)
        after = await storage.everything_kept()
        assert before.count(str(gone.id)) == before.count(str(stays.id)) == after.count(str(stays.id))
        assert after.count(str(gone.id)) == 0
