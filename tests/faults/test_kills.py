"""Server and worker killed at any moment (SIGKILL): what was acknowledged is there, once, and is mailed."""

import asyncio
import os
import signal
from itertools import count
from pathlib import Path
from random import Random

from tests.faults.load import SETTINGS, Load, Site, made_ready, members_of
from tests.faults.memory import MIB, most_resident
from tests.faults.service import RETURNS_WITHIN, Service, service
from tests.integration.postgres_processes import kill, processes
from tests.integration.serving.processes import Process, serving
from wexstream.adapters.system.embedded_postgres import embedded_postgres

LASTS = 120 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 8  # seconds of writing and killing
KILLS_LEAST = 4
WRITES_BETWEEN = 30  # at most
PAUSE = 0.02  # seconds at most between a write and the kill, which is less than a write takes
MEMORY = 250 * MIB  # a server takes 110, a worker 90


async def moment(site: Site, moments: Random) -> None:
    """Wait for some writes, and then a little, not to kill always at the end of one."""
    await site.more(moments.randint(1, WRITES_BETWEEN))
    await asyncio.sleep(moments.random() * PAUSE)


def kill_server(server: Process, _data: Path) -> None:
    """Kill the server alone; its database is stopped in order by its keeper."""
    server.tell(signal.SIGKILL)


def kill_everything(server: Process, data: Path) -> None:
    """Kill the server and all of its database, as a power failure would."""
    victims = processes(data)
    server.tell(signal.SIGKILL)
    kill(*victims)


async def kill_again_and_again(site: Site, data: Path, moments: Random) -> None:
    """Kill the server alone and with its database in turn, each at least once."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LASTS
    for kills in count():
        if kills >= KILLS_LEAST and loop.time() >= ends:
            return
        async with serving(data, **SETTINGS) as server:
            site.url = server.url
            site.serves.set()
            await moment(site, moments)
            site.serves.clear()
            (kill_everything if kills % 2 else kill_server)(server, data)
            await server.ended()


async def test_what_was_acknowledged_is_there_once_and_its_mails_go_out(
    data_folder: Path, moments: Random
) -> None:
    async with made_ready() as load:
        site = load.site
        async with serving(data_folder, **SETTINGS) as server:
            site.url = server.url
            await load.join()
            await server.stop()
        async with load.writing():
            await kill_again_and_again(site, data_folder, moments)
        async with serving(data_folder, **SETTINGS) as server:
            site.url = server.url
            await load.check(data_folder)
            complained = await server.stop()
    assert "Traceback" not in complained


async def kill_either(load: Load, there: Service, moments: Random) -> None:
    """Kill the worker and the server in turn, each at least twice; a service manager starts another one."""
    loop, site = asyncio.get_running_loop(), load.site
    ends = loop.time() + LASTS
    for kills in count():
        if kills >= KILLS_LEAST and loop.time() >= ends:
            return
        await moment(site, moments)
        victim = there.server if kills % 2 else there.worker
        assert victim is not None
        assert most_resident(victim.process.pid) < MEMORY
        victim.tell(signal.SIGKILL)
        await victim.process.wait()
        if victim is there.worker:
            await there.start_worker()
            continue
        await there.start_server()
        site.url = there.server.url
        async with asyncio.timeout(RETURNS_WITHIN):
            await site.more(1)


async def test_so_it_is_where_server_and_worker_are_killed_each_by_itself(
    data_folder: Path, moments: Random
) -> None:
    async with (
        embedded_postgres(data_folder) as dsn,
        service(data_folder, worker=True, WS_DATABASE_URL=dsn) as there,
        members_of(there.server.url) as load,
    ):
        async with load.writing():
            await kill_either(load, there, moments)
        await load.check(data_folder)
        await there.stop()
    assert not there.complaints()
