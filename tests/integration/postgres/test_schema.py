"""How far a database is migrated, beside what this version needs."""

import asyncpg
import pytest

from tests.support.databases import empty_database
from wexstream.adapters.postgres.inspection import Schema, schema_of
from wexstream.adapters.postgres.migrate import begin, migrate, revisions
from wexstream.adapters.postgres.pool import open_pool
from wexstream.ports.persistence import StorageUnavailable


async def test_a_database_is_empty_then_behind_then_as_it_should_be_and_then_another_versions(
    postgres_dsn: str,
) -> None:
    async with empty_database(postgres_dsn) as dsn, open_pool(dsn) as pool:
        assert await schema_of(pool) is Schema.MISSING
        await begin(dsn, revisions()[0])
        assert await schema_of(pool) is Schema.OLDER
        await migrate(dsn)
        assert await schema_of(pool) is Schema.RIGHT
        await pool.execute("UPDATE alembic_version SET version_num = '9999'")
        assert await schema_of(pool) is Schema.NEWER
        await pool.execute("DELETE FROM alembic_version")
        assert await schema_of(pool) is Schema.OLDER


async def test_a_database_that_answers_something_else_cannot_be_used(postgres_dsn: str) -> None:
    async with empty_database(postgres_dsn) as dsn, open_pool(dsn) as pool:
        await pool.execute("CREATE TABLE alembic_version (other text)")
        with pytest.raises(StorageUnavailable) as why:
            await schema_of(pool)
        assert isinstance(why.value.__cause__, asyncpg.UndefinedColumnError)
