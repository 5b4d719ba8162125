"""The second step: which codes it takes, for how long the first one counts, and how codes are read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import account, second_step
from tests.support.clock import NOW
from wexstream.domain.model.audit import Way
from wexstream.domain.model.errors import SecondStepOff, SecondStepOn, SignInOutdated, WrongCode
from wexstream.domain.model.ids import TicketId
from wexstream.domain.model.second_step import (
    HALFWAY_LASTS,
    SETTING_UP_LASTS,
    code,
    halfway,
    is_of_app,
    require_begun,
    require_off,
    require_on,
)

ADA = account()
ON, BEGUN = second_step(ADA), second_step(ADA, on=False)
MOMENT = timedelta(microseconds=1)
TICKET = TicketId(ADA.id)


def test_a_code_confirms_it_in_time_and_is_used_up_by_that() -> None:
    on = BEGUN.confirm(7, at=NOW + SETTING_UP_LASTS - MOMENT)
    assert on.on
    assert on.confirmed_at == NOW + SETTING_UP_LASTS - MOMENT
    with pytest.raises(WrongCode):
        on.take(7)


def test_what_is_on_is_not_confirmed_again() -> None:
    with pytest.raises(SecondStepOn):
        ON.confirm(7, at=NOW)


def test_setting_it_up_has_its_time() -> None:
    with pytest.raises(SecondStepOff):
        BEGUN.confirm(7, at=NOW + SETTING_UP_LASTS)


def test_what_is_no_code_confirms_nothing() -> None:
    with pytest.raises(WrongCode):
        BEGUN.confirm(None, at=NOW)


@pytest.mark.parametrize("step", [None, 6, 7])
def test_no_code_is_taken_twice_nor_one_from_before_it(step: int | None) -> None:
    used = ON.take(7)
    with pytest.raises(WrongCode):
        used.take(step)
    assert used.take(8).last_step == 8


def test_it_is_off_begun_or_on() -> None:
    for off in (None, BEGUN):
        require_off(off)
        with pytest.raises(SecondStepOff):
            require_on(off)
    with pytest.raises(SecondStepOn):
        require_off(ON)
    assert require_on(ON) == ON
    assert require_begun(BEGUN) == BEGUN
    with pytest.raises(SecondStepOff):
        require_begun(None)


def test_who_is_halfway_goes_on_in_time_alone() -> None:
    ticket = halfway(ADA, TICKET, Way.PASSWORD, stay=True, at=NOW)
    assert ticket.require(ADA, at=NOW + HALFWAY_LASTS - MOMENT) == ADA
    with pytest.raises(SignInOutdated):
        ticket.require(ADA, at=NOW + HALFWAY_LASTS)


def test_who_is_halfway_begins_anew_once_the_account_is_gone_or_has_another_password() -> None:
    ticket = halfway(ADA, TICKET, Way.PASSWORD, stay=True, at=NOW)
    for other in (None, ADA.with_password("another hash"), replace(ADA, password_hash=None)):
        with pytest.raises(SignInOutdated):
            ticket.require(other, at=NOW)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("١٢٣٤٥٦", "123456"),
        ("ABCDE-fghjk", "abcdefghjk"),
        ("abcde fghjk\ud800", "abcdefghjk"),
        ("", ""),
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str, read: str) -> None:
    assert code(typed) == read


def test_codes_of_apps_are_six_digits() -> None:
    assert is_of_app("123456")
    assert not is_of_app("12345")
    assert not is_of_app("abcdefghjk")
