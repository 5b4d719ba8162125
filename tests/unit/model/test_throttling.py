"""How often what may be done."""

from datetime import timedelta

import pytest

from wexstream.domain.model import throttling
from wexstream.domain.model.throttling import Rate

RATES = {name: rate for name, rate in vars(throttling).items() if isinstance(rate, Rate)}


@pytest.mark.parametrize("name", RATES)
def test_everything_may_be_done_at_least_once_and_again_within_a_quarter_of_an_hour(name: str) -> None:
    rate = RATES[name]
    assert rate.times >= 1
    assert timedelta(0) < rate.per / rate.times <= timedelta(minutes=15)


@pytest.mark.parametrize(
    "name", [name for name in RATES if name.startswith(("SIGN_IN_PER_ADDRESS", "PASSWORD", "LOCK"))]
)
def test_nobody_tries_a_password_more_than_five_thousand_times_a_day(name: str) -> None:
    rate = RATES[name]
    assert rate.times * (timedelta(days=1) / rate.per) <= 5_000
