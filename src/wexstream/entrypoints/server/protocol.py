"""HTTP/1.1 for clients that may be slow on purpose."""

import asyncio
import logging
from http import HTTPStatus
from typing import ClassVar, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from wexstream.entrypoints.server.sent_away import SentAway, Why

_COUNTED: Final = {
    HTTPStatus.REQUEST_TIMEOUT: Why.SLOW,
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: Why.LARGE,
}
_log = logging.getLogger("uvicorn.error.mistakes")
_log.setLevel(logging.ERROR)  # who sends what is no request is counted; uvicorn would log each


class State(ServerState):
    """What the connections of a server share: also whether it stops, and how many were sent away."""

    def __init__(self) -> None:
        super().__init__()
        self.stopping = False
        self.sent_away = SentAway()


class PromptProtocol(HttpToolsProtocol):
    """uvicorn's own protocol, with bounds on how long a request takes to come, and how long its headers are.

    ``headers_within`` counts from the connection, or from the first byte of a further request;
    ``body_within`` from the end of the headers; both in seconds. ``headers_largest`` is in bytes, and bounds
    as well what comes between and after the pieces of a body: sizes of chunks, and trailers, which are
    dropped. Of an answer that waits to be read, something is to be read every ``read_within`` seconds.
    Before an answer has ended, ``ahead_most`` further requests may be asked; uvicorn would keep any number.

    When the server stops, what is asked meanwhile is answered, as the last on its connection. One on which
    nothing is asked stays open for ``spared_for`` seconds: a request that is on its way would be lost.
    """

    headers_within: ClassVar[float] = 10
    body_within: ClassVar[float] = 120
    read_within: ClassVar[float] = 60
    spared_for: ClassVar[float] = 0.5
    headers_largest: ClassVar[int] = 32 * 1024
    ahead_most: ClassVar[int] = 32

    _deadline: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _under_way: RequestResponseCycle | None = None
    _awaits_headers = True
    _size = 0  # of what has come since the request began, or since the last piece of its body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn does
        """Begin to wait for a request."""
        super().connection_made(transport)
        self.logger = _log
        self._hurry(self.headers_within)
        if self._stopping:  # it was on its way before
            self.shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer, and have the answer under way end: an answer without an end would never."""
        self._relax()
        self._forgive()
        super().connection_lost(exc)
        # uvicorn tells the last request alone, which waits where more was asked before the answer ended.
        if self._under_way is not None and not self._under_way.response_complete:
            self._under_way.disconnected = True
            self._under_way.message_event.set()

    def pause_writing(self) -> None:
        """Have no more written, and wait for the client to read what was."""
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        """Have more written."""
        super().resume_writing()
        self._forgive()

    def data_received(self, data: bytes) -> None:
        """Take in what has come, unless its headers have no end, and wait for what of a request has not."""
        while data and not self.transport.is_closing():
            room = self.headers_largest - self._size
            if room <= 0:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
            part, data = data[:room], data[room:]
            self._size += len(part)
            super().data_received(part)
        if (self._size or not self._awaits_headers) and self._deadline is None:
            self._hurry(self.headers_within if self._awaits_headers else self.body_within)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header; trailers are no headers (RFC 9110, 6.5.1), and nothing here reads them."""
        if self._awaits_headers:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Wait for the body from now on. Raises what the parser takes for a mistake of the client's."""
        if len(self.pipeline) >= self.ahead_most:
            raise OverflowError
        if sum(name == b"host" for name, _ in self.headers) > 1:  # which one is meant? (RFC 9112, 3.2)
            raise ValueError
        self._awaits_headers = False
        self._relax()
        super().on_headers_complete()
        if not self.pipeline:
            self._under_way = self.cycle
        elif len(self.pipeline) == 1:  # uvicorn reads nothing now, nor that the client has gone; go on by one
            self.flow.resume_reading()
        if self._stopping and not self._is_answered:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Take in a piece of the body, whose size is for the application to bound."""
        self._size = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for nothing until a further request begins."""
        self._awaits_headers, self._size = True, 0
        self._relax()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to a WebSocket, which has deadlines of its own, unless it is in use."""
        self._relax()
        self._awaits_headers, self._size = True, 0
        if self._stopping or not self._is_answered:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 (uvicorn's words)
        """Refuse what is no request, or one too many, without a word."""
        self._note(Why.WRONG)
        self.transport.write(_without_content(HTTPStatus.BAD_REQUEST))
        self.transport.close()

    def shutdown(self) -> None:
        """Be told that the server stops; of a request that is coming just now, the end is waited for."""
        if self._is_answered:
            self.loop.call_later(self.spared_for, self._close_if_idle)
        elif not self.cycle.response_started:  # else the client was told that it may ask for more
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        """Wait for what else is asked, if it may be."""
        if self.pipeline:
            self._under_way = self.pipeline[-1][0]
        super().on_response_complete()
        if self._stopping:
            self.shutdown()

    def _close_if_idle(self) -> None:
        if self._is_answered and not self._size:
            self.transport.close()

    @property
    def _is_answered(self) -> bool:
        """Whether no request waits for its answer."""
        # Before the first request there is no cycle, whatever uvicorn's annotation says.
        return self.cycle is None or self.cycle.response_complete  # type: ignore[redundant-expr]

    @property
    def _stopping(self) -> bool:
        return isinstance(self.server_state, State) and self.server_state.stopping

    def _note(self, why: Why) -> None:
        if isinstance(self.server_state, State):
            self.server_state.sent_away.note(why)

    def _hurry(self, seconds: float) -> None:
        self._relax()
        self._deadline = self.loop.call_later(seconds, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _relax(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _wait_for_reader(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._unread = self.loop.call_later(self.read_within, self._look_after_reader, left)

    def _look_after_reader(self, left: int) -> None:
        """Give up a client that has read nothing; the buffer would be its for ever."""
        if self.transport.get_write_buffer_size() < left:
            self._wait_for_reader()
        else:
            self._note(Why.MUTE)
            self.transport.abort()

    def _forgive(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Close the connection: with a word, or after the answer under way if that waits for no body."""
        if self.transport.is_closing():
            return
        if status in _COUNTED:
            self._note(_COUNTED[status])
        if self._is_answered:
            self.transport.write(_without_content(status))
            self.transport.close()
        elif self.cycle.more_body:
            self.transport.close()
        else:
            self.cycle.keep_alive = False
            self.flow.pause_reading()


def _without_content(status: HTTPStatus) -> bytes:
    return STATUS_LINE[status] + b"connection: close\r\ncontent-length: 0\r\n\r\n"
