"""Messages in memory."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import KeptCopy, Tables
from wexstream.domain.model.ids import AccountId, MessageId
from wexstream.domain.model.message import Box, Copy, Message
from wexstream.ports.push import ListsChanged, Note, Topic


class MemoryMessages:
    """Private messages and everybody's copies."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def add(self, message: Message, copies: Iterable[Copy]) -> None:
        """Keep a new message with its copies."""
        tables = await self._draft.change()
        tables.messages[message.id] = message
        kept = list(copies)
        tables.copies[message.id] = tuple(
            KeptCopy(owner=copy.owner, box=copy.box, read=copy.read) for copy in kept
        )
        self._tell(copy.owner for copy in kept)

    async def find(self, owner: AccountId, message: MessageId, box: Box) -> Message | None:
        """Read a message of which an account has a copy in a box."""
        tables = self._draft.read()
        copies = tables.copies.get(message, ())
        has_one = any(_is_of(copy, owner) and copy.box is box for copy in copies)
        return tables.messages[message] if has_one else None

    async def mark(self, owner: AccountId, message: MessageId, *, read: bool) -> bool:
        """Mark the owner's copy; tell whether there is one."""
        tables = await self._draft.change()
        return self._change(tables, owner, message, lambda copy: replace(copy, read=read))

    async def remove(self, owner: AccountId, message: MessageId) -> bool:
        """Remove the owner's copy, and the message with the last one; tell whether there was one."""
        tables = await self._draft.change()
        return self._change(tables, owner, message, lambda copy: replace(copy, deleted=True))

    def _change(
        self, tables: Tables, owner: AccountId, message: MessageId, change: Callable[[KeptCopy], KeptCopy]
    ) -> bool:
        copies = tables.copies.get(message, ())
        if not any(_is_of(copy, owner) for copy in copies):
            return False
        _keep(tables, message, tuple(change(copy) if _is_of(copy, owner) else copy for copy in copies))
        self._tell([owner])
        return True

    def _tell(self, accounts: Iterable[AccountId]) -> None:
        changed = tuple(sorted(set(accounts)))
        if changed:
            self._note(ListsChanged(accounts=changed, topics=frozenset({Topic.MESSAGES})))


def forget_correspondent(tables: Tables, account: AccountId) -> None:
    """Take an erased account out of what it sent and what it was sent."""
    tables.messages.change_where(
        lambda message: message.sender == account, lambda message: replace(message, sender=None)
    )
    for message, copies in list(tables.copies.items()):
        _keep(tables, message, tuple(_without_owner(copy, account) for copy in copies))


def _keep(tables: Tables, message: MessageId, copies: tuple[KeptCopy, ...]) -> None:
    """Keep a message's copies; with the last one the message goes, and who was told of it is not any more."""
    if not all(copy.deleted for copy in copies):
        tables.copies[message] = copies
        return
    del tables.copies[message]
    del tables.messages[message]
    tables.notifications.remove_where(lambda told: told.message == message)


def _is_of(copy: KeptCopy, owner: AccountId) -> bool:
    return copy.owner == owner and not copy.deleted


def _without_owner(copy: KeptCopy, account: AccountId) -> KeptCopy:
    return replace(copy, owner=None, deleted=True) if copy.owner == account else copy
