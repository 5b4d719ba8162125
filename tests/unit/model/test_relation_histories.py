"""Histories of two people against what one would write down of them on paper."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.support.clock import NOW
from tests.unit.model.relation_commands import COMMANDS, Command, approve, ask, block, decline, part, unblock
from wexstream.domain.model.errors import AlreadyConnected, DomainError, NotFound, NothingPending, TooMany
from wexstream.domain.model.events import (
    Blocked,
    ConnectionApproved,
    ConnectionAsked,
    Disconnected,
    Event,
    RequestAnswered,
    RequestCancelled,
)
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Relation, RelationState, Standing, strangers

WEEK = timedelta(days=7)
INSTANT = timedelta(microseconds=1)


class Histories(RuleBasedStateMachine):
    """Any commands of both, at any times."""

    BOTH = (AccountId(UUID(int=1)), AccountId(UUID(int=2)))
    sides = st.sampled_from(BOTH)

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.relation = strangers(*self.BOTH)
        self.asker: AccountId | None = None
        self.connected_since: datetime | None = None
        self.blocker: AccountId | None = None
        self.declined: dict[AccountId, datetime] = {}

    @rule(days=st.integers(0, 8))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(by=sides)
    def ask(self, by: AccountId) -> None:
        other = self._other(by)
        if self.blocker:
            self._refused(ask, by, NotFound)
        elif self.connected_since:
            self._refused(ask, by, AlreadyConnected)
        elif self.asker == by:
            self._nothing_happens(ask, by)
        elif self.asker == other:
            self._connect()
            self._happens(ask, by, RequestAnswered, ConnectionApproved)
        elif by in self.declined and self.now - self.declined[by] < WEEK:
            self._refused(ask, by, TooMany)
        else:
            self.asker = by
            self._happens(ask, by, ConnectionAsked)

    @rule(by=sides)
    def approve(self, by: AccountId) -> None:
        if self.blocker:
            self._refused(approve, by, NotFound)
        elif self.connected_since:
            self._nothing_happens(approve, by)
        elif self.asker == self._other(by):
            self._connect()
            self._happens(approve, by, RequestAnswered, ConnectionApproved)
        else:
            self._refused(approve, by, NothingPending)

    @rule(by=sides)
    def decline(self, by: AccountId) -> None:
        if self.blocker:
            self._refused(decline, by, NotFound)
        elif self.connected_since:
            self._refused(decline, by, AlreadyConnected)
        elif self.asker == self._other(by):
            self._decline(by)
            self._happens(decline, by, RequestAnswered)
        else:
            self._nothing_happens(decline, by)

    @rule(by=sides)
    def part(self, by: AccountId) -> None:
        if self.connected_since:
            self.connected_since = None
            self._happens(part, by, Disconnected)
        elif self.asker == by:
            self.asker = None
            self._happens(part, by, RequestCancelled)
        elif self.asker == self._other(by):
            self._decline(by)
            self._happens(part, by, RequestAnswered)
        else:
            self._refused(part, by, NotFound)

    @rule(by=sides)
    def block(self, by: AccountId) -> None:
        if self.blocker == by:
            self._nothing_happens(block, by)
        elif self.blocker:
            self._refused(block, by, NotFound)
        else:
            self.asker, self.connected_since, self.blocker = None, None, by
            self._happens(block, by, Blocked)

    @rule(by=sides)
    def unblock(self, by: AccountId) -> None:
        if self.blocker == by:
            self.blocker = None
        self._happens(unblock, by)

    @invariant()
    def it_is_as_written_down(self) -> None:
        relation = self.relation
        assert relation.requested_by == self.asker
        assert relation.connected_at == self.connected_since
        assert {one for one in self.BOTH if relation.blocks(one)} == {self.blocker} - {None}

    @invariant()
    def a_blocked_pair_is_neither_pending_nor_connected(self) -> None:
        relation = self.relation
        if relation.low_blocks or relation.high_blocks:
            assert relation.blocked
            assert relation.state is RelationState.NONE
        assert not (relation.low_blocks and relation.high_blocks)

    @invariant()
    def times_and_names_are_there_exactly_where_they_belong(self) -> None:
        relation = self.relation
        pending, connected = relation.requested_by is not None, relation.connected_at is not None
        assert pending == (relation.requested_at is not None) == (relation.state is RelationState.PENDING)
        assert connected == (relation.state is RelationState.CONNECTED)
        assert (relation.low, relation.high) == self.BOTH

    @invariant()
    def the_two_see_the_same_thing_from_their_sides(self) -> None:
        low, high = (self.relation.standing(one) for one in self.BOTH)
        mirrored = {Standing.OUTGOING: Standing.INCOMING, Standing.INCOMING: Standing.OUTGOING}
        assert high is mirrored.get(low, low)

    @invariant()
    def no_command_a_second_time_does_anything(self) -> None:
        for by in self.BOTH:
            for command in COMMANDS:
                once = _try(command, self.relation, by, self.now)
                if once is not None:
                    assert _try(command, once, by, self.now + INSTANT) in {None, once}

    def _other(self, one: AccountId) -> AccountId:
        return self.BOTH[1 - self.BOTH.index(one)]

    def _connect(self) -> None:
        self.asker, self.connected_since, self.declined = None, self.now, {}

    def _decline(self, by: AccountId) -> None:
        self.asker = None
        self.declined[self._other(by)] = self.now

    def _happens(self, command: Command, by: AccountId, *kinds: type[Event]) -> None:
        self.relation, events = command(self.relation, by, self.now)
        assert [type(event) for event in events] == list(kinds)

    def _nothing_happens(self, command: Command, by: AccountId) -> None:
        assert command(self.relation, by, self.now) == (self.relation, ())

    def _refused(self, command: Command, by: AccountId, error: type[DomainError]) -> None:
        with pytest.raises(error):
            command(self.relation, by, self.now)


TestHistories = Histories.TestCase


def _try(command: Command, relation: Relation, by: AccountId, at: datetime) -> Relation | None:
    try:
        changed, events = command(relation, by, at)
    except DomainError:
        return None
    assert not events or changed != relation
    return changed
