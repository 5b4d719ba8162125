import pytest

from wexstream.domain.model.account import AccountState
from wexstream.domain.model.stream import Ending, ending


@pytest.mark.parametrize(
    ("state", "signed_in", "why"),
    [
        (AccountState.ACTIVE, True, None),
        (AccountState.ACTIVE, False, Ending.SIGNED_OUT),
        (AccountState.SUSPENDED, True, Ending.SUSPENDED),
        (AccountState.SUSPENDED, False, Ending.SUSPENDED),
        (AccountState.UNVERIFIED, True, Ending.SIGNED_OUT),
        (None, False, Ending.SIGNED_OUT),
    ],
)
def test_a_stream_is_for_who_is_signed_in_and_active(
    state: AccountState | None, why: Ending | None, *, signed_in: bool
) -> None:
    assert ending(state, signed_in=signed_in) is why
