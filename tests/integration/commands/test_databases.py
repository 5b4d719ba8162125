"""Databases that are named, and what the operator is told when one cannot be used."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from tests.integration.commands.conftest import Command
from wexstream.adapters.postgres.inspection import Schema, schema_of
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.system.embedded_postgres import embedded_postgres
from wexstream.ports.persistence import StorageUnavailable

STRANGER = "wexstream_stranger"


@pytest.fixture
async def stranger(data_folder: Path) -> AsyncIterator[str]:
    """An empty database, as a user sees it who may do nothing there but connect."""
    async with embedded_postgres(data_folder, durable=False) as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute(f"CREATE ROLE {STRANGER} LOGIN")
        await connection.close()
        yield f"{dsn}&user={STRANGER}"


async def test_one_that_is_named_in_parts(wexstream: Command, data_folder: Path) -> None:
    async with embedded_postgres(data_folder, durable=False) as dsn:
        (socket,) = parse_qs(urlsplit(dsn).query)["host"]
        outcome = await wexstream("migrate", WS_DB_HOST=socket, WS_DB_NAME="wexstream")
    assert outcome.status == 0, outcome
    assert "Applied 0001" in outcome.said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("dbname=nowhere", "Make it, for example with: createdb"),
        ("user=nobody_of_that_name", "Look at the user and the password"),
        ("sslmode=loud", "`sslmode` parameter must be one of"),
        ("port=x", "Look at the address"),
    ],
)
async def test_a_wrong_address(wexstream: Command, postgres_dsn: str, change: str, said: str) -> None:
    parts = urlsplit(postgres_dsn)
    name = parts.path.removeprefix("/")
    url = f"postgresql://?dbname={name}&{parts.query}&{change}"
    outcome = await wexstream("migrate", WS_DATABASE_URL=url)
    assert outcome.status == 1
    assert outcome.complained.startswith("wexstream: The database cannot be used. ")
    assert said in outcome.complained


async def test_a_user_who_may_make_no_tables(wexstream: Command, stranger: str) -> None:
    outcome = await wexstream("migrate", WS_DATABASE_URL=stranger)
    assert outcome.status == 1
    assert "Its user has to be allowed to make tables" in outcome.complained


async def test_a_database_of_a_newer_wexstream(wexstream: Command, data_folder: Path) -> None:
    assert (await wexstream("migrate", WS_DATA=str(data_folder))).status == 0
    async with embedded_postgres(data_folder, durable=False) as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        await connection.close()
        outcome = await wexstream("check")
    assert outcome.status == 1
    assert "The database is a newer Wexstream's" in outcome.said


async def test_one_that_has_gone_away_does_not_answer(data_folder: Path) -> None:
    async with AsyncExitStack() as stack:
        async with embedded_postgres(data_folder, durable=False) as dsn:
            pool = await stack.enter_async_context(open_pool(dsn))
            assert await schema_of(pool) is Schema.MISSING
        with pytest.raises(StorageUnavailable):
            await schema_of(pool)
