"""How long to wait before a line that is away is tried again, and what is said of it."""

import asyncio
import logging
import random
from typing import Final

FIRST, LONGEST = 0.05, 5.0  # seconds at most
MISTAKE: Final = "a mistake, which was logged"

_log = logging.getLogger(__name__)


class Patience:
    """Waits for longer each time, until there was success; each process for another time."""

    def __init__(self) -> None:
        self._longest = FIRST

    async def wait(self) -> None:
        """Wait."""
        longest, self._longest = self._longest, min(2 * self._longest, LONGEST)
        await asyncio.sleep(random.uniform(longest / 2, longest))  # noqa: S311 - no secret

    def restore(self) -> None:
        """Note success."""
        self._longest = FIRST


class Outage:
    """Says once that a line is away, and once that it is back, for all who use it."""

    def __init__(self, name: str) -> None:
        """Call the line by a name."""
        self._name: Final = name
        self._cut_off: set[str] = set()

    @property
    def lasts(self) -> bool:
        """Whether anybody cannot do what he does."""
        return bool(self._cut_off)

    def begin(self, doing: str, why: str) -> None:
        """Note that something cannot be done."""
        if not self._cut_off:
            _log.warning("cannot %s other processes by %s just now, trying again: %s", doing, self._name, why)
        self._cut_off.add(doing)

    def end(self, doing: str) -> None:
        """Note that it is done again."""
        if doing in self._cut_off:
            self._cut_off.remove(doing)
            if not self._cut_off:
                _log.info("hears and tells other processes by %s again", self._name)
