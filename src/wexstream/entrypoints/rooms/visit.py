"""One visit to a room: what a client sends, from opening the socket to its end."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias

from wexstream.domain.model import errors
from wexstream.domain.model.errors import DomainError, Invalid
from wexstream.domain.model.ids import PeerId
from wexstream.domain.model.room import Farewell, SignalKind
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.frames import Code, Enter, Leave, Malformed, Mute, Received, Say
from wexstream.entrypoints.rooms.hub import Hub, NotThere
from wexstream.ports.persistence import Contention, StorageUnavailable

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_log = logging.getLogger(__name__)

ENTERS_WITHIN = 10.0  # seconds
_LAST_WORD_WITHIN = 5.0  # seconds
_AWAY = (Contention, StorageUnavailable)
_REFUSALS: dict[type[DomainError], tuple[str, Code]] = {
    errors.TicketExpired: ("expired", Code.NOT_SIGNED_IN),
    errors.NotSignedIn: ("signed-out", Code.NOT_SIGNED_IN),
    errors.AccountSuspended: ("suspended", Code.NOT_ADMITTED),
    errors.Removed: ("removed", Code.NOT_ADMITTED),
    errors.ConferenceFinished: ("finished", Code.NOT_ADMITTED),
}
_NOT_FOR_YOU = ("not-for-you", Code.NOT_ADMITTED)


class _Gone(Exception):
    """The client has closed the socket."""


class Visit:
    """A socket (ASGI) in the hands of a hub."""

    def __init__(self, hub: Hub, connection: Connection, receive: Receive, send: Send) -> None:
        self._hub = hub
        self._connection = connection
        self._outgoing = connection.outgoing
        self._receive = receive
        self._send = send
        self._pace = connection.pace
        self._gone = False

    async def run(self) -> None:
        """Serve the socket, which was accepted, until either side closes it."""
        hearing = asyncio.create_task(self._hear())
        sending = asyncio.create_task(self._outgoing.deliver(self._send_text))
        giving_up = asyncio.create_task(self._outgoing.overflowed())
        tasks = (hearing, sending, giving_up)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and sending.exception() is not None:
                # The client has gone; what it said before is done all the same.
                await asyncio.wait([hearing], timeout=_LAST_WORD_WITHIN)
            if self._outgoing.code is not None and not giving_up.done():
                await asyncio.wait([sending], timeout=_LAST_WORD_WITHIN)
        finally:
            self._hub.drop(self._connection)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._close()

    async def _hear(self) -> None:
        """Do what the client says, until it has gone or said what it may not."""
        try:
            if await self._enter(await self._ticket()):
                await self._connection.welcomed.wait()
                while True:
                    await self._do(await self._next())
                    # Many may have come in one piece: those who hear them are to have their turn.
                    await asyncio.sleep(0)
        except _Gone:
            self._gone = True
        except (Malformed, TimeoutError):
            self._outgoing.end(Code.MALFORMED)
        except Exception:  # noqa: BLE001 - whatever it is, it is logged, and the socket closed
            _log.exception("a visit to a room failed")
            self._outgoing.end(Code.MISTAKE)

    async def _ticket(self) -> str:
        """Read what comes first. Raises Malformed, TimeoutError, _Gone."""
        async with asyncio.timeout(ENTERS_WITHIN):
            first = await self._next()
        if not isinstance(first, Enter):
            raise Malformed
        return first.ticket

    async def _next(self) -> Received:
        """Read what comes next. Raises Malformed, _Gone."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            raise _Gone
        text = message.get("text")
        if text is None or not self._pace.take(len(text.encode(errors="replace"))):
            raise Malformed
        return frames.read(text)

    async def _enter(self, ticket: str) -> bool:
        """Enter; refused, say why and end."""
        try:
            if self._pace.take_arrival():
                await self._hub.enter(self._connection, ticket)
                return True
            why, code = "too-fast", Code.TRY_AGAIN_LATER
        except DomainError as error:
            why, code = _REFUSALS.get(type(error), _NOT_FOR_YOU)
        except _AWAY:
            why, code = "unavailable", Code.TRY_AGAIN_LATER
        self._outgoing.put(frames.refused("enter", why))
        self._outgoing.end(code)
        return False

    async def _do(self, received: Received) -> None:
        """Do one thing. Raises Malformed."""
        match received:
            case Say():
                self._say(received)
            case Mute():
                self._pass_on(SignalKind.MUTE, received.to, None)
            case Leave():
                await self._leave()
            case _:
                raise Malformed

    def _say(self, say: Say) -> None:
        if say.kind is SignalKind.CHAT and not self._pace.take_chat():
            self._refuse(say.kind, "too-fast")
            return
        try:
            data = frames.accepted(say)
        except frames.Unacceptable:
            self._refuse(say.kind, Invalid.code)
        else:
            self._pass_on(say.kind, say.to, data)

    def _pass_on(self, kind: SignalKind, to: PeerId | None, data: str | None) -> None:
        try:
            self._hub.say(self._connection, kind, to, data)
        except (NotThere, errors.NotFound):
            self._refuse(kind, "not-there")
        except DomainError as error:
            self._refuse(kind, error.code)

    def _refuse(self, kind: SignalKind, why: str) -> None:
        self._outgoing.put(frames.refused(kind, why))

    async def _leave(self) -> None:
        """Leave; where that cannot be noted, the socket's end is, and the lease runs out by itself."""
        known = self._connection
        with suppress(DomainError, *_AWAY):
            await self._hub.rooms.leave(known.viewer, known.conference)
            known.held = False
        known.dismiss(Farewell.LEFT)

    async def _send_text(self, frame: str) -> None:
        await self._send({"type": "websocket.send", "text": frame})

    async def _close(self) -> None:
        """Close with the code that there is, unless the client has."""
        code = self._outgoing.code
        if code is not None and not self._gone:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(_LAST_WORD_WITHIN):
                    await self._send({"type": "websocket.close", "code": int(code)})
