"""Telling other processes: hints wait until they are told, those of a moment together."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import AsyncExitStack

from wexstream.adapters.hints.line import ANSWERS_WITHIN, Line, Tell
from wexstream.adapters.hints.patience import MISTAKE, Outage, Patience
from wexstream.adapters.hints.payloads import everything, names, write
from wexstream.ports.push import Hint

MOST = 10_000  # hints that wait, or ids in one; with more, everybody is told to look at everything
_GATHERED_FOR = 0.005  # seconds
_PAUSE = 0.02  # seconds between two tellings: each costs a fifth of a write, where many write together
_DOING = "tell"

_log = logging.getLogger(__name__)


class Telling:
    """Hints that are to be told, in their order, each once."""

    def __init__(self, line: Line, outage: Outage, name: str) -> None:
        """Tell them in a name."""
        self._line = line
        self._outage = outage
        self._name = name
        self._waiting: dict[Hint, None] = {}
        self._too_many = False
        self._worked = False
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
                await self._tell_all(patience)
            except self._line.trouble as error:
                self._fail(self._line.explain(error))
            except Exception:  # noqa: BLE001 - whatever it is, nobody else would begin anew
                _log.exception("a mistake while other processes were told, trying again")
                self._fail(MISTAKE)
            await patience.wait()

    def _fail(self, why: str) -> None:
        # One that had worked may be lost for long, unnoticed; whether all is away, the next shows.
        if not self._worked:
            self._outage.begin(_DOING, why)
        self._worked = False

    async def _tell_all(self, patience: Patience) -> None:
        """Tell until the connection is lost. Raises what shows that."""
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(ANSWERS_WITHIN):
                tell = await stack.enter_async_context(self._line.to_tell())
            while True:
                await self._some.wait()
                await asyncio.sleep(_GATHERED_FOR)
                await self._tell(tell)
                self._worked = True
                self._outage.end(_DOING)
                patience.restore()
                await asyncio.sleep(_PAUSE)

    async def _tell(self, tell: Tell) -> None:
        waiting, self._waiting = self._waiting, {}
        too_many, self._too_many = self._too_many, False
        self._some.clear()
        told = [everything(self._name)] if too_many else list(write(self._name, waiting))
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                await tell(told)
        except BaseException:  # it is told once there is a connection again
            later, self._waiting = self._waiting, waiting
            self._too_many = self._too_many or too_many
            self.add(later)
            raise
        if not self._some.is_set():
            self._none.set()
