"""Messages, as transactions keep them."""

from collections.abc import Iterable
from typing import Protocol

from wexstream.domain.model.ids import AccountId, MessageId
from wexstream.domain.model.message import Box, Copy, Message


class Messages(Protocol):
    """Private messages and everybody's copies."""

    async def add(self, message: Message, copies: Iterable[Copy]) -> None:
        """Keep a new message with its copies."""
        ...

    async def find(self, owner: AccountId, message: MessageId, box: Box) -> Message | None:
        """Read a message of which an account has a copy in a box."""
        ...

    async def mark(self, owner: AccountId, message: MessageId, *, read: bool) -> bool:
        """Mark the owner's copy; tell whether there is one."""
        ...

    async def remove(self, owner: AccountId, message: MessageId) -> bool:
        """Remove the owner's copy, and the message with the last one; tell whether there was one."""
        ...
