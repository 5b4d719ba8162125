"""What the platform of a server stands on: its database, its worker, the jobs that failed.

Beside the container, the only module that names adapters.
"""

from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from typing import TYPE_CHECKING

import asyncpg

from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.files.whole import written_whole
from wexstream.adapters.hints.push import LinePush
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.mail.smtp import TROUBLE as MAIL_TROUBLE
from wexstream.adapters.mail.smtp import SmtpCarrier
from wexstream.adapters.postgres import held_jobs
from wexstream.adapters.postgres.copying import (
    CopiedTable,
    Filling,
    Moment,
    NotEmpty,
    NothingKept,
    Unfit,
    filling,
    moment_of,
)
from wexstream.adapters.postgres.dsn import dsn
from wexstream.adapters.postgres.held_jobs import HeldJob
from wexstream.adapters.postgres.inspection import OLDEST, Inspection, Schema, inspect, schema_of
from wexstream.adapters.postgres.job_payloads import kind_of
from wexstream.adapters.postgres.load import Load, count_waiting, load_of
from wexstream.adapters.postgres.migrate import migrate
from wexstream.adapters.postgres.migrate import revisions as known_revisions
from wexstream.adapters.postgres.pool import open_connection, open_pool
from wexstream.adapters.postgres.push import open_push
from wexstream.adapters.postgres.reaching import waiting
from wexstream.adapters.postgres.trouble import TROUBLE, explained
from wexstream.adapters.security.keys import derive
from wexstream.adapters.system.clock import SystemClock
from wexstream.adapters.system.embedded_postgres import EmbeddedPostgresError, embedded_postgres
from wexstream.adapters.system.ids import SystemIds
from wexstream.adapters.valkey import push as valkey
from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.container import OnServer, ice_servers, jitsi_server, on_server, smtp_settings
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.settings.parts import Database, Ice, Jitsi, Settings, Smtp
from wexstream.entrypoints.watch import UNWATCHED, Watch
from wexstream.ports.mail import MailRefused
from wexstream.ports.persistence import StorageUnavailable

if TYPE_CHECKING:
    from wexstream.adapters.postgres.worker import Worker

__all__ = [
    "OLDEST",
    "CopiedTable",
    "Filling",
    "FolderPictures",
    "HeldJob",
    "HeldJobs",
    "Inspection",
    "Load",
    "Moment",
    "PoolState",
    "Running",
    "Schema",
    "bring_up_to_date",
    "database",
    "examine",
    "fill",
    "jitsi_script",
    "known_revisions",
    "moment",
    "picture_folder",
    "relay_credentials",
    "running",
    "secret_mark",
    "try_mail",
    "try_valkey",
    "waiting_jobs",
    "written_whole",
]


@asynccontextmanager
async def database(settings: Settings) -> AsyncGenerator[str]:
    """Have the database that is named, or else the embedded one; its address (DSN). Raises Failure."""
    match settings.database:
        case None:
            try:
                async with embedded_postgres(settings.data) as address:
                    yield address
            except EmbeddedPostgresError as error:
                raise Failure(str(error)) from error
        case str() as address:
            yield address
        case parts:
            yield _address(parts)


async def bring_up_to_date(address: str) -> Sequence[str]:
    """Apply the migrations that a database lacks; their names. Raises Failure."""
    with _explaining():
        return await migrate(address)


async def examine(address: str) -> Inspection:
    """Look at a database. Raises Failure."""
    with _explaining():
        return await inspect(address)


async def try_mail(sender: Address, smtp: Smtp) -> None:
    """Connect to the mail server as for a mail, and send none. Raises Failure."""
    carrier = SmtpCarrier(smtp_settings(sender, smtp), SystemClock())
    try:
        await carrier.try_out()
    except MAIL_TROUBLE as error:
        said = " ".join(str(part) for part in error.args) or type(error).__name__
        raise Failure(f"{smtp.host}, port {smtp.port}, does not do: {said}") from error


async def try_valkey(url: str, secret: bytes) -> None:
    """Tell by a Valkey what says nothing, and hear it. Raises Failure."""
    try:
        await valkey.try_out(url, channel=_channel(secret))
    except valkey.TROUBLE as error:
        raise Failure(valkey.explained(error)) from error


def jitsi_script(jitsi: Jitsi) -> str:
    """Tell where the page fetches Jitsi's script. Raises WrongSettings."""
    return jitsi_server(jitsi).script_address


