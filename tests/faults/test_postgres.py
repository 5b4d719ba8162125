"""PostgreSQL stopped, restarted and killed under load: nothing is lost or done twice, and all goes on."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from tests.faults.load import members_of
from tests.faults.memory import MIB, most_resident
from tests.faults.service import RETURNS_WITHIN, Service, service
from tests.integration.postgres_processes import keeper, kill, postmaster, processes, wait_for_end
from wexstream.adapters.system.embedded_postgres import embedded_postgres

Fault = Callable[[Path], Awaitable[None]]

AWAY = 2.0  # seconds
WRITES_BETWEEN = 30  # at most
MEMORY = 250 * MIB  # a server takes 110, a worker 90
REFUSED = "the database cannot be used just now: "
LOST = "lost the database, trying again: "


async def stop(data: Path) -> None:
    """Have PostgreSQL end its connections and stop, and nobody start it for a while."""
    pids = keeper(data), postmaster(data)
    os.kill(pids[0], signal.SIGSTOP)
    os.kill(pids[1], signal.SIGINT)
    await asyncio.sleep(AWAY)
    os.kill(pids[0], signal.SIGCONT)
    wait_for_end([pids[1]])


async def restart(data: Path) -> None:
    """Have it end its connections and stop; its keeper starts it again."""
    os.kill(postmaster(data), signal.SIGINT)


async def die(data: Path) -> None:
    """Kill all of its processes; so it begins with what was to be recovered."""
    kill(*(pid for pid, command in processes(data).items() if command.startswith("postgres:")))
    kill(postmaster(data))


@pytest.mark.parametrize("fault", [stop, restart, die], ids=lambda fault: fault.__name__)
async def test_all_goes_on_by_itself_and_an_outage_is_a_line_and_another_one_when_it_is_over(
    data_folder: Path, moments: Random, fault: Fault
) -> None:
    async with (
        embedded_postgres(data_folder) as dsn,
        service(data_folder, worker=True, WS_DATABASE_URL=dsn) as there,
        members_of(there.server.url) as load,
    ):
        async with load.writing():
            await load.site.more(moments.randint(1, WRITES_BETWEEN))
            await fault(data_folder)
            async with asyncio.timeout(RETURNS_WITHIN):
                await load.site.more(1)
                await there.heard.until("has the database again")
            await load.site.more(WRITES_BETWEEN)
        await load.check(data_folder)
        for process in there.running:
            assert most_resident(process.process.pid) < MEMORY
        await there.stop()
    check_log(there)


def check_log(there: Service) -> None:
    assert not there.tracebacks()
    refused, lost = there.heard.events(REFUSED), there.heard.events(LOST)
    assert 1 <= len(refused) <= 4  # each process has one, two where what it met was over too soon
    assert len(lost) == 1
    assert len(there.heard.events("the database can be used again")) == len(refused)
    others = [line for line in there.complaints() if not line.startswith((REFUSED, LOST, "job ", "cannot "))]
    assert not others
