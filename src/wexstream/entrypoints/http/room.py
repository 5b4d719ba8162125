"""The socket of a conference's room: /api/conferences/{id}/room (RFC 6455); see docs/room.md."""

from contextlib import suppress
from typing import Any, cast
from uuid import UUID

import msgspec
from litestar import WebSocket, websocket
from litestar.datastructures import State
from litestar.params import FromPath

from wexstream.domain.model.errors import DomainError, NotFound, NotSignedIn
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.authentication import recognise
from wexstream.entrypoints.http.cookies import Cookies
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.http.problems import MEDIA_TYPE, Unavailable, problem
from wexstream.entrypoints.rooms.hub import Hub
from wexstream.entrypoints.rooms.visit import Receive, Send, Visit
from wexstream.ports.persistence import Contention, StorageUnavailable


@websocket("/api/conferences/{conference_id:str}/room")
async def open_room(
    socket: WebSocket[Any, Any, State],
    conference_id: FromPath[str],
    sessions: Given[Sessions],
    page_cookies: Given[Cookies],
    allowances: Given[Allowances],
    hub: Given[Hub],
) -> None:
    """Open the room of a conference, for whoever shows a ticket then; refused, there is no socket."""
    try:
        viewer = await _who_asks(socket, sessions, page_cookies, allowances)
        conference = _named(conference_id)
    except DomainError as error:
        await _refuse(socket, error)
        return
    await socket.accept()
    receive, send = cast("Receive", socket.receive), cast("Send", socket.send)
    await Visit(hub, hub.connect(viewer, conference), receive, send).run()


async def _who_asks(
    socket: WebSocket[Any, Any, State], sessions: Sessions, cookies: Cookies, allowances: Allowances
) -> Viewer:
    """Let through who may use the platform. Raises as ``require_active`` does, TooMany and Unavailable."""
    try:
        recognised = await recognise(socket, sessions, cookies, allowances)
    except (Contention, StorageUnavailable):
        raise Unavailable from None
    if recognised is None:
        raise NotSignedIn
    if recognised.to_be_noted:
        with suppress(Contention, StorageUnavailable):  # the next request notes it as well
            await sessions.note(recognised.viewer)
    return require_active(recognised.viewer)


def _named(conference: str) -> ConferenceId:
    try:
        return ConferenceId(UUID(conference))
    except ValueError:
        raise NotFound from None


async def _refuse(socket: WebSocket[Any, Any, State], error: DomainError) -> None:
    """Answer the handshake with a problem (ASGI, Websocket Denial Response)."""
    answer = problem(error)
    headers = {"content-type": MEDIA_TYPE, **answer.headers}
    await socket.send(
        cast(
            "Any",
            {
                "type": "websocket.http.response.start",
                "status": answer.status_code,
                "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            },
        )
    )
    body = msgspec.json.encode(answer.content)
    await socket.send(cast("Any", {"type": "websocket.http.response.body", "body": body}))
