"""How many people one may approach whom one does not know: few as long as one is new."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.throttling import Rate

NEW_FOR: Final = timedelta(days=7)
CONNECTIONS_MOST: Final = 80
"""More connections gain a new account nothing: there is no need to count them."""

_DAY: Final = timedelta(days=1)


class TooManyStrangers(TooMany):
    """A new account has approached as many people as it may, for now."""

    code = "too-many-strangers"
    message = (
        "A new account may ask, and write to, few people a day whom it does not know. "
        "People who have answered do not count. Wait a little, then try again."
    )


class Approach(StrEnum):
    """How one approaches a stranger."""

    REQUEST = "request"
    MESSAGE = "message"


_OF_ONE: Final = {Approach.REQUEST: 20, Approach.MESSAGE: 10}
_OF_ALL_AT_A_PLACE: Final = {Approach.REQUEST: 500, Approach.MESSAGE: 200}
_SETTLED: Final = 200  # as a message may go to many at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Since when an account is there, how many it is connected to, and whom of some it does not know.

    ``strangers`` are neither connected, nor have they asked to be, nor ever written to it; ``asked`` is how
    many of them it has asked to connect already.
    """

    since: datetime
    connections: int
    strangers: int
    asked: int

    def approached(self, approach: Approach) -> int:
        """Tell how many of them count: who has been asked already is not asked again."""
        return self.strangers - self.asked if approach is Approach.REQUEST else self.strangers

    def is_new(self, *, at: datetime) -> bool:
        """Tell whether the account is new."""
        return at < self.since + NEW_FOR

    def rate(self, approach: Approach, *, at: datetime) -> Rate:
        """Tell how many a day it may approach; while it is new, one more for each who is connected to it."""
        if not self.is_new(at=at):
            return Rate(times=_SETTLED, per=_DAY)
        return Rate(times=_OF_ONE[approach] + min(self.connections, CONNECTIONS_MOST), per=_DAY)

    def refusal(self, wait: timedelta, *, at: datetime) -> TooMany:
        """Make what a wait becomes: nobody waits for longer than he is new."""
        if not self.is_new(at=at):
            return TooMany(wait)
        return TooManyStrangers(min(wait, self.since + NEW_FOR - at))


def rate_of_new(approach: Approach) -> Rate:
    """Tell how many a day all new accounts at one place may approach together."""
    return Rate(times=_OF_ALL_AT_A_PLACE[approach], per=_DAY)
