"""The parent: it has children at their posts, replaces those that die, and all of them when it is told to."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.database import bring_up_to_date, database
from wexstream.entrypoints.processes.child import Child, Place, Task
from wexstream.entrypoints.serve import announce
from wexstream.entrypoints.server.sockets import listen, listen_for_metrics
from wexstream.entrypoints.settings import Settings

_PAUSE = 0.5  # seconds until a child that died is replaced, and twice as long each time that fails
_LONGEST_PAUSE = 30.0
_READY_WITHIN = 60.0  # seconds, after which it is said, each time, that a child is not

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
    """A place, the child at it, which may have died, and those who watch over such children."""

    place: Place
    child: Child
    watches: asyncio.TaskGroup


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
            ready()
            async with asyncio.TaskGroup() as watches:
                pairs = zip(self._places, first, strict=True)
                posts = [Post(place=place, child=child, watches=watches) for place, child in pairs]
                for post in posts:
                    self._put(post, post.child)
                await self._renew_when_told(posts)
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

    def _put(self, post: Post, child: Child) -> None:
        """Have a child at a post, until it dies or another one takes over."""
        post.child = child
        post.watches.create_task(self._watch(post, child))

    async def _watch(self, post: Post, child: Child) -> None:
        """Have another child at a post should this one die there, even while one is to take over anyway.

        That one may be long in coming, or hang.
        """
        status = await child.end()
        if post.child is not child:
            return
        _log.error("a process has ended (%s, status %d), another one replaces it", post.place.task, status)
        await self._dismiss(child)
        pause = _PAUSE
        while post.child is child:
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            try:
                await self._fill(post, child)
            except Failure as failure:
                _log.error("%s", failure)

    async def _fill(self, post: Post, gone: Child) -> None:
        """Have another child in the place of one that died, unless one has come meanwhile. Raises Failure."""
        child = await self._hire(post.place)
        if post.child is gone:
            self._put(post, child)
        else:
            await self._dismiss(child)

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
        child = await self._hire(post.place)
        before = post.child
        self._put(post, child)
        await self._dismiss(before)

    async def _hire(self, place: Place) -> Child:
        """Start a child, and wait until it is ready. Raises Failure where it ends instead."""
        try:
            child = await Child.start(place)
        except OSError as error:  # there are too many, or Python has gone
            raise Failure(f"A process ({place.task}) could not be started: {error}.") from error
        self._children.add(child)
        complaining = asyncio.create_task(_complain(child, place))
        try:
            ready = await child.is_ready()
        finally:
            complaining.cancel()
        if not ready:
            await self._dismiss(child)
            raise Failure(f"A process ({place.task}) could not be started; it has said why.")
        return child

    async def _dismiss(self, child: Child) -> None:
        """Have a child finish, if it has not ended yet."""
        await child.finish()
        self._children.discard(child)


async def _complain(child: Child, place: Place) -> None:
    """Say again and again that a child is not ready: it is waited for, as migrations are not broken off."""
    waited = 0.0
    while True:
        await asyncio.sleep(_READY_WITHIN)
        waited += _READY_WITHIN
        _log.warning(
            "process %d (%s) is not ready after %d seconds: it applies migrations; or it hangs, then kill it",
            child.pid,
            place.task,
            waited,
        )
