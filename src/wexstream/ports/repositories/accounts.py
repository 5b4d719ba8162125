"""Accounts, as transactions keep them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.account import Account, Holders
from wexstream.domain.model.ids import AccountId, PictureId

DUE_MOST = 100
"""How many suspensions are ended at once."""


class Accounts(Protocol):
    """Registered persons. An address has at most one owner and one applicant: see ``Holders``."""

    async def find(self, account: AccountId) -> Account | None:
        """Read one, without a lock."""
        ...

    async def find_by_address(self, address_key: str) -> Holders:
        """Read those of an address, without a lock."""
        ...

    async def unverified(self, *, since: datetime, most: int) -> Sequence[AccountId]:
        """Name up to so many that are unverified since before a time, without a lock, the oldest first."""
        ...

    async def any_exists(self) -> bool:
        """Tell whether anybody is registered, without a lock."""
        ...

    async def due_back(self, *, at: datetime) -> Sequence[AccountId]:
        """Name those that were suspended until a time that has come, at most ``DUE_MOST``, without a lock."""
        ...

    async def has_moderator_besides(self, *accounts: AccountId) -> bool:
        """Tell whether anybody else is an active moderator, without a lock."""
        ...

    async def shows(self, picture: PictureId) -> bool:
        """Tell whether somebody has a picture, without a lock."""
        ...

    async def hold(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read those that exist and keep them from being changed or erased; others may hold them too."""
        ...

    async def lock(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read those that exist and keep everybody else from holding, changing and erasing them."""
        ...

    async def lock_by_address(self, address_key: str) -> Holders:
        """Lock an address, whether or not an account has it, and the accounts that have it."""
        ...

    async def add(self, account: Account) -> None:
        """Keep a new one. Raises AddressTaken."""
        ...

    async def save(self, account: Account) -> None:
        """Keep a change of one that was locked. Raises AddressTaken."""
        ...

    async def erase(self, account: AccountId) -> None:
        """Erase one that was locked, with everything that is its own.

        Its sessions, the ways into it, links, relations, conferences with all that hangs on them,
        memberships, presences, timeline, notifications (had and caused), sanctions, pseudonym, copies of
        messages and idempotency keys go, and the jobs that name it, queued or held. What it sent stays with
        its recipients, without a sender; messages that nobody has a copy of any more go; in what others sent
        it is a recipient without a name, and in sanctions of others a moderator without one.
        """
        ...
