"""Starting a conference: how soon it is answered, and how soon everybody is told."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final
from uuid import UUID

import asyncpg

from benchmarks.broadcasts import create, forget, start
from benchmarks.network import Member, Network
from benchmarks.servers import Server

_STARTS_A_ROUND = 20
_INTERVAL = 0.002  # seconds between two looks whether all stands
FEW: Final = 10
MANY: Final = (10_000, 100_000)

_TIMELINE = """
    INSERT INTO timeline (account_id, conference_id, broadcast_at, removed)
    SELECT CASE WHEN low_id = $2 THEN high_id ELSE low_id END, $1, now(), false FROM relations
    WHERE (low_id = $2 OR high_id = $2) AND state = 'connected'
"""
_NOTIFICATIONS = """
    INSERT INTO notifications (id, account_id, kind, actor_id, conference_id, message_id, read, created_at)
    SELECT uuidv7(), CASE WHEN low_id = $2 THEN high_id ELSE low_id END, 'conference-live', $2, $1, NULL,
        false, now() FROM relations
    WHERE (low_id = $2 OR high_id = $2) AND state = 'connected'
"""
_STANDS = "SELECT announced = 'live' FROM conferences WHERE id = $1"
_REACHED = """
    SELECT count(*) FROM timeline JOIN notifications USING (account_id, conference_id)
    WHERE conference_id = $1
"""


@dataclass(slots=True, kw_only=True)
class Starts:
    """Answer times of starting in seconds, round by round, for the speaker of few and of many."""

    few: list[float] = field(default_factory=list)
    many: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(many / few for few, many in zip(self.few, self.many, strict=True))


@dataclass(slots=True, kw_only=True)
class Telling:
    """Seconds until all ``reached`` were told, and those of the two bare inserts, round by round."""

    reached: int
    told: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the rounds' ratios."""
        return median(told / bare for told, bare in zip(self.told, self.bare, strict=True))


async def measure_starts(
    server: Server, network: Network, connection: asyncpg.Connection, *, rounds: int
) -> Starts:
    """Start conferences of the two in turn, while no worker runs; what they queue is dropped."""
    starts = Starts()
    few, many = network.speakers[FEW], network.speakers[MANY[-1]]
    await _start_some(server, few, many, connection)  # which lets plans be settled
    for _ in range(rounds):
        times = await _start_some(server, few, many, connection)
        starts.few.append(median(time for time, _ in times))
        starts.many.append(median(time for _, time in times))
    return starts


async def _start_some(
    server: Server, few: Member, many: Member, connection: asyncpg.Connection
) -> Sequence[tuple[float, float]]:
    own = await create(connection, few, _STARTS_A_ROUND)
    others = await create(connection, many, _STARTS_A_ROUND)
    times = [
        (await start(server, few, one), await start(server, many, other))
        for one, other in zip(own, others, strict=True)
    ]
    await forget(connection, [*own, *others])
    return times


async def measure_telling(
    server: Server, network: Network, connection: asyncpg.Connection, *, reached: int, rounds: int
) -> Telling:
    """Start a conference while the worker runs, until everybody is told; beside it, tell them by hand."""
    telling = Telling(reached=reached)
    member = network.speakers[reached]
    await _tell(server, member, connection)  # which lets the worker begin
    for _ in range(rounds):
        telling.told.append(await _tell(server, member, connection))
        telling.bare.append(await _tell_by_hand(member, connection))
    return telling


async def _tell(server: Server, member: Member, connection: asyncpg.Connection) -> float:
    names = await create(connection, member, 1)
    await start(server, member, names[0])
    began = time.perf_counter()
    while not await connection.fetchval(_STANDS, names[0]):  # noqa: ASYNC110 (another process does it)
        await asyncio.sleep(_INTERVAL)
    took = time.perf_counter() - began
    await _require_told(connection, names[0])
    await forget(connection, names)
    return took


async def _tell_by_hand(member: Member, connection: asyncpg.Connection) -> float:
    names = await create(connection, member, 1)
    began = time.perf_counter()
    async with connection.transaction():
        await connection.execute(_TIMELINE, names[0], member.id)
        await connection.execute(_NOTIFICATIONS, names[0], member.id)
    took = time.perf_counter() - began
    await _require_told(connection, names[0])
    await forget(connection, names)
    return took


async def _require_told(connection: asyncpg.Connection, name: UUID) -> None:
    if not await connection.fetchval(_REACHED, name):
        raise RuntimeError("Nobody was told.")
