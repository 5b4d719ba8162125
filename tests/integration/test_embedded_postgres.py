"""The embedded PostgreSQL's life: who starts it, who stops it, and what happens when any of them dies."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.integration.postgres_processes import (
    a_keeper_waits_for_the_cluster,
    another_user,
    keeper,
    kill,
    postmaster,
    processes,
    wait_for_quiet,
)
from tests.support.waiting import until
from wexstream.adapters.system.embedded_postgres import embedded_postgres


@asynccontextmanager
async def connected(dsn: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        connection.terminate()


async def write(dsn: str, note: str) -> None:
    async with connected(dsn) as connection:
        await connection.execute("CREATE TABLE IF NOT EXISTS notes (note text)")
        await connection.execute("INSERT INTO notes VALUES ($1)", note)


async def read(dsn: str) -> list[str]:
    async with connected(dsn) as connection:
        return [row["note"] for row in await connection.fetch("SELECT note FROM notes ORDER BY note")]


async def read_anew(data_folder: Path) -> list[str]:
    async with embedded_postgres(data_folder) as dsn:
        return await read(dsn)


async def test_what_is_in_rows_is_not_in_the_log_of_the_database(data_folder: Path) -> None:
    async with embedded_postgres(data_folder) as dsn, connected(dsn) as connection:
        await connection.execute("CREATE TABLE people (address text PRIMARY KEY)")
        for _ in range(2):
            with contextlib.suppress(asyncpg.UniqueViolationError):
                await connection.execute("INSERT INTO people VALUES ('amal@example.org')")
        told = (data_folder / "postgres" / "log").read_text()
    assert "ready to accept connections" in told
    assert "amal" not in told


async def test_the_first_user_has_it_made_and_the_next_one_finds_what_was_written(empty_folder: Path) -> None:
    async with embedded_postgres(empty_folder) as dsn:
        await write(dsn, "kept")
    assert not processes(empty_folder)
    async with embedded_postgres(empty_folder) as dsn:
        assert await read(dsn) == ["kept"]
    assert not processes(empty_folder)


async def test_users_share_one_server_which_stops_with_the_last_of_them(data_folder: Path) -> None:
    async with another_user(data_folder) as first, another_user(data_folder) as second:
        assert first.dsn == second.dsn
        server = postmaster(data_folder)
        await first.leave()
        await write(second.dsn, "still there")
        assert postmaster(data_folder) == server
        await second.leave()
        assert not processes(data_folder)


async def test_users_who_come_at_the_same_instant_get_one_server(empty_folder: Path) -> None:
    async with contextlib.AsyncExitStack() as stack:
        users = [another_user(empty_folder) for _ in range(4)]
        arrived = await asyncio.gather(*(stack.enter_async_context(user) for user in users))
        for number, user in enumerate(arrived):
            await write(user.dsn, str(number))
        assert [await read(user.dsn) for user in arrived] == [["0", "1", "2", "3"]] * 4
        postmaster(empty_folder)  # one
        await asyncio.gather(*(user.leave() for user in arrived))
        assert not processes(empty_folder)


async def test_a_user_who_comes_while_it_stops_gets_it_again(data_folder: Path) -> None:
    async with another_user(data_folder) as first:
        await write(first.dsn, "kept")
        await first.kill()
        async with embedded_postgres(data_folder) as dsn:
            assert await read(dsn) == ["kept"]


async def test_it_stops_when_its_only_user_is_killed(data_folder: Path) -> None:
    async with another_user(data_folder) as user:
        await write(user.dsn, "kept")
        await user.kill()
        wait_for_quiet(data_folder)
    async with embedded_postgres(data_folder) as dsn:
        assert await read(dsn) == ["kept"]


async def test_it_goes_on_for_the_others_when_one_user_is_killed(data_folder: Path) -> None:
    async with another_user(data_folder) as first, another_user(data_folder) as second:
        server = postmaster(data_folder)
        await first.kill()
        await write(second.dsn, "still there")
        assert postmaster(data_folder) == server


async def test_it_outlasts_a_signal_that_tells_everything_to_end(data_folder: Path) -> None:
    async with another_user(data_folder) as user:
        server = postmaster(data_folder)
        for kind in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            os.kill(keeper(data_folder), kind)
        await write(user.dsn, "still there")
        await user.leave()
        assert server not in processes(data_folder)


async def test_the_server_killed_under_its_users_comes_back(data_folder: Path) -> None:
    async with another_user(data_folder) as user:
        await write(user.dsn, "committed")
        kill(postmaster(data_folder))
        async with embedded_postgres(data_folder) as dsn:
            assert dsn == user.dsn
            assert await read(dsn) == ["committed"]


async def test_a_backend_too_busy_to_see_that_its_server_was_killed_is_ended(data_folder: Path) -> None:
    async with another_user(data_folder) as user, connected(user.dsn) as connection:
        await write(user.dsn, "committed")
        busy = connection.get_server_pid()
        endless = asyncio.create_task(connection.execute("DO $$ BEGIN LOOP END LOOP; END $$"))
        async with connected(user.dsn) as other:
            while await other.fetchval("SELECT state FROM pg_stat_activity WHERE pid = $1", busy) != "active":
                pass
        kill(postmaster(data_folder))
        async with embedded_postgres(data_folder) as dsn:
            assert busy not in processes(data_folder)
            assert await read(dsn) == ["committed"]
        with pytest.raises(asyncpg.PostgresConnectionError):
            await endless


async def test_the_server_shuts_down_when_its_keeper_is_killed(data_folder: Path) -> None:
    async with another_user(data_folder) as user:
        await write(user.dsn, "committed")
        kill(keeper(data_folder))
        wait_for_quiet(data_folder)
        async with embedded_postgres(data_folder) as dsn:
            assert await read(dsn) == ["committed"]


async def test_a_server_without_a_keeper_is_ended_before_the_next_start(data_folder: Path) -> None:
    async with another_user(data_folder) as user:
        await write(user.dsn, "committed")
        server = postmaster(data_folder)
        os.kill(server, signal.SIGSTOP)  # it cannot follow its keeper
        kill(keeper(data_folder))
        await user.kill()
        starting = asyncio.create_task(read_anew(data_folder))
        await until(lambda: a_keeper_waits_for_the_cluster(data_folder))
        os.kill(server, signal.SIGCONT)
        assert await starting == ["committed"]
        assert server not in processes(data_folder)


async def test_it_starts_after_everything_was_killed_even_if_the_servers_number_is_taken(
    data_folder: Path,
) -> None:
    async with another_user(data_folder) as user:
        await write(user.dsn, "committed")
        os.kill(keeper(data_folder), signal.SIGSTOP)  # lest it mends what is being broken
        kill(postmaster(data_folder))
        await user.kill()
        kill(*processes(data_folder))
    wait_for_quiet(data_folder)
    cluster = data_folder / "postgres" / "cluster"
    stale = (cluster / "postmaster.pid").read_text().splitlines()
    (cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *stale[1:]]) + "\n")
    assert await read_anew(data_folder) == ["committed"]


async def test_a_first_start_that_was_killed_is_made_good_by_the_next(empty_folder: Path) -> None:
    unfinished = empty_folder / "postgres" / "cluster.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    async with embedded_postgres(empty_folder) as dsn:
        await write(dsn, "made")
    assert not unfinished.exists()


def a_server_is_there(data_folder: Path) -> bool:
    return any("/bin/postgres -D" in command for command in processes(data_folder).values())


@pytest.fixture
def interpreter_that_takes_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    never = tmp_path / "never"
    os.mkfifo(never)
    interpreter = tmp_path / "interpreter"
    interpreter.write_text(f'#!/bin/sh\nread -r _ < "{never}"\nexec "{sys.executable}" "$@"\n')
    interpreter.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(interpreter))


@pytest.mark.usefixtures("interpreter_that_takes_its_time")
async def test_when_a_user_who_gave_up_before_there_was_a_keeper_has_gone_nothing_is_left(
    empty_folder: Path,
) -> None:
    starting = asyncio.create_task(read_anew(empty_folder))
    await until(lambda: bool(processes(empty_folder)))
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not processes(empty_folder)


@pytest.mark.parametrize("as_soon_as", [a_keeper_waits_for_the_cluster, a_server_is_there])
async def test_when_a_user_who_gave_up_while_it_started_has_gone_nothing_is_left(
    empty_folder: Path, as_soon_as: Callable[[Path], bool]
) -> None:
    starting = asyncio.create_task(read_anew(empty_folder))
    await until(lambda: as_soon_as(empty_folder))
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not processes(empty_folder)
