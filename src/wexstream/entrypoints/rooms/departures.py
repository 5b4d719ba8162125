"""Sockets that are no more, each of which is noted once the database can be reached."""

import asyncio
import logging
from collections import deque

from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.ports.persistence import Contention, StorageUnavailable

TRIED_AGAIN_AFTER = 1.0  # seconds

_log = logging.getLogger(__name__)


class Departures:
    """Notes what is no more: else who held it would stay for as long as this process lives."""

    def __init__(self, stays: Stays) -> None:
        self._stays = stays
        self._waiting: deque[Connection] = deque()
        self._something = asyncio.Event()

    def add(self, connection: Connection) -> None:
        """Have the end of a socket noted."""
        self._waiting.append(connection)
        self._something.set()

    async def run(self) -> None:
        """Note what there is, until it is cancelled."""
        while True:
            await self._something.wait()
            self._something.clear()
            while self._waiting:
                await self._note(self._waiting.popleft())

    async def _note(self, gone: Connection) -> None:
        try:
            await self._stays.let_go(gone.conference, gone.viewer.account, gone.peer)
        except (Contention, StorageUnavailable):
            self._waiting.append(gone)
            await asyncio.sleep(TRIED_AGAIN_AFTER)
        except Exception:  # noqa: BLE001 - whatever it is, the others are noted
            _log.exception("the end of a socket could not be noted")
