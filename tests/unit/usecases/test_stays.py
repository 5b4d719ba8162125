"""Being in a room by a socket."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.acting import broadcast, enter, present_in
from tests.support.builders import IDS, account, signal
from tests.support.builders import conference as a_conference
from tests.support.clock import NOW
from tests.support.pages import present
from tests.support.platform import Platform
from wexstream.domain.model.conference import ConferenceChanges, ConferenceState, Presence, Visibility
from wexstream.domain.model.errors import (
    AccountSuspended,
    ConferenceFinished,
    NotFound,
    Removed,
    TicketExpired,
)
from wexstream.domain.model.ids import ConferenceId, PeerId, ProcessId, SessionId
from wexstream.domain.model.visibility import Role, Viewer
from wexstream.ports.meetings import PASS_LASTS

GRACE = timedelta(seconds=60)
MOMENT = timedelta(microseconds=1)
ROOM = a_conference(account())
PROCESS = ProcessId(IDS.new())
OTHER = ProcessId(IDS.new())


async def open_house(platform: Platform, *, password: str | None = None) -> tuple[Viewer, ConferenceId]:
    """A public conference that is live."""
    ada = await enter(platform)
    return ada, await broadcast(platform, ada, Visibility.PUBLIC, password=password)


async def join(
    platform: Platform,
    viewer: Viewer,
    conference: ConferenceId,
    *,
    process: ProcessId = PROCESS,
    password: str | None = None,
) -> PeerId:
    """Join, and open a socket; how it is called."""
    ticket = (await platform.rooms.join(viewer, conference, password=password)).ticket
    return await open_socket(platform, viewer, conference, ticket, process=process)


async def open_socket(
    platform: Platform,
    viewer: Viewer,
    conference: ConferenceId,
    ticket: str,
    *,
    process: ProcessId = PROCESS,
) -> PeerId:
    peer = PeerId(IDS.new())
    await platform.stays.enter(viewer, conference, ticket, process=process, peer=peer)
    return peer


async def found(platform: Platform, viewer: Viewer, conference: ConferenceId) -> Presence:
    return present(await platform.storage.unit.run(lambda tx: tx.presences.of(conference, viewer.account)))


class TestEntering:
    async def test_a_process_holds_who_has_joined_by_the_newest_socket(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        joined = await found(platform, ada, conference)
        assert (joined.held_by, joined.peer) == (None, None)
        for process in (PROCESS, OTHER):
            peer = await join(platform, ada, conference, process=process)
            there = await found(platform, ada, conference)
            assert (there.id, there.held_by, there.peer) == (joined.id, process, peer)

    async def test_a_ticket_is_for_this_person_and_room(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        other = await broadcast(platform, ada, Visibility.PUBLIC)
        tickets = [
            (await platform.rooms.join(viewer, name)).ticket
            for viewer, name in ((ada, conference), (bob, other))
        ]
        await platform.rooms.join(bob, conference)
        for ticket in tickets:
            with pytest.raises(NotFound):
                await open_socket(platform, bob, conference, ticket)

    async def test_a_ticket_that_is_old_or_none_opens_nothing(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        ticket = (await platform.rooms.join(ada, conference)).ticket
        platform.clock.advance(PASS_LASTS - MOMENT)
        await platform.rooms.join(ada, conference)
        await open_socket(platform, ada, conference, ticket)
        platform.clock.advance(MOMENT)
        for bad in (ticket, "no ticket"):
            with pytest.raises(TicketExpired):
                await open_socket(platform, ada, conference, bad)

    async def test_whose_presence_has_ended_joins_again_first(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        ticket = (await platform.rooms.join(bob, conference)).ticket
        await platform.rooms.leave(bob, conference)
        with pytest.raises(TicketExpired):
            await open_socket(platform, bob, conference, ticket)
        speakers = (await platform.rooms.join(ada, conference)).ticket
        platform.clock.advance(GRACE)
        with pytest.raises(TicketExpired):
            await open_socket(platform, ada, conference, speakers)

    async def test_who_may_not_be_there_any_more_is_told_why(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob, eve = await enter(platform, "Bob"), await enter(platform, "Eve")
        tickets = {viewer: (await platform.rooms.join(viewer, conference)).ticket for viewer in (bob, eve)}
        await platform.guests.remove(ada, conference, bob.account)
        with pytest.raises(Removed):
            await open_socket(platform, bob, conference, tickets[bob])
        await platform.conferences.edit(ada, conference, ConferenceChanges(visibility=Visibility.PRIVATE))
        with pytest.raises(NotFound):
            await open_socket(platform, eve, conference, tickets[eve])
        speakers = (await platform.rooms.join(ada, conference)).ticket
        await platform.conferences.finish(ada, conference)
        with pytest.raises(ConferenceFinished):
            await open_socket(platform, ada, conference, speakers)

    async def test_what_was_deleted_is_entered_by_nobody(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        ticket = (await platform.rooms.join(bob, conference)).ticket
        await platform.conferences.delete(ada, conference)
        with pytest.raises(NotFound):
            await open_socket(platform, bob, conference, ticket)

    async def test_the_suspended_enter_nowhere(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        ticket = (await platform.rooms.join(ada, conference)).ticket
        suspended = Viewer(
            account=ada.account, session=ada.session, role=Role.SUSPENDED, signed_in_at=ada.signed_in_at
        )
        with pytest.raises(AccountSuspended):
            await open_socket(platform, suspended, conference, ticket)


class TestStaying:
    async def test_who_is_held_stays_as_long_as_the_process_lives(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        await join(platform, ada, conference)
        for _ in range(5):
            await platform.stays.keep_up(PROCESS)
            platform.clock.advance(GRACE - MOMENT)
            assert await platform.rooms.sweep() == 0
        assert await present_in(platform, conference) == {ada.account}

    async def test_a_process_that_died_held_whom_it_held_until_it_was_known_to_live(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer, process in ((ada, PROCESS), (bob, OTHER)):
            await join(platform, viewer, conference, process=process)
            await platform.stays.keep_up(process)
        platform.clock.advance(GRACE - MOMENT)
        await platform.stays.keep_up(PROCESS)
        platform.clock.advance(MOMENT)
        await platform.rooms.sweep()
        assert await present_in(platform, conference) == {ada.account}
        member = await platform.storage.unit.run(lambda tx: tx.presences.member(conference, bob.account))
        assert present(member).left_at == NOW + GRACE

    async def test_whose_process_died_and_who_enters_elsewhere_never_left(self, platform: Platform) -> None:
        ada, conference = await open_house(platform, password="engine")
        bob = await enter(platform, "Bob")
        await join(platform, ada, conference, process=OTHER)
        await join(platform, bob, conference, password="engine")
        for process in (PROCESS, OTHER):
            await platform.stays.keep_up(process)
        before = await found(platform, bob, conference)
        platform.clock.advance(GRACE - MOMENT)
        await platform.stays.keep_up(OTHER)
        await join(platform, bob, conference, process=OTHER)
        platform.clock.advance(MOMENT)
        assert await platform.rooms.sweep() == 0
        after = await found(platform, bob, conference)
        assert (after.id, after.began_at, after.held_by) == (before.id, before.began_at, OTHER)


class TestSignals:
    async def test_what_is_handed_on_is_kept_for_a_minute(self, platform: Platform) -> None:
        _, conference = await open_house(platform)
        sent = replace(signal(ROOM), conference=conference)
        await platform.stays.pass_on([sent])
        for passed, kept in ((timedelta(minutes=1), [sent]), (MOMENT, [])):
            platform.clock.advance(passed)
            await platform.stays.forget_signals()
            assert list(await platform.storage.queries.signals([sent.id])) == kept

    async def test_of_a_conference_that_is_gone_a_socket_holds_nothing(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        peer = await join(platform, ada, conference)
        await platform.conferences.delete(ada, conference)
        await platform.stays.let_go(conference, ada.account, peer)
        assert await present_in(platform, conference) == set()


async def keep_up_for(platform: Platform, time: timedelta, process: ProcessId = PROCESS) -> None:
    """Let time pass, in which a process gives signs of life."""
    for some in (time / 2, time - time / 2):
        await platform.stays.keep_up(process)
        platform.clock.advance(some)


class TestSigningOut:
    async def test_leaves_the_rooms_that_are_open_in_this_session(self, platform: Platform) -> None:
        _, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        eve, other = await open_house(platform)
        await join(platform, bob, conference)
        peer = await join(platform, bob, other)
        await platform.stays.let_go(other, bob.account, peer)  # on the way back, as after a lost connection
        await platform.sessions.sign_out(bob)
        assert bob.account not in await present_in(platform, conference)
        assert await present_in(platform, other) == {eve.account}
        member = await platform.storage.unit.run(lambda tx: tx.presences.member(conference, bob.account))
        assert present(member).left_at == NOW

    async def test_leaves_no_room_that_is_open_in_another_session_by_now(self, platform: Platform) -> None:
        _, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await join(platform, bob, conference)
        await join(platform, replace(bob, session=SessionId(IDS.new())), conference)
        await platform.sessions.sign_out(bob)
        assert bob.account in await present_in(platform, conference)

    async def test_leaves_the_room_that_this_session_has_joined_and_not_entered(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await platform.rooms.join(replace(bob, session=SessionId(IDS.new())), conference)
        await platform.rooms.join(bob, conference)
        await platform.sessions.sign_out(bob)
        assert await present_in(platform, conference) == {ada.account}

    async def test_leaves_no_room_that_is_open_in_another_session_while_this_one_joins(
        self, platform: Platform
    ) -> None:
        _, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await join(platform, replace(bob, session=SessionId(IDS.new())), conference)
        await platform.rooms.join(bob, conference)
        await platform.sessions.sign_out(bob)
        assert bob.account in await present_in(platform, conference)

    async def test_ended_from_elsewhere_a_session_leaves_no_room(self, platform: Platform) -> None:
        _, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        await join(platform, bob, conference)
        await platform.sessions.end(replace(bob, session=SessionId(IDS.new())), bob.session)
        await platform.sessions.end_others(replace(bob, session=SessionId(IDS.new())))
        assert bob.account in await present_in(platform, conference)

    async def test_a_speaker_who_signs_out_leaves_others_in_the_conference(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer in (ada, bob):
            await join(platform, viewer, conference)
        quiet = await broadcast(platform, ada, Visibility.PUBLIC)
        await platform.sessions.sign_out(ada)
        assert await present_in(platform, conference) == {bob.account}
        assert await present_in(platform, quiet) == {ada.account}


class TestOutages:
    async def test_when_all_were_out_of_touch_nobody_is_gone_until_they_have_said_whom_they_hold(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer in (ada, bob):
            await join(platform, viewer, conference)
        await platform.stays.keep_up(PROCESS)
        platform.clock.advance(3 * GRACE)
        assert await platform.rooms.sweep() == 0
        await keep_up_for(platform, GRACE)
        assert await platform.rooms.sweep() == 0
        assert await present_in(platform, conference) == {ada.account, bob.account}

    async def test_whoever_comes_back_by_a_new_server_keeps_the_conference_that_the_old_one_held(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer in (ada, bob):
            await join(platform, viewer, conference)
        await platform.stays.keep_up(PROCESS)
        platform.clock.advance(3 * GRACE)
        await keep_up_for(platform, GRACE - MOMENT, OTHER)
        assert await platform.rooms.sweep() == 0
        await join(platform, ada, conference, process=OTHER)
        platform.clock.advance(MOMENT)
        await platform.rooms.sweep()
        assert await present_in(platform, conference) == {ada.account}
        shown = await platform.conferences.show(ada, conference)
        assert shown.state is ConferenceState.LIVE


class TestLettingGo:
    async def test_who_comes_back_within_the_grace_has_not_left_and_is_asked_nothing(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform, password="engine")
        bob = await enter(platform, "Bob")
        await join(platform, ada, conference, process=OTHER)
        await platform.stays.keep_up(OTHER)
        peer = await join(platform, bob, conference, password="engine")
        await platform.stays.keep_up(PROCESS)
        before = await found(platform, bob, conference)
        platform.clock.advance(GRACE / 2)
        await platform.stays.keep_up(OTHER)
        await platform.stays.let_go(conference, bob.account, peer)
        without = await found(platform, bob, conference)
        assert (without.held_by, without.peer, without.lease_until) == (None, None, NOW + GRACE * 3 / 2)
        platform.clock.advance(GRACE - MOMENT)
        await platform.stays.keep_up(OTHER)
        await platform.rooms.sweep()
        await join(platform, bob, conference)
        assert (await found(platform, bob, conference)).id == before.id

    async def test_whose_last_socket_is_gone_for_longer_has_left(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        peer = await join(platform, ada, conference)
        await platform.stays.keep_up(PROCESS)
        await platform.stays.let_go(conference, ada.account, peer)
        platform.clock.advance(GRACE)
        await platform.stays.keep_up(PROCESS)
        await platform.rooms.sweep()
        assert await present_in(platform, conference) == set()
        shown = await platform.conferences.show(ada, conference)
        assert shown.state is ConferenceState.FINISHED

    async def test_the_end_of_an_older_socket_changes_nothing(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        older, _ = [await join(platform, ada, conference) for _ in range(2)]
        before = await found(platform, ada, conference)
        await platform.stays.let_go(conference, ada.account, older)
        assert await found(platform, ada, conference) == before

    async def test_of_who_has_left_or_what_is_deleted_there_is_nothing_to_let_go(
        self, platform: Platform
    ) -> None:
        ada, conference = await open_house(platform)
        peer = await join(platform, ada, conference)
        await platform.rooms.leave(ada, conference)
        await platform.stays.let_go(conference, ada.account, peer)
        assert await present_in(platform, conference) == set()
        await platform.conferences.delete(ada, conference)
        await platform.stays.let_go(conference, ada.account, peer)

    async def test_a_process_that_stops_lets_go_of_everybody(self, platform: Platform) -> None:
        ada, conference = await open_house(platform)
        bob = await enter(platform, "Bob")
        for viewer, process in ((ada, OTHER), (bob, PROCESS)):
            await join(platform, viewer, conference, process=process)
            await platform.stays.keep_up(process)
        platform.clock.advance(GRACE / 2)
        await platform.stays.retire(PROCESS)
        gone = await found(platform, bob, conference)
        assert (gone.held_by, gone.peer, gone.lease_until) == (None, None, NOW + GRACE * 3 / 2)
        assert (await found(platform, ada, conference)).held_by == OTHER
        assert str(PROCESS) not in await platform.storage.everything_kept()
