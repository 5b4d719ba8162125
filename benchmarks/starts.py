"""How long it takes to start, and how much memory is taken after the run."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.load import Asked, drive
from benchmarks.meters import resident_memory
from benchmarks.servers import Servers

_REQUESTS = 4_000  # of the bare application, until its memory is read


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginnings:
    """Seconds from the start to the first answer, round by round."""

    wexstream: Sequence[float]
    bare: Sequence[float]

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(own / bare for own, bare in zip(self.wexstream, self.bare, strict=True))


async def measure_beginnings(servers: Servers, *, rounds: int) -> Beginnings:
    """Start each in turn, and stop it once it has answered."""
    own: list[float] = []
    bare: list[float] = []
    for _ in range(rounds):
        async with servers.wexstream() as server:
            own.append(server.started_in)
        async with servers.bare() as server:
            bare.append(server.started_in)
    return Beginnings(wexstream=own, bare=bare)


async def memory_of_bare(servers: Servers) -> int:
    """Read what the bare application takes after some thousand requests, in bytes."""
    async with servers.bare() as server:
        await drive(server.port, [Asked(path="/api/counters", headers={})], amount=_REQUESTS, connections=8)
        return resident_memory(server.pid)
