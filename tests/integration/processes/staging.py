"""People at processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx

from tests.integration.rooms.people import Stage
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.adapters.security.tokens import JwtSessionTokens
from wexstream.adapters.system.clock import SystemClock

SECRET = "a secret that several processes share"


@asynccontextmanager
async def staged(pool: asyncpg.Pool, *, near: str, far: str) -> AsyncIterator[Stage]:
    async with httpx.AsyncClient(timeout=30) as client:
        stage = Stage(
            near=near,
            far=far,
            unit=PostgresUnitOfWork(pool, MemoryPush()),
            tokens=JwtSessionTokens(SECRET.encode()),
            clock=SystemClock(),
            client=client,
        )
        yield stage
        await stage.close()
