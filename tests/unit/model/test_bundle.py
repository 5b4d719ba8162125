"""Which notifications one mail tells of, and when it is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS
from tests.support.clock import NOW
from wexstream.domain.model.bundle import PAUSE, WAITS, Bundle, due_at
from wexstream.domain.model.ids import AccountId, BundleId
from wexstream.domain.model.notification import NotificationKind, mail_choice

DECISIONS = [kind for kind in NotificationKind if mail_choice(kind) is None]
OTHERS = [kind for kind in NotificationKind if mail_choice(kind) is not None]
MOMENT = timedelta(microseconds=1)


def bundle(kind: NotificationKind) -> Bundle:
    return Bundle(id=BundleId(IDS.new()), account=AccountId(IDS.new()), kind=kind, due_at=NOW)


@pytest.mark.parametrize("kind", NotificationKind)
def test_the_first_mail_of_a_kind_comes_within_a_minute(kind: NotificationKind) -> None:
    assert timedelta(0) <= due_at(kind, last=None, at=NOW) - NOW <= timedelta(minutes=1)


def test_what_somebody_waits_for_comes_at_once() -> None:
    assert due_at(NotificationKind.CONFERENCE_LIVE, last=None, at=NOW) == NOW


@pytest.mark.parametrize("kind", OTHERS)
@given(later=st.timedeltas(timedelta(0), 2 * PAUSE))
def test_the_next_one_waits_until_a_while_after_the_last(kind: NotificationKind, later: timedelta) -> None:
    last = bundle(kind).close(at=NOW)
    due = due_at(kind, last=last, at=NOW + later)
    assert due - NOW >= PAUSE
    assert due == max(NOW + PAUSE, NOW + later + WAITS.get(kind, timedelta(0)))


@pytest.mark.parametrize("kind", OTHERS)
@given(ahead=st.timedeltas(timedelta(0), timedelta(days=10_000)))
def test_a_clock_that_was_ahead_puts_off_no_mail_for_longer(kind: NotificationKind, ahead: timedelta) -> None:
    assert due_at(kind, last=bundle(kind).close(at=NOW + ahead), at=NOW) == NOW + PAUSE


@pytest.mark.parametrize("kind", DECISIONS)
def test_what_a_moderator_decides_is_told_at_once_and_alone(kind: NotificationKind) -> None:
    assert due_at(kind, last=bundle(kind).close(at=NOW - MOMENT), at=NOW) == NOW
    assert not bundle(kind).is_open


@pytest.mark.parametrize("kind", OTHERS)
def test_a_bundle_takes_in_more_until_it_is_closed_and_stays_closed(kind: NotificationKind) -> None:
    before = bundle(kind)
    closed = before.close(at=NOW)
    assert before.is_open
    assert not closed.is_open
    assert closed.close(at=NOW + MOMENT) == closed == replace(before, closed_at=NOW)
