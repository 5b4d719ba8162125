"""The life of a conference, and who is present in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS, account, member, presence
from tests.support.builders import conference as a_conference
from tests.support.clock import NOW
from tests.support.strategies import SPANS, TIMES
from tests.unit.model.entries import why_refused
from wexstream.domain.model import conference as rules
from wexstream.domain.model.changes import UNSET
from wexstream.domain.model.conference import (
    Conference,
    ConferenceChanges,
    ConferenceState,
    Outcome,
    Presence,
    Visibility,
    ends_by_itself,
)
from wexstream.domain.model.errors import (
    ConferenceFinished,
    ConferenceNotLive,
    DomainError,
    Invalid,
    Removed,
    RoomFull,
)
from wexstream.domain.model.events import ConferenceEnded, ConferenceHidden, ConferenceWentLive
from wexstream.domain.model.ids import PeerId, ProcessId, SessionId

Step: TypeAlias = Callable[[Conference, datetime], Outcome]

CREATED, LIVE, FINISHED = ConferenceState
PRIVATE, PUBLIC = Visibility
SPEAKER = account("Amal Haddad")
GUEST = account("Bo Berg")
PROCESS, PEER, OTHER_PEER = ProcessId(IDS.new()), PeerId(IDS.new()), PeerId(IDS.new())
SESSION, OTHER_SESSION = SessionId(IDS.new()), SessionId(IDS.new())
INSTANT = timedelta(microseconds=1)
TEN_MINUTES = timedelta(minutes=10)


def start(conference: Conference, at: datetime) -> Outcome:
    return conference.start(at=at)


def finish(conference: Conference, at: datetime) -> Outcome:
    return conference.finish(at=at)


def open_room(conference: Conference, at: datetime) -> Outcome:
    return conference.open(at=at), ()


STEPS = st.lists(st.tuples(st.sampled_from([start, finish, open_room]), TIMES), max_size=6)


class TestLife:
    @given(TIMES)
    def test_starting_goes_live_and_says_so_once(self, at: datetime) -> None:
        created = a_conference(SPEAKER, state=CREATED)
        live, events = created.start(at=at)
        assert live == replace(created, state=LIVE, broadcast_at=at)
        assert events == (ConferenceWentLive(conference=live.id),)
        assert live.start(at=NOW) == (live, ())

    @given(TIMES, SPANS)
    def test_finishing_ends_it_and_says_so_once(self, at: datetime, lasted: timedelta) -> None:
        live, _ = a_conference(SPEAKER, state=CREATED).start(at=at)
        finished, events = live.finish(at=at + lasted)
        assert finished == replace(live, state=FINISHED, finished_at=at + lasted)
        assert events == (ConferenceEnded(conference=live.id, at=at + lasted),)
        assert finished.finish(at=at + 2 * lasted) == (finished, ())

    @given(TIMES, SPANS)
    def test_a_clock_that_is_behind_does_not_end_it_before_it_began(
        self, at: datetime, behind: timedelta
    ) -> None:
        live, _ = a_conference(SPEAKER, state=CREATED).start(at=at + behind)
        finished, events = live.finish(at=at)
        assert finished.finished_at == live.broadcast_at
        assert events == (ConferenceEnded(conference=live.id, at=at + behind),)

    def test_what_is_finished_never_goes_live_again(self) -> None:
        finished = a_conference(SPEAKER, state=FINISHED)
        with pytest.raises(ConferenceFinished):
            finished.start(at=NOW)
        with pytest.raises(ConferenceFinished):
            finished.open(at=NOW)

    def test_what_has_not_begun_can_neither_finish_nor_be_entered(self) -> None:
        created = a_conference(SPEAKER, state=CREATED)
        with pytest.raises(ConferenceNotLive):
            created.finish(at=NOW)
        with pytest.raises(ConferenceNotLive):
            created.open(at=NOW)

    def test_a_live_one_lets_in(self) -> None:
        a_conference(SPEAKER, state=LIVE).require_live()

    @given(TIMES, TIMES)
    def test_a_room_is_opened_by_the_first_to_enter(self, at: datetime, later: datetime) -> None:
        live = a_conference(SPEAKER, state=LIVE)
        opened = live.open(at=at)
        assert opened == replace(live, opened_at=at)
        assert opened.open(at=later) == opened

    @given(STEPS)
    def test_whatever_is_done_in_whatever_order_its_state_and_its_times_agree(
        self, steps: list[tuple[Step, datetime]]
    ) -> None:
        conference = a_conference(SPEAKER, state=CREATED)
        seen = [conference.state]
        for step, at in steps:
            conference = _after(step, conference, at)
            seen.append(conference.state)
            broadcast_at, finished_at = conference.broadcast_at, conference.finished_at
            assert (broadcast_at is None) == (conference.state is CREATED)
            assert (finished_at is None) == (conference.state is not FINISHED)
            assert broadcast_at is None or finished_at is None or broadcast_at <= finished_at
            assert conference.opened_at is None or conference.state is not CREATED
        assert seen == sorted(seen, key=list(ConferenceState).index)


class TestVisibility:
    @given(TIMES)
    def test_making_a_live_public_one_private_hides_it_from_strangers_in_it(self, at: datetime) -> None:
        public = a_conference(SPEAKER, state=LIVE, visibility=PUBLIC)
        private, events = public.show_to(PRIVATE, at=at)
        assert private == replace(public, visibility=PRIVATE)
        assert events == (ConferenceHidden(conference=public.id, speaker=SPEAKER.id, at=at),)

    @pytest.mark.parametrize("state", ConferenceState)
    @pytest.mark.parametrize("before", Visibility)
    @pytest.mark.parametrize("after", Visibility)
    def test_no_other_change_hides_it_from_anybody_in_it(
        self, state: ConferenceState, before: Visibility, after: Visibility
    ) -> None:
        conference = a_conference(SPEAKER, state=state, visibility=before)
        changed, events = conference.show_to(after, at=NOW)
        assert changed == replace(conference, visibility=after)
        assert bool(events) == ((state, before, after) == (LIVE, PUBLIC, PRIVATE))

    @given(TIMES)
    def test_what_is_left_out_of_a_change_stays_and_none_empties(self, at: datetime) -> None:
        before = replace(a_conference(SPEAKER), description="Notes", password_hash="hash")
        assert before.change(ConferenceChanges(), password_hash=UNSET, at=at) == (before, ())
        emptied, _ = before.change(ConferenceChanges(description=None), password_hash=None, at=at)
        assert emptied == replace(before, description=None, password_hash=None)
        renamed, _ = before.change(ConferenceChanges(title="Engines"), password_hash="other", at=at)
        assert renamed == replace(before, title="Engines", password_hash="other")

    @given(TIMES)
    def test_a_change_that_makes_it_private_hides_it_as_showing_it_to_fewer_does(self, at: datetime) -> None:
        public = replace(a_conference(SPEAKER), visibility=PUBLIC)
        changes = ConferenceChanges(visibility=PRIVATE)
        assert public.change(changes, password_hash=UNSET, at=at) == public.show_to(PRIVATE, at=at)

    def test_changes_are_accepted_in_the_form_in_which_they_are_kept(self) -> None:
        changes = ConferenceChanges(title=" Engines ", description=" ", password="open sesame")
        assert changes.accepted() == ConferenceChanges(
            title="Engines", description=None, password="open sesame"
        )
        for bad in (
            ConferenceChanges(title=""),
            ConferenceChanges(description="\0"),
            ConferenceChanges(password=""),
        ):
            with pytest.raises(Invalid):
                bad.accepted()

    @pytest.mark.parametrize("state", ConferenceState)
    def test_announcing_it_notes_the_state_that_was_told_of(self, state: ConferenceState) -> None:
        told = a_conference(SPEAKER, state=state)
        assert told.announce() == replace(told, announced=state)

    def test_it_is_locked_while_it_has_a_password(self) -> None:
        conference = a_conference(SPEAKER)
        assert not conference.locked
        assert replace(conference, password_hash="hash").locked


class TestPresence:
    @given(SPANS)
    def test_a_presence_stands_until_its_lease_runs_out(self, later: timedelta) -> None:
        there = _presence(lease_until=NOW + later)
        assert there.stands(at=NOW + later - INSTANT)
        assert not there.stands(at=NOW + later)

    @given(TIMES, TIMES)
    def test_renewing_never_shortens_a_lease(self, until: datetime, other: datetime) -> None:
        there = _presence(lease_until=until)
        assert there.renew(until=other) == replace(there, lease_until=max(until, other))

    @given(TIMES)
    def test_a_socket_takes_the_place_of_the_one_before(self, until: datetime) -> None:
        there = _presence(lease_until=NOW)
        held = there.hold(by=PROCESS, peer=PEER, session=SESSION)
        assert held == replace(there, held_by=PROCESS, peer=PEER, session=SESSION)
        newer = held.hold(by=PROCESS, peer=OTHER_PEER, session=OTHER_SESSION)
        assert (newer.peer, newer.session) == (OTHER_PEER, OTHER_SESSION)
        assert newer.let_go(PEER, until=until) == newer

    @given(TIMES, TIMES)
    def test_letting_go_of_the_socket_leaves_a_lease_and_the_session_that_had_it(
        self, lease_until: datetime, until: datetime
    ) -> None:
        there = _presence(lease_until=lease_until)
        held = there.hold(by=PROCESS, peer=PEER, session=SESSION)
        left = replace(there.renew(until=until), session=SESSION)
        assert held.let_go(PEER, until=until) == held.release(until=until) == left

    @given(TIMES)
    def test_the_session_that_joined_last_is_there_unless_a_socket_of_another_is_open(
        self, until: datetime
    ) -> None:
        came = _presence(lease_until=NOW)
        there = came.stay(SESSION, until=until)
        assert there == replace(came.renew(until=until), session=SESSION)
        assert there.stay(OTHER_SESSION, until=until).session == OTHER_SESSION
        held = there.hold(by=PROCESS, peer=PEER, session=SESSION)
        assert held.is_open
        assert held.stay(OTHER_SESSION, until=until) == held
        assert not held.release(until=until).is_open

    @given(SPANS, SPANS)
    def test_leaving_ends_it_then(self, stayed: timedelta, left_over: timedelta) -> None:
        there = _presence(lease_until=NOW + stayed + left_over)
        assert there.end(at=NOW + stayed) == replace(there, ended_at=NOW + stayed)

    @given(SPANS, SPANS)
    def test_a_lease_that_ran_out_unnoticed_ended_it_when_it_ran_out(
        self, lease: timedelta, late: timedelta
    ) -> None:
        there = _presence(lease_until=NOW + lease)
        assert there.end(at=NOW + lease + late).ended_at == NOW + lease
        assert there.ends(at=NOW + lease + late) == NOW + lease

    @given(SPANS)
    def test_a_clock_that_is_behind_does_not_end_it_before_it_began(self, behind: timedelta) -> None:
        there = _presence(lease_until=NOW + INSTANT)
        assert there.end(at=NOW - behind).ended_at == NOW


class TestMembers:
    @given(TIMES)
    def test_a_member_leaves_and_comes_back(self, at: datetime) -> None:
        there = member(a_conference(SPEAKER), GUEST)
        gone = there.leave(at=at)
        assert gone == replace(there, left_at=at)
        assert gone.come_back() == there

    @given(TIMES, SPANS)
    def test_who_comes_back_within_the_grace_has_not_left(self, at: datetime, grace: timedelta) -> None:
        gone = member(a_conference(SPEAKER), GUEST).leave(at=at)
        assert gone.is_back(None, at=at, grace=grace)
        assert gone.is_back(None, at=at + grace, grace=grace)
        assert not gone.is_back(None, at=at + grace + INSTANT, grace=grace)

    @given(TIMES)
    def test_who_is_there_has_not_left(self, at: datetime) -> None:
        assert member(a_conference(SPEAKER), GUEST).is_back(None, at=at, grace=timedelta(0))

    @given(SPANS, SPANS)
    def test_a_lease_that_ran_out_unnoticed_counts_as_having_left_when_it_ran_out(
        self, stayed: timedelta, grace: timedelta
    ) -> None:
        there = member(a_conference(SPEAKER), GUEST)
        ran_out = NOW + stayed
        lapsed = _presence(lease_until=ran_out)
        assert there.is_back(lapsed, at=ran_out + grace, grace=grace)
        assert not there.is_back(lapsed, at=ran_out + grace + INSTANT, grace=grace)

    @given(TIMES, TIMES)
    def test_who_was_removed_is_welcome_once_readmitted(self, at: datetime, later: datetime) -> None:
        there = member(a_conference(SPEAKER), GUEST)
        there.require_welcome()
        removed = there.remove(at=at)
        assert removed == removed.remove(at=later) == replace(there, removed_at=at)
        with pytest.raises(Removed):
            removed.require_welcome()
        assert removed.readmit() == there.readmit() == there


class TestSeats:
    ROOM = a_conference(SPEAKER)

    def others(self, guests: int, *, speaker: bool) -> list[Presence]:
        people = [account(f"Guest {number}") for number in range(guests)] + [SPEAKER] * speaker
        return [presence(self.ROOM, one) for one in people]

    @given(guests=st.integers(0, 8), most=st.integers(1, 8), speaker=st.booleans())
    def test_a_guest_finds_one_as_long_as_one_more_is_left_for_the_speaker(
        self, guests: int, most: int, *, speaker: bool
    ) -> None:
        others = self.others(guests, speaker=speaker)
        if guests + 2 <= most:
            self.ROOM.require_seat(GUEST.id, others, most=most)
        else:
            with pytest.raises(RoomFull):
                self.ROOM.require_seat(GUEST.id, others, most=most)

    @given(guests=st.integers(0, 8), most=st.integers(1, 8))
    def test_the_speaker_always_finds_one(self, guests: int, most: int) -> None:
        self.ROOM.require_seat(SPEAKER.id, self.others(guests, speaker=False), most=most)

    @given(guests=st.integers(0, 20))
    def test_where_there_is_no_bound_everybody_does(self, guests: int) -> None:
        self.ROOM.require_seat(GUEST.id, self.others(guests, speaker=True), most=None)


class TestPassword:
    """Of one that is locked."""

    LOCKED = replace(a_conference(SPEAKER), password_hash="hash")

    @given(TIMES, SPANS)
    def test_it_is_asked_of_who_comes_for_the_first_time(self, at: datetime, grace: timedelta) -> None:
        asked = self.LOCKED.password_asked_of(GUEST.id, None, None, at=at, grace=grace)
        assert asked == self.LOCKED.password_hash

    @given(TIMES, SPANS)
    def test_it_is_never_asked_of_the_speaker(self, at: datetime, grace: timedelta) -> None:
        assert self.LOCKED.password_asked_of(SPEAKER.id, None, None, at=at, grace=grace) is None

    @given(TIMES, TIMES, SPANS)
    def test_it_is_asked_of_a_member_who_was_away_for_longer_than_the_grace(
        self, left_at: datetime, at: datetime, grace: timedelta
    ) -> None:
        gone = member(self.LOCKED, GUEST).leave(at=left_at)
        asked = self.LOCKED.password_asked_of(GUEST.id, gone, None, at=at, grace=grace)
        assert (asked is None) == (at <= left_at + grace)

    @given(TIMES, SPANS)
    def test_one_that_is_not_locked_asks_nobody(self, at: datetime, grace: timedelta) -> None:
        assert a_conference(SPEAKER).password_asked_of(GUEST.id, None, None, at=at, grace=grace) is None


class TestEndingByItself:
    @pytest.mark.parametrize("state", [CREATED, FINISHED])
    def test_only_a_live_one_does(self, state: ConferenceState) -> None:
        conference = replace(a_conference(SPEAKER, state=state), opened_at=NOW)
        assert not ends_by_itself(conference, [], at=NOW + timedelta(days=1))

    @given(SPANS)
    def test_one_that_nobody_ever_opened_does_after_ten_minutes(self, more: timedelta) -> None:
        unopened = a_conference(SPEAKER, state=LIVE)
        for present in ([], [_presence(lease_until=NOW + timedelta(days=9_999))]):
            assert not ends_by_itself(unopened, present, at=NOW)
            assert not ends_by_itself(unopened, present, at=NOW + TEN_MINUTES - INSTANT)
            assert ends_by_itself(unopened, present, at=NOW + TEN_MINUTES + more)

    @given(TIMES)
    def test_one_that_was_opened_does_when_nobody_is_left(self, at: datetime) -> None:
        opened = a_conference(SPEAKER, state=LIVE).open(at=NOW)
        assert ends_by_itself(opened, [], at=at)

    @given(TIMES)
    def test_one_in_which_anybody_is_left_goes_on(self, at: datetime) -> None:
        opened = a_conference(SPEAKER, state=LIVE).open(at=NOW)
        assert not ends_by_itself(opened, [_presence(lease_until=NOW)], at=at)


class TestAttendance:
    @given(st.lists(SPANS, min_size=1, max_size=4))
    def test_it_is_the_sum_of_the_intervals(self, spans: list[timedelta]) -> None:
        visits = [replace(_presence(lease_until=NOW), ended_at=NOW + span) for span in spans]
        assert rules.attended(visits) == sum(spans, timedelta(0))

    def test_one_that_has_not_ended_does_not_count(self) -> None:
        visits = [
            _presence(lease_until=NOW),
            replace(_presence(lease_until=NOW), ended_at=NOW + TEN_MINUTES),
        ]
        assert rules.attended(visits) == TEN_MINUTES

    def test_where_none_has_ended_or_none_is_kept_it_is_not_known(self) -> None:
        assert rules.attended([]) is None
        assert rules.attended([_presence(lease_until=NOW)]) is None


class TestLocks:
    def test_a_lock_has_1_to_128_characters(self) -> None:
        assert rules.lock(" ") == " "
        assert rules.lock("x" * 128) == "x" * 128
        assert why_refused(rules.lock, "") == ("password", "too-short")
        assert why_refused(rules.lock, "x" * 129) == ("password", "too-long")

    def test_none_unlocks(self) -> None:
        assert rules.lock(None) is None


def test_a_description_may_be_left_out() -> None:
    assert rules.description(None) is None


def _after(step: Step, conference: Conference, at: datetime) -> Conference:
    try:
        changed, _ = step(conference, at)
    except DomainError:
        return conference
    return changed


def _presence(*, lease_until: datetime) -> Presence:
    return presence(a_conference(SPEAKER), GUEST, lease_until=lease_until)
