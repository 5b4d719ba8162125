"""The platform of a server: over its database, with its worker."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncpg

from wexstream.adapters.hints.push import LinePush
from wexstream.adapters.postgres.inspection import Schema, schema_of
from wexstream.adapters.postgres.job_payloads import kind_of
from wexstream.adapters.postgres.load import Load, load_of
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.postgres.reaching import waiting
from wexstream.entrypoints.container import OnServer, on_server
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.database import bring_up_to_date, database, explaining
from wexstream.entrypoints.infrastructure.push import open_configured
from wexstream.entrypoints.settings.parts import Settings
from wexstream.entrypoints.watch import UNWATCHED, Watch
from wexstream.ports.mail import MailRefused
from wexstream.ports.persistence import StorageUnavailable

if TYPE_CHECKING:
    from wexstream.adapters.postgres.worker import Worker

__all__ = ["Load", "PoolState", "Running", "running"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolState:
    """How many connections a pool has, may have, and has to spare, and how many wait for one."""

    size: int
    most: int
    idle: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A platform whose database is there and up to date, and how it is watched."""

    address: str
    pool: asyncpg.Pool
    container: OnServer
    push: LinePush
    watch: Watch

    async def schema(self) -> Schema:
        """Tell how far its database is migrated by now. Raises StorageUnavailable."""
        return await schema_of(self.pool)

    def cut_off(self) -> bool:
        """Tell whether other processes are not heard, or not told, just now."""
        return self.push.cut_off

    async def load(self) -> Load:
        """Tell how much there is to do. Raises StorageUnavailable."""
        return await load_of(self.pool)

    def pool_state(self) -> PoolState:
        """Tell how its connections are used."""
        pool = self.pool
        return PoolState(
            size=pool.get_size(), most=pool.get_max_size(), idle=pool.get_idle_size(), waiting=waiting()
        )

    def worker(self) -> "Worker":
        """Make what does the work that commands have queued, and what is to be done now and then."""
        from wexstream.adapters.postgres.worker import Routine, Worker  # noqa: PLC0415 (PgQueuer takes long)

        container = self.container
        return Worker(
            self.address,
            self.watch.jobs(container.afterwards().do, kind_of),
            permanent=(MailRefused,),
            routines=(
                Routine(name="sweep", schedule="* * * * * */5", run=container.rooms().sweep),
                Routine(name="forget-signals", schedule="* * * * *", run=container.stays().forget_signals),
                Routine(
                    name="end-suspensions",
                    schedule="* * * * *",
                    run=container.suspensions().end_those_due,
                ),
                Routine(name="purge", schedule="27 * * * *", run=container.housekeeping().purge),
                Routine(name="purge-throttles", schedule="*/10 * * * *", run=container.counters().purge),
            ),
        )


@asynccontextmanager
async def running(settings: Settings, watch: Watch = UNWATCHED) -> AsyncGenerator[Running]:
    """Have the platform that is configured, over its database, brought up to date. Raises Failure."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(database(settings))
        await bring_up_to_date(address)
        with explaining():
            pool = await stack.enter_async_context(open_pool(address, told=watch.statements))
        push = await stack.enter_async_context(open_configured(settings, address))
        container = on_server(settings, pool, watch.push(push))
        container.carrier.override(watch.carrier(container.carrier()))
        try:
            yield Running(address=address, pool=pool, container=container, push=push, watch=watch)
        except StorageUnavailable as error:
            raise Failure(f"The database cannot be used. {error}") from error
