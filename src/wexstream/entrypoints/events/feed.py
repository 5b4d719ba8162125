"""What happens, told to all who have streams open in this process."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from typing import Final

from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.visibility import Viewer
from wexstream.entrypoints.events.asking import Asking, chunks
from wexstream.entrypoints.events.company import Company
from wexstream.entrypoints.events.moment import Moment
from wexstream.entrypoints.events.stream import Stream, Write
from wexstream.entrypoints.events.streams import Streams
from wexstream.entrypoints.events.turns import Turns
from wexstream.ports.clock import Clock
from wexstream.ports.persistence import Contention, StorageUnavailable
from wexstream.ports.push import (
    AccountChanged,
    BroadcastsChanged,
    Hint,
    ListsChanged,
    Push,
    RelationChanged,
    RoomChanged,
    SignalsSent,
    Topic,
)
from wexstream.ports.queries import Queries
from wexstream.ports.views import Counters

GATHERED_FOR = 0.1  # seconds
TRIED_AGAIN_AFTER = 1.0  # seconds, where the database was away
CHECKED_EVERY = 60.0  # seconds, as time ends sessions too
PEOPLE_A_SECOND = 500  # who look again because of the same
SPREAD_MOST = 5.0  # seconds within which they do
SPREAD_LEAST = 0.1  # below which it makes no difference
COUNTED: Final = frozenset({Topic.NOTIFICATIONS, Topic.MESSAGES, Topic.RELATIONS})

_log = logging.getLogger(__name__)


class Feed:
    """Gathers hints, and tells each stream what is to be looked at again.

    Hints of a moment go together, so that the database is asked the same however many people they concern,
    and whoever several concern is told once. One task asks and tells; each stream is written to by itself, so
    that nobody waits for a client that does not read.
    """

    def __init__(self, *, queries: Queries, push: Push, clock: Clock) -> None:
        self._queries = queries
        self._push = push
        self._streams = Streams()
        self._turns = Turns(time.monotonic)
        self._asking = Asking(queries, clock, self._streams, Company(), self._turns)
        self._moment = Moment()
        self._something = asyncio.Event()
        self._checked_at = self._told_at = time.monotonic()
        self._stopped = False

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[None]:
        """Tell, until the end of the context."""
        with self._push.listen(self):
            task = asyncio.get_running_loop().create_task(self._run(), context=Context())
            try:
                yield
            finally:
                self.stop()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    @property
    def streams(self) -> int:
        """How many are open."""
        return len(self._streams)

    def open(self, viewer: Viewer, write: Write) -> Stream:
        """Open a stream for somebody active; of too many that he has, the oldest ends."""
        stream = Stream(viewer, write)
        self._streams.add(stream)
        self._have_begin([stream])
        if self._stopped:
            stream.finish()
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream whose client has gone."""
        stream.close()
        self._streams.remove(stream)

    def stop(self) -> None:
        """Have all streams end, those opened later too: their clients come again, elsewhere perhaps."""
        self._stopped = True
        for stream in self._streams:
            stream.finish()

    def receive(self, hint: Hint) -> None:
        """Be told where to look again."""
        here = self._streams.among
        match hint:
            case RoomChanged():
                self._moment.conferences.add(hint.conference)
            case AccountChanged():
                self._moment.sessions |= here([hint.account])
                self._moment.tell(here([hint.account]), Topic.ACCOUNT)
            case RelationChanged():
                self._moment.company |= here([hint.low, hint.high])
            case BroadcastsChanged():
                self._moment.speakers.add(hint.speaker)
            case ListsChanged():
                self._moment.tell(here(hint.accounts), *hint.topics)
            case SignalsSent():
                return
        self._something.set()

    def miss(self) -> None:
        """Be told that anything may have changed."""
        self._have_begin(self._streams)

    def _have_begin(self, streams: Iterable[Stream]) -> None:
        """Have all be looked at again by streams, once it is known that they may stay and what they see."""
        beginning = list(streams)
        accounts = {stream.account for stream in beginning}
        self._moment.beginning.update(beginning)
        self._moment.sessions |= accounts
        self._moment.company |= accounts
        self._something.set()

    async def _run(self) -> None:
        while True:
            await self._wait()
            moment = self._take()
            try:
                await self._asking.work_out(moment)
                await self._tell(moment)
            except (Contention, StorageUnavailable):
                await self._try_again(moment)
            except Exception:  # noqa: BLE001 - whatever it is, it is tried again
                _log.exception("it could not be told what is to be looked at again, trying again")
                await self._try_again(moment)

    async def _wait(self) -> None:
        """Wait until there is something to do, and soon after the last time a little for more of it."""
        pause = max(0.0, self._checked_at + CHECKED_EVERY - time.monotonic())
        if self._moment.conferences:
            pause = min(pause, self._turns.wait(self._moment.conferences))
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._something.wait()
        await asyncio.sleep(self._told_at + GATHERED_FOR - time.monotonic())

    def _take(self) -> Moment:
        """Take what there is, but for conferences whose turn it is not."""
        self._something.clear()
        self._told_at = time.monotonic()
        moment, self._moment = self._moment, Moment()
        ready = self._turns.ready(moment.conferences)
        self._moment.conferences = moment.conferences - ready
        moment.conferences = ready
        if time.monotonic() >= self._checked_at + CHECKED_EVERY:
            self._checked_at = time.monotonic()
            moment.sessions |= self._streams.accounts
        return moment

    async def _try_again(self, moment: Moment) -> None:
        self._moment.add(moment)
        self._something.set()
        await asyncio.sleep(TRIED_AGAIN_AFTER)

    async def _tell(self, moment: Moment) -> None:
        """Tell each what concerns him, with his counters where they may be others by now."""
        beginners = {stream.account for stream in moment.beginning}
        told = self._streams.among(moment.topics.keys() | beginners)
        within = _spread(len(told))
        counted = {account for account in told if account in beginners or moment.topics[account] & COUNTED}
        for account in told - counted:
            self._tell_account(account, moment, None, within=within)
        for some in chunks([*counted]):
            counters = await self._queries.counters_of(some)
            for account in some:
                self._tell_account(account, moment, counters.get(account), within=within)

    def _tell_account(
        self, account: AccountId, moment: Moment, counters: Counters | None, *, within: float
    ) -> None:
        topics = moment.topics.pop(account, set())
        for stream in self._streams.of(account):
            if stream in moment.beginning:
                if counters is not None:  # else he is no more
                    stream.begin(counters, within=within)
                moment.beginning.discard(stream)
            elif topics:
                stream.tell(topics, counters, within=within)


def _spread(people: int) -> float:
    """Tell within how many seconds so many should look again: a few at once."""
    within = round(min(SPREAD_MOST, people / PEOPLE_A_SECOND), 1)
    return within if within > SPREAD_LEAST else 0
