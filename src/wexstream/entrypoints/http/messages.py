"""Messages: /api/messages."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter

from wexstream.domain.model import errors
from wexstream.domain.model.ids import AccountId, MessageId
from wexstream.domain.model.message import RECIPIENTS_MOST, Box
from wexstream.domain.model.strangers import TooManyStrangers
from wexstream.domain.usecases.messages import Messages
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given, OnlyOnce
from wexstream.entrypoints.http.fields import Body, Subject
from wexstream.entrypoints.http.pages import MessagesPage, next_cursor
from wexstream.entrypoints.http.problems import ACTIVE, BODY, WRITE, refusals
from wexstream.ports import views


class NewMessage(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A message to one to fifty people, who do not see each other."""

    to: Annotated[list[UUID], msgspec.Meta(min_length=1, max_length=RECIPIENTS_MOST)]
    subject: Subject
    body: Body


class Mark(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Read or unread."""

    read: bool


@post(
    "/",
    operation_id="sendMessage",
    summary="Write a message",
    responses=refusals(
        *ACTIVE,
        errors.NotFound,
        errors.RecipientUnavailable,
        errors.KeyReused,
        TooManyStrangers,
        *BODY,
    ),
)
async def send_message(
    data: JSONBody[NewMessage], viewer: Asking, once: OnlyOnce, messages: Given[Messages]
) -> views.Message:
    """Write to one to fifty people, all of them or none."""
    recipients = [AccountId(name) for name in data.to]
    sent = await messages.send(viewer, to=recipients, subject=data.subject, body=data.body, once=once)
    return await messages.show(viewer, sent)


@get("/", operation_id="listMessages", summary="List messages", responses=refusals(*ACTIVE))
async def list_messages(
    viewer: Asking,
    times: ByTime,
    messages: Given[Messages],
    box: Annotated[Box, QueryParameter()] = Box.INBOX,
) -> MessagesPage:
    """List one's copies of received, or of sent messages, newest first."""
    page = await messages.list(viewer, box, times)
    return MessagesPage(items=page.items, next_cursor=next_cursor(page))


@get(
    "/{message_id:uuid}",
    operation_id="getMessage",
    summary="Read a message",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def get_message(viewer: Asking, message_id: FromPath[UUID], messages: Given[Messages]) -> views.Message:
    """Read one's copy of a message; it is marked as read by itself only."""
    return await messages.show(viewer, MessageId(message_id))


@patch(
    "/{message_id:uuid}",
    operation_id="markMessage",
    summary="Mark a message",
    responses=refusals(*ACTIVE, errors.NotFound, *BODY),
)
async def mark_message(
    data: JSONBody[Mark], viewer: Asking, message_id: FromPath[UUID], messages: Given[Messages]
) -> views.Message:
    """Mark one's copy as read or unread; its notification follows."""
    await messages.mark(viewer, MessageId(message_id), read=data.read)
    return await messages.show(viewer, MessageId(message_id))


@delete(
    "/{message_id:uuid}",
    operation_id="deleteMessage",
    summary="Delete a message",
    responses=refusals(*ACTIVE, errors.NotFound, *WRITE),
)
async def delete_message(viewer: Asking, message_id: FromPath[UUID], messages: Given[Messages]) -> None:
    """Delete one's copy; its notification goes too, the others' copies stay."""
    await messages.delete(viewer, MessageId(message_id))


router = Router(
    "/api/messages",
    route_handlers=[send_message, list_messages, get_message, mark_message, delete_message],
    tags=["Messages"],
)
