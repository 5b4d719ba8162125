"""To whom one may write at once."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.strategies import UUIDS
from wexstream.domain.model.errors import FieldFault, Invalid
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.message import recipients

IDS = UUIDS.map(AccountId)
OTHERS = st.lists(IDS, min_size=2, max_size=12, unique=True)


@given(OTHERS, st.data())
def test_one_to_fifty_others_each_once_and_in_the_order_of_their_ids(
    ids: list[AccountId], data: st.DataObject
) -> None:
    sender, *others = ids
    given_twice = data.draw(st.permutations(others + others[:3]))
    assert recipients(given_twice, sender=sender) == sorted(others)


def test_fifty_are_accepted_and_more_are_refused() -> None:
    sender, *others = (AccountId(UUID(int=number)) for number in range(52))
    assert recipients(others[:50], sender=sender) == others[:50]
    assert _code(others, sender) == "recipients"


@given(IDS)
def test_nobody_is_refused(sender: AccountId) -> None:
    assert _code([], sender) == "recipients"


@given(OTHERS)
def test_oneself_is_refused(ids: list[AccountId]) -> None:
    assert _code(ids, ids[0]) == "own-account"


def _code(ids: list[AccountId], sender: AccountId) -> str:
    with pytest.raises(Invalid) as refused:
        recipients(ids, sender=sender)
    (fault,) = refused.value.faults
    assert isinstance(fault, FieldFault)
    assert fault.field == "to"
    return fault.code
