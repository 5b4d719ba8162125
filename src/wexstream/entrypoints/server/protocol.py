"""HTTP/1.1 for clients that may be slow on purpose."""

import asyncio
from http import HTTPStatus
from typing import Any, ClassVar, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol


class Together:
    """A transport that sends what is written within one turn of the loop at once.

    uvicorn writes an answer's head and its body one after the other, and uvloop would send each by itself.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Send by a transport."""
        self.transport = transport
        self._loop = loop
        self._written: list[bytes] = []

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the transport has)
        return getattr(self.transport, name)

    def write(self, data: bytes) -> None:
        """Send it with what is written before the loop's next turn."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)

    def close(self) -> None:
        """Send what was written, and close."""
        self._send()
        self.transport.close()

    def _send(self) -> None:
        if self._written:
            self.transport.write(b"".join(self._written))
            self._written.clear()


class PromptProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, with bounds on how long a request takes to come, and how long its headers are.

    ``headers_within`` counts from the connection, or from the first byte of a further request;
    ``body_within`` from the end of the headers; both in seconds. ``headers_largest`` is in bytes.
    """

    headers_within: ClassVar[float] = 10
    body_within: ClassVar[float] = 120
    headers_largest: ClassVar[int] = 32 * 1024

    _deadline: asyncio.TimerHandle | None = None
    _awaits_headers = True
    _size = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn does
        """Begin to wait for a request."""
        super().connection_made(cast("asyncio.Transport", Together(transport, self.loop)))
        self._hurry(self.headers_within)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._relax()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in what has come, unless its headers have no end, and wait for what of a request has not."""
        while data and not self.transport.is_closing():
            room = self.headers_largest - self._size if self._awaits_headers else len(data)
            if room <= 0:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
            part, data = data[:room], data[room:]
            self._size += len(part)
            super().data_received(part)
        if self._size and self._deadline is None:
            self._hurry(self.headers_within if self._awaits_headers else self.body_within)

    def on_headers_complete(self) -> None:
        """Wait for the body from now on."""
        self._awaits_headers = False
        self._relax()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait for nothing until a further request begins."""
        self._awaits_headers, self._size = True, 0
        self._relax()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to a WebSocket, which has deadlines of its own."""
        self._relax()
        self._size = 0
        self.transport = cast("Together", self.transport).transport
        super().handle_websocket_upgrade()

    def _hurry(self, seconds: float) -> None:
        self._relax()
        self._deadline = self.loop.call_later(seconds, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _relax(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Close the connection, with a word where no answer is under way."""
        if self.transport.is_closing():
            return
        # Before the first request there is no cycle, whatever uvicorn's annotation says.
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr]
            self.transport.write(STATUS_LINE[status] + b"connection: close\r\ncontent-length: 0\r\n\r\n")
        self.transport.close()
