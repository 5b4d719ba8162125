"""Hearing what other processes tell."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress

from wexstream.adapters.hints.line import ANSWERS_WITHIN, Ear, Line
from wexstream.adapters.hints.patience import MISTAKE, Outage, Patience

LOOKED_AFTER = 15.0  # seconds: a network that swallows everything tells nobody
_DOING = "hear"

_log = logging.getLogger(__name__)


class Hearing:
    """A connection that hears, opened anew whenever it is lost."""

    def __init__(
        self, line: Line, outage: Outage, *, heard: Callable[[str], None], missed: Callable[[], None]
    ) -> None:
        """Say what was heard, and that something was missed each time that the connection begins to stand."""
        self._line = line
        self._outage = outage
        self._heard = heard
        self._missed = missed
        self.stands = False

    async def run(self) -> None:
        """Hear, until it is cancelled."""
        patience = Patience()
        while True:
            try:
                await self._hear(patience)
            except self._line.trouble as error:
                self._outage.begin(_DOING, self._line.explain(error))
            except Exception:  # noqa: BLE001 - whatever it is, nobody else would begin anew
                _log.exception("a mistake while other processes were heard, trying again")
                self._outage.begin(_DOING, MISTAKE)
            finally:
                self.stands = False
            await patience.wait()

    async def _hear(self, patience: Patience) -> None:
        """Hear until the connection is lost. Raises what shows that."""
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(ANSWERS_WITHIN):
                ear = await stack.enter_async_context(self._line.to_hear(self._heard))
            self.stands = True
            self._outage.end(_DOING)
            self._missed()
            while True:
                await self._listen(ear)
                patience.restore()  # not before: everybody looks at everything each time that it is lost

    async def _listen(self, ear: Ear) -> None:
        """Listen for a while, and see that it still hears. Raises what shows that it does not."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOKED_AFTER):
                await ear.listen()
        async with asyncio.timeout(ANSWERS_WITHIN):
            await ear.answer()
