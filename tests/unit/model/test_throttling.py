"""How often what may be done."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wexstream.domain.model import throttling
from wexstream.domain.model.throttling import FIRST_WAIT, FORGOTTEN_AFTER, Patience, Rate

RATES = {name: rate for name, rate in vars(throttling).items() if isinstance(rate, Rate)}
PATIENCES = {name: one for name, one in vars(throttling).items() if isinstance(one, Patience)}
TRIES_A_DAY = {
    "GUESS_PER_ORIGIN": 310,
    "GUESS_ALTOGETHER": 1_500,
    "GUESS_PER_DEVICE": 310,
    "GUESS_PER_SESSION": 310,
    "LOCK_PER_ACCOUNT": 310,
    "LOCK_PER_ORIGIN": 2_550,
}
ANY_PATIENCE = st.builds(
    Patience, free=st.integers(1, 40), longest=st.timedeltas(FIRST_WAIT, timedelta(days=1))
)


@pytest.mark.parametrize("name", RATES)
def test_everything_may_be_done_at_least_once_and_again_within_a_quarter_of_an_hour(name: str) -> None:
    rate = RATES[name]
    assert rate.times >= 1
    assert timedelta(0) < rate.per / rate.times <= timedelta(minutes=15)


@pytest.mark.parametrize("name", PATIENCES)
def test_nobody_waits_as_long_as_it_takes_to_be_forgotten(name: str) -> None:
    """Else one would wait for that, and try at once again."""
    assert PATIENCES[name].free >= 1
    assert FIRST_WAIT <= PATIENCES[name].longest < FORGOTTEN_AFTER


@pytest.mark.parametrize(("name", "most"), TRIES_A_DAY.items())
def test_nobody_tries_more_passwords_a_day_than(name: str, most: int) -> None:
    """Not by going on and on, nor by waiting, after however many tries, until they are forgotten."""
    patience, spent, tried, day = PATIENCES[name], timedelta(0), 0, timedelta(days=1)
    while spent < day:
        tried += 1
        assert tried * (day / (spent + FORGOTTEN_AFTER)) <= most
        spent += patience.after(tried)
    assert tried <= most


def test_of_no_patience_it_is_unknown_how_much_it_allows() -> None:
    assert set(PATIENCES) == set(TRIES_A_DAY)


@given(patience=ANY_PATIENCE, wrong=st.integers(0, 200))
def test_the_wait_grows_with_each_wrong_try_and_ends_somewhere(patience: Patience, wrong: int) -> None:
    wait, next_wait = patience.after(wrong), patience.after(wrong + 1)
    assert wait <= next_wait <= patience.longest
    assert (wait == timedelta(0)) == (wrong < patience.free)
    if timedelta(0) < wait < patience.longest:
        assert next_wait == min(2 * wait, patience.longest)


@given(patience=ANY_PATIENCE, wrong=st.integers(0, 200))
def test_the_waits_are_those_after_no_wrong_try_after_one_and_so_on(patience: Patience, wrong: int) -> None:
    assert patience.waits[min(wrong, len(patience.waits) - 1)] == patience.after(wrong)


def test_after_some_wrong_tries_one_waits_for_a_second_and_then_twice_as_long_each_time() -> None:
    waits = [throttling.GUESS_PER_ORIGIN.after(wrong).total_seconds() for wrong in range(16)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