def relay_credentials(ice: Ice) -> tuple[str, str]:
    """Make name and password for the relays, as a browser gets them; of nobody's account."""
    clock, ids = SystemClock(), SystemIds()
    return ice_servers(ice).credentials(AccountId(ids.new()), at=clock.now())


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
                Routine(name="purge", schedule="27 * * * *", run=container.housekeeping().purge),
                Routine(name="purge-throttles", schedule="37 * * * *", run=container.counters().purge),
            ),
        )


@asynccontextmanager
async def running(settings: Settings, watch: Watch = UNWATCHED) -> AsyncGenerator[Running]:
    """Have the platform that is configured, over its database, brought up to date. Raises Failure."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(database(settings))
        await bring_up_to_date(address)
        with _explaining():
            pool = await stack.enter_async_context(open_pool(address, told=watch.statements))
        push = await stack.enter_async_context(_push(settings, address))
        container = on_server(settings, pool, watch.push(push))
        container.carrier.override(watch.carrier(container.carrier()))
        try:
            yield Running(address=address, pool=pool, container=container, push=push, watch=watch)
        except StorageUnavailable as error:
            raise Failure(f"The database cannot be used. {error}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJobs:
    """The jobs of a database that failed for good. Each raises Failure."""

    address: str

    async def list(self) -> Sequence[HeldJob]:
        """List them, oldest first."""
        with _explaining():
            async with open_connection(self.address) as connection:
                return await held_jobs.list_held(connection)

    async def retry(self, jobs: Collection[int]) -> Sequence[int]:
        """Have some tried again; which of them there were."""
        with _explaining():
            async with open_connection(self.address) as connection:
                return await held_jobs.retry_held(connection, jobs)

    async def drop(self, jobs: Collection[int]) -> Sequence[int]:
        """Drop some; which of them there were."""
        with _explaining():
            async with open_connection(self.address) as connection:
                return await held_jobs.drop_held(connection, jobs)


async def waiting_jobs(address: str) -> int:
    """Count the jobs of a database that are still to be done. Raises Failure."""
    with _explaining():
        async with open_connection(address) as connection:
            return await count_waiting(connection)


@asynccontextmanager
async def moment(address: str) -> AsyncGenerator[Moment]:
    """Stay in one moment of a database until the end of the context. Raises Failure."""
    with _explaining():
        try:
            async with moment_of(address) as seen:
                yield seen
        except NothingKept as error:
            raise Failure("There is nothing in the database: it was never migrated.") from error


@asynccontextmanager
async def fill(address: str, revision: str, tables: Sequence[CopiedTable]) -> AsyncGenerator[Filling]:
    """Fill an empty database, wholly or not at all, with tables of a revision. Raises Failure."""
    with _explaining():
        try:
            async with filling(address, revision, tables) as begun:
                yield begun
        except NotEmpty as error:
            raise Failure(
                f"The database is not empty: {error} A backup is restored into an empty one: name another "
                "folder (WS_DATA=…), or make another database and name that (WS_DB_NAME=…)."
            ) from error
        except Unfit as error:
            raise Failure(f"This is no backup of Wexstream. {error}") from error


def picture_folder(settings: Settings) -> FolderPictures:
    """Have the folder of pictures."""
    return FolderPictures(settings.pictures, PillowFormat())


def secret_mark(settings: Settings) -> str:
    """Make a mark by which the server's secret is recognised, and nothing can be told of it."""
    return derive(settings.secret, "backup").hex()[:16]


def _push(settings: Settings, address: str) -> AbstractAsyncContextManager[LinePush]:
    if settings.valkey is None:
        return open_push(address)
    return valkey.open_push(settings.valkey, channel=_channel(settings.secret))


def _channel(secret: bytes) -> str:
    """Name the channel of the processes that have a secret in common: no other Wexstream has it."""
    return derive(secret, "push").hex()[:16]


def _address(parts: Database) -> str:
    tls = parts.tls
    return dsn(
        host=parts.host,
        port=parts.port,
        user=parts.user,
        password=parts.password,
        database=parts.name,
        authorities=tls.authorities if tls else None,
        certificate=tls.certificate if tls else None,
        key=tls.key if tls else None,
    )


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except TROUBLE as error:
        raise Failure(f"The database cannot be used. {explained(error)}") from error
