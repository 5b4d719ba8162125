"""The server as a process: from its start to having stopped everything that it started."""

import asyncio
import gc
import resource
import socket
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

from wexstream.entrypoints.http.app import create_app
from wexstream.entrypoints.http.page import Page, built_page
from wexstream.entrypoints.http.site import Site
from wexstream.entrypoints.infrastructure.running import Running
from wexstream.entrypoints.infrastructure.trials import jitsi_script
from wexstream.entrypoints.readiness import Readiness
from wexstream.entrypoints.server.server import Server
from wexstream.entrypoints.settings import Settings
from wexstream.entrypoints.settings.parts import Jitsi
from wexstream.entrypoints.watched import watched
from wexstream.entrypoints.worker import work_until_cancelled

_FILES_AT_ONCE = 65_536  # each connection is one; systems allow 1,024 at first
# Objects made since, and collections until an older generation is looked through. With a thousand connections
# that halts all for a twentieth of a second: by Python's own thresholds, once in twenty things they are told.
_COLLECTED_AFTER = (10_000, 10, 20)


async def serve(
    settings: Settings,
    sockets: Sequence[socket.socket],
    metrics: Sequence[socket.socket],
    *,
    ready: Callable[[], None],
    jobs: bool,
) -> None:
    """Serve on sockets, and metrics on others, until it is cancelled; with ``jobs``, do them too.

    ``ready`` is called once requests are answered. Raises Failure.
    """
    _allow_many_connections()
    async with watched(settings, metrics, serves=True) as platform:
        readiness = Readiness(platform.schema, settings.pictures, cut_off=platform.cut_off)
        feed = platform.container.feed()

        def stopping() -> None:
            readiness.stop()
            feed.stop()

        server = Server(
            create_app(platform.container, _site(settings, platform, readiness)),
            settings.http,
            ready=ready,
            stopping=stopping,
        )
        gc.freeze()  # what is there by now stays: looking through it for garbage finds none
        gc.set_threshold(*_COLLECTED_AFTER)
        if not jobs:
            await _serve(server, sockets)
            return
        async with _worker(platform) as working:
            await _serve(server, sockets, working)


async def _serve(server: Server, sockets: Sequence[socket.socket], *beside: asyncio.Task[None]) -> None:
    """Serve until it is cancelled, or what runs beside it ends."""
    serving = asyncio.create_task(server.serve(list(sockets)))
    try:
        await asyncio.wait([serving, *beside], return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def _worker(platform: Running) -> AsyncGenerator[asyncio.Task[None]]:
    working = asyncio.create_task(work_until_cancelled(platform.worker()))
    try:
        yield working
    finally:
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


def _site(settings: Settings, platform: Running, readiness: Readiness) -> Site:
    return Site(
        secure=settings.http.secure,
        readiness=readiness,
        page_size=settings.http.page_size,
        mailbox=platform.container.mailbox() if settings.http.local else None,
        page=_page(settings.jitsi),
        watch=platform.watch,
        spools=settings.pictures,  # there is room, and it may be written to
    )


def _page(jitsi: Jitsi | None) -> Page | None:
    """Find the built page, and what of the configured Jitsi it may load."""
    folder = built_page()
    if folder is None:
        return None
    if jitsi is None:
        return Page(folder=folder)
    script = urlsplit(jitsi_script(jitsi))
    return Page(folder=folder, script=f"{script.scheme}://{script.netloc}", frame=f"https://{jitsi.host}")


def announce(settings: Settings) -> None:
    """Tell whoever started it that it serves."""
    sys.stdout.write("\n".join([*announcement(settings), ""]))
    sys.stdout.flush()


def announcement(settings: Settings) -> list[str]:
    """Tell where it is, where mails go, and where data lies."""
    url, smtp = settings.http.public_url, settings.mail.smtp
    mails = f"are sent by {smtp.host}" if smtp else f"are kept at {url}/dev/mailbox"
    if smtp is None and not settings.http.local:
        mails = f"are not sent, as WS_SMTP_HOST is not set, but kept in {settings.mail.mailbox}"
    lines = [f"Wexstream is at {url}", f"Mails {mails}", f"Data lies in {settings.data}"]
    if settings.database is not None:
        lines.append("Run `wexstream worker` beside it: that sends mails and tells people what happens")
    return lines


def _allow_many_connections() -> None:
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES_AT_ONCE if most == resource.RLIM_INFINITY else min(_FILES_AT_ONCE, most)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
