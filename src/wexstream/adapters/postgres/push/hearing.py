"""Hearing what other processes tell."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from wexstream.adapters.postgres.attempts import described
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.push.patience import LOST, Patience
from wexstream.adapters.postgres.statements import Connection

NAME = "wexstream, hearing"
CHANNEL = "wexstream"
LOOKED_AFTER = 15.0  # seconds: a network that swallows everything tells nobody
ANSWERS_WITHIN = 5.0  # seconds

_log = logging.getLogger(__name__)


class Hearing:
    """A connection that hears, opened anew whenever it is lost."""

    def __init__(self, dsn: str, *, heard: Callable[[str], None], missed: Callable[[], None]) -> None:
        """Say what was heard, and that something was missed each time that the connection begins to stand."""
        self._dsn = dsn
        self._heard = heard
        self._missed = missed
        self.stands = False

    async def run(self) -> None:
        """Hear, until it is cancelled."""
        patience = Patience()
        while True:
            try:
                async with open_connection(self._dsn, name=NAME) as connection:
                    await self._hear(connection, patience)
            except LOST as error:
                _log.warning("cannot hear other processes just now, trying again: %s", described(error))
            except Exception:  # noqa: BLE001 - whatever it is, nobody else would begin anew
                _log.exception("a mistake while other processes were heard, trying again")
            finally:
                self.stands = False
            await patience.wait()

    async def _hear(self, connection: Connection, patience: Patience) -> None:
        """Hear until the connection is lost. Raises what shows that."""
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(
            CHANNEL, lambda _connection, _pid, _channel, told: self._heard(str(told))
        )
        self.stands = True
        self._missed()
        patience.restore()
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOKED_AFTER):
                    await lost.wait()
                break
            await self._look_after(connection)
        _log.warning("lost the connection that hears other processes, trying again")

    async def _look_after(self, connection: Connection) -> None:
        """See that it still hears. Raises what shows that it does not."""
        try:
            await connection.fetchval("SELECT 1", timeout=ANSWERS_WITHIN)
        except TimeoutError:
            connection.terminate()  # a farewell would wait for an answer too
            raise
