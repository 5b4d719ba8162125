"""That PostgreSQL itself keeps the audit log as it is, whoever asks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from tests.support.builders import account, entry, viewer
from tests.support.keeping import keep
from tests.support.postgres import PostgresStorage
from wexstream.domain.model.audit import AuditKind, Entry
from wexstream.domain.model.paging import Slice

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
A_CENTURY = timedelta(days=36_500)


@pytest.fixture
async def kept(storage: PostgresStorage) -> Entry:
    """An entry that is old, and yet to be kept."""
    kept = replace(entry(at=LONG_AGO), kept_until=LONG_AGO + A_CENTURY)
    await keep(storage.unit, kept)
    return kept


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET kind = 'account-erased'",
        "UPDATE audit SET kept_until = at + interval '1 day'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "TRUNCATE audit CASCADE",
    ],
)
async def test_nothing_is_changed_and_nothing_removed_too_early(
    pool: asyncpg.Pool, kept: Entry, statement: str
) -> None:
    with pytest.raises(asyncpg.RestrictViolationError, match="only ever added to"):
        await pool.execute(statement)
    assert await pool.fetchval("SELECT kind FROM audit WHERE id = $1", kept.id) == kept.kind


async def test_an_entry_is_changed_as_little_once_its_time_is_over(
    storage: PostgresStorage, pool: asyncpg.Pool
) -> None:
    await keep(storage.unit, replace(entry(at=LONG_AGO), kept_until=LONG_AGO + timedelta(days=1)))
    with pytest.raises(asyncpg.RestrictViolationError):
        await pool.execute("UPDATE audit SET kind = 'account-erased'")
    await pool.execute("DELETE FROM audit")
    assert await pool.fetchval("SELECT count(*) FROM audit") == 0


async def test_a_clock_of_ours_that_is_ahead_removes_nothing_and_is_no_error(
    storage: PostgresStorage, pool: asyncpg.Pool, kept: Entry
) -> None:
    await storage.unit.run(lambda tx: tx.audit.purge(at=LONG_AGO + 2 * A_CENTURY, most=9))
    assert await pool.fetchval("SELECT count(*) FROM audit") == 1


async def test_what_a_newer_version_tells_of_is_left_to_it(
    storage: PostgresStorage, pool: asyncpg.Pool, kept: Entry
) -> None:
    await pool.execute(
        "INSERT INTO audit SELECT gen_random_uuid(), at, 'not-invented-yet', actor, subject, details, "
        "kept_until FROM audit"
    )
    moderator = viewer(account(moderator=True))
    page = await storage.queries.log(moderator, Slice(), kinds=list(AuditKind))
    assert [one.id for one in page.items] == [kept.id]
