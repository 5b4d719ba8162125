"""What stands between two accounts, command by command."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import NOW
from tests.support.strategies import SPANS, TIMES, UUIDS
from tests.unit.model.relation_commands import Command, after, approve, ask, block, decline, part, unblock
from wexstream.domain.model.errors import AlreadyConnected, NotFound, NothingPending, OwnAccount, TooMany
from wexstream.domain.model.events import (
    Blocked,
    ConnectionApproved,
    ConnectionAsked,
    Disconnected,
    RequestAnswered,
    RequestCancelled,
)
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Relation, RelationState, Standing, pair, strangers

IDS = UUIDS.map(AccountId)
PAIRS = st.lists(IDS, min_size=2, max_size=2, unique=True)
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
DELAYS = st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(hours=23), DAY])
INSTANT = timedelta(microseconds=1)


def without_mails(relation: Relation) -> Relation:
    """Forget when requests went by mail."""
    return replace(relation, low_mailed_at=None, high_mailed_at=None)


class TestPairs:
    @given(PAIRS)
    def test_a_pair_is_the_same_from_both_sides_and_in_order(self, ids: list[AccountId]) -> None:
        one, other = ids
        assert pair(one, other) == pair(other, one) == tuple(sorted(ids))
        assert strangers(one, other) == strangers(other, one)
        assert (strangers(one, other).low, strangers(one, other).high) == pair(one, other)

    @given(IDS)
    def test_nobody_stands_in_a_relation_to_himself(self, me: AccountId) -> None:
        for make in (pair, strangers):
            with pytest.raises(OwnAccount):
                make(me, me)

    @given(PAIRS)
    def test_each_is_the_others_other(self, ids: list[AccountId]) -> None:
        one, other = ids
        assert strangers(one, other).other(one) == other
        assert strangers(one, other).other(other) == one


class TestRequests:
    @given(PAIRS, TIMES)
    def test_asking_waits_for_an_answer(self, ids: list[AccountId], at: datetime) -> None:
        me, other = ids
        relation, events = strangers(me, other).ask(me, at=at)
        assert (relation.requested_by, relation.requested_at) == (me, at)
        assert (relation.standing(me), relation.standing(other)) == (Standing.OUTGOING, Standing.INCOMING)
        assert events == (ConnectionAsked(asker=me, asked=other, at=at, mails=True),)

    @given(PAIRS, TIMES, st.sampled_from([ask, approve]))
    def test_approving_or_asking_back_connects(
        self, ids: list[AccountId], at: datetime, command: Command
    ) -> None:
        me, other = ids
        relation, events = command(after(me, other, (ask, other)), me, at)
        assert relation == replace(strangers(me, other), state=RelationState.CONNECTED, connected_at=at)
        assert events == (
            RequestAnswered(asker=other, asked=me),
            ConnectionApproved(asker=other, approver=me, at=at),
        )

    @given(PAIRS, TIMES, SPANS)
    def test_two_who_ask_each_other_end_connected_in_either_order(
        self, ids: list[AccountId], at: datetime, between: timedelta
    ) -> None:
        one, other = ids
        ends: list[Relation] = []
        for first, second in ((one, other), (other, one)):
            asked, _ = strangers(one, other).ask(first, at=at)
            connected, _ = asked.ask(second, at=at + between)
            ends.append(connected)
        assert ends[0] == ends[1]
        assert ends[0].standing(one) is Standing.CONNECTED

    @given(PAIRS, TIMES, st.sampled_from([decline, part]))
    def test_declining_tells_the_asker_nothing(
        self, ids: list[AccountId], at: datetime, command: Command
    ) -> None:
        me, other = ids
        relation, events = command(after(me, other, (ask, other)), me, at)
        assert relation.standing(other) is Standing.STRANGER
        assert events == (RequestAnswered(asker=other, asked=me),)

    @given(PAIRS)
    def test_cancelling_leaves_no_trace_but_of_the_mail(self, ids: list[AccountId]) -> None:
        me, other = ids
        relation, events = after(me, other, (ask, me)).part(me, at=NOW)
        assert without_mails(relation) == strangers(me, other)
        assert {relation.low_mailed_at, relation.high_mailed_at} == {NOW, None}
        assert events == (RequestCancelled(asker=me, asked=other),)

    @given(PAIRS, TIMES)
    def test_disconnecting_leaves_two_strangers(self, ids: list[AccountId], at: datetime) -> None:
        me, other = ids
        relation, events = after(me, other, (ask, other), (ask, me)).part(me, at=at)
        assert relation == strangers(me, other)
        assert events == (Disconnected(one=me, other=other, at=at),)

    @given(PAIRS)
    def test_who_asked_can_neither_approve_nor_decline_for_the_other(self, ids: list[AccountId]) -> None:
        me, other = ids
        asked = after(me, other, (ask, me))
        with pytest.raises(NothingPending):
            asked.approve(me, at=NOW)
        assert asked.decline(me, at=NOW) == (asked, ())


class TestAskingAgain:
    @given(PAIRS, TIMES, st.timedeltas(timedelta(0), WEEK - INSTANT))
    def test_for_seven_days_after_a_decline_the_same_person_may_not_ask(
        self, ids: list[AccountId], at: datetime, waited: timedelta
    ) -> None:
        me, other = ids
        declined, _ = after(me, other, (ask, me)).decline(other, at=at)
        with pytest.raises(TooMany) as refused:
            declined.ask(me, at=at + waited)
        assert refused.value.retry_after == WEEK - waited

    @given(PAIRS, TIMES, SPANS)
    def test_then_he_may(self, ids: list[AccountId], at: datetime, more: timedelta) -> None:
        me, other = ids
        declined, _ = after(me, other, (ask, me)).decline(other, at=at)
        asked, _ = declined.ask(me, at=at + WEEK + more)
        assert asked.standing(me) is Standing.OUTGOING

    @given(PAIRS)
    def test_who_declined_may_ask_at_once_and_the_other_may_agree(self, ids: list[AccountId]) -> None:
        me, other = ids
        asked, _ = after(me, other, (ask, me), (decline, other)).ask(other, at=NOW)
        connected, _ = asked.ask(me, at=NOW)
        assert connected.standing(me) is Standing.CONNECTED

    @given(PAIRS)
    def test_blocking_and_unblocking_does_not_shorten_the_wait(self, ids: list[AccountId]) -> None:
        me, other = ids
        for blocker in ids:
            steps = ((ask, me), (decline, other), (block, blocker), (unblock, blocker))
            with pytest.raises(TooMany):
                after(me, other, *steps).ask(me, at=NOW)

    @given(PAIRS)
    def test_having_been_connected_since_ends_the_wait(self, ids: list[AccountId]) -> None:
        me, other = ids
        relation = after(me, other, (ask, me), (decline, other), (ask, other), (approve, me), (part, other))
        assert relation == strangers(me, other)


class TestMailsOfRequests:
    @given(
        PAIRS,
        TIMES,
        st.lists(st.tuples(st.sampled_from([ask, part, block, unblock]), st.integers(0, 1), DELAYS)),
    )
    def test_whatever_the_two_do_each_is_mailed_once_a_day_until_they_are_connected(
        self, ids: list[AccountId], at: datetime, steps: list[tuple[Command, int, timedelta]]
    ) -> None:
        relation = strangers(*ids)
        mailed: dict[AccountId, datetime] = {}
        for command, who, later in steps:
            at += later
            before = relation.standing(ids[who])
            try:
                relation, events = command(relation, ids[who], at)
            except (NotFound, AlreadyConnected, TooMany):
                continue
            for event in events:
                if isinstance(event, ConnectionAsked):
                    assert before is Standing.STRANGER
                    last = mailed.get(event.asker)
                    assert event.mails == (last is None or at - last >= DAY)
                    if event.mails:
                        mailed[event.asker] = at
                elif isinstance(event, ConnectionApproved):
                    mailed.clear()

    @given(PAIRS, TIMES)
    def test_the_requests_of_the_two_are_mailed_each_for_itself(
        self, ids: list[AccountId], at: datetime
    ) -> None:
        me, other = ids
        cancelled, _ = after(me, other, (ask, me)).part(me, at=at)
        _, events = cancelled.ask(other, at=at)
        assert events == (ConnectionAsked(asker=other, asked=me, at=at, mails=True),)


class TestBlocking:
    BEFORE = ((), ((ask, 0),), ((ask, 1),), ((ask, 0), (ask, 1)))

    @given(PAIRS, TIMES, st.sampled_from(BEFORE))
    def test_a_block_ends_whatever_there_was(
        self, ids: list[AccountId], at: datetime, before: tuple[tuple[Command, int], ...]
    ) -> None:
        me, other = ids
        steps = [(command, ids[who]) for command, who in before]
        relation, events = after(me, other, *steps).block(me, at=at)
        assert without_mails(relation.unblock(me)) == strangers(me, other)
        assert events == (Blocked(blocker=me, blocked=other, at=at),)

    @given(PAIRS)
    def test_a_block_shows_to_neither_whose_it_is(self, ids: list[AccountId]) -> None:
        me, other = ids
        blocked = after(me, other, (block, me))
        assert blocked.standing(me) is blocked.standing(other) is Standing.BLOCKED
        assert (blocked.blocks(me), blocked.blocks(other)) == (True, False)

    @given(PAIRS, st.sampled_from([ask, approve, decline, part]))
    def test_where_either_blocks_the_other_does_not_exist(
        self, ids: list[AccountId], command: Command
    ) -> None:
        me, other = ids
        for by in ids:
            with pytest.raises(NotFound):
                command(after(me, other, (block, me)), by, NOW)

    @given(PAIRS)
    def test_who_is_blocked_cannot_block_back_nor_lift_the_block(self, ids: list[AccountId]) -> None:
        me, other = ids
        blocked = after(me, other, (block, other))
        with pytest.raises(NotFound):
            blocked.block(me, at=NOW)
        assert blocked.unblock(me) == blocked


class TestShowing:
    """To whom a change is shown at once, by what was before, who does what, and who sees it then."""

    CONNECTED = ((ask, 0), (ask, 1))
    CASES: Sequence[tuple[Sequence[tuple[Command, int]], Command, int, set[int]]] = (
        ((), ask, 0, {0, 1}),
        (((ask, 0),), approve, 1, {0, 1}),
        (((ask, 0),), ask, 1, {0, 1}),
        (((ask, 0),), part, 0, {0, 1}),
        (((ask, 0),), decline, 1, {1}),
        (((ask, 0),), part, 1, {1}),
        (((ask, 0),), block, 1, {1}),
        (((ask, 0),), block, 0, {0, 1}),
        (((ask, 1), (decline, 0), (ask, 0)), approve, 1, {0, 1}),
        (((ask, 1), (decline, 0), (ask, 0)), part, 0, {0, 1}),
        (CONNECTED, part, 0, {0, 1}),
        (CONNECTED, block, 0, {0, 1}),
        ((), block, 0, {0}),
        (((block, 0),), unblock, 0, {0}),
        (((block, 0),), unblock, 1, set()),
    )

    @given(PAIRS, TIMES, st.sampled_from(CASES))
    def test_each_is_shown_what_is_for_him_to_know(
        self,
        ids: list[AccountId],
        at: datetime,
        case: tuple[Sequence[tuple[Command, int]], Command, int, set[int]],
    ) -> None:
        steps, command, who, shown = case
        me, other = ids
        before = after(me, other, *((step, ids[by]) for step, by in steps))
        changed, _ = command(before, ids[who], at)
        assert set(changed.shown_since(before)) == {ids[one] for one in shown}

    @given(PAIRS)
    def test_that_a_declined_request_may_be_sent_again_is_shown_to_nobody(self, ids: list[AccountId]) -> None:
        me, other = ids
        declined = after(me, other, (ask, me), (decline, other))
        assert strangers(me, other).shown_since(declined) == []
