"""Connections cut in mid-answer: nothing acknowledged is lost, and what is asked again is done once."""

import asyncio
from functools import partial
from pathlib import Path
from random import Random

from tests.faults.cutting import cutting, to_port, to_socket
from tests.faults.load import members_of
from tests.faults.memory import MIB, most_resident
from tests.faults.service import RETURNS_WITHIN, service
from wexstream.adapters.system.embedded_postgres import embedded_postgres
from wexstream.adapters.system.postgres_keeper.folder import Folder

CUTS = 30
OF_POSTGRES = 40_000  # bytes of answers, at most, until a connection is cut
OF_THE_SERVER = 5_000
WRITES = 20
MEMORY = 250 * MIB
REFUSED = "the database cannot be used just now: "
EXPECTED = (REFUSED, "lost the database, trying again: ", "job ", "cannot ", "sweep failed")


async def test_those_to_postgresql(data_folder: Path, moments: Random) -> None:
    folder = Folder.within(data_folder)
    async with (
        embedded_postgres(data_folder),
        cutting(partial(to_socket, folder.socket), moments, most=OF_POSTGRES) as proxy,
        service(
            data_folder,
            worker=True,
            WS_DATABASE_URL=f"postgresql://wexstream@127.0.0.1:{proxy.port}/wexstream",
        ) as there,
        members_of(there.server.url) as load,
    ):
        async with load.writing():
            async with asyncio.timeout(60):
                await proxy.until_cut(CUTS)
            async with asyncio.timeout(RETURNS_WITHIN):
                await load.site.more(WRITES)
        await load.check(data_folder)
        for process in there.running:
            assert most_resident(process.process.pid) < MEMORY
        await there.stop()
    assert not there.tracebacks()
    assert 1 <= len(there.heard.events(REFUSED)) <= CUTS
    assert not [line for line in there.complaints() if not line.startswith(EXPECTED)]


async def test_those_of_people_to_the_server(data_folder: Path, moments: Random) -> None:
    async with service(data_folder, worker=False) as there:
        async with (
            cutting(partial(to_port, there.server.port), moments, most=OF_THE_SERVER) as proxy,
            members_of(f"http://127.0.0.1:{proxy.port}") as load,
        ):
            async with load.writing():
                async with asyncio.timeout(60):
                    await proxy.until_cut(CUTS)
                async with asyncio.timeout(RETURNS_WITHIN):
                    await load.site.more(WRITES)
            load.site.url = there.server.url
            await load.check(data_folder)
        assert most_resident(there.server.process.pid) < MEMORY
        await there.stop()
    assert not there.complaints()
