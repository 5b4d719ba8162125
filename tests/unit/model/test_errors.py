"""What can go wrong, as programs and as people are told."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from wexstream.domain.model.errors import DomainError, FieldFault, Invalid, NotFound, TooMany


def _concrete(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for error in kind.__subclasses__():
        if "code" in vars(error):
            yield error
        yield from _concrete(error)


ERRORS = [error for error in _concrete(DomainError) if error.__module__ == DomainError.__module__]


@pytest.mark.parametrize("error", ERRORS)
def test_each_error_has_a_code_for_programs_and_sentences_for_people(error: type[DomainError]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
    assert re.fullmatch(r"[A-Z].*\.", error.message)


def test_each_error_has_a_code_of_its_own() -> None:
    assert len({error.code for error in ERRORS}) == len(ERRORS) > 20


def test_an_error_says_the_sentence_of_its_kind_or_its_own() -> None:
    assert str(NotFound()) == NotFound.message
    assert str(NotFound("It is gone.")) == "It is gone."


def test_what_is_invalid_names_every_field_at_fault() -> None:
    faults = (
        FieldFault(field="title", code="too-long", message="Give at most 120 characters."),
        FieldFault(field="to", code="own-account", message="Leave yourself out of the recipients."),
    )
    error = Invalid(*faults)
    assert error.faults == faults
    assert str(error) == Invalid.message


def test_who_was_too_fast_is_told_how_long_to_wait() -> None:
    error = TooMany(timedelta(seconds=7))
    assert error.retry_after == timedelta(seconds=7)
    assert str(error) == TooMany.message
