"""Valkey killed, and hanging, under load: nobody waits for it, nothing is lost, all are told afterwards."""

import asyncio
import signal
from pathlib import Path
from random import Random

from tests.faults.load import members_of
from tests.faults.memory import MIB, most_resident
from tests.faults.service import RETURNS_WITHIN, service
from tests.support.valkey import valkey

WRITES = 20
MEMORY = 250 * MIB
AWAY = "cannot "
BACK = "hears and tells other processes by Valkey again"
NOTICED_WITHIN = 45  # seconds: it is asked every 15 whether it still stands, and given five


async def test_all_goes_on_meanwhile_and_it_is_found_again_by_itself(
    data_folder: Path, moments: Random
) -> None:
    async with (
        valkey() as server,
        service(data_folder, worker=False, WS_VALKEY_URL=server.url) as there,
        members_of(there.server.url) as load,
    ):
        async with load.writing():
            await load.site.more(moments.randint(1, WRITES))
            await server.kill()
            async with asyncio.timeout(RETURNS_WITHIN):
                await load.site.more(WRITES)
                await there.heard.until(AWAY)
                assert (await load.friend.call("GET", "/readyz")).json()["ok"]
                await server.start()
                await there.heard.until(BACK)
            await load.site.more(moments.randint(1, WRITES))
            server.tell(signal.SIGSTOP)
            async with asyncio.timeout(RETURNS_WITHIN):
                await load.site.more(WRITES)
            await there.heard.until(AWAY, 2, within=NOTICED_WITHIN)
            server.tell(signal.SIGCONT)
            async with asyncio.timeout(RETURNS_WITHIN):
                await there.heard.until(BACK, 2)
        await load.check(data_folder)
        assert most_resident(there.server.process.pid) < MEMORY
        await there.stop()
    assert len(there.heard.events(BACK)) == 2
    assert len(there.complaints()) == 2
    assert all(
        line.startswith(AWAY) and "by Valkey just now, trying again" in line for line in there.complaints()
    )
