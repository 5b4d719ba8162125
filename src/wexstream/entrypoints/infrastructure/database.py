"""The database that is configured: had, brought up to date, looked at; what is wrong with it in words."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from wexstream.adapters.postgres.dsn import dsn
from wexstream.adapters.postgres.inspection import OLDEST, Inspection, Schema, inspect
from wexstream.adapters.postgres.migrate import migrate
from wexstream.adapters.postgres.trouble import TROUBLE, explained
from wexstream.adapters.system.embedded_postgres import EmbeddedPostgresError, embedded_postgres
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.settings.parts import Database, Settings

__all__ = ["OLDEST", "Inspection", "Schema", "bring_up_to_date", "database", "examine", "explaining"]


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
    with explaining():
        return await migrate(address)


async def examine(address: str) -> Inspection:
    """Look at a database. Raises Failure."""
    with explaining():
        return await inspect(address)


@contextmanager
def explaining() -> Iterator[None]:
    """Say in words what is wrong with the database: what it raises becomes Failure."""
    try:
        yield
    except TROUBLE as error:
        raise Failure(f"The database cannot be used. {explained(error)}") from error


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
