"""Relations, as transactions keep them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from wexstream.domain.model.account import MailChoices
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Relation


class Relations(Protocol):
    """What stands between two accounts: at most one row a pair."""

    async def find(self, one: AccountId, other: AccountId) -> Relation:
        """Read the relation of two different accounts, without a lock; strangers where there is no row."""
        ...

    async def lock(self, one: AccountId, others: Iterable[AccountId]) -> Mapping[AccountId, Relation]:
        """Read one account's relations to others and lock them, by pair in order.

        Those of these accounts that exist are held. Rows missing are made where both are active, and only
        then: without a row, others are left out, whether they exist or not, which takes as long.
        """
        ...

    async def save(self, relation: Relation) -> None:
        """Keep a change of one that was locked."""
        ...

    async def connected_among(self, account: AccountId, others: Iterable[AccountId]) -> set[AccountId]:
        """Tell to whom of these an account is connected, without a lock."""
        ...

    async def hold_entitled(self, account: AccountId, *, since: datetime) -> Mapping[AccountId, MailChoices]:
        """Read the active accounts connected to one since a time or longer, with what mails they want.

        Nobody when the one is not active. All these accounts are held, and the relations kept from changing.
        """
        ...
