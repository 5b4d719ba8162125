"""Erasing an account: what the foreign keys do not do by themselves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, delete, exists, select, union_all, update

from wexstream.adapters.postgres import tables
from wexstream.adapters.postgres.jobs import drop_jobs_naming
from wexstream.adapters.postgres.statements import Connection, Statement, is_among
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.message import Box

_copy = tables.copies.c
_message = tables.messages.c
_erased: BindParameter[UUID] = bindparam("account", type_=Uuid())

_rooms = union_all(
    select(tables.conferences.c.id).where(tables.conferences.c.speaker_id == _erased),
    select(tables.presences.c.conference_id).where(
        tables.presences.c.account_id == _erased, tables.presences.c.ended_at.is_(None)
    ),
)

# Rooms are tidied up without holding who is in them: wait for those locks before anything is deleted.
_LOCK_ROOMS = Statement(
    select(tables.conferences.c.id)
    .where(tables.conferences.c.id.in_(_rooms))
    .order_by(tables.conferences.c.id)
    .with_for_update(of=tables.conferences)
)
_LOCK_MESSAGES = Statement(
    select(_message.id)
    .where(_message.id.in_(select(_copy.message_id).where(_copy.account_id == _erased)))
    .order_by(_message.id)
    .with_for_update()
)
_FORGET_RECIPIENT = Statement(
    update(tables.copies)
    .values(account_id=None, deleted=True)
    .where(_copy.account_id == _erased, _copy.box == Box.INBOX)
)
_DELETE_SENT = Statement(delete(tables.copies).where(_copy.account_id == _erased, _copy.box == Box.SENT))
_DELETE_UNKEPT = Statement(
    delete(tables.messages).where(
        is_among(_message.id, "messages"),
        ~exists().where(_copy.message_id == _message.id, ~_copy.deleted),
    )
)
_DELETE = Statement(delete(tables.accounts).where(tables.accounts.c.id == _erased))


async def erase(connection: Connection, account: AccountId) -> Sequence[ConferenceId]:
    """Erase a locked account; foreign keys take along what is its own, and forget it elsewhere.

    Which conferences were its own, or had it in their rooms.
    """
    rooms = await _LOCK_ROOMS.fetch(connection, account=account)
    await drop_jobs_naming(connection, account)
    messages = [row["id"] for row in await _LOCK_MESSAGES.fetch(connection, account=account)]
    await _FORGET_RECIPIENT.execute(connection, account=account)
    await _DELETE_SENT.execute(connection, account=account)
    await _DELETE_UNKEPT.execute(connection, messages=messages)
    await _DELETE.execute(connection, account=account)
    return [ConferenceId(row["id"]) for row in rooms]
