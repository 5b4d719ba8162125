"""Second steps of signing in, as transactions keep them."""

from collections.abc import Iterable
from typing import Protocol

from wexstream.domain.model.ids import AccountId
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
