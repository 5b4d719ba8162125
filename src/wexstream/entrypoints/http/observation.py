"""What is noted of each request: an id to find it by, its route, outcome and time; nothing personal."""

from time import perf_counter
from typing import Final
from uuid import uuid4

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.status_codes import HTTP_101_SWITCHING_PROTOCOLS, HTTP_200_OK, HTTP_403_FORBIDDEN
from litestar.types import ASGIApp, Message, Receive, ReceiveMessage, Scope, Send

HEADER: Final = "x-request-id"
_PROBES: Final = frozenset({"/healthz", "/readyz"})
_log = structlog.get_logger(__name__)


class RequestLog(ASGIMiddleware):
    """Binds a request's id to everything that is logged meanwhile, and logs one line when it is answered.

    The route is logged as it is declared, not the address, which may bear names and tokens. Probes that find
    all well are of no interest, and come too often.
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
                route = scope.get("path_template", "")
                log = _log.debug if route in _PROBES and status == HTTP_200_OK else _log.info
                log(
                    "request",
                    method=scope.get("method"),
                    route=route,
                    status=status,
                    milliseconds=round((perf_counter() - began) * 1000, 1),
                )


class SocketLog(ASGIMiddleware):
    """Binds an id to everything that is logged for a socket, and logs one line when it has ended.

    The line says with which status it was refused, or with which code it was closed, by whomever.
    """

    scopes = (ScopeType.WEBSOCKET,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the socket on, and watch its end."""
        began = perf_counter()
        outcome = {"status": HTTP_403_FORBIDDEN}  # what the server says where the application just ends
        request_id = uuid4().hex
        named = (HEADER.encode(), request_id.encode())

        async def watch_received() -> ReceiveMessage:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                outcome.setdefault("code", message["code"])
            return message

        async def watch(message: Message) -> None:
            if message["type"] == "websocket.accept":
                outcome["status"] = HTTP_101_SWITCHING_PROTOCOLS
                message["headers"] = [*message["headers"], named]
            elif message["type"] == "websocket.close" and outcome["status"] == HTTP_101_SWITCHING_PROTOCOLS:
                outcome["code"] = message["code"]
            elif message["type"] == "websocket.http.response.start":
                outcome["status"] = message["status"]
                message["headers"] = [*message["headers"], named]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await next_app(scope, watch_received, watch)
            finally:
                seconds = round(perf_counter() - began, 1)
                _log.info("socket", route=scope.get("path_template", ""), **outcome, seconds=seconds)
