"""Servers for rooms: in this process over memory with time in the test's hand, and two on one database."""

import asyncio
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import asyncpg
import httpx
import pytest
from dependency_injector import providers

from tests.http.world import CHEAP
from tests.integration.rooms.people import Stage
from tests.integration.server.conftest import LOCAL
from tests.integration.serving.processes import Process, serving
from tests.support.clock import ManualClock
from tests.support.databases import empty_database
from tests.support.outage import Gate, gated
from tests.support.postgres import postgres_pool
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.postgres.unit_of_work import PostgresUnitOfWork
from wexstream.adapters.security.passwords import Argon2Passwords
from wexstream.adapters.security.tokens import JwtSessionTokens
from wexstream.adapters.system.clock import SystemClock
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.container import Container, InMemory, in_memory
from wexstream.entrypoints.http.app import create_app
from wexstream.entrypoints.http.site import Site
from wexstream.entrypoints.readiness import Found
from wexstream.entrypoints.server.server import Server

SECRET = "one secret of two servers that share a database"


async def _ready() -> Found:
    return Found()


@asynccontextmanager
async def served(platform: Container, *, send_buffer: int | None = None) -> AsyncIterator[str]:
    """Serve a platform in this process, with so much room for what a client does not read; its address."""
    ready = asyncio.Event()
    app = create_app(platform, Site(secure=False, readiness=_ready))
    server = Server(cast("Any", app), LOCAL, ready=ready.set, stopping=platform.feed().stop)
    bound = socket.create_server(("127.0.0.1", 0))
    if send_buffer is not None:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    serving = asyncio.create_task(server.serve([bound]))
    await ready.wait()
    try:
        yield f"http://localhost:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def staged(platform: Container, url: str) -> AsyncIterator[Stage]:
    """Have one server play all parts."""
    async with httpx.AsyncClient() as client:
        stage = Stage(
            near=url,
            far=url,
            unit=platform.unit(),
            tokens=platform.session_tokens(),
            clock=platform.clock(),
            client=client,
        )
        yield stage
        await stage.close()


def make_platform() -> InMemory:
    made = in_memory(policy=Policy(), clock=ManualClock())
    made.hasher.override(providers.Singleton(Argon2Passwords, CHEAP))
    return made


@pytest.fixture(scope="session")
def platform() -> InMemory:
    return make_platform()


@pytest.fixture(scope="session")
async def memory_server(platform: InMemory) -> AsyncIterator[str]:
    async with served(platform) as url:
        yield url


@pytest.fixture
async def memory_stage(platform: InMemory, memory_server: str) -> AsyncIterator[Stage]:
    """A server in this process."""
    async with staged(platform, memory_server) as stage:
        yield stage


@dataclass(frozen=True, kw_only=True)
class Servers:
    """Two processes on one database."""

    one: Process
    other: Process
    pool: asyncpg.Pool
    address: str

    @asynccontextmanager
    async def staged(self, near: str, far: str) -> AsyncIterator[Stage]:
        async with httpx.AsyncClient() as client:
            stage = Stage(
                near=near,
                far=far,
                unit=PostgresUnitOfWork(self.pool, MemoryPush()),
                tokens=JwtSessionTokens(SECRET.encode()),
                clock=SystemClock(),
                client=client,
            )
            yield stage
            await stage.close()


@asynccontextmanager
async def two_servers(
    postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory, **more: str
) -> AsyncIterator[Servers]:
    """Two servers with a database of their own."""
    async with empty_database(postgres_dsn) as dsn, postgres_pool(dsn) as pool:
        folders = (tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other"))
        settings = {"WS_DATABASE_URL": dsn, "WS_JWT_SECRET": SECRET, **more}
        async with AsyncExitStack() as both:
            one, other = await asyncio.gather(
                *(both.enter_async_context(serving(folder, **settings)) for folder in folders)
            )
            yield Servers(one=one, other=other, pool=pool, address=dsn)


async def heard(server: Process) -> str:
    """All that a server complains of until its end: one that nobody hears stops at a full pipe."""
    assert server.process.stderr is not None
    return (await server.process.stderr.read()).decode()


@pytest.fixture(scope="session")
async def servers(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Servers]:
    async with two_servers(postgres_dsn, tmp_path_factory) as servers:
        hearing = [asyncio.create_task(heard(server)) for server in (servers.one, servers.other)]
        yield servers
        for server in (servers.one, servers.other):
            server.tell(signal.SIGTERM)
        for complained in await asyncio.gather(*hearing):
            assert "Traceback" not in complained


@pytest.fixture
async def own_servers(postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Servers]:
    """Two that the test may kill."""
    async with two_servers(postgres_dsn, tmp_path_factory) as servers:
        yield servers


@dataclass(frozen=True, kw_only=True)
class Gated:
    """A server whose way to its database can be shut."""

    stage: Stage
    server: Process
    gate: Gate


@asynccontextmanager
async def behind_a_gate(postgres_dsn: str, folder: Path) -> AsyncIterator[Gated]:
    async with (
        empty_database(postgres_dsn) as dsn,
        postgres_pool(dsn) as pool,
        gated(dsn) as (address, gate),
        serving(folder, WS_DATABASE_URL=address, WS_JWT_SECRET=SECRET) as server,
        httpx.AsyncClient(timeout=30) as client,
    ):
        stage = Stage(
            near=server.url,
            far=server.url,
            unit=PostgresUnitOfWork(pool, MemoryPush()),
            tokens=JwtSessionTokens(SECRET.encode()),
            clock=SystemClock(),
            client=client,
        )
        yield Gated(stage=stage, server=server, gate=gate)


@pytest.fixture
async def process_stage(servers: Servers) -> AsyncIterator[Stage]:
    """One process, of two that there are."""
    async with servers.staged(servers.one.url, servers.one.url) as stage:
        yield stage


@pytest.fixture
async def processes_stage(servers: Servers) -> AsyncIterator[Stage]:
    """Two processes: what the one does has to reach the other."""
    async with servers.staged(servers.one.url, servers.other.url) as stage:
        yield stage


@pytest.fixture(params=["memory", "process", "processes"])
def stage(request: pytest.FixtureRequest) -> Stage:
    stage: Stage = request.getfixturevalue(f"{request.param}_stage")
    return stage
