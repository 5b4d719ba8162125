"""Partial changes: absent and None differ."""

from hypothesis import given
from hypothesis import strategies as st

from wexstream.domain.model.changes import UNSET, accepted, changed

VALUES = st.none() | st.booleans() | st.text()


@given(VALUES)
def test_what_is_left_out_stays(before: object) -> None:
    assert changed(UNSET, before) is before


@given(VALUES, VALUES)
def test_what_is_given_is_taken_empty_and_none_included(after: object, before: object) -> None:
    assert changed(after, before) is after


@given(st.text())
def test_what_is_given_has_to_be_accepted_and_what_is_left_out_has_not(given_text: str) -> None:
    assert accepted(str.upper, given_text) == given_text.upper()
    assert accepted(str.upper, UNSET) is UNSET
