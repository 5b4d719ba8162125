"""Telling other processes: hints wait until they are told, those of a moment together."""

import asyncio
import logging
from collections.abc import Iterable

from wexstream.adapters.postgres.attempts import described
from wexstream.adapters.postgres.pool import open_connection
from wexstream.adapters.postgres.push.hearing import CHANNEL
from wexstream.adapters.postgres.push.patience import LOST, Patience
from wexstream.adapters.postgres.push.payloads import everything, names, write
from wexstream.adapters.postgres.statements import Connection
from wexstream.ports.push import Hint

NAME = "wexstream, telling"
MOST = 10_000  # hints that wait, or ids in one; with more, everybody is told to look at everything
_GATHERED_FOR = 0.005  # seconds
_NOTIFY = (
    "SELECT pg_notify($1, told) FROM unnest($2::text[]) WITH ORDINALITY AS hints(told, place) ORDER BY place"
)

_log = logging.getLogger(__name__)


class Telling:
    """Hints that are to be told, in their order, each once."""

    def __init__(self, dsn: str, name: str) -> None:
        """Tell them in a name by the database of an address."""
        self._dsn = dsn
        self._name = name
        self._waiting: dict[Hint, None] = {}
        self._too_many = False
        self._some = asyncio.Event()
        self._none = asyncio.Event()
        self._none.set()

    def add(self, hints: Iterable[Hint]) -> None:
        """Have hints told."""
        told = dict.fromkeys(hints)
        self._waiting.update(told)
        if len(self._waiting) > MOST or any(names(hint) > MOST for hint in told):
            self._waiting.clear()
            self._too_many = True
        self._some.set()
        self._none.clear()

    async def done(self) -> None:
        """Wait until all is told."""
        await self._none.wait()

    async def run(self) -> None:
        """Tell what is to be told, until it is cancelled."""
        patience = Patience()
        while True:
            try:
                async with open_connection(self._dsn, name=NAME) as connection:
                    while True:
                        await self._some.wait()
                        await asyncio.sleep(_GATHERED_FOR)
                        await self._tell(connection)
                        patience.restore()
            except LOST as error:
                _log.warning("cannot tell other processes just now, trying again: %s", described(error))
            except Exception:  # noqa: BLE001 - whatever it is, nobody else would begin anew
                _log.exception("a mistake while other processes were told, trying again")
            await patience.wait()

    async def _tell(self, connection: Connection) -> None:
        waiting, self._waiting = self._waiting, {}
        too_many, self._too_many = self._too_many, False
        self._some.clear()
        told = [everything(self._name)] if too_many else list(write(self._name, waiting))
        try:
            await connection.execute(_NOTIFY, CHANNEL, told)
        except BaseException:  # it is told once there is a connection again
            later, self._waiting = self._waiting, waiting
            self._too_many = self._too_many or too_many
            self.add(later)
            raise
        if not self._some.is_set():
            self._none.set()
