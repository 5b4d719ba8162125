"""How many strangers one may approach."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.clock import NOW
from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.message import RECIPIENTS_MOST
from wexstream.domain.model.strangers import (
    CONNECTIONS_MOST,
    NEW_FOR,
    Approach,
    Reach,
    TooManyStrangers,
    rate_of_new,
)

DAY = timedelta(days=1)
SETTLED = NOW + NEW_FOR
BOTH = pytest.mark.parametrize("approach", Approach)
AGES = st.timedeltas(timedelta(0), 3 * NEW_FOR)


def reach(*, connections: int = 0, strangers: int = 1, asked: int = 0) -> Reach:
    return Reach(since=NOW, connections=connections, strangers=strangers, asked=asked)


def test_an_account_is_new_for_seven_days() -> None:
    assert timedelta(days=7) == NEW_FOR
    assert reach().is_new(at=SETTLED - timedelta(microseconds=1))
    assert not reach().is_new(at=SETTLED)


@pytest.mark.parametrize(("approach", "times"), [(Approach.REQUEST, 20), (Approach.MESSAGE, 10)])
def test_a_new_one_approaches_few_a_day_and_one_more_for_each_connection(
    approach: Approach, times: int
) -> None:
    assert reach().rate(approach, at=NOW).per == DAY
    assert reach().rate(approach, at=NOW).times == times
    assert reach(connections=3).rate(approach, at=NOW).times == times + 3
    assert reach(connections=10_000).rate(approach, at=NOW).times == times + CONNECTIONS_MOST


@BOTH
@given(age=AGES, later=AGES, few=st.integers(0, 200), more=st.integers(0, 200))
def test_who_is_there_for_longer_and_knows_more_approaches_no_fewer(
    approach: Approach, age: timedelta, later: timedelta, few: int, more: int
) -> None:
    now = reach(connections=few).rate(approach, at=NOW + age)
    then = reach(connections=few + more).rate(approach, at=NOW + age + later)
    assert 1 <= now.times <= then.times


@BOTH
def test_one_who_is_not_new_writes_to_as_many_as_a_message_may_go_to(approach: Approach) -> None:
    assert reach().rate(approach, at=SETTLED).times >= RECIPIENTS_MOST


@BOTH
def test_one_new_one_does_not_use_up_what_all_at_a_place_may(approach: Approach) -> None:
    most = reach(connections=CONNECTIONS_MOST).rate(approach, at=NOW).times
    assert 2 * most <= rate_of_new(approach).times


def test_who_has_been_asked_counts_when_one_writes_alone() -> None:
    known = reach(strangers=5, asked=2)
    assert known.approached(Approach.REQUEST) == 3
    assert known.approached(Approach.MESSAGE) == 5


@given(age=AGES, wait=st.timedeltas(timedelta(seconds=1), timedelta(days=30)))
def test_nobody_is_told_to_wait_for_longer_than_he_is_new(age: timedelta, wait: timedelta) -> None:
    at = NOW + age
    refusal = reach().refusal(wait, at=at)
    assert isinstance(refusal, TooManyStrangers) is (at < SETTLED)
    assert refusal.retry_after == (min(wait, SETTLED - at) if at < SETTLED else wait)


def test_the_two_refusals_are_told_apart() -> None:
    assert TooManyStrangers.code != TooMany.code
