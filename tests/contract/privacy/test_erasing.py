"""After an erasure there is nothing of it in any column, but what docs/privacy.md says stays, and why."""

import re

import asyncpg

from tests.contract.privacy.columns import kept_in
from tests.contract.privacy.inventory import TELL, said_of
from tests.contract.privacy.life import Life, a_life
from tests.support.postgres import PostgresStorage
from tests.support.storage import Storage
from wexstream.ports.jobs import Job

_ATOM = re.compile(r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b|\bher[^'\"\\]*", re.IGNORECASE)
"""Ids, and what somebody called Ada wrote: everything of hers begins so."""


async def test_each_column_holds_nothing_of_the_erased_but_what_is_said_to_stay(
    postgres_storage: PostgresStorage, postgres_pool: asyncpg.Pool
) -> None:
    life = a_life(postgres_storage)
    await life.begin()
    before = await kept_in(postgres_pool)
    await life.live()
    await life.leave()
    after = await kept_in(postgres_pool)
    left = [
        f"{table}.{name}"
        for (table, name), values in after.items()
        if values - before.get((table, name), set()) - of_others(life)
        and not ((said := said_of(table, name)) and said.stays)
    ]
    assert left == [], f"Erase what is left there (Erasure, Accounts.erase). Or: {TELL}"


async def test_nothing_identifies_the_erased_in_what_stays_either(storage: Storage) -> None:
    life = a_life(storage)
    await life.begin()
    await life.live()
    await life.leave()
    ada = life.ada
    kept = (await storage.everything_kept()).lower()
    identifying = [str(ada.id), ada.email, ada.full_name, "her-next@example.org", "her-other"]
    assert [one for one in identifying if one.lower() in kept] == []


async def test_the_same_stays_in_memory_as_in_the_database(
    memory_storage: Storage, postgres_storage: Storage
) -> None:
    texts: list[set[str]] = []
    for storage in (memory_storage, postgres_storage):
        life = a_life(storage)
        await life.begin()
        await life.live()
        await life.leave()
        kept = await storage.everything_kept()
        texts.append({found for found in _ATOM.findall(kept) if found.lower().startswith("her")})
    in_memory, in_database = texts
    assert in_memory == in_database


async def test_the_picture_and_mails_go_as_well(storage: Storage) -> None:
    life = a_life(storage)
    await life.begin()
    await life.live()

    async def do(job: Job) -> None:
        await life.platform.do_job(job)

    await storage.run_jobs(do)
    assert "Augusta" in repr(await life.platform.mailbox.list())
    await life.leave()
    await storage.run_jobs(do)
    mails = repr(await life.platform.mailbox.list())
    assert [one for one in ("Augusta", life.ada.email) if one.lower() in mails.lower()] == []
    assert life.ada.picture is not None
    assert await life.platform.pictures.get(life.ada.picture) is None


def of_others(life: Life) -> set[str]:
    """Name what is about the two others alone: that they are there, and what one of them has made."""
    return {str(life.bob.id), str(life.eve.id)}
