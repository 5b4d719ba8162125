"""`make bench`: fills a database, starts the servers, drives them in turn, and says what it took.

Nothing here is a test: times depend on the machine, so that they are looked at, not asserted.
"""

import asyncio
import tempfile
from argparse import ArgumentParser
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from rich.progress import Progress, TaskID

from benchmarks import node
from benchmarks.agreement import require_agreement
from benchmarks.database import Size, filled_database
from benchmarks.joining import measure_joining
from benchmarks.meters import resident_memory
from benchmarks.network import READS, Network
from benchmarks.presence import measure_presence
from benchmarks.pushing import measure_pushing
from benchmarks.report import Report
from benchmarks.rounds import Measured, Way, measure
from benchmarks.servers import Server, Servers
from benchmarks.starts import measure_beginnings, memory_of_bare
from benchmarks.streams import measure_streams
from benchmarks.writes import MANY, measure_starts, measure_telling

_DEEP = ("timeline", "notifications", "connections")
_PARTS = len(READS) + len(_DEEP) + 1 + len(MANY) + 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A filled database, and how it is measured."""

    network: Network
    servers: Servers
    connection: asyncpg.Connection
    rounds: int
    progress: Progress
    task: TaskID

    async def run(self) -> Report:
        """Measure everything."""
        report = Report()
        async with self.servers.wexstream() as server:
            async with AsyncExitStack() as beside:
                rivals = {
                    "floor": await beside.enter_async_context(self.servers.floor()),
                    "peer": await beside.enter_async_context(self.servers.peer()),
                }
                report.add_reads([await self._read(read, {"wexstream": server, **rivals}) for read in READS])
            report.add_deep([await self._deep(read, server) for read in _DEEP])
            memory = resident_memory(server.pid)
            self._next("starting conferences")
            starts = await measure_starts(server, self.network, self.connection, rounds=self.rounds)
            async with self.servers.worker():
                tellings = []
                for reached in MANY:
                    self._next(f"telling {reached:,}")
                    told = await measure_telling(
                        server, self.network, self.connection, reached=reached, rounds=self.rounds
                    )
                    tellings.append(told)
            report.add_writes(starts, tellings)
        self._next("joining")
        report.add_joining(
            await measure_joining(self.servers, self.network, self.connection, rounds=self.rounds)
        )
        self._next("a full room")
        report.add_presence(
            await measure_presence(self.servers, self.network, self.connection, rounds=self.rounds)
        )
        self._next("telling of writes")
        report.add_pushing(
            await measure_pushing(self.servers, self.network, self.connection, rounds=self.rounds)
        )
        self._next("a thousand who listen")
        report.add_streams(await measure_streams(self.servers, self.network, rounds=self.rounds))
        self._next("starting the server")
        beginnings = await measure_beginnings(self.servers, rounds=self.rounds)
        report.add_size(beginnings, memory, await memory_of_bare(self.servers))
        return report

    async def _read(self, read: str, servers: dict[str, Server]) -> Measured:
        self._next(read)
        requests = await self.network.requests(read)
        await asyncio.to_thread(require_agreement, servers, requests)
        ways = {name: Way(server=server, requests=requests) for name, server in servers.items()}
        return await measure(read, ways, self.connection, rounds=self.rounds)

    async def _deep(self, read: str, server: Server) -> Measured:
        self._next(f"{read}, deep")
        number, deep = await self.network.deep_page(read)
        first = await self.network.first_page(read)
        ways = {
            "page 1": Way(server=server, requests=first),
            f"page {number:,}": Way(server=server, requests=deep),
        }
        return await measure(read, ways, self.connection, rounds=self.rounds)

    def _next(self, what: str) -> None:
        self.progress.update(self.task, description=f"measuring: {what}", advance=1, refresh=True)


async def bench(size: Size, rounds: int) -> Report:
    """Measure it all on a database of a size, made for it."""
    node.install()
    with tempfile.TemporaryDirectory(prefix="wexstream-bench-") as folder:
        async with filled_database(Path(folder), size) as address:
            connection = await asyncpg.connect(address)
            with Progress(auto_refresh=False) as progress:  # drawing takes time of what is measured here
                run = Bench(
                    network=await Network.of(connection, size),
                    servers=Servers(address=address, folder=Path(folder)),
                    connection=connection,
                    rounds=rounds,
                    progress=progress,
                    task=progress.add_task("measuring", total=_PARTS, completed=-1),
                )
                report = await run.run()
            await connection.close()
            return report


def main() -> None:
    """Measure, and print."""
    parser = ArgumentParser(prog="make bench", description="Measure Wexstream's speed and size.")
    parser.add_argument("--people", type=int, default=100_000, help="in the database; ten timeline rows each")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    asyncio.run(bench(Size(people=options.people), options.rounds)).show()


if __name__ == "__main__":
    main()
