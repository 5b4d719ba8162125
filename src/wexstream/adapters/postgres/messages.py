"""Messages in PostgreSQL."""

from collections.abc import Iterable

from sqlalchemy import (
    ARRAY,
    Boolean,
    Text,
    Uuid,
    bindparam,
    delete,
    exists,
    false,
    func,
    insert,
    select,
    update,
)

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding
from wexstream.domain.model.ids import AccountId, MessageId
from wexstream.domain.model.message import Box, Copy, Message
from wexstream.ports.push import ListsChanged, Note, Topic

_TOPICS = frozenset({Topic.MESSAGES})

_message = tables.messages.c
_copy = tables.copies.c
_is_it = _message.id == bindparam("message")
_of_it = _copy.message_id == bindparam("message")
_own = (_copy.account_id == bindparam("owner"), ~_copy.deleted)

_ADD = adding(tables.messages)
_ADD_COPIES = Statement(
    insert(tables.copies).from_select(
        ["message_id", "created_at", "account_id", "box", "read", "deleted"],
        select(
            bindparam("message", type_=Uuid()),
            bindparam("created_at", type_=_copy.created_at.type),
            func.unnest(bindparam("owners", type_=ARRAY(Uuid()))),
            func.unnest(bindparam("boxes", type_=ARRAY(Text()))),
            func.unnest(bindparam("reads", type_=ARRAY(Boolean()))),
            false(),
        ),
    )
)
_FIND = Statement(
    select(tables.messages).where(
        _is_it, exists().where(_copy.message_id == _message.id, *_own, _copy.box == bindparam("box"))
    )
)
_MARK = Statement(update(tables.copies).values(read=bindparam("read")).where(_of_it, *_own))
_LOCK = Statement(
    select(_message.id)
    .where(_is_it, exists().where(_copy.message_id == _message.id, *_own))
    .with_for_update()
)
_REMOVE = Statement(update(tables.copies).values(deleted=True).where(_of_it, *_own))
_REMOVE_UNKEPT = Statement(
    delete(tables.messages).where(_is_it, ~exists().where(_copy.message_id == _message.id, ~_copy.deleted))
)


class PostgresMessages:
    """Private messages and everybody's copies."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def add(self, message: Message, copies: Iterable[Copy]) -> None:
        """Keep a new message with its copies."""
        kept = list(copies)
        await _ADD.execute(self._connection, **rows.from_message(message))
        await _ADD_COPIES.execute(
            self._connection,
            message=message.id,
            created_at=message.created_at,
            owners=[copy.owner for copy in kept],
            boxes=[copy.box for copy in kept],
            reads=[copy.read for copy in kept],
        )
        self._tell(copy.owner for copy in kept)

    async def find(self, owner: AccountId, message: MessageId, box: Box) -> Message | None:
        """Read a message of which an account has a copy in a box."""
        row = await _FIND.fetchrow(self._connection, owner=owner, message=message, box=box)
        return rows.to_message(row) if row else None

    async def mark(self, owner: AccountId, message: MessageId, *, read: bool) -> bool:
        """Mark the owner's copy; tell whether there is one."""
        marked = await _MARK.execute(self._connection, owner=owner, message=message, read=read)
        self._tell([owner] if marked else [])
        return marked > 0

    async def remove(self, owner: AccountId, message: MessageId) -> bool:
        """Remove the owner's copy, and the message with the last one; tell whether there was one.

        The message is locked, so that of two who remove the last copies at once one sees that they were.
        """
        if await _LOCK.fetchrow(self._connection, owner=owner, message=message) is None:
            return False
        removed = await _REMOVE.execute(self._connection, owner=owner, message=message) > 0
        await _REMOVE_UNKEPT.execute(self._connection, message=message)
        self._tell([owner] if removed else [])
        return removed

    def _tell(self, accounts: Iterable[AccountId]) -> None:
        changed = tuple(sorted(set(accounts)))
        if changed:
            self._note(ListsChanged(accounts=changed, topics=_TOPICS))
