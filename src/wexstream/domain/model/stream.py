"""Streams by which somebody signed in is told when to look again: how many there are, and why they end."""

from enum import StrEnum

from wexstream.domain.model.account import AccountState

STREAMS_MOST = 10  # of one account, at one server


class Ending(StrEnum):
    """Why a stream ends for good, as is told last."""

    SIGNED_OUT = "signed-out"
    SUSPENDED = "suspended"
    TOO_MANY = "too-many"


def ending(state: AccountState | None, *, signed_in: bool) -> Ending | None:
    """Tell why who has a stream may not keep it; None while he may.

    ``state`` is that of the account, None once it is erased; ``signed_in`` whether the session stands.
    """
    if state is AccountState.SUSPENDED:
        return Ending.SUSPENDED
    return None if signed_in and state is AccountState.ACTIVE else Ending.SIGNED_OUT
