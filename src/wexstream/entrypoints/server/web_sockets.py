"""WebSockets of clients that may be wrong, not read, or send without end, on purpose."""

from asyncio import Transport
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar, Final

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame

from wexstream.domain.model.throttling import Rate
from wexstream.entrypoints.bucket import Bucket

BESIDE_MESSAGES: Final = Rate(times=200, per=timedelta(seconds=10))
_LOOKED_AT: Final = 4096  # bytes after which one looks whether that is still to be read


class PromptWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, which would wait for ever where a client does not do its part.

    That is after a handshake that it cannot read, and for a client that reads nothing: closing waits for what
    is still to be sent. ``closes_within`` (seconds) is how long it may take a client to hear of the end.
    Frames that are no message of their own (RFC 6455, 5.4 and 5.5) reach no application that could count
    them: a client that sends too many is cut off.
    """

    closes_within: ClassVar[float] = 5

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Begin."""
        super().connection_made(transport)
        self._beside_messages = Bucket(BESIDE_MESSAGES, self.loop.time)

    def data_received(self, data: bytes) -> None:
        """Take in what has come; the handshake comes whole, as the HTTP protocol has read it already."""
        for start in range(0, len(data), _LOOKED_AT):
            if not self.transport.is_closing():
                super().data_received(data[start : start + _LOOKED_AT])
        if not self.handshake_initiated:
            self.transport.write(
                STATUS_LINE[HTTPStatus.BAD_REQUEST] + b"connection: close\r\ncontent-length: 0\r\n\r\n"
            )
            self.transport.close()

    async def send(self, message: ASGISendEvent) -> None:
        """Send a message, a last one at once, whether or not the client reads."""
        if message["type"] == "websocket.close":
            self.writable.set()
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body"):
            self.handshake_complete = True  # a refusal completes it too; else uvicorn takes it for a mistake
        if self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = self.loop.call_later(self.closes_within, self.transport.abort)

    def shutdown(self) -> None:
        """Say that the server stops."""
        super().shutdown()
        self.loop.call_later(self.closes_within, self.transport.abort)

    def keepalive_timeout(self) -> None:
        """Give up a client that answers no more."""
        super().keepalive_timeout()
        self.transport.abort()

    def handle_ping(self) -> None:
        """Answer, as often as one may ask."""
        if self._may_go_on():
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Take an answer, asked for or not."""
        if self._may_go_on():
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        """Take a further part of a message."""
        if self._may_go_on():
            super().handle_cont(event)

    def _may_go_on(self) -> bool:
        """Tell whether the client has not sent too much beside messages; cut it off where it has."""
        within = self._beside_messages.take()
        if not within:
            self.transport.abort()
        return within
