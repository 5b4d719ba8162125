"""Second steps of signing in, as transactions keep them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.ids import AccountId, TicketId
from wexstream.domain.model.second_step import SecondStep


class SecondSteps(Protocol):
    """The apps of accounts, and digests of the codes kept for when those are gone.

    They are changed under the lock of their account.
    """

    async def of(self, account: AccountId) -> SecondStep | None:
        """Read an account's."""
        ...

    async def save(self, second_step: SecondStep) -> None:
        """Keep one, in the place of the account's other one if there is one."""
        ...

    async def remove(self, account: AccountId) -> None:
        """Remove an account's, with all codes that are kept."""
        ...

    async def keep_codes(self, account: AccountId, digests: Iterable[bytes]) -> None:
        """Keep an account's codes, in the place of all others that it has."""
        ...

    async def use_code(self, account: AccountId, digest: bytes) -> bool:
        """Remove a code; tell whether the account had it."""
        ...


class Tickets(Protocol):
    """Which tickets were used, for as long as they would be good."""

    async def use(self, ticket: TicketId, *, until: datetime) -> bool:
        """Note that one is used; False where it was before. Who uses it at the same time is waited for."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Forget up to so many of those that are good no more; how many there were."""
        ...
