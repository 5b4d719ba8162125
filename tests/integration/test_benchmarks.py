"""What the benchmarks compare does the same work, on the database as it is migrated today."""

from pathlib import Path

import asyncpg

from benchmarks import node
from benchmarks.agreement import require_agreement
from benchmarks.database import Size, filled_database
from benchmarks.network import READS, Network
from benchmarks.servers import Servers


async def test_floor_and_peer_answer_as_wexstream_does(tmp_path: Path) -> None:
    node.install()
    size = Size(people=2_000)
    async with filled_database(tmp_path, size) as address:
        connection = await asyncpg.connect(address)
        network = await Network.of(connection, size)
        servers = Servers(address=address, folder=tmp_path)
        async with servers.wexstream() as wexstream, servers.floor() as floor, servers.peer() as peer:
            rivals = {"wexstream": wexstream, "floor": floor, "peer": peer}
            for read in READS:
                require_agreement(rivals, await network.requests(read))
        await connection.close()
