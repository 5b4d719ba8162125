"""Entering and leaving the rooms of conferences, and what ends by itself."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PIL import Image

from tests.support.acting import (
    NOWHERE,
    account_of,
    befriend,
    broadcast,
    create,
    enter,
    present_in,
)
from tests.support.builders import IDS
from tests.support.clock import NOW
from tests.support.images import encoded, upload
from tests.support.jitsi import HOST, jitsi
from tests.support.meanwhile import Meanwhile, overtaken
from tests.support.pages import present
from tests.support.platform import Platform
from tests.support.taking_along import take_along
from tests.support.verdicts import SUSPENSION
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.adapters.peer.meetings import IceServers, PeerMeetings
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import ConferenceChanges, ConferenceState, Visibility
from wexstream.domain.model.errors import (
    ConferenceFinished,
    ConferenceNotLive,
    EmailNotVerified,
    NotFound,
    NotSignedIn,
    TooMany,
    WrongPassword,
)
from wexstream.domain.model.ids import ConferenceId, PeerId, ProcessId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.rooms import SWEEP_AT_ONCE
from wexstream.ports import views
from wexstream.ports.meetings import Engine, PeerMeeting, RoomPass, Seat
from wexstream.ports.persistence import Transaction

GRACE = timedelta(seconds=60)
MOMENT = timedelta(microseconds=1)
LOCK = "engine"
PROCESS = ProcessId(IDS.new())
PEER = PeerId(IDS.new())


class Doorkeeper(PeerMeetings):
    """Admits, and remembers to which seat."""

    def __init__(self) -> None:
        super().__init__(IceServers())
        self.seats: list[Seat] = []

    def admit(self, seat: Seat, *, at: datetime) -> PeerMeeting:
        self.seats.append(seat)
        return super().admit(seat, at=at)


async def open_house(platform: Platform, *, password: str | None = None) -> tuple[Viewer, ConferenceId]:
    """A public conference that is live."""
    ada = await enter(platform)
    return ada, await broadcast(platform, ada, Visibility.PUBLIC, password=password)


async def member_of(platform: Platform, viewer: Viewer, conference: ConferenceId) -> views.Member:
    [member] = (await platform.conferences.members(viewer, conference, Slice())).items
    return member


async def state_of(platform: Platform, viewer: Viewer, conference: ConferenceId) -> ConferenceState:
    return (await platform.conferences.show(viewer, conference)).state


class TestJoining:
    async def test_gives_a_pass_of_ten_minutes_for_this_room_and_person(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer, speaker in ((ada, True), (bob, False)):
            meeting = await platform.rooms.join(viewer, conference)
            assert (meeting.moderator, meeting.expires_at) == (speaker, NOW + timedelta(minutes=10))
            assert meeting.socket == f"/api/conferences/{conference}/room"
            admitted = platform.rooms.passes.read(meeting.ticket, at=NOW)
            assert admitted == RoomPass(account=viewer.account, conference=conference)

    async def test_tells_what_the_engine_wants_to_know(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        ours = await platform.rooms.join(ada, conference)
        assert (ours.engine, ours.jitsi) == (Engine.PEER, None)
        assert ours.peer == PeerMeeting(ice_servers=[], most_people=6)
        by_jitsi = replace(platform.rooms, meetings=JitsiMeetings(jitsi("own").server))
        theirs = await by_jitsi.join(ada, conference)
        assert (theirs.engine, theirs.peer) == (Engine.JITSI, None)
        assert present(theirs.jitsi).host == HOST
        assert (theirs.socket, theirs.ticket) == (ours.socket, ours.ticket)

    async def test_takes_name_and_picture_along(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        door = Doorkeeper()
        rooms = replace(platform.rooms, meetings=door)
        await rooms.join(ada, conference)
        await platform.accounts.set_picture(ada, upload(encoded(Image.new("RGB", (8, 8)), "PNG")))
        await rooms.join(ada, conference)
        plain, pictured = door.seats
        assert (plain.full_name, plain.picture) == ("Ada Lovelace", None)
        picture = present((await account_of(platform, ada)).picture)
        lasting = NOW + timedelta(hours=12)
        assert pictured.picture == platform.rooms.picture_links.sign(ada.account, picture, expires_at=lasting)

    async def test_makes_a_member_of_everyone_but_the_speaker(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer in (ada, bob, bob):
            await platform.rooms.join(viewer, conference)
        member = await member_of(platform, ada, conference)
        assert (member.person.full_name, member.joined_at, member.left_at, member.present) == (
            "Bob",
            NOW,
            None,
            True,
        )
        assert await present_in(platform, conference) == {ada.account, bob.account}

    async def test_is_refused_in_one_order(self, platform: Platform) -> None:
        ada = await enter(platform)
        bob, eve = await enter(platform, "Bob"), await enter(platform, "Eve", state=AccountState.UNVERIFIED)
        private = await broadcast(platform, ada, password=LOCK)
        conference = await create(platform, ada, Visibility.PUBLIC, password=LOCK)
        with pytest.raises(NotSignedIn):
            await platform.rooms.join(None, private)
        with pytest.raises(EmailNotVerified):
            await platform.rooms.join(eve, NOWHERE)
        for hidden in (private, NOWHERE):
            with pytest.raises(NotFound):
                await platform.rooms.join(bob, hidden, password="wrong")
        with pytest.raises(ConferenceNotLive):
            await platform.rooms.join(bob, conference, password="wrong")
        await platform.conferences.start(ada, conference)
        for password in ("wrong", None):
            with pytest.raises(WrongPassword):
                await platform.rooms.join(bob, conference, password=password)
        await platform.conferences.finish(ada, conference)
        for viewer in (ada, bob):
            with pytest.raises(ConferenceFinished):
                await platform.rooms.join(viewer, conference, password="wrong")
        assert not (await platform.conferences.members(ada, conference, Slice())).items


class TestPasswords:
    async def test_are_asked_of_guests_and_never_of_the_speaker(self, platform: Platform) -> None:
        ada, conference = await open_house(platform, password=LOCK)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(ada, conference)
        await platform.rooms.join(bob, conference, password=LOCK)
        assert await present_in(platform, conference) == {ada.account, bob.account}

    @pytest.mark.parametrize(("away", "asked"), [(GRACE, False), (GRACE + MOMENT, True)])
    async def test_are_not_asked_of_who_is_back_within_the_grace_period(
        self, platform: Platform, away: timedelta, *, asked: bool
    ) -> None:
        _, conference = await open_house(platform, password=LOCK)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(bob, conference, password=LOCK)
        await platform.rooms.leave(bob, conference)
        platform.clock.advance(away)
        if asked:
            with pytest.raises(WrongPassword):
                await platform.rooms.join(bob, conference)
        else:
            await platform.rooms.join(bob, conference)

    @pytest.mark.parametrize(("away", "asked"), [(2 * GRACE, False), (2 * GRACE + MOMENT, True)])
    async def test_are_asked_of_whose_lease_ran_out_swept_or_not(
        self, platform: Platform, away: timedelta, *, asked: bool
    ) -> None:
        _, conference = await open_house(platform, password=LOCK)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(bob, conference, password=LOCK)
        platform.clock.advance(away)
        if asked:
            with pytest.raises(WrongPassword):
                await platform.rooms.join(bob, conference)
        else:
            await platform.rooms.join(bob, conference)

    @pytest.mark.parametrize(("then", "enters"), [("another", False), (None, True)])
    async def test_that_change_while_they_are_checked_count_as_they_are_then(
        self, platform: Platform, then: str | None, *, enters: bool
    ) -> None:
        ada, conference = await open_house(platform, password=LOCK)
        bob = await enter(platform, "Bob")

        async def change() -> None:
            await platform.conferences.edit(ada, conference, ConferenceChanges(password=then))

        rooms = replace(platform.rooms, passwords=Meanwhile(change))
        if enters:
            await rooms.join(bob, conference, password=LOCK)
        else:
            with pytest.raises(WrongPassword):
                await rooms.join(bob, conference, password=LOCK)
        assert (bob.account in await present_in(platform, conference)) is enters

    async def test_are_tried_so_often_for_each_account_and_conference(self, platform: Platform) -> None:
        ada, conference = await open_house(platform, password=LOCK)
        other = await broadcast(platform, ada, Visibility.PUBLIC, password=LOCK)
        bob = await enter(platform, "Bob")
        for _ in range(5):
            with pytest.raises(WrongPassword):
                await platform.rooms.join(bob, conference, password="wrong")
        with pytest.raises(TooMany) as refused:
            await platform.rooms.join(bob, conference, password=LOCK)
        await platform.rooms.join(bob, other, password=LOCK)
        platform.clock.advance(refused.value.retry_after)
        await platform.rooms.join(bob, conference, password=LOCK)


class TestLeaving:
    async def test_is_noted_and_again_nothing_happens(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(bob, conference)
        platform.clock.advance(timedelta(seconds=5))
        for _ in range(2):
            await platform.rooms.leave(bob, conference)
            member = await member_of(platform, ada, conference)
            assert (member.left_at, member.present) == (NOW + timedelta(seconds=5), False)
            platform.clock.advance(timedelta(seconds=5))

    async def test_joining_is_taken_back_unless_the_room_is_open(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await platform.rooms.withdraw(bob, conference)
        await platform.rooms.join(bob, conference)
        await platform.rooms.withdraw(bob, conference)
        assert (await member_of(platform, ada, conference)).present is False
        joined = await platform.rooms.join(bob, conference)
        await platform.stays.enter(bob, conference, joined.ticket, process=PROCESS, peer=PEER)
        await platform.rooms.withdraw(bob, conference)
        assert (await member_of(platform, ada, conference)).present is True

    async def test_what_one_may_not_see_is_refused(self, platform: Platform) -> None:
        bob = await enter(platform, "Bob")
        for refused in (platform.rooms.leave, platform.rooms.withdraw):
            with pytest.raises(NotFound):
                await refused(bob, NOWHERE)

    async def test_and_coming_back_is_another_interval_of_the_same_membership(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(bob, conference)
        await platform.rooms.leave(bob, conference)
        platform.clock.advance(timedelta(seconds=5))
        await platform.rooms.join(bob, conference)
        member = await member_of(platform, ada, conference)
        assert (member.joined_at, member.left_at, member.present) == (NOW, None, True)
        times = [one.began_at for one in (await take_along(platform, bob)).presences]
        assert sorted(times) == [NOW, NOW + timedelta(seconds=5)]


class TestLeases:
    async def test_are_renewed_by_joining_again(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        for _ in range(3):
            await platform.rooms.join(ada, conference)
            platform.clock.advance(GRACE - MOMENT)
            assert await platform.rooms.sweep() == 0
        platform.clock.advance(MOMENT)
        assert await platform.rooms.sweep() == 1
        assert await state_of(platform, ada, conference) is ConferenceState.FINISHED

    async def test_that_ran_out_are_leaving_at_that_time(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(bob, conference)
        platform.clock.advance(timedelta(seconds=30))
        await platform.rooms.join(ada, conference)
        platform.clock.advance(timedelta(seconds=40))
        await platform.rooms.sweep()
        assert (await member_of(platform, ada, conference)).left_at == NOW + GRACE
        assert await state_of(platform, ada, conference) is ConferenceState.LIVE

    async def test_that_ran_out_unswept_begin_another_interval(self, platform: Platform) -> None:
        _, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(bob, conference)
        platform.clock.advance(2 * GRACE)
        await platform.rooms.join(bob, conference)
        presences = (await take_along(platform, bob)).presences
        assert {(one.began_at, one.ended_at) for one in presences} == {
            (NOW, NOW + GRACE),
            (NOW + 2 * GRACE, None),
        }

    async def test_of_the_speaker_that_ran_out_let_him_in_again(self, platform: Platform) -> None:
        ada, conference = await open_house(platform, password=LOCK)
        platform.clock.advance(2 * GRACE)
        await platform.rooms.join(ada, conference)
        assert await present_in(platform, conference) == {ada.account}
        assert not (await platform.conferences.members(ada, conference, Slice())).items

    async def test_of_a_guest_keep_the_conference_without_its_speaker(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        platform.clock.advance(GRACE)
        await platform.rooms.join(bob, conference)
        await platform.rooms.sweep()
        assert await present_in(platform, conference) == {bob.account}
        assert await state_of(platform, ada, conference) is ConferenceState.LIVE
        await platform.rooms.leave(bob, conference)
        await platform.rooms.sweep()
        assert await state_of(platform, ada, conference) is ConferenceState.FINISHED


class TestSweeping:
    async def test_ends_what_nobody_opened_after_ten_minutes(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        platform.clock.advance(timedelta(minutes=10) - MOMENT)
        await platform.rooms.sweep()
        assert await state_of(platform, ada, conference) is ConferenceState.LIVE
        platform.clock.advance(MOMENT)
        await platform.rooms.sweep()
        assert await state_of(platform, ada, conference) is ConferenceState.FINISHED

    async def test_that_ends_one_tells_the_network(self, platform: Platform) -> None:
        ada, bob = await enter(platform), await enter(platform, "Bob")
        await befriend(platform, ada, bob)
        await broadcast(platform, ada)
        platform.clock.advance(timedelta(minutes=10))
        await platform.rooms.sweep()
        await platform.run_jobs()
        assert len((await platform.timeline.list(bob, ConferenceState.FINISHED, Slice())).items) == 1
        assert (await platform.notifications.count(bob)).notifications == 2

    async def test_goes_on_the_next_time_where_there_is_much(self, platform: Platform) -> None:
        ada = await enter(platform)
        for _ in range(SWEEP_AT_ONCE + 1):
            await platform.conferences.start(ada, await create(platform, ada))
        platform.clock.advance(timedelta(minutes=10))
        assert [await platform.rooms.sweep() for _ in range(3)] == [SWEEP_AT_ONCE, 1, 0]

    async def test_leaves_alone_what_is_deleted_or_finished_meanwhile(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        platform.clock.advance(timedelta(minutes=10))

        async def finish(tx: Transaction) -> None:
            live = present(await tx.conferences.lock(conference))
            await tx.conferences.save(live.finish(at=NOW + MOMENT)[0])

        assert await overtaken(platform, platform.rooms.sweep(), by=finish) == 1
        assert (await platform.conferences.show(ada, conference)).finished_at == NOW + MOMENT
        another = await broadcast(platform, ada)
        platform.clock.advance(timedelta(minutes=10))
        swept = await overtaken(
            platform, platform.rooms.sweep(), by=lambda tx: tx.conferences.remove(another)
        )
        assert swept == 1


async def test_a_suspended_account_is_put_out_of_every_room(platform: Platform) -> None:
    ada, conference = await open_house(platform)
    bob, moderator = await enter(platform, "Bob"), await enter(platform, "Clara", moderator=True)
    own = await broadcast(platform, bob, Visibility.PUBLIC)
    for room in (conference, own):
        await platform.rooms.join(ada, room)
    await platform.rooms.join(bob, conference)
    await platform.moderation.suspend(moderator, bob.account, SUSPENSION)
    assert await present_in(platform, conference) == {ada.account}
    assert not await present_in(platform, own)
