"""How mails draw people."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wexstream.adapters.mail.people import initials, tint
from wexstream.domain.model.ids import AccountId


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Zola Dlamini", "Z\u200cD"),
        ("Maria Magdalena von Hohenlohe", "M\u200cH"),
        ("tomasz", "T"),
        ("e\u0301", "E\u0301"),
        ("أمل حدّاد", "أ\u200cح"),
        ("e\u0301lan vital", "E\u0301\u200cV"),
    ],
)
def test_initials_are_of_the_first_and_the_last_word(name: str, drawn: str) -> None:
    assert initials(name) == drawn


@given(st.text())
def test_any_name_has_initials_or_none(name: str) -> None:
    assert bool(initials(name)) == bool(name.split())


def test_a_tint_is_of_the_account_and_each_is_as_frequent() -> None:
    drawn = Counter(tint(AccountId(UUID(int=number))) for number in range(256))
    assert len(drawn) == 8
    assert set(drawn.values()) == {32}
    assert tint(AccountId(UUID("019b0000-0000-7000-8000-0000000000ff"))) == "rose"  # as the page has it
