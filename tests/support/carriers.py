"""What carries hints between processes, and how a test troubles it."""

import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import asyncpg

from tests.support.outage import Gate, gate_to, gated
from tests.support.valkey import Valkey
from wexstream.adapters.hints.line import Line
from wexstream.adapters.postgres.push import HEARING, TELLING, PostgresLine
from wexstream.adapters.valkey.push import ValkeyLine

__all__ = ["Carrier", "end_connections", "postgres_carrier", "valkey_carrier"]


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """A line, the same through a gate, and how to end the connections that hear, or those that tell."""

    line: Line
    through_gate: Callable[[], AbstractAsyncContextManager[tuple[Line, Gate]]]
    end_hearing: Callable[[], Awaitable[int]]
    end_telling: Callable[[], Awaitable[int]]


async def end_connections(pool: asyncpg.Pool, name: str) -> int:
    """End the connections to a database that are known by a name; how many there were."""
    found = await pool.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = $1 AND datname = current_database()",
        name,
    )
    return len(found)


def postgres_carrier(dsn: str, pool: asyncpg.Pool) -> Carrier:
    @asynccontextmanager
    async def through_gate() -> AsyncGenerator[tuple[Line, Gate]]:
        async with gated(dsn) as (address, gate):
            yield PostgresLine(address), gate

    return Carrier(
        line=PostgresLine(dsn),
        through_gate=through_gate,
        end_hearing=lambda: end_connections(pool, HEARING),
        end_telling=lambda: end_connections(pool, TELLING),
    )


def valkey_carrier(server: Valkey) -> Carrier:
    channel = secrets.token_hex(4)

    @asynccontextmanager
    async def through_gate() -> AsyncGenerator[tuple[Line, Gate]]:
        async with gate_to(server.socket) as (entrance, gate):
            yield ValkeyLine(f"unix://{entrance}", channel), gate

    return Carrier(
        line=ValkeyLine(server.url, channel),
        through_gate=through_gate,
        end_hearing=lambda: server.end("pubsub"),
        end_telling=lambda: server.end("normal"),
    )
