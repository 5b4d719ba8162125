"""What cannot be backed up or restored whole is refused in words, and leaves nothing behind."""

import gzip
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tracemalloc import get_traced_memory, start, stop

import msgspec
import pytest

from tests.integration.backup.places import Place, place
from tests.integration.backup.test_backup import restored
from tests.support.disk import Disk, LimitedDisk, small_disk
from wexstream.adapters.postgres.migrate import migrate, revisions
from wexstream.entrypoints.backup.archive import Contents, Head, Table, Writer
from wexstream.entrypoints.backup.making import make
from wexstream.entrypoints.backup.restoring import opened
from wexstream.entrypoints.failure import Failure

DAMAGED = "is no backup of Wexstream, or not whole, or damaged"


@pytest.fixture(params=["small", "limited"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limited":
        yield LimitedDisk(folder)
        return
    with small_disk(folder) as made:
        yield made


def rewritten(backup: Path, file: Path, change: Callable[[Head], Head], *, without: str = "") -> Path:
    """Write a backup anew, with another head, and without a table."""
    with closing(opened(backup)) as reader, file.open("wb") as to:
        writer = Writer(to, file, change(reader.head))
        for picture, content in reader.pictures():
            writer.add_picture(picture, content)
        tables = [table for table in reader.contents.tables if table.name != without]
        for table in tables:
            with writer.table(table.name) as write:
                for part in reader.rows(table.name):
                    write(part)
        writer.finish(msgspec.structs.replace(reader.contents, tables=tuple(tables)))
    return file


def member(name: str, content: bytes, *, size: bytes | None = None) -> bytes:
    """A part of an archive, which may lie about its size."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    head = bytearray(info.tobuf(tarfile.USTAR_FORMAT))
    if size is not None:
        head[124:136], head[148:156] = size, b" " * 8
        head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + content + bytes(-len(content) % tarfile.BLOCKSIZE)


def forged(backup: Path, file: Path, change: Callable[[dict[str, bytes]], None], *more: bytes) -> Path:
    """Write a backup anew, with other members, and with the digest of what it has by then."""
    with tarfile.open(backup) as archive:
        kept = {one.name: read.read() for one in archive if (read := archive.extractfile(one))}
    del kept["sha256"]
    change(kept)
    contents = member("contents.json", kept.pop("contents.json"))
    whole = b"".join([*(member(name, content) for name, content in kept.items()), *more, contents])
    file.write_bytes(whole + member("sha256", sha256(whole).hexdigest().encode()) + bytes(1024))
    return file


def as_it_is(_: dict[str, bytes]) -> None:
    """Change nothing."""


def in_folder(disk: Disk) -> list[str]:
    return [path.name for path in disk.folder.iterdir()]


async def has_nothing(at: Place) -> bool:
    return not any((await at.everything()).values()) and not at.files()


class TestFiles:
    def test_one_that_is_damaged_anywhere_is_refused(self, backup: Path, tmp_path: Path) -> None:
        content, file = backup.read_bytes(), tmp_path / "damaged"
        for byte in {*range(0, len(content) - 2048, 4001), len(content) - 2048 - 100}:
            damaged = bytearray(content)
            damaged[byte] ^= 0x20
            file.write_bytes(damaged)
            with pytest.raises(Failure, match=DAMAGED):
                opened(file)

    def test_one_that_is_not_whole_is_refused(self, backup: Path, tmp_path: Path) -> None:
        content, file = backup.read_bytes(), tmp_path / "part"
        for size in {0, 1, 511, 512, 1024, *range(2000, len(content) - 1024, 5003)}:
            file.write_bytes(content[:size])
            with pytest.raises(Failure, match=DAMAGED):
                opened(file)

    def test_what_is_something_else_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "other"
        for content in (b"x" * 10_000, bytes(10_240)):
            file.write_bytes(content)
            with pytest.raises(Failure, match=DAMAGED):
                opened(file)
        with pytest.raises(Failure, match="cannot be read: Is a directory"):
            opened(tmp_path)
        with pytest.raises(Failure, match="cannot be read: No such file"):
            opened(tmp_path / "nowhere")

    def test_one_of_a_newer_wexstream_is_left_to_that(self, backup: Path, tmp_path: Path) -> None:
        change = msgspec.structs.replace
        later = rewritten(backup, tmp_path / "1", lambda head: change(head, form=2, wexstream="7.0"))
        with pytest.raises(Failure, match=r"made by a newer Wexstream \(7\.0\)"):
            opened(later)
        migrated = rewritten(backup, tmp_path / "2", lambda head: change(head, revision="9999"))
        with pytest.raises(Failure, match="last migration 9999"):
            opened(migrated)


class TestForgeries:
    """Files whose digest is right, and which nobody's ``wexstream backup`` has written."""

    async def test_one_that_is_put_together_anew_is_as_good(
        self, source: Place, backup: Path, tmp_path: Path, target: Place
    ) -> None:
        await restored(forged(backup, tmp_path / "forged", as_it_is), target)
        assert await target.everything() == await source.everything()

    def test_a_part_that_is_smaller_than_nothing_has_no_one_read_for_ever(
        self, backup: Path, tmp_path: Path
    ) -> None:
        endless = member("database/x/1.gz", b"", size=b"\xff" * 10 + b"\xfe\x00")
        with pytest.raises(Failure, match=DAMAGED):
            opened(forged(backup, tmp_path / "forged", as_it_is, endless))

    @pytest.mark.parametrize(
        "head",
        [
            b'{"form": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
            b'{"form": 9, "wexstream": "\\u001b[2J"}',
        ],
        ids=["deep", "what moves a terminal's cursor"],
    )
    def test_what_it_says_of_itself_is_refused(self, head: bytes, backup: Path, tmp_path: Path) -> None:
        with pytest.raises(Failure, match=DAMAGED):
            opened(forged(backup, tmp_path / "forged", lambda kept: kept.update({"wexstream.json": head})))

    @pytest.mark.parametrize(
        "piece", [b"no gzip", gzip.compress(b"x" * 1_000)[:-20]], ids=["other", "cut off"]
    )
    async def test_rows_that_cannot_be_unpacked_are_none_of_them_restored(
        self, piece: bytes, backup: Path, tmp_path: Path, target: Place
    ) -> None:
        def change(kept: dict[str, bytes]) -> None:
            kept["database/accounts/000001.gz"] = piece

        with pytest.raises(Failure, match=DAMAGED):
            await restored(forged(backup, tmp_path / "forged", change), target)
        assert await has_nothing(target)

    async def test_what_lacks_is_noticed(self, backup: Path, tmp_path: Path, target: Place) -> None:
        for lacking in ("database/bans/", "pictures/"):

            def change(kept: dict[str, bytes], lacking: str = lacking) -> None:
                del kept[next(name for name in kept if name.startswith(lacking))]

            with pytest.raises(Failure, match=DAMAGED):
                await restored(forged(backup, tmp_path / "forged", change), target)
            assert await has_nothing(target)

    def test_little_that_unpacks_to_much_takes_little_room(self, backup: Path, tmp_path: Path) -> None:
        def change(kept: dict[str, bytes]) -> None:
            kept["database/bans/000001.gz"] = gzip.compress(bytes(256 * 1024 * 1024))

        with closing(opened(forged(backup, tmp_path / "forged", change))) as reader:
            start()
            try:
                with pytest.raises(Failure, match=DAMAGED):  # in the end, as there are no such rows
                    for _ in reader.rows("bans"):
                        pass
                assert get_traced_memory()[1] < 16 * 1024 * 1024
            finally:
                stop()

    async def test_nothing_is_written_into_tables_of_postgresql_itself(
        self, backup: Path, tmp_path: Path, target: Place
    ) -> None:
        def change(kept: dict[str, bytes]) -> None:
            contents = msgspec.json.decode(kept["contents.json"], type=Contents)
            table = Table(name="pg_db_role_setting", columns=("setdatabase", "setrole", "setconfig"), rows=1)
            kept["database/pg_db_role_setting/000001.gz"] = gzip.compress(b"0\t0\t{work_mem=77MB}\n")
            tables = (*contents.tables, table)
            kept["contents.json"] = msgspec.json.encode(msgspec.structs.replace(contents, tables=tables))

        with pytest.raises(
            Failure, match=r"It has a table 'pg_db_role_setting', which is none of Wexstream's"
        ):
            await restored(forged(backup, tmp_path / "forged", change), target)
        assert not await target.ask("SELECT FROM pg_db_role_setting WHERE 'work_mem=77MB' = ANY(setconfig)")
        assert await has_nothing(target)


class TestPlaces:
    async def test_what_is_no_file_is_not_replaced(self, source: Place, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "link").symlink_to(tmp_path / "pipe")
        (tmp_path / "folder").mkdir()
        names = ("pipe", "link", "folder")
        before = [(tmp_path / name).lstat() for name in names]
        for name in names:
            with pytest.raises(Failure, match="is there already, and is no file"):
                await make(source.settings, source.dsn, tmp_path / name)
        assert [(tmp_path / name).lstat() for name in names] == before

    async def test_a_database_with_something_in_it_is_left_as_it_is(
        self, backup: Path, target: Place
    ) -> None:
        await migrate(target.dsn)
        await target.ask("INSERT INTO bans VALUES ('\\x00ff')")
        before = await target.everything()
        with pytest.raises(
            Failure, match=r"not empty: There is something in its table bans.*WS_DATA="
        ) as why:
            await restored(backup, target)
        assert "WS_DB_NAME=" in str(why.value)
        assert await target.everything() == before
        assert not target.files()

    async def test_one_that_was_begun_and_has_nothing_in_it_is_filled(
        self, source: Place, backup: Path, target: Place
    ) -> None:
        await migrate(target.dsn)
        await target.ask("INSERT INTO throttles VALUES ('x', now())")
        await restored(backup, target)
        assert await target.everything() == await source.everything()

    async def test_one_of_another_program_or_version_is_left_as_it_is(
        self, backup: Path, target: Place
    ) -> None:
        await target.ask("CREATE TABLE things (name text)")
        with pytest.raises(Failure, match="It has tables of another program"):
            await restored(backup, target)
        await target.ask("DROP TABLE things")
        await migrate(target.dsn)
        await target.ask(f"UPDATE alembic_version SET version_num = '{revisions()[0]}'")  # noqa: S608 - ours
        with pytest.raises(Failure, match="made for another version of Wexstream"):
            await restored(backup, target)
        assert await has_nothing(target)

    async def test_one_that_cannot_be_reached_is_told(self, backup: Path, target: Place) -> None:
        with pytest.raises(Failure, match="Look at host and port"):
            await restored(backup, replace(target, dsn="postgresql://127.0.0.1:1/wexstream"))
        with pytest.raises(Failure, match="Look at host and port"):
            await make(target.settings, "postgresql://127.0.0.1:1/wexstream", target.settings.data / "backup")


class TestHalfWay:
    async def test_rows_that_do_not_fit_together_are_none_of_them_restored(
        self, source: Place, backup: Path, tmp_path: Path, target: Place
    ) -> None:
        unfit = rewritten(backup, tmp_path / "unfit", lambda head: head, without="accounts")
        with pytest.raises(Failure, match="violates foreign key constraint"):
            await restored(unfit, target)
        assert await has_nothing(target)
        await restored(backup, target)  # afterwards, at the same place
        assert await target.everything() == await source.everything()

    async def test_pictures_that_there_is_no_room_for_keep_the_rows_out_too(
        self, backup: Path, target: Place, disk: Disk
    ) -> None:
        settings = replace(target.settings, pictures=disk.folder / "pictures")
        small = replace(target, settings=settings)
        disk.fill()
        try:
            with pytest.raises(Failure, match=r"pictures cannot be written: (No space left|File too large)"):
                await restored(backup, small)
        finally:
            disk.free()
        assert await has_nothing(small)
        await restored(backup, small)
        assert len(small.files()) == 3

    async def test_a_backup_that_there_is_no_room_for_leaves_nothing_and_the_former_one_stays(
        self, source: Place, disk: Disk
    ) -> None:
        file = disk.folder / "backup"
        file.write_bytes(b"the former one")
        disk.fill()
        try:
            with pytest.raises(Failure, match=r"backup cannot be written: (No space left|File too large)"):
                await make(source.settings, source.dsn, file)
        finally:
            disk.free()
        assert in_folder(disk) == ["backup"]
        assert file.read_bytes() == b"the former one"
        await make(source.settings, source.dsn, file)
        assert in_folder(disk) == ["backup"]
        opened(file).close()

    async def test_a_folder_that_is_not_there_is_told(self, source: Place, tmp_path: Path) -> None:
        with pytest.raises(Failure, match="cannot be written: No such file or directory"):
            await make(source.settings, source.dsn, tmp_path / "nowhere" / "backup")

    async def test_a_picture_that_cannot_be_read_is_told(
        self, postgres_dsn: str, source: Place, tmp_path: Path
    ) -> None:
        async with place(postgres_dsn, tmp_path / "other") as other:
            file = next(iter(source.files()))
            (other.settings.pictures / file.removesuffix(".webp")[-2:] / file).mkdir(parents=True)
            with pytest.raises(Failure, match=r"A picture cannot be read: .*: Is a directory"):
                await make(other.settings, source.dsn, tmp_path / "backup")
