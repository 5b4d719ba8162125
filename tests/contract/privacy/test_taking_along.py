"""What is kept about somebody is taken along, column by column, or is said not to be and why."""

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import asyncpg

from tests.contract.privacy.columns import as_text, columns_of, kept_in
from tests.contract.privacy.inventory import INVENTORY, TELL, said_of
from tests.contract.privacy.life import IN_CONFIDENCE, IT_WAS_DECLINED, SECRETS, SHE_DECLINED, a_life
from tests.support.builders import viewer
from tests.support.postgres import PostgresStorage
from tests.support.storage import Storage
from tests.support.taking_along import Kept
from wexstream.entrypoints.takeaway.archive import pack

_WORD = re.compile(r"[a-z-]+|True|False")


def is_telling(values: set[str]) -> bool:
    """Whether a value is known by itself wherever it is: an id, a time, a text."""
    return not any(len(value) < 6 or _WORD.fullmatch(value) for value in values)


def at(data: Any, place: str) -> set[str]:
    """Find what there is at a place of what is taken along."""
    here: Sequence[Any] = [data]
    for name in place.split("."):
        here = [
            found for one in here for found in (one[name] if isinstance(one[name], list) else [one[name]])
        ]
    return {str(one) for one in here if one is not None}


async def taken_along(life_of: Storage) -> tuple[Any, str, ZipFile]:
    life = a_life(life_of)
    await life.begin()
    await life.live()
    sink = Kept()
    async with life.platform.privacy.export(viewer(life.ada)) as taken:
        await pack(taken, sink, None)
    archive = ZipFile(BytesIO(sink.getvalue()))
    text = archive.read("data.json").decode()
    return json.loads(text), text, archive


async def test_every_column_of_the_database_is_in_the_table_and_none_that_is_not(
    postgres_pool: asyncpg.Pool,
) -> None:
    columns = await columns_of(postgres_pool)
    unsaid = [f"{table}.{name}" for table, name in columns if said_of(table, name) is None]
    assert unsaid == [], TELL
    there = {f"{table}.{name}" for table, name in columns} | {f"{table}.*" for table, _ in columns}
    assert {*INVENTORY} <= there, "Remove the rows of docs/privacy.md whose columns are gone."


async def test_what_is_said_to_be_taken_along_is_and_what_is_not_is_not(
    postgres_storage: PostgresStorage, postgres_pool: asyncpg.Pool
) -> None:
    data, text, _ = await taken_along(postgres_storage)
    kept = await kept_in(postgres_pool)
    exported = {
        value
        for (table, name), values in kept.items()
        if (said := said_of(table, name)) is not None and said.places
        for value in values
    }
    missing: list[str] = []
    leaked: list[str] = []
    for (table, name), values in kept.items():
        said = said_of(table, name)
        assert said is not None, TELL
        places = [place for place in said.places if not place.endswith(".webp")]
        found = {value for place in places for value in at(data, place)}
        if places and is_telling(values) and not by_name(table, name) and not values & found:
            missing.append(f"{table}.{name} is not in {places}")
        secret = {value for value in values - exported if is_telling({value})}
        if not places and any(value in text for value in secret):
            leaked.append(f"{table}.{name}")
    assert (missing, leaked) == ([], [])


def by_name(table: str, name: str) -> bool:
    """Whether the export names what a column points to, tells of one side alone, or takes it apart."""
    return (table, name) in {
        ("audit", "details"),
        ("relations", "low_declined_at"),
        ("relations", "high_declined_at"),
        ("messages", "sender_id"),
        ("notifications", "actor_id"),
        ("notifications", "conference_id"),
        ("notifications", "message_id"),
        ("reports", "accused_id"),
        ("reports", "accused_pseudonym"),
        ("relations", "requested_by"),
        ("relations", "state"),
    }


async def test_something_is_kept_in_every_column_before(
    postgres_storage: PostgresStorage, postgres_pool: asyncpg.Pool
) -> None:
    life = a_life(postgres_storage)
    await life.begin()
    await life.live()
    before = await kept_in(postgres_pool)
    await life.leave()
    after = await kept_in(postgres_pool)
    empty = [
        f"{table}.{name}"
        for table, name in await columns_of(postgres_pool)
        if f"{table}.*" not in INVENTORY and not before[table, name] | after[table, name]
    ]
    assert empty == [], "Fill these in tests/contract/privacy/life.py, to see what becomes of them."


async def test_others_secrets_and_the_own_ones_are_not_in_it_and_the_picture_is(storage: Storage) -> None:
    data, text, archive = await taken_along(storage)
    assert [secret for secret in SECRETS if secret in text] == []
    assert b64encode(b"digest").decode() not in text
    assert archive.read("picture.webp")[8:12] == b"WEBP"
    assert at(data, "relations.declined_at") == {as_text(SHE_DECLINED)}
    assert as_text(IT_WAS_DECLINED) not in text
    assert as_text(IN_CONFIDENCE) not in text
