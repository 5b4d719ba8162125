"""Conferences that are made for measuring, and forgotten again."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import asyncpg

from benchmarks.asking import ask
from benchmarks.network import Member
from benchmarks.servers import Server

_CREATE = """
    INSERT INTO conferences (id, speaker_id, title, visibility, room, state, created_at, announced)
    SELECT gen_random_uuid(), $1, 'Reading circle', $3, gen_random_uuid()::text, 'created', now(),
        'created'
    FROM generate_series(1, $2::int) RETURNING id
"""
_VACUUM = "VACUUM conferences, timeline, notifications, relations, accounts, presences, pgqueuer"


async def create(
    connection: asyncpg.Connection, speaker: Member, number: int, *, visibility: str = "private"
) -> Sequence[UUID]:
    """Create conferences."""
    return [row["id"] for row in await connection.fetch(_CREATE, speaker.id, number, visibility)]


async def start(server: Server, speaker: Member, name: UUID) -> float:
    """Go live; after how many seconds it was answered."""
    request = speaker.asks(f"/api/conferences/{name}/start", method="POST")
    _, took = await asyncio.to_thread(ask, server.port, request)
    return took


async def forget(connection: asyncpg.Connection, names: Sequence[UUID]) -> None:
    """Have everything as it was before, what starting them has queued included."""
    await connection.execute("DELETE FROM pgqueuer WHERE status = 'queued'")
    await connection.execute("DELETE FROM conferences WHERE id = ANY($1::uuid[])", names)
    await connection.execute(_VACUUM)
