"""The clock steps back by an hour under load, for server, worker and PostgreSQL alike (libfaketime)."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from random import Random

import asyncpg
import httpx
import pytest

from tests.faults.load import PASSWORD, Load, Writer, members_of
from tests.faults.service import RETURNS_WITHIN, service
from tests.integration.serving.processes import mails
from tests.support.pages import present
from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.domain.model.bundle import PAUSE

WRITES_BETWEEN = 30  # at most
NOTICED_WITHIN = (
    10  # seconds: the library looks at its file once a second, the worker at the clock every five
)
GRACE = 15  # seconds
STEP = 3600  # seconds


# Python sleeps by a call that libfaketime 0.9.10 refuses where it leaves the monotonic clock alone.
_SLEEP = """
import select, time

time.sleep = lambda seconds: select.select([], [], [], seconds)
"""


class Clock:
    """The clock of processes that are started with its settings."""

    def __init__(self, folder: Path) -> None:
        libraries = [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
        assert libraries, "libfaketime is not installed: sh tools/clock.sh"
        self._file = folder / "clock"
        self.step(0)
        patches = folder / "patches"
        patches.mkdir()
        (patches / "sitecustomize.py").write_text(_SLEEP, encoding="ascii")
        self.settings = {
            "LD_PRELOAD": str(libraries[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": str(patches),
        }

    def step(self, seconds: int) -> None:
        """Have it step by so many seconds from what it really is."""
        self._file.write_text(f"{seconds:+d}\n", encoding="ascii")


async def until(holds: Callable[[], Awaitable[bool]], *, within: float) -> None:
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - it is asked for over HTTP
            await asyncio.sleep(0.1)


async def signs_in(writer: Writer) -> int:
    body = {"email": f"{writer.name}@example.org", "password": PASSWORD, "token": True}
    return (await writer.call("POST", "/api/sessions", json=body)).status_code


async def all_applicants_have_mail(load: Load) -> bool:
    shown = await mails(load.friend.client, load.site.url, least=len(load.site.applicants))
    return {mail["to"] for mail in shown}.issuperset(load.site.applicants)


async def longest_wait(data: Path) -> timedelta:
    """How long the job waits that waits the longest, by PostgreSQL's clock."""
    connection = await asyncpg.connect(Folder.within(data).dsn)
    try:
        found: timedelta | None = await connection.fetchval("SELECT max(execute_after - now()) FROM pgqueuer")
    finally:
        await connection.close()
    return found or timedelta(0)


async def goes_live(writer: Writer) -> str:
    draft = {"title": "On clocks", "visibility": "private"}
    made = (await writer.call("POST", "/api/conferences", json=draft)).json()
    assert (await writer.call("POST", f"/api/conferences/{made['id']}/start")).is_success
    assert (await writer.call("POST", f"/api/conferences/{made['id']}/join", json={})).is_success
    return str(made["id"])


async def is_over(writer: Writer, conference: str) -> bool:
    found: httpx.Response = await writer.call("GET", f"/api/conferences/{conference}")
    return bool(found.json()["state"] == "finished")


async def test_all_goes_on_nobody_waits_for_the_time_to_come_again_and_it_is_a_line_in_the_log(
    data_folder: Path, moments: Random
) -> None:
    clock = Clock(data_folder)
    async with (
        service(data_folder, worker=False, WS_PRESENCE_GRACE=str(GRACE), **clock.settings) as there,
        members_of(there.server.url) as load,
    ):
        async with load.writing():
            await load.site.more(moments.randint(1, WRITES_BETWEEN))
            assert await signs_in(load.friend) == 201
            clock.step(-STEP)
            async with asyncio.timeout(RETURNS_WITHIN):
                await there.heard.until("the clock of the database has stepped back by ")
            await load.site.more(WRITES_BETWEEN)
        await until(lambda: all_applicants_have_mail(load), within=NOTICED_WITHIN)
        assert await signs_in(load.friend) == 201
        assert await longest_wait(data_folder) <= PAUSE
        conference = await goes_live(load.friend)
        await until(lambda: is_over(load.friend, conference), within=4 * GRACE)
        await load.check(data_folder)
        await there.stop()
    [line] = there.complaints()
    told = re.match(r"the clock of the database has stepped back by (\d+) seconds", line)
    assert int(present(told)[1]) == pytest.approx(STEP, abs=5)  # asking what it says takes some time too
