"""Push through PostgreSQL while connections are lost, and the database is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from tests.integration.postgres_processes import until
from tests.support.builders import IDS
from tests.support.listening import Ears
from tests.support.outage import gated
from wexstream.adapters.postgres.push import PostgresPush, hearing, open_push, telling
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.push import Hint, ListsChanged, RoomChanged, Topic


def room() -> RoomChanged:
    return RoomChanged(conference=ConferenceId(IDS.new()))


@pytest.fixture
async def far(dsn: str) -> AsyncIterator[Ears]:
    """Who listens in another process."""
    async with open_push(dsn) as there:
        ears = Ears()
        with there.listen(ears):
            await ears.until_it_listens()
            yield ears


async def end(pool: asyncpg.Pool, name: str) -> int:
    """End the connections that are known by a name; how many there were."""
    found = await pool.fetch(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = $1 AND datname = current_database()",
        name,
    )
    return len(found)


async def test_who_hears_comes_back_by_itself_and_is_told_that_something_was_missed(
    dsn: str, pool: asyncpg.Pool, far: Ears
) -> None:
    async with open_push(dsn) as here:
        for heard in (1, 2):
            missed = far.missed
            assert await end(pool, hearing.NAME) == 1
            await far.until_missed(missed + 1)
            here.publish([room()])
            await far.until_heard(heard)


async def test_what_could_not_be_told_is_told_by_the_next_connection_in_its_order(
    dsn: str, pool: asyncpg.Pool, far: Ears
) -> None:
    async with open_push(dsn) as here:
        here.publish([room()])
        await far.until_heard(1)
        assert await end(pool, telling.NAME) == 1
        later: list[Hint] = [room() for _ in range(3)]
        here.publish(later)
        await far.until(lambda ears: later[-1] in ears.heard)
    assert far.heard[1:] == later


async def test_while_the_database_is_away_hints_wait_and_nobody_who_tells_does(dsn: str, far: Ears) -> None:
    waiting: list[Hint] = [room() for _ in range(3)]
    async with gated(dsn) as (address, gate), open_push(address) as here:
        near = Ears()
        with here.listen(near):
            await near.until_it_listens()
            here.publish([first := room()])
            await far.until_heard(1)
            await gate.shut()
            here.publish(waiting)
            assert near.heard == [first, *waiting]
            await gate.open()
            await far.until(lambda ears: waiting[-1] in ears.heard)
            await near.until_missed(2)
    assert list(dict.fromkeys(far.heard)) == [first, *waiting]  # one may be told twice


async def test_too_many_that_wait_are_told_as_something_missed(
    dsn: str, far: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST", 10)
    async with gated(dsn) as (address, gate), open_push(address) as here:
        await gate.shut()
        here.publish([room() for _ in range(11)])
        here.publish([last := room()])
        await gate.open()
        await far.until_missed(2)
        here.publish([later := room()])
        await far.until(lambda ears: later in ears.heard)
    assert set(far.heard) <= {last, later}


async def test_a_hint_for_too_many_is_told_as_something_missed(
    dsn: str, far: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST", 10)
    accounts = tuple(AccountId(IDS.new()) for _ in range(11))
    async with open_push(dsn) as here:
        here.publish([few := ListsChanged(accounts=accounts[1:], topics=frozenset(Topic))])
        await far.until_heard(1)
        here.publish([ListsChanged(accounts=accounts, topics=frozenset(Topic))])
        await far.until_missed(2)
    assert far.heard == [few]


async def test_at_its_end_what_waits_is_told_first(dsn: str, far: Ears) -> None:
    async with open_push(dsn) as here:
        here.publish([told := room()])
    assert await far.until_heard(1) == [told]


async def test_its_end_waits_for_no_database_that_is_away(dsn: str) -> None:
    async with gated(dsn) as (address, gate):
        await gate.shut()
        async with open_push(address) as here:
            here.publish([room()])
        await gate.open()


async def test_a_connection_that_swallows_everything_is_given_up(
    dsn: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(hearing, "LOOKED_AFTER", 0.01)
    monkeypatch.setattr(hearing, "ANSWERS_WITHIN", 0.2)
    async with gated(dsn) as (address, gate), open_push(address) as here:
        near = Ears()
        with here.listen(near):
            await near.until_it_listens()
            gate.keep_answers()
            await until(lambda: "cannot hear other processes" in caplog.text)
            gate.let_answers_through()
            await near.until_missed(2)


async def test_without_a_listener_nothing_is_connected_to_hear_and_without_a_hint_nothing_to_tell(
    dsn: str, pool: asyncpg.Pool
) -> None:
    async with open_push(dsn) as push:
        assert isinstance(push, PostgresPush)
        assert await end(pool, hearing.NAME) == await end(pool, telling.NAME) == 0
        push.publish([])
        assert await end(pool, telling.NAME) == 0


def mistaken_once(monkeypatch: pytest.MonkeyPatch, module: Any) -> list[Exception]:
    """Let connections that a module opens fail once, as no lost one does; what is still to come of that."""
    opened = module.open_connection
    mistakes: list[Exception] = [asyncpg.InternalClientError("a mistake")]

    @asynccontextmanager
    async def open_connection(*args: Any, **more: Any) -> AsyncIterator[Any]:
        async with opened(*args, **more) as connection:
            if mistakes:
                raise mistakes.pop()
            yield connection

    monkeypatch.setattr(module, "open_connection", open_connection)
    return mistakes


async def test_a_mistake_makes_nobody_deaf_and_is_logged(
    dsn: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mistakes = mistaken_once(monkeypatch, hearing)
    async with open_push(dsn) as here, open_push(dsn) as there:
        ears = Ears()
        with here.listen(ears):
            await ears.until_it_listens()
            there.publish([room()])
            await ears.until_heard(1)
    assert not mistakes
    assert "a mistake while other processes were heard" in caplog.text


async def test_a_mistake_makes_nobody_dumb_and_is_logged(
    dsn: str, far: Ears, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    mistakes = mistaken_once(monkeypatch, telling)
    async with open_push(dsn) as here:
        here.publish([room()])
        await far.until_heard(1)
    assert not mistakes
    assert "a mistake while other processes were told" in caplog.text
