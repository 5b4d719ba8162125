"""Timelines, as transactions keep them."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from wexstream.domain.model.account import MailChoices
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, ConferenceId


class Timeline(Protocol):
    """Which broadcasts reached whom. Rows that their owner removed are kept, so that none comes twice."""

    async def add(self, conference: Conference, accounts: Iterable[AccountId]) -> None:
        """Put a broadcast on timelines; where it is already, nothing happens. The accounts are held."""
        ...

    async def hold_audience(self, conference: ConferenceId) -> Mapping[AccountId, MailChoices]:
        """Read the active accounts that a broadcast reached, and hold them, their rows and the speaker.

        Nobody when the speaker is not active.
        """
        ...

    async def remove(self, account: AccountId, conference: ConferenceId) -> bool:
        """Remove a broadcast from an account's own timeline; tell whether it was seen there."""
        ...

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete from both timelines what each has of the other."""
        ...
