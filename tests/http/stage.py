"""A prepared world over a storage, in which each thing is asked as if nothing had been asked before."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import cast

from asyncpg import Pool
from dependency_injector import providers

from tests.http.asking import Asking, Names
from tests.http.cast import Caller, Cast, make_cast
from tests.http.matrix import Row
from tests.http.test_routes import described
from tests.http.world import CHEAP, NEVER, World, ready
from tests.support.asgi import Answer
from tests.support.facebook import APPLICATION, Facebook
from tests.support.postgres import PostgresStorage
from tests.support.storage import MemoryStorage, Storage
from tests.support.undoing import UndoingPool
from tests.support.unthrottled import Unthrottled
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.adapters.security.attempts import JwtAttempts
from wexstream.adapters.security.passwords import Argon2Passwords
from wexstream.domain.model.identity import Provider
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.container import in_memory as platform_in_memory
from wexstream.entrypoints.http.app import create_app
from wexstream.entrypoints.http.site import Site

Undone = Callable[[], AbstractAsyncContextManager[None]]
POLICY = Policy(admin_email="op@example.org", public_preview=True)


OFFERED = {Provider.FACEBOOK: FacebookProvider(APPLICATION, Client(Facebook()))}


class KnownAttempts(JwtAttempts):
    """Attempts that are all alike, so that answers can be held to one another."""

    def secret(self) -> str:
        return "known to everybody"


class Stage:
    """A cast, and what it is told: the same whenever it asks the same, as it is undone what that did."""

    def __init__(self, cast: Cast, asking: Asking, undone: Undone) -> None:
        self.cast = cast
        self._asking = asking
        self._undone = undone
        self._heard: dict[tuple[str, str, Caller], Answer] = {}

    async def ask(self, row: Row, subject: str, caller: Caller) -> Answer:
        """Ask for something, as somebody."""
        heard = str(row), subject, caller
        if heard not in self._heard:
            names = self._asking.names(row, subject)
            self._heard[heard] = await self._ask(row.method, row, names, caller)
        return self._heard[heard]

    async def ask_for_what_never_was(self, row: Row, subject: str, caller: Caller) -> Answer:
        """Ask in the same way by ids that were never issued."""
        asked = f"never {row}", subject, caller
        if asked not in self._heard:
            names = dict.fromkeys(self._asking.names(row, subject), str(NEVER))
            self._heard[asked] = await self._ask(row.method, row, names, caller)
        return self._heard[asked]

    async def ask_for_the_head(self, row: Row, subject: str, caller: Caller) -> Answer:
        """Ask for the head of what is got."""
        return await self._ask("HEAD", row, self._asking.names(row, subject), caller)

    async def _ask(self, method: str, row: Row, names: Names, caller: Caller) -> Answer:
        async with self._undone():
            return await self._asking.ask(method, row, names, caller)


async def in_memory() -> Stage:
    """Prepare a world in memory."""
    storage = MemoryStorage()

    @asynccontextmanager
    async def undone() -> AsyncGenerator[None]:
        before = storage.store.committed
        yield
        storage.store.committed = before

    return await _stage(storage, undone)


async def in_postgres(dsn: str, pool: Pool) -> Stage:
    """Prepare a world in PostgreSQL, in a database that is emptied for it."""
    undoing = UndoingPool(pool)
    storage = PostgresStorage(dsn, cast("Pool", undoing))
    await storage.empty()
    return await _stage(storage, undoing.undone)


async def _stage(storage: Storage, undone: Undone) -> Stage:
    world = _StoredWorld(storage)
    try:
        made = await make_cast(world)
    finally:
        await world.close()
    return Stage(made, Asking(world.app, made, described(world)), undone)


class _StoredWorld(World):
    """A world whose things and jobs are kept in a storage."""

    def __init__(self, storage: Storage) -> None:
        platform = platform_in_memory(policy=POLICY, clock=storage.clock)
        platform.hasher.override(providers.Singleton(Argon2Passwords, CHEAP))
        platform.unit.override(providers.Object(storage.unit))
        platform.queries.override(providers.Object(storage.queries))
        platform.push.override(providers.Object(storage.push))
        platform.throttle.override(providers.Object(Unthrottled()))
        platform.identity_providers.override(providers.Object(OFFERED))
        platform.attempts.override(providers.Object(KnownAttempts(b"known to these tests" * 2)))
        platform.allowances.override(providers.Object(Unthrottled()))
        super().__init__(platform, create_app(platform, Site(secure=False, readiness=ready)))
        self._storage = storage

    async def work(self) -> None:
        await self._storage.run_jobs(self.platform.afterwards().do)
