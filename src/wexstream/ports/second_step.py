"""What the second step of signing in needs: codes of an app, codes that are kept, and tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.second_step import Halfway
from wexstream.ports.security import Tickets


@dataclass(slots=True, kw_only=True)
class Setup:
    """What an app has to be told: the secret, to be typed, and the address that bears it, to be scanned."""

    secret: str
    address: str


class AppCodes(Protocol):
    """Codes that apps show (TOTP, RFC 6238), by secrets that are kept sealed, each for one account."""

    def make(self, account: AccountId) -> bytes:
        """Make a secret for an account, sealed."""
        ...

    def setup(self, secret: bytes, account: AccountId, *, email: str) -> Setup:
        """Tell what an app has to be told. Raises ValueError for what was sealed elsewhere."""
        ...

    def step_of(self, code: str, secret: bytes, account: AccountId, *, at: datetime) -> int | None:
        """Tell of which time step a code is: of now, or of the one before or after, as clocks differ.

        None for any other, as for each where the secret was sealed elsewhere, or for another account.
        """
        ...


class RecoveryCodes(Protocol):
    """Codes that are kept for when an app is gone."""

    def make(self) -> Sequence[str]:
        """Make all that an account gets: each of at least 50 random bits, none like those of apps."""
        ...

    def digest(self, code: str, account: AccountId) -> bytes:
        """Compute the keyed hash (HMAC) of an account's code, read by ``second_step.code``; 32 bytes."""
        ...


HalfwayTickets: TypeAlias = Tickets[Halfway]
"""Those by which who has done the first step is known again."""
