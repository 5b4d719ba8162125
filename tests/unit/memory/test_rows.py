from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from wexstream.adapters.memory.store import Rows

KEYS = st.integers(0, 5)
CHANGES = st.lists(
    st.one_of(
        st.builds(lambda key, row: lambda rows: rows.__setitem__(key, row), KEYS, st.integers()),
        st.builds(lambda key: lambda rows: rows.pop(key, None), KEYS),
    )
)


def filled(content: dict[int, int]) -> Rows[int, int]:
    rows: Rows[int, int] = Rows()
    rows.update(content)
    return rows


@given(st.dictionaries(KEYS, st.integers()), CHANGES)
def test_a_fork_is_changed_as_a_dictionary_is_and_its_original_is_not(
    content: dict[int, int], changes: list[Callable[[object], None]]
) -> None:
    original, expected = filled(content), dict(content)
    fork = original.fork()
    for change in changes:
        change(fork)
        change(expected)
    assert list(fork.items()) == list(expected.items())
    assert list(fork.values()) == list(expected.values())
    assert dict(original) == content


@given(st.dictionaries(KEYS, st.integers()), KEYS)
def test_a_row_is_replaced_where_there_is_one(content: dict[int, int], key: int) -> None:
    rows = filled(content)
    rows.replace(key, 99)
    assert dict(rows) == {kept: 99 if kept == key else row for kept, row in content.items()}


@given(st.dictionaries(KEYS, st.integers()))
def test_the_rows_of_which_something_is_true_are_changed_or_removed(content: dict[int, int]) -> None:
    rows = filled(content)
    fork = rows.fork()
    fork.change_where(lambda row: row > 0, lambda row: -row)
    assert dict(fork) == {key: -abs(row) for key, row in content.items()}
    fork.remove_where(lambda row: row < 0)
    assert dict(fork) == {key: row for key, row in content.items() if row == 0}
    assert dict(rows) == content
