from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.support.builders import (
    BROADCAST,
    IDS,
    account,
    blocked,
    conference,
    connected,
    member,
    presence,
    viewer,
)
from tests.support.changing import change
from tests.support.clock import NOW
from tests.support.keeping import keep, put_on_timelines
from tests.support.pages import present, walk
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import BroadcastState, Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries

MINUTE = timedelta(minutes=1)
CREATED = ConferenceState.CREATED
LIVE, FINISHED = BROADCAST
PUBLIC, PRIVATE = Visibility.PUBLIC, Visibility.PRIVATE


def named(*owners: Account) -> list[views.Person]:
    return [views.Person(id=owner.id, full_name=owner.full_name, picture=owner.picture) for owner in owners]


async def kept(
    unit: UnitOfWork,
    speaker: Account,
    state: ConferenceState = LIVE,
    *,
    visibility: Visibility = Visibility.PUBLIC,
    after: timedelta = timedelta(0),
) -> Conference:
    """Keep a conference that was created, and perhaps went live, so much later."""
    made = conference(speaker, state=state, visibility=visibility)
    broadcast_at = made.broadcast_at and made.broadcast_at + after
    made = replace(made, created_at=made.created_at + after, broadcast_at=broadcast_at)
    await keep(unit, made)
    return made


class TestConference:
    async def test_it_shows_what_it_is_and_whose(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = replace(
            conference(bob, state=FINISHED, title="On tea"), description="Hot", password_hash="hash"
        )
        await keep(unit, made, connected(ada, bob))
        assert await queries.conference(viewer(ada), made.id) == views.Conference(
            id=made.id,
            title="On tea",
            description="Hot",
            visibility=PRIVATE,
            locked=True,
            state=FINISHED,
            speaker=views.Person(id=bob.id, full_name="Bob", picture=None),
            mine=False,
            joined=False,
            created_at=made.created_at,
            broadcast_at=made.broadcast_at,
            finished_at=made.finished_at,
            people=[],
            people_count=0,
            my_attendance_seconds=None,
        )

    async def test_the_speaker_is_told_that_it_is_his(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        made = await kept(unit, ada, visibility=PRIVATE)
        shown = present(await queries.conference(viewer(ada), made.id))
        assert (shown.mine, shown.locked) == (True, False)

    async def test_one_not_started_yet_opens_for_whoever_may_see_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob, CREATED)
        shown = present(await queries.conference(viewer(ada), made.id))
        assert (shown.state, shown.broadcast_at, shown.finished_at) == (CREATED, None, None)

    async def test_what_was_never_there_and_what_may_not_be_seen_are_the_same(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        gone = account(state=AccountState.SUSPENDED)
        await keep(unit, gone, blocked(eve, ada), connected(ada, gone))
        hidden = [
            (await kept(unit, speaker, visibility=visibility)).id
            for speaker, visibility in [(bob, PRIVATE), (eve, PUBLIC), (gone, PUBLIC)]
        ]
        for name in [ConferenceId(IDS.new()), *hidden]:
            assert await queries.conference(viewer(ada), name) is None
            assert await queries.members(viewer(ada), name, Slice()) is None

    async def test_a_member_is_told_that_he_joined(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob)
        await keep(unit, member(made, ada))
        assert present(await queries.conference(viewer(ada), made.id)).joined
        assert not present(await queries.conference(viewer(bob), made.id)).joined


class TestPeople:
    async def test_while_it_is_live_they_are_the_first_three_of_those_who_are_there_longest(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob)
        guests = [account(f"Guest {number}") for number in range(4)]
        late, early, last, between = guests
        await keep(unit, *guests, presence(made, bob))
        for minutes, guest in [(3, late), (1, early), (4, last), (2, between)]:
            await keep(unit, replace(presence(made, guest), began_at=NOW + minutes * MINUTE))
        shown = present(await queries.conference(viewer(ada), made.id))
        assert shown.people == named(early, between, late)
        assert shown.people_count == 4

    async def test_the_reader_is_among_them_and_who_has_left_is_not(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        made = await kept(unit, bob)
        await keep(unit, presence(made, ada), presence(made, eve).end(at=NOW), member(made, eve))
        shown = present(await queries.conference(viewer(ada), made.id))
        assert (shown.people, shown.people_count) == (named(ada), 1)

    async def test_once_it_is_finished_they_are_the_first_who_joined(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob, FINISHED)
        guests = [account(f"Guest {number}") for number in range(4)]
        await keep(unit, *guests)
        for minutes, guest in zip([3, 1, 4, 2], guests, strict=True):
            await keep(unit, replace(member(made, guest), joined_at=NOW + minutes * MINUTE))
        shown = present(await queries.conference(viewer(ada), made.id))
        assert (shown.people, shown.people_count) == (named(guests[1], guests[3], guests[0]), 4)

    async def test_those_with_whom_there_is_a_block_are_named_in_the_room_and_not_in_its_history(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        live, finished = await kept(unit, bob), await kept(unit, bob, FINISHED)
        await keep(unit, blocked(eve, ada), presence(live, eve), member(live, eve), member(finished, eve))
        shown = present(await queries.conference(viewer(ada), live.id))
        assert shown.people == [views.Person(id=None, full_name="Eve", picture=None)]
        assert shown.people_count == 1
        shown = present(await queries.conference(viewer(ada), finished.id))
        assert (shown.people, shown.people_count) == ([], 0)

    async def test_the_suspended_are_left_out_even_for_moderators(
        self, unit: UnitOfWork, queries: Queries, bob: Account
    ) -> None:
        moderator, gone = account(moderator=True), account(state=AccountState.SUSPENDED)
        live, finished = await kept(unit, bob), await kept(unit, bob, FINISHED)
        await keep(unit, moderator, gone, presence(live, gone), member(live, gone), member(finished, gone))
        for made in (live, finished):
            shown = present(await queries.conference(viewer(moderator), made.id))
            assert (shown.people, shown.people_count) == ([], 0)
            assert present(await queries.members(viewer(moderator), made.id, Slice())).items == []


class TestPreview:
    @pytest.mark.parametrize("state", ConferenceState)
    async def test_nobody_in_particular_is_shown_a_public_one_in_whatever_state(
        self, unit: UnitOfWork, queries: Queries, ada: Account, state: ConferenceState
    ) -> None:
        made = await kept(unit, ada, state)
        assert await queries.preview(made.id) == views.Preview(
            id=made.id, title=made.title, speaker="Ada", state=state
        )

    async def test_neither_a_private_one_nor_one_of_a_suspended_speaker_is_shown(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        private, public = await kept(unit, ada, visibility=PRIVATE), await kept(unit, ada)
        await change(unit, ada.suspend(at=NOW))
        for name in (private.id, public.id, ConferenceId(IDS.new())):
            assert await queries.preview(name) is None


class TestConferencesOfASpeaker:
    async def test_they_are_the_newest_first_and_the_id_breaks_ties(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        await kept(unit, ada)
        made = [await kept(unit, bob, after=minutes * MINUTE) for minutes in (1, 3, 1, 2)]

        async def read(part: Slice[datetime]) -> Page[views.Conference, datetime]:
            return present(await queries.conferences(viewer(ada), bob.id, part))

        for limit in (1, 2, 4):
            listed = [shown.id for shown in await walk(read, limit=limit)]
            assert listed == [made[number].id for number in (1, 3, 2, 0)]

    async def test_those_not_started_yet_are_the_speakers_alone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob, CREATED)
        assert present(await queries.conferences(viewer(ada), bob.id, Slice())).items == []
        [own] = present(await queries.conferences(viewer(bob), bob.id, Slice())).items
        assert own.id == made.id

    async def test_private_ones_are_for_the_network(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        await keep(unit, connected(bob, eve))
        made = await kept(unit, bob, visibility=PRIVATE)
        assert present(await queries.conferences(viewer(ada), bob.id, Slice())).items == []
        [shown] = present(await queries.conferences(viewer(eve), bob.id, Slice())).items
        assert shown.id == made.id

    async def test_where_there_is_no_profile_to_see_there_is_no_list(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        gone = account(state=AccountState.SUSPENDED)
        await keep(unit, gone, blocked(bob, ada))
        for name in (AccountId(IDS.new()), bob.id, gone.id):
            assert await queries.conferences(viewer(ada), name, Slice()) is None

    async def test_moderators_see_the_profile_of_the_suspended_but_none_of_their_conferences(
        self, unit: UnitOfWork, queries: Queries
    ) -> None:
        moderator, gone = account(moderator=True), account(state=AccountState.SUSPENDED)
        await keep(unit, moderator, gone)
        await kept(unit, gone)
        assert present(await queries.conferences(viewer(moderator), gone.id, Slice())).items == []


class TestMembers:
    async def test_they_are_those_who_joined_the_first_first(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob)
        guests = [account(f"Guest {number}") for number in range(4)]
        await keep(unit, *guests, presence(made, guests[0]))
        joined = [
            replace(member(made, guest), joined_at=NOW + minutes * MINUTE)
            for guest, minutes in zip(guests, (2, 1, 3, 1), strict=True)
        ]
        await keep(unit, *joined[:3], joined[3].leave(at=NOW + 9 * MINUTE))
        whole = present(await queries.members(viewer(ada), made.id, Slice())).items
        assert [shown.person for shown in whole] == named(guests[1], guests[3], guests[0], guests[2])
        assert [shown.present for shown in whole] == [False, False, True, False]
        assert [shown.left_at for shown in whole] == [None] * 4
        speakers = present(await queries.members(viewer(bob), made.id, Slice())).items
        assert [shown.left_at for shown in speakers] == [None, NOW + 9 * MINUTE, None, None]
        assert [shown.joined_at - NOW for shown in whole] == [MINUTE, MINUTE, 2 * MINUTE, 3 * MINUTE]

    async def test_that_somebody_was_sent_out_is_told_to_the_speaker_alone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        made = await kept(unit, ada, visibility=Visibility.PUBLIC)
        await keep(unit, member(made, bob).remove(at=NOW), member(made, eve))
        for looks, told in ((ada, [True, False]), (bob, [False, False]), (eve, [False, False])):
            shown = present(await queries.members(viewer(looks), made.id, Slice())).items
            assert [one.removed for one in shown] == told

    async def test_those_who_were_sent_out_are_listed_by_themselves_to_the_speaker_alone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        made, other = await kept(unit, ada), await kept(unit, ada)
        await keep(
            unit, member(made, bob).remove(at=NOW), member(made, eve), member(other, eve).remove(at=NOW)
        )
        for looks, told in ((ada, named(bob)), (bob, []), (eve, [])):
            shown = present(await queries.members(viewer(looks), made.id, Slice(), removed=True)).items
            assert [one.person for one in shown] == told
        await unit.run(lambda tx: tx.presences.save_member(member(made, bob)))
        assert present(await queries.members(viewer(ada), made.id, Slice(), removed=True)).items == []

    async def test_where_nobody_joined_the_list_is_empty(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        for state in ConferenceState:
            made = await kept(unit, ada, state)
            assert present(await queries.members(viewer(ada), made.id, Slice())).items == []

    async def test_those_with_whom_there_is_a_block_have_a_name_while_it_is_live_alone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        live, finished = await kept(unit, bob), await kept(unit, bob, FINISHED)
        await keep(unit, blocked(ada, eve), member(live, eve), member(finished, eve))
        [shown] = present(await queries.members(viewer(ada), live.id, Slice())).items
        assert shown.person == views.Person(id=None, full_name="Eve", picture=None)
        assert present(await queries.members(viewer(ada), finished.id, Slice())).items == []


class TestTimeline:
    async def listed(
        self, queries: Queries, who: Account, state: BroadcastState, *, limit: int = 100
    ) -> list[ConferenceId]:
        shown = await walk(partial(queries.timeline, viewer(who), state), limit=limit)
        return [conference.id for conference in shown]

    async def test_it_has_the_broadcasts_that_reached_one_the_latest_first(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        for state in (LIVE, FINISHED):
            made = [
                await kept(unit, speaker, state, after=minutes * MINUTE)
                for speaker, minutes in [(bob, 1), (eve, 3), (bob, 1), (eve, 2)]
            ]
            elsewhere = await kept(unit, bob, state)
            for one in made:
                await put_on_timelines(unit, one, [ada])
            await put_on_timelines(unit, elsewhere, [eve])
            for limit in (1, 2, 4):
                listed = await self.listed(queries, ada, state, limit=limit)
                assert listed == [made[number].id for number in (1, 3, 2, 0)]

    async def test_what_one_removed_is_gone(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob)
        await put_on_timelines(unit, made, [ada])
        await unit.run(lambda tx: tx.timeline.remove(ada.id, made.id))
        assert await self.listed(queries, ada, LIVE) == []

    async def test_what_may_not_be_seen_any_more_is_gone_and_comes_back_when_it_may(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = await kept(unit, bob)
        await put_on_timelines(unit, made, [ada])
        await change(unit, bob.suspend(at=NOW))
        assert await self.listed(queries, ada, LIVE) == []
        await change(unit, bob)
        assert await self.listed(queries, ada, LIVE) == [made.id]
