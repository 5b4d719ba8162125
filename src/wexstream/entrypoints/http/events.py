"""What happens, while it happens: /api/events (WHATWG HTML, 9.2: Server-Sent Events); see docs/events.md."""

import random
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from litestar import Request, Router, get
from litestar.datastructures import State
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.response.base import ASGIResponse
from litestar.types import HTTPResponseBodyEvent, Receive, Send

from wexstream.domain.model import throttling
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.sessions import Sessions
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.events import wire
from wexstream.entrypoints.events.feed import Feed
from wexstream.entrypoints.http.authentication import is_of_another_site, viewer_to_be_noted
from wexstream.entrypoints.http.dependencies import Asking, Given
from wexstream.entrypoints.http.options import is_head
from wexstream.entrypoints.http.problems import ACTIVE, CrossSite, refusals
from wexstream.entrypoints.http.static import COMPRESSED
from wexstream.ports.persistence import Contention, StorageUnavailable
from wexstream.ports.push import Topic
from wexstream.ports.views import Counters

MEDIA_TYPE: Final = "text/event-stream"
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_COMES_AGAIN_AFTER: Final = (2_000, 5_000)  # milliseconds, so that not all come back at once
_COUNTERS: Final = Counters(messages=1, notifications=2, requests=0)
_ACCOUNT: Final = AccountId(UUID("01890a5d-ac96-774b-bcce-b302099a8057"))
_EXAMPLE: Final = wire.snapshot(_ACCOUNT, _COUNTERS, 0) + wire.changed(
    {Topic.RELATIONS, Topic.NOTIFICATIONS}, _COUNTERS, 1.5
)


class EventStream(ASGIResponse):
    """An answer that goes on until the client has gone, or there will be nothing more."""

    _should_set_content_length = False

    def __init__(self, feed: Feed, viewer: Viewer, *, head: bool) -> None:
        super().__init__(media_type=MEDIA_TYPE, headers=_HEADERS)
        self._feed = feed
        self._viewer = viewer
        self._head = head

    async def send_body(self, send: Send, receive: Receive) -> None:
        """Have the feed write to the client for as long as it listens."""

        async def write(chunk: bytes, *, last: bool) -> None:
            event: HTTPResponseBodyEvent = {
                "type": "http.response.body",
                "body": chunk,
                "more_body": not last,
            }
            await send(event)

        opening = wire.opening(random.randint(*_COMES_AGAIN_AFTER))  # noqa: S311 - no secret
        await write(opening, last=self._head)
        if self._head:
            return
        stream = self._feed.open(self._viewer, write)
        try:
            while (await receive())["type"] != "http.disconnect":  # which also comes after the last word
                pass
        finally:
            self._feed.close(stream)


@get(
    "/events",
    operation_id="streamEvents",
    summary="Be told what changes",
    responses={
        **refusals(*ACTIVE, CrossSite),
        200: ResponseSpec(
            data_container=str,
            generate_examples=False,
            description="Events, until either side closes: `snapshot`, `changed`, `end`.",
            media_type=MEDIA_TYPE,
            examples=[Example(summary="events", value=_EXAMPLE.decode())],
        ),
    },
    opt={COMPRESSED: True},
)
async def stream_events(
    viewer: Asking,
    request: Request[Any, Any, State],
    feed: Given[Feed],
    sessions: Given[Sessions],
    allowances: Given[Allowances],
) -> EventStream:
    """Listen to hints of what changes: which topics are to be looked at again, and how much is unread.

    A stream of Server-Sent Events. It begins with a `snapshot`, after which everything is to be looked at
    again; so it does whenever something was missed. A topic says nothing of whose doing it was.
    """
    if is_of_another_site(request):  # it would hear nothing, but end the oldest stream of whoever visits it
        raise CrossSite
    known = require_active(viewer)
    allowances.require("stream", known.account, throttling.STREAM_PER_ACCOUNT)
    noted = viewer_to_be_noted(request)
    if noted is not None:
        with suppress(Contention, StorageUnavailable):  # the next request notes it as well
            await sessions.note(noted)
    return EventStream(feed, known, head=is_head(request.scope))


router = Router("/api", route_handlers=[stream_events], tags=["Notifications"])
