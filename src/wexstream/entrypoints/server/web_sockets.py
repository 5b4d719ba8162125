"""WebSockets of clients that may be wrong, or not read, on purpose."""

from http import HTTPStatus
from typing import ClassVar

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class PromptWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, which would wait for ever where a client does not do its part.

    That is after a handshake that it cannot read, and for a client that reads nothing: closing waits for what
    is still to be sent. ``closes_within`` (seconds) is how long it may take a client to hear of the end.
    """

    closes_within: ClassVar[float] = 5

    def data_received(self, data: bytes) -> None:
        """Take in what has come; the handshake comes whole, as the HTTP protocol has read it already."""
        super().data_received(data)
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
