"""What is backed up comes back, all of it as it was at one moment."""

import asyncio
import tarfile
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from tests.integration.backup.places import Place, fill, place, portrayed
from tests.support import builders
from tests.support.builders import account
from tests.support.keeping import keep, send
from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.memory.push import MemoryPush
from wexstream.adapters.postgres.copying import LEFT_OUT
from wexstream.adapters.postgres.migrate import begin, migrate, revisions
from wexstream.adapters.postgres.pool import open_pool
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import PictureId
from wexstream.entrypoints.backup import archive, making
from wexstream.entrypoints.backup.making import Made, make
from wexstream.entrypoints.backup.restoring import Restored, opened, restore
from wexstream.entrypoints.container import on_server
from wexstream.entrypoints.failure import Failure
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.persistence import Transaction

LINGERING = 50  # pictures


async def restored(file: Path, at: Place) -> Restored:
    with closing(opened(file)) as reader:
        return await restore(at.settings, at.dsn, reader)


async def test_all_that_is_kept_comes_back_row_by_row_and_every_picture(
    source: Place, backup: Path, target: Place
) -> None:
    outcome = await restored(backup, target)
    kept = await source.everything()
    assert all(kept.values()), "an empty table proves nothing"
    assert await target.everything() == kept
    assert target.files() == source.files()
    assert not await target.dangling()
    assert outcome == Restored(
        rows=sum(map(len, kept.values())), pictures=3, jobs=1, same_secret=True, applied=[]
    )


async def test_jobs_that_were_held_do_not_count_as_waiting(backup: Path, target: Place) -> None:
    outcome = await restored(backup, target)
    states = await target.ask("SELECT status::text FROM pgqueuer ORDER BY id")
    assert [row[0] for row in states] == ["queued", "failed"]
    assert outcome.jobs == 1


