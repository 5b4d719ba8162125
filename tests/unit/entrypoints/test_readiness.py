"""Whether a server can serve, and what it says where it cannot."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.support.waiting import PATIENCE
from wexstream.entrypoints import readiness
from wexstream.entrypoints.infrastructure.database import Schema
from wexstream.entrypoints.readiness import Found, Readiness
from wexstream.ports.persistence import StorageUnavailable

SOON = 0.05  # seconds
READY = Found(missing=[], warnings=[])


def seeing(schema: Schema) -> Callable[[], Awaitable[Schema]]:
    async def look() -> Schema:
        return schema

    return look


async def test_where_all_is_there_nothing_is_missing(tmp_path: Path) -> None:
    assert await Readiness(seeing(Schema.RIGHT), tmp_path)() == READY


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (Schema.MISSING, "The database is empty: it was not migrated."),
        (Schema.OLDER, "The database lacks migrations of this version."),
    ],
)
async def test_a_database_that_is_not_migrated_is_missed(schema: Schema, said: str, tmp_path: Path) -> None:
    assert await Readiness(seeing(schema), tmp_path)() == Found(missing=[said], warnings=[])


async def test_while_others_are_newer_already_it_serves_on_and_says_so(tmp_path: Path) -> None:
    found = await Readiness(seeing(Schema.NEWER), tmp_path)()
    assert not found.missing
    assert found.warnings == ["The database was migrated by a newer Wexstream: upgrade this one too."]


async def test_while_other_servers_are_not_heard_it_serves_on_and_says_so(tmp_path: Path) -> None:
    found = await Readiness(seeing(Schema.RIGHT), tmp_path, cut_off=lambda: True)()
    assert not found.missing
    assert found.warnings == ["Other servers are not heard just now: what happens there is seen later."]


async def test_a_database_that_is_away_is_missed_and_nothing_is_told_of_where_it_is(tmp_path: Path) -> None:
    async def look() -> Schema:
        raise StorageUnavailable("Connect call failed ('10.0.0.3', 5432)")

    found = await Readiness(look, tmp_path)()
    assert found == Found(missing=["The database cannot be reached."], warnings=[])


async def test_pictures_that_cannot_be_kept_are_a_warning_as_all_else_is_served(tmp_path: Path) -> None:
    (tmp_path / "pictures").touch()
    found = await Readiness(seeing(Schema.RIGHT), tmp_path / "pictures")()
    assert not found.missing
    assert found.warnings == ["The folder of pictures cannot be written: no picture is taken."]
    assert str(tmp_path) not in str(found)


async def test_a_server_that_is_about_to_stop_is_not_ready(tmp_path: Path) -> None:
    ready = Readiness(seeing(Schema.RIGHT), tmp_path)
    ready.stop()
    assert (await ready()).missing == ["This server is about to stop."]


async def test_a_database_that_hangs_is_waited_for_by_one_look_however_many_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "ANSWERED_WITHIN", SOON)
    monkeypatch.setattr(readiness, "LOOKED_AT_EVERY", 0.0)
    answers, looks = asyncio.Event(), []

    async def look() -> Schema:
        looks.append(1)
        await answers.wait()
        return Schema.RIGHT

    ready = Readiness(look, tmp_path)
    async with asyncio.timeout(PATIENCE):
        found = await asyncio.gather(*(ready() for _ in range(5)))
        found.append(await ready())
    assert all(one.missing == ["The database does not answer in time."] for one in found)
    assert len(looks) == 1
    answers.set()
    assert await ready() == READY


async def test_what_was_just_seen_holds_for_whoever_asks_next(tmp_path: Path) -> None:
    looks = []

    async def look() -> Schema:
        looks.append(1)
        return Schema.RIGHT

    ready = Readiness(look, tmp_path)
    assert await ready() == await ready() == READY
    assert len(looks) == 1
