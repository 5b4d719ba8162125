from datetime import timedelta

import asyncpg
import pytest

from tests.support.builders import IDS
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.held_jobs import list_held, purge_job_log, retry_held
from wexstream.domain.model.ids import ConferenceId, LinkId
from wexstream.ports.jobs import Announce, Job, MailLink
from wexstream.ports.mail import MailRefused


async def refuse(job: Job) -> None:
    raise MailRefused


async def do(job: Job) -> None:
    pass


@pytest.fixture
async def held(storage: PostgresStorage) -> list[Job]:
    """Two that failed for good at once."""
    jobs: list[Job] = [Announce(conference=ConferenceId(IDS.new())), MailLink(link=LinkId(IDS.new()))]
    await storage.unit.run(lambda tx: tx.jobs.add(*jobs))
    await storage.run_jobs(refuse)
    return jobs


async def logged(pool: asyncpg.Pool) -> int:
    return await pool.fetchval("SELECT count(*) FROM pgqueuer_log")  # type: ignore[no-any-return] # a number


async def let_a_week_pass(pool: asyncpg.Pool) -> None:
    await pool.execute("UPDATE pgqueuer_log SET created = created - interval '8 days'")


async def test_held_jobs_are_listed_with_what_is_wrong_with_them(pool: asyncpg.Pool, held: list[Job]) -> None:
    async with pool.acquire() as connection:
        found = await list_held(connection)
    assert [(job.kind, job.attempts) for job in found] == [("announce", 1), ("mail-link", 1)]
    assert all(job.last_error and job.last_error.startswith("MailRefused at test_held_jobs") for job in found)
    assert all(job.created_at.tzinfo for job in found)


async def test_a_held_job_counts_every_attempt(pool: asyncpg.Pool, storage: PostgresStorage) -> None:
    async def fail(job: Job) -> None:
        raise ZeroDivisionError

    await storage.unit.run(lambda tx: tx.jobs.add(Announce(conference=ConferenceId(IDS.new()))))
    while not await storage.held_jobs():
        await storage.run_jobs(fail)
        storage.clock.advance(timedelta(hours=1))
    async with pool.acquire() as connection:
        [job] = await list_held(connection)
    assert job.attempts == 20


async def test_what_was_held_for_a_reason_that_is_forgotten_is_listed_all_the_same(
    pool: asyncpg.Pool, held: list[Job]
) -> None:
    await pool.execute("DELETE FROM pgqueuer_log")
    async with pool.acquire() as connection:
        assert [job.last_error for job in await list_held(connection)] == [None, None]


async def test_jobs_that_wait_or_are_done_are_not_held(pool: asyncpg.Pool, storage: PostgresStorage) -> None:
    async with pool.acquire() as connection:
        await storage.unit.run(lambda tx: tx.jobs.add(Announce(conference=ConferenceId(IDS.new()))))
        assert list(await list_held(connection)) == []
        await storage.run_jobs(do)
        assert list(await list_held(connection)) == []


async def test_a_held_job_can_be_tried_again(
    pool: asyncpg.Pool, storage: PostgresStorage, held: list[Job]
) -> None:
    done: list[Job] = []

    async def note(job: Job) -> None:
        done.append(job)

    async with pool.acquire() as connection:
        [first, second] = await list_held(connection)
        assert list(await retry_held(connection, {first.id, -1})) == [first.id]
        assert [job.id for job in await list_held(connection)] == [second.id]
    await storage.run_jobs(note)
    assert done == held[:1]


async def test_what_happened_to_jobs_that_are_done_is_forgotten_after_a_week(
    pool: asyncpg.Pool, storage: PostgresStorage
) -> None:
    await storage.unit.run(lambda tx: tx.jobs.add(Announce(conference=ConferenceId(IDS.new()))))
    await storage.run_jobs(do)
    async with pool.acquire() as connection:
        await purge_job_log(connection)
        assert await logged(pool) > 0
        await let_a_week_pass(pool)
        await purge_job_log(connection)
        assert await logged(pool) == 0


async def test_what_happened_to_held_jobs_is_kept(pool: asyncpg.Pool, held: list[Job]) -> None:
    await let_a_week_pass(pool)
    async with pool.acquire() as connection:
        await purge_job_log(connection)
        assert all(job.last_error for job in await list_held(connection))
