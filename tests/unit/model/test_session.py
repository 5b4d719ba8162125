"""How long sign-ins last, and how devices are named."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import account, session
from tests.support.clock import NOW
from tests.support.strategies import TIMES
from wexstream.domain.model.session import (
    LASTS_FOR,
    LEAVING_LASTS_FOR,
    SEEN_EVERY,
    STAYS_FOR,
    device,
    is_recent,
)

INSTANT = timedelta(microseconds=1)
HEADERS = st.text() | st.text(st.characters(categories=["Cs", "Cc", "Z"]) | st.sampled_from("aé "))


@given(TIMES)
def test_a_session_stands_until_its_time_is_over(ends: datetime) -> None:
    signed_in = session(account(), expires_at=ends)
    assert signed_in.stands(at=ends - INSTANT)
    assert not signed_in.stands(at=ends)


def test_staying_signed_in_is_for_thirty_days_else_a_day() -> None:
    assert timedelta(days=30) == STAYS_FOR
    assert timedelta(days=1) == LASTS_FOR


def test_leaving_takes_an_hour_at_most() -> None:
    assert timedelta(hours=1) == LEAVING_LASTS_FOR


def test_that_a_session_is_used_is_written_every_five_minutes_at_most() -> None:
    assert timedelta(minutes=5) == SEEN_EVERY


@given(TIMES)
def test_a_sign_in_is_recent_for_ten_minutes(at: datetime) -> None:
    assert is_recent(at, at=at)
    assert is_recent(at, at=at + timedelta(minutes=10))
    assert not is_recent(at, at=at + timedelta(minutes=10) + INSTANT)


def test_a_sign_in_that_a_faster_clock_noted_is_recent() -> None:
    assert is_recent(NOW, at=NOW - timedelta(seconds=5))


@given(HEADERS)
def test_whatever_a_client_calls_itself_is_one_line_that_can_be_kept(header: str) -> None:
    name = device(header)
    assert name.isprintable()
    assert name == " ".join(name.split())
    assert name.encode("utf-8", "ignore").decode() == name
    assert device(name) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (X11; Linux x86_64)"),
        ("  curl/8.5\r\nX-Evil:  1 ", "curl/8.5 X-Evil: 1"),
        ("a\ud800b\0c\u202ed", "a b c d"),
        (None, ""),
        ("", ""),
        ("x" * 10_000_000, "x" * 200),
        ("x" * 199 + " y", "x" * 199),
    ],
)
def test_a_device_is_named_by_the_beginning_of_what_it_says(header: str | None, name: str) -> None:
    assert device(header) == name
