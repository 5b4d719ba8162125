"""The answer that one's data are taken along by: sent as it is read, and never held as a whole."""

import asyncio
import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

import structlog
from litestar.response.base import ASGIResponse
from litestar.types import HTTPResponseBodyEvent, Receive, Scope, Send

from wexstream.domain.usecases.privacy import TakenAlong
from wexstream.entrypoints.takeaway.archive import pack
from wexstream.entrypoints.takeaway.spool import IN_MEMORY, Spool
from wexstream.ports.files import NO_ROOM, NoRoom
from wexstream.ports.persistence import StorageUnavailable

_log = structlog.get_logger(__name__)

MEDIA_TYPE: Final = "application/zip"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'attachment; filename="wexstream.zip"',
}


class Takeaway(ASGIResponse):
    """An archive that is read as fast as the database gives it, and sent as fast as the client takes it.

    Between the two lies a file, so that whoever takes it slowly holds no connection of the database's. A
    small one is sent when it is whole, and what goes wrong before is refused like anything else. Of a larger
    one the end is missing where something goes wrong.
    """

    _should_set_content_length = False

    def __init__(self, opened: AbstractAsyncContextManager[TakenAlong], folder: Path | None) -> None:
        super().__init__(media_type=MEDIA_TYPE, headers=_HEADERS)
        self._opened = opened
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's
        """Answer, until all is sent or the client has gone. Raises what opening raises."""
        with Spool(self._folder) as spool:
            sending = asyncio.create_task(self._answer(spool, send))
            gone = asyncio.create_task(_gone(receive))
            packing = asyncio.create_task(self._pack(spool))
            try:
                await asyncio.wait({sending, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (packing, gone, sending):
                    task.cancel()
                await asyncio.wait({packing, gone, sending})
        if not sending.cancelled():
            sending.result()

    async def _pack(self, spool: Spool) -> None:
        try:
            async with self._opened as taken:
                await pack(taken, spool, self._folder)
        except OSError as error:
            spool.fail(_without_room(error) if error.errno in NO_ROOM else error)
        except Exception as error:  # noqa: BLE001 - whatever it is, who waits for the rest is to know
            spool.fail(error)
        else:
            spool.end()

    async def _answer(self, spool: Spool, send: Send) -> None:
        await spool.filled(IN_MEMORY)
        if spool.failure is not None:
            raise spool.failure
        if spool.ended:
            self.headers["content-length"] = str(spool.written)
        await self.start_response(send)
        try:
            while block := await spool.read():
                await send(_body(block, last=False))
        except (StorageUnavailable, NoRoom):
            return  # it is told already, once for all; an answer without its end is no whole one
        await send(_body(b"", last=True))


def _without_room(error: OSError) -> NoRoom:
    _log.error("there is no room for what somebody takes along", why=os.strerror(error.errno or 0))
    missing = NoRoom()
    missing.__cause__ = error
    return missing


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _body(content: bytes, *, last: bool) -> HTTPResponseBodyEvent:
    return {"type": "http.response.body", "body": content, "more_body": not last}