async def test_tables_that_take_several_pieces_come_back_too(
    source: Place, target: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_PIECE", 1)
    async with target.unit() as unit:
        await migrate(target.dsn)
        await keep(unit, *(account(f"Person {number}") for number in range(500)))
    await make(target.settings, target.dsn, tmp_path / "backup")
    async with place(source.dsn, tmp_path / "other") as other:
        await restored(tmp_path / "backup", other)
        assert await other.everything() == await target.everything()


async def test_what_those_who_serve_note_for_themselves_is_left_behind(source: Place, backup: Path) -> None:
    every = await source.ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    assert {row[0] for row in every} >= LEFT_OUT
    with closing(opened(backup)) as reader:
        assert {table.name for table in reader.contents.tables} == {row[0] for row in every} - LEFT_OUT


async def test_what_is_written_afterwards_gets_names_of_its_own(backup: Path, target: Place) -> None:
    await restored(backup, target)
    ada, kofi = account("Ada"), account("Kofi")
    async with target.unit() as unit:
        await keep(unit, ada, kofi)
        await send(unit, builders.message(ada), ada, kofi)  # copies are numbered
        await unit.run(lambda tx: tx.jobs.add(RemovePicture(picture=PictureId(builders.IDS.new()))))
    assert len(await target.ask("SELECT id FROM pgqueuer")) == 3


async def test_those_who_were_in_rooms_have_left_and_their_conferences_end(
    backup: Path, target: Place
) -> None:
    await restored(backup, target)
    assert await target.ask("SELECT FROM presences WHERE ended_at IS NULL")
    async with open_pool(target.dsn) as pool:
        await on_server(target.settings, pool, MemoryPush()).rooms().sweep()
    assert not await target.ask("SELECT FROM presences WHERE ended_at IS NULL")
    assert [row[0] for row in await target.ask("SELECT state FROM conferences")] == ["finished"]


def test_the_file_is_its_owners_alone_and_an_archive_like_any_other(source: Place, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backup) as archive:
        names = archive.getnames()
        pictures = {Path(name).name: archive.extractfile(name) for name in names if name.endswith(".webp")}
        assert {name: file.read() for name, file in pictures.items() if file} == source.files()
    assert (names[0], names[-2:]) == ("wexstream.json", ["contents.json", "sha256"])


class TestWhileOthersWrite:
    async def test_a_picture_that_is_replaced_meanwhile_leaves_no_row_without_one(
        self, postgres_dsn: str, tmp_path: Path, target: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with place(postgres_dsn, tmp_path / "source", migrated=True) as source:
            people = await fill(source)
            changing = Changing(source, people[0])
            monkeypatch.setattr(making, "picture_folder", lambda _: changing)
            made = await make(source.settings, source.dsn, tmp_path / "backup")
            assert changing.replaced
            await restored(tmp_path / "backup", target)
            assert not await target.dangling()
            assert target.files() == source.files()
            assert (made.pictures, made.lost) == (3, 0)

    async def test_pictures_that_change_all_the_time_are_not_waited_for_for_ever(
        self, postgres_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async with place(postgres_dsn, tmp_path / "source", migrated=True) as source:
            people = await fill(source)
            monkeypatch.setattr(making, "picture_folder", lambda _: Changing(source, people[0], times=100))
            with pytest.raises(Failure, match="People change their pictures faster"):
                await make(source.settings, source.dsn, tmp_path / "backup")
            assert not (tmp_path / "backup").exists()

    async def test_a_database_that_is_migrated_meanwhile_is_not_backed_up_half_and_half(
        self, postgres_dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class Migrating(FolderPictures):
            async def get(self, picture: PictureId) -> bytes | None:
                await source.ask(f"UPDATE alembic_version SET version_num = '{revisions()[0]}'")  # noqa: S608
                return await super().get(picture)

        async with place(postgres_dsn, tmp_path / "source", migrated=True) as source:
            await fill(source)
            folder = Migrating(source.settings.pictures, PillowFormat())
            monkeypatch.setattr(making, "picture_folder", lambda _: folder)
            with pytest.raises(Failure, match="migrated meanwhile"):
                await make(source.settings, source.dsn, tmp_path / "backup")

    async def test_it_is_of_one_moment(self, postgres_dsn: str, tmp_path: Path, target: Place) -> None:
        async with place(postgres_dsn, tmp_path / "source", migrated=True) as source:
            people = await fill(source)
            busy = [asyncio.create_task(keep_busy(source, person)) for person in people[:2]]
            try:
                for number in range(3):
                    await make(source.settings, source.dsn, tmp_path / f"{number}")
            finally:
                for task in busy:
                    task.cancel()
                await asyncio.gather(*busy, return_exceptions=True)
        await restored(tmp_path / "2", target)
        assert not await target.dangling()
        changes = await target.ask(
            "SELECT a.full_name, count(m.id) FROM accounts a JOIN messages m ON m.sender_id = a.id "
            "AND m.subject = 'busy' GROUP BY a.id"
        )
        assert changes, "nobody was busy"
        assert all(name == f"busy {count}" for name, count in changes)


class TestOlderOnes:
    async def test_a_backup_of_an_older_database_is_brought_up_to_date(
        self, postgres_dsn: str, tmp_path: Path, target: Place
    ) -> None:
        async with place(postgres_dsn, tmp_path / "source") as source:
            await begin(source.dsn, revisions()[0])
            await source.ask("INSERT INTO bans VALUES ('\\x00ff')")
            await make(source.settings, source.dsn, tmp_path / "backup")
            outcome = await restored(tmp_path / "backup", target)
            assert [name.partition("_")[0] for name in outcome.applied] == revisions()[1:]
            assert await target.ask("SELECT digest FROM bans") == await source.ask("SELECT digest FROM bans")

    async def test_a_database_that_was_never_migrated_has_nothing_to_be_kept(self, target: Place) -> None:
        with pytest.raises(Failure, match="never migrated"):
            await make(target.settings, target.dsn, target.settings.data / "backup")

    async def test_a_newer_wexstreams_database_is_left_to_that(self, target: Place) -> None:
        await target.ask("CREATE TABLE alembic_version (version_num text)")
        await target.ask("INSERT INTO alembic_version VALUES ('9999')")
        with pytest.raises(Failure, match=r"a newer Wexstream's \(its last migration is 9999\)"):
            await make(target.settings, target.dsn, target.settings.data / "backup")


async def test_a_lost_picture_is_told_of_and_keeps_nobody_from_a_backup(
    postgres_dsn: str, tmp_path: Path, target: Place
) -> None:
    async with place(postgres_dsn, tmp_path / "source", migrated=True) as source:
        ada, kofi, _ = await fill(source)
        assert ada.picture
        await source.pictures.remove(ada.picture)
        made = await make(source.settings, source.dsn, tmp_path / "backup")
        rows = sum(map(len, (await source.everything()).values()))
        assert made == Made(rows=rows, pictures=2, lost=1)
    await restored(tmp_path / "backup", target)
    assert kofi.picture
    assert f"{ada.picture.hex}.webp" not in target.files()
    assert f"{kofi.picture.hex}.webp" in target.files()


async def test_another_secret_is_told_of(backup: Path, target: Place) -> None:
    other = replace(target, settings=replace(target.settings, secret=b"another secret of thirty-two bytes"))
    assert not (await restored(backup, other)).same_secret


class Changing(FolderPictures):
    """The folder of pictures of somebody who takes another one as soon as the present one is to be read."""

    def __init__(self, at: Place, person: Account, *, times: int = 1) -> None:
        super().__init__(at.settings.pictures, PillowFormat())
        self._at = at
        self._person = person
        self._left = times
        self.replaced = 0

    async def get(self, picture: PictureId) -> bytes | None:
        if picture == self._person.picture and self._left:
            self._left -= 1
            self.replaced += 1
            self._person = await portrayed(self._at, self._person, b"another")
            async with self._at.unit() as unit:
                await unit.run(lambda tx: tx.accounts.save(self._person))
            await self.remove(picture)
        return await super().get(picture)


async def keep_busy(at: Place, person: Account) -> None:
    """Take another picture and write a letter, again and again; the name says how many letters there are.

    The files of former pictures go a while later, as a worker does that.
    """
    former = [person.picture]
    async with at.unit() as unit:
        for number in count(1):
            person = replace(await portrayed(at, person, b"another"), full_name=f"busy {number}")
            await unit.run(partial(_write, person=person))
            former.append(person.picture)
            if len(former) > LINGERING and (picture := former.pop(0)):
                await at.pictures.remove(picture)


async def _write(tx: Transaction, *, person: Account) -> None:
    letter = builders.message(person, subject="busy")
    await tx.accounts.save(person)
    await tx.messages.add(letter, builders.copies(letter, person, []))
