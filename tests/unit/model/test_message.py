"""To whom one may write at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.strategies import UUIDS
from wexstream.domain.model.errors import FieldFault, Invalid
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.message import recipients

IDS = UUIDS.map(AccountId)
OTHERS = st.lists(IDS, min_size=2, max_size=51, unique=True)


@given(OTHERS, st.data())
def test_one_to_fifty_others_each_once_and_in_the_order_of_their_ids(
    ids: list[AccountId], data: st.DataObject
) -> None:
    sender, *others = ids
    given_twice = data.draw(st.permutations(others + others[:3]))
    assert recipients(given_twice, sender=sender) == sorted(others)


@given(st.lists(IDS, min_size=51, max_size=60, unique=True), IDS)
def test_more_than_fifty_are_refused(ids: list[AccountId], sender: AccountId) -> None:
    assert _code(ids, sender) == "recipients"


@given(IDS)
def test_nobody_is_refused(sender: AccountId) -> None:
    assert _code([], sender) == "recipients"


@given(OTHERS)
def test_oneself_is_refused(ids: list[AccountId]) -> None:
    assert _code(ids[:50], ids[0]) == "own-account"


def _code(ids: list[AccountId], sender: AccountId) -> str:
    with pytest.raises(Invalid) as refused:
        recipients(ids, sender=sender)
    (fault,) = refused.value.faults
    assert isinstance(fault, FieldFault)
    assert fault.field == "to"
    return fault.code
