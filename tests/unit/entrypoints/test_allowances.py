"""How often everybody may ask this process."""

from datetime import timedelta
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.throttling import Rate
from wexstream.entrypoints.allowances import Allowances

SECOND = 10**9  # nanoseconds
RATE = Rate(times=3, per=timedelta(seconds=30))
RATES = st.builds(
    Rate, times=st.integers(1, 30), per=st.timedeltas(timedelta(milliseconds=1), timedelta(hours=1))
)
PAUSES = st.lists(st.integers(0, 100 * SECOND), max_size=60)


class Moment:
    """A time that a test moves on."""

    def __init__(self) -> None:
        self.now = 12_345

    def __call__(self) -> int:
        return self.now

    def pass_by(self, span: timedelta) -> None:
        self.now += span // timedelta(microseconds=1) * 1_000


@pytest.fixture
def moment() -> Moment:
    return Moment()


@pytest.fixture
def allowances(moment: Moment) -> Allowances:
    return Allowances(moment, most=10)


def wait(allowances: Allowances, who: object = "Ada", rate: Rate = RATE, what: str = "asking") -> timedelta:
    """Ask; how long one is told to wait."""
    try:
        allowances.require(what, who, rate)
    except TooMany as refused:
        return refused.retry_after
    return timedelta(0)


@given(rate=RATES, pauses=PAUSES)
def test_in_no_span_of_time_more_may_be_asked_than_at_once_and_what_came_back(
    rate: Rate, pauses: list[int]
) -> None:
    moment = Moment()
    allowances = Allowances(moment)
    one = rate.per / timedelta(microseconds=1) * 1_000 / rate.times
    asked: list[int] = []
    for pause in pauses:
        moment.now += pause
        if not wait(allowances, rate=rate):
            asked.append(moment.now)
    for first, began in enumerate(asked):
        for last, ended in enumerate(asked[first:], first):
            assert last - first + 1 <= rate.times + ceil((ended - began + rate.times) / one)


@given(rate=RATES, more=st.integers(0, 10), pause=st.integers(0, SECOND))
def test_who_waits_as_long_as_is_told_may_ask(rate: Rate, more: int, pause: int) -> None:
    moment = Moment()
    allowances = Allowances(moment)
    assert not any(wait(allowances, rate=rate) for _ in range(rate.times))
    for _ in range(more):
        wait(allowances, rate=rate)
    moment.now += pause
    while not (told := wait(allowances, rate=rate)):  # what came back in the pause is taken first
        pass
    moment.pass_by(told)
    assert not wait(allowances, rate=rate)


def test_who_asks_too_often_waits_for_one_to_come_back(allowances: Allowances, moment: Moment) -> None:
    assert [wait(allowances) for _ in range(5)] == [timedelta(0)] * 3 + [timedelta(seconds=10)] * 2
    moment.pass_by(timedelta(seconds=10))
    assert [wait(allowances) for _ in range(2)] == [timedelta(0), timedelta(seconds=10)]
    moment.pass_by(timedelta(days=1))
    assert [wait(allowances) for _ in range(4)] == [timedelta(0)] * 3 + [timedelta(seconds=10)]


def test_each_may_ask_for_each_thing_as_if_there_were_no_other(allowances: Allowances) -> None:
    while not wait(allowances):
        pass
    assert not wait(allowances, "Bob")
    assert not wait(allowances, what="search")


def test_however_many_ask_no_more_are_kept_than_said(allowances: Allowances) -> None:
    for number in range(1_000):
        wait(allowances, number)
        assert len(allowances) <= 10


def test_of_too_many_it_is_forgotten_who_asked_longest_ago(allowances: Allowances) -> None:
    while not wait(allowances):
        pass
    for number in range(500):
        wait(allowances, number)
        assert wait(allowances)  # who goes on asking is remembered
    for number in range(10):
        wait(allowances, number)
    assert not wait(allowances)


def test_who_may_ask_as_at_the_beginning_is_forgotten(allowances: Allowances, moment: Moment) -> None:
    for number in range(9):
        wait(allowances, number)
    moment.pass_by(timedelta(seconds=10))
    for _ in range(5):
        wait(allowances, "Bob")
    assert len(allowances) == 1
