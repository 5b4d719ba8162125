"""The parent: it has children at their posts, replaces those that die, and all of them when it is told to."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.database import bring_up_to_date, database
from wexstream.entrypoints.processes.child import Child, Place, Task
from wexstream.entrypoints.serve import announce
from wexstream.entrypoints.server.sockets import listen, listen_for_metrics
from wexstream.entrypoints.settings import Settings

_PAUSE = 0.5  # seconds until a child that died is replaced, and twice as long each time that fails
_LONGEST_PAUSE = 30.0

_log = logging.getLogger(__name__)


def places(settings: Settings, processes: int) -> list[Place]:
    """Listen for so many processes that serve, and for the one that does the jobs of the embedded database.

    Metrics of each are read at a port of its own: that of the settings, and those after it. Raises
    CannotListen.
    """
    with ExitStack() as opened:
        sockets = _closed_by(opened, listen(settings.http))
        serving = [
            Place(task=Task.SERVE, sockets=sockets, metrics=_closed_by(opened, _read_at(settings, number)))
            for number in range(processes)
        ]
        working = (
            [Place(task=Task.JOBS, metrics=_closed_by(opened, _read_at(settings, processes)))]
            if settings.database is None
            else []
        )
        opened.pop_all()
    return [*working, *serving]  # in this order they are replaced: of two versions the older does no jobs


def _read_at(settings: Settings, number: int) -> list[socket.socket]:
    """Listen where the metrics of the nth process are read, if anywhere. Raises CannotListen."""
    metrics = settings.metrics
    return listen_for_metrics(metrics and replace(metrics, port=metrics.port + number))


def _closed_by(opened: ExitStack, sockets: Sequence[socket.socket]) -> Sequence[socket.socket]:
    for each in sockets:
        opened.enter_context(each)
    return sockets


async def supervise(settings: Settings, places: Sequence[Place]) -> None:
    """Have a process at each place until it is cancelled. Raises Failure.

    SIGHUP has them replaced, one after the other, by such as are of the code and the settings of then.
    """
    supervisor = Supervisor(places)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, supervisor.renew)
    async with database(settings) as address:
        await bring_up_to_date(address)
        await supervisor.run(ready=lambda: announce(settings))


@dataclass(slots=True, kw_only=True)
class Post:
    """A place with a child at it; ``changing`` is held while another one takes over."""

    place: Place
    child: Child
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)


class Supervisor:
    """Has a child at each of some places."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._children: set[Child] = set()
        self._told = asyncio.Event()

    def renew(self) -> None:
        """Have all children replaced."""
        self._told.set()

    async def run(self, *, ready: Callable[[], None]) -> None:
        """Go on until it is cancelled, and have all children finish then. Raises Failure.

        ``ready`` is called once all are.
        """
        try:
            first = await asyncio.gather(*map(self._hire, self._places))
            posts = [Post(place=place, child=child) for place, child in zip(self._places, first, strict=True)]
            ready()
            await asyncio.gather(self._renew_when_told(posts), *map(self._keep, posts))
        finally:
            for place in self._places:
                for listening in (*place.sockets, *place.metrics):
                    listening.close()  # the last child to do so takes in who waits
            await self._finish()

    async def _finish(self) -> None:
        """Have all children finish; cancelled, kill them."""
        try:
            await asyncio.gather(*(child.finish() for child in self._children))
        finally:
            await asyncio.gather(*(child.kill() for child in self._children))

    async def _keep(self, post: Post) -> None:
        """Have another child at a post whenever one dies."""
        while True:
            child = post.child
            status = await child.end()
            async with post.changing:
                if post.child is child:
                    _log.error(
                        "a process has ended (%s, status %d), another one replaces it",
                        post.place.task,
                        status,
                    )
                    await self._dismiss(child)
                    post.child = await self._hire_at_last(post.place)

    async def _renew_when_told(self, posts: Sequence[Post]) -> None:
        while True:
            await self._told.wait()
            self._told.clear()
            try:
                for post in posts:
                    await self._renew(post)
            except Failure as failure:
                _log.error("%s Those before it go on.", failure)
            else:
                _log.info("all processes are replaced")

    async def _renew(self, post: Post) -> None:
        """Have another child at a post, and the one before finish once that is ready. Raises Failure."""
        async with post.changing:
            before, post.child = post.child, await self._hire(post.place)
        await self._dismiss(before)

    async def _hire_at_last(self, place: Place) -> Child:
        """Start children until one is ready."""
        pause = _PAUSE
        while True:
            await asyncio.sleep(pause)
            try:
                return await self._hire(place)
            except Failure as failure:
                _log.error("%s", failure)
                pause = min(2 * pause, _LONGEST_PAUSE)

    async def _hire(self, place: Place) -> Child:
        """Start a child, and wait until it is ready. Raises Failure where it ends instead."""
        try:
            child = await Child.start(place)
        except OSError as error:  # there are too many, or Python has gone
            raise Failure(f"A process ({place.task}) could not be started: {error}.") from error
        self._children.add(child)
        if not await child.is_ready():
            await self._dismiss(child)
            raise Failure(f"A process ({place.task}) could not be started; it has said why.")
        return child

    async def _dismiss(self, child: Child) -> None:
        """Have a child finish, if it has not ended yet."""
        await child.finish()
        self._children.discard(child)
