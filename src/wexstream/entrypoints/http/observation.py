"""What is noted of each request: an id to find it by, its route, outcome and time; nothing personal."""

from time import perf_counter
from typing import Final
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = "x-request-id"
_log = structlog.get_logger(__name__)


class RequestLog(ASGIMiddleware):
    """Binds a request's id to everything that is logged meanwhile, and logs one line when it is answered.

    The route is logged as it is declared, not the address, which may bear names and tokens.
    """

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on, and watch what comes back."""
        request_id = uuid4().hex
        began = perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (HEADER.encode(), request_id.encode())]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await next_app(scope, receive, watch)
            finally:
                _log.info(
                    "request",
                    method=scope.get("method"),
                    route=scope.get("path_template", ""),
                    status=status,
                    milliseconds=round((perf_counter() - began) * 1000, 1),
                )
