"""One stream that somebody has open."""

import asyncio
import logging
import random
from collections.abc import Collection
from contextvars import Context
from math import inf
from typing import Protocol

from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.stream import Ending
from wexstream.domain.model.visibility import Viewer
from wexstream.entrypoints.events import wire
from wexstream.ports.push import Topic
from wexstream.ports.views import Counters

HEARTBEAT_EVERY = 20.0  # seconds at most: proxies close what is silent for a minute, some sooner

_log = logging.getLogger(__name__)


class Write(Protocol):
    """Writes to a client, and waits while it does not read."""

    async def __call__(self, chunk: bytes, *, last: bool) -> None:
        """Write what comes next."""
        ...


class Stream:
    """What is still to be written to somebody: one event at most, into which all that happens is merged.

    So it takes no more memory than that, however slowly its client reads; and while there is nothing to
    write, no task but its caller's.
    """

    __slots__ = (
        "_beginning",
        "_begun",
        "_counters",
        "_due",
        "_ending",
        "_loop",
        "_over",
        "_timer",
        "_topics",
        "_within",
        "_write",
        "_writing",
        "account",
        "session",
    )

    def __init__(self, viewer: Viewer, write: Write) -> None:
        self.account: AccountId = viewer.account
        self.session: SessionId = viewer.session
        self._write = write
        self._begun = False
        self._beginning = False
        self._over = False
        self._ending: Ending | None = None
        self._topics: frozenset[Topic] = frozenset()
        self._counters: Counters | None = None
        self._within = 0.0
        self._writing: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()
        self._due, self._timer = self._next_sign_of_life()

    def begin(self, counters: Counters, *, within: float) -> None:
        """Have everything looked at again, at some time within so many seconds."""
        self._begun = self._beginning = True
        self._counters = counters
        self._have_told(within)

    def tell(self, topics: Collection[Topic], counters: Counters | None, *, within: float) -> None:
        """Have something looked at again; not before it has begun, as then everything will be."""
        if not self._begun:
            return
        self._topics = self._topics.union(topics)
        self._counters = counters or self._counters
        self._have_told(within)

    def end(self, why: Ending) -> None:
        """Say why there will be nothing more, and be over."""
        self._ending = why
        self.finish()

    def finish(self) -> None:
        """Be over."""
        self._over = True
        self._write_soon()

    def close(self) -> None:
        """Write nothing more: nobody is there."""
        self._over = True
        self._due = -inf
        self._timer.cancel()
        if self._writing is not None:
            self._writing.cancel()

    def _have_told(self, within: float) -> None:
        self._within = max(self._within, within)
        self._write_soon()

    def _write_soon(self) -> None:
        """Write what there is by then; under way, that goes on until there is nothing more."""
        due = self._loop.time()
        if self._writing is None and due < self._due:
            self._timer.cancel()
            self._due, self._timer = due, self._loop.call_at(due, self._start_writing, context=Context())

    def _next_sign_of_life(self) -> tuple[float, asyncio.TimerHandle]:
        due = self._loop.time() + HEARTBEAT_EVERY * random.uniform(0.75, 1)  # noqa: S311 - no secret
        return due, self._loop.call_at(due, self._start_writing, context=Context())

    def _start_writing(self) -> None:
        self._writing = self._loop.create_task(self._write_all())

    async def _write_all(self) -> None:
        """Write what there is, at least a sign of life; and unless it is over, wait for more."""
        chunk: bytes | None = self._take() or wire.HEARTBEAT
        last = False
        while chunk is not None:
            last = self._over
            try:
                await self._write(chunk, last=last)
            except Exception:  # noqa: BLE001 - whatever it is, the others are written to
                _log.exception("a stream could not be written to")
            chunk = None if last else self._take()
        if not last:
            self._due, self._timer = self._next_sign_of_life()
            self._writing = None

    def _take(self) -> bytes | None:
        """Take what is to be written next."""
        if self._over:
            return wire.ended(self._ending) if self._ending else b""
        topics, self._topics = self._topics, frozenset()
        beginning, self._beginning = self._beginning, False
        counters, self._counters = self._counters, None
        within, self._within = self._within, 0.0
        if beginning and counters:
            return wire.snapshot(self.account, counters, within)
        return wire.changed(topics, counters, within) if topics else None
