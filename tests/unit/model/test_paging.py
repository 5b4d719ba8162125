"""Which page of a list is asked for."""

from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.model.entries import why_refused
from wexstream.domain.model.paging import Cursor, Slice

CURSORS: st.SearchStrategy[Cursor[str]] = st.builds(Cursor, key=st.text(), id=st.uuids())


@example(limit=1, after=None)
@example(limit=100, after=None)
@given(limit=st.integers(1, 100), after=CURSORS | st.none())
def test_a_page_has_up_to_a_hundred_items_from_anywhere_in_the_list(
    limit: int, after: Cursor[str] | None
) -> None:
    part = Slice(limit=limit, after=after)
    assert (part.limit, part.after) == (limit, after)


@pytest.mark.parametrize("limit", [-1, 0, 101])
def test_other_sizes_are_refused(limit: int) -> None:
    def page(_: str) -> None:
        Slice(limit=limit, after=Cursor(key="amal", id=UUID(int=1)))

    assert why_refused(page, "") == ("limit", "limit")


def test_unless_said_a_page_is_the_first_with_thirty_items() -> None:
    first: Slice[str] = Slice()
    assert (first.limit, first.after) == (30, None)
