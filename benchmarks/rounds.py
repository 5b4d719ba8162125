"""Rounds: the same requests to each server in turn, what each round costs, and medians over all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import asyncpg

from benchmarks.load import Asked, drive
from benchmarks.meters import Reading
from benchmarks.servers import Server

CONNECTIONS: Final = 8
_WARMING = 96  # requests, which each connection to the database sees some of
_LASTS = 1.5  # seconds, about, each round of one server
_LEAST = 24  # requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One server's round: CPU in microseconds a request, times in milliseconds."""

    rate: float
    p50: float
    p99: float
    cpu: float
    database: float
    statements: float

    @property
    def whole(self) -> float:
        """CPU of the server and of PostgreSQL's share."""
        return self.cpu + self.database


@dataclass(slots=True, kw_only=True)
class Measured:
    """What several ways to be asked took, round by round; a way is a server, or a page."""

    what: str
    rounds: dict[str, list[Round]] = field(default_factory=dict)

    def median(self, way: str, measure: str) -> float:
        """The median of a measure over the rounds."""
        return median(_of(done, measure) for done in self.rounds[way])

    def ratio(self, way: str, other: str, measure: str) -> float:
        """The median over the rounds of one way's measure to another's in the same round."""
        pairs = zip(self.rounds[way], self.rounds[other], strict=True)
        return median(_of(one, measure) / _of(two, measure) for one, two in pairs)


def _of(done: Round, measure: str) -> float:
    value: float = getattr(done, measure)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A server, and what it is asked."""

    server: Server
    requests: Sequence[Asked]


async def measure(
    what: str, ways: Mapping[str, Way], connection: asyncpg.Connection, *, rounds: int
) -> Measured:
    """Drive each way in each round, in an order that turns."""
    amounts = {name: await _warm(way) for name, way in ways.items()}
    amount = min(amounts.values())
    measured = Measured(what=what, rounds={name: [] for name in ways})
    order = list(ways)
    for _ in range(rounds):
        for name in order:
            measured.rounds[name].append(await _round(ways[name], connection, amount))
        order.append(order.pop(0))
    return measured


async def _warm(way: Way) -> int:
    """Let statements be prepared and plans be settled; how many requests a round takes."""
    port = way.server.port
    answers = await drive(port, way.requests, amount=_WARMING, connections=CONNECTIONS)
    answers = await drive(port, way.requests, amount=_WARMING, connections=CONNECTIONS)
    amount = max(_LEAST, int(answers.rate * _LASTS))
    return amount - amount % CONNECTIONS


async def _round(way: Way, connection: asyncpg.Connection, amount: int) -> Round:
    before = await Reading.take(way.server.pid, connection)
    answers = await drive(way.server.port, way.requests, amount=amount, connections=CONNECTIONS)
    after = await Reading.take(way.server.pid, connection)
    return Round(
        rate=answers.rate,
        p50=answers.p50,
        p99=answers.p99,
        cpu=(after.server - before.server) / amount / 1000,
        database=after.database_since(before) / amount / 1000,
        statements=(after.statements - before.statements) / amount,
    )
