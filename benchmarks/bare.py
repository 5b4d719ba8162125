"""A bare Litestar application with a pool: what starting and resident memory are held against.

Run by ``python -m benchmarks.bare``; it is given PORT and DSN.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
from litestar import Litestar, get
from litestar.datastructures import State

from benchmarks.serving import serve


@get("/healthz")
async def health() -> dict[str, str]:
    """Tell that it answers."""
    return {"status": "ok"}


@get("/api/counters")
async def one(state: State) -> dict[str, int]:
    """Ask the database for something."""
    return {"one": await state["pool"].fetchval("SELECT 1")}


@asynccontextmanager
async def _with_pool(app: Litestar) -> AsyncGenerator[None]:
    async with asyncpg.create_pool(os.environ["DSN"], min_size=1, max_size=10) as pool:
        app.state["pool"] = pool
        yield


if __name__ == "__main__":
    serve(Litestar([health, one], lifespan=[_with_pool]))
