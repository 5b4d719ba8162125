"""Restoring a backup into an empty database, whole or not at all."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from wexstream.domain.model.ids import PictureId
from wexstream.entrypoints.backup.archive import Reader
from wexstream.entrypoints.backup.progress import bar
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.copies import (
    CopiedTable,
    Filling,
    fill,
    known_revisions,
    picture_folder,
    secret_mark,
)
from wexstream.entrypoints.infrastructure.database import bring_up_to_date
from wexstream.entrypoints.infrastructure.jobs import waiting_jobs
from wexstream.entrypoints.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, how many jobs of it wait, and whether the server's secret is that of then."""

    rows: int
    pictures: int
    jobs: int
    same_secret: bool
    applied: Sequence[str]


def opened(file: Path) -> Reader:
    """Read a backup that is whole, undamaged, and of a database that this version knows. Raises Failure."""
    try:
        size = file.stat().st_size
    except OSError as error:
        raise Failure(f"{file} cannot be read: {error.strerror}.") from error
    with bar("checking", size, "B") as go_on:
        reader = Reader(file, passed=go_on)
    if reader.head.revision not in known_revisions():
        reader.close()
        raise Failure(
            f"{file} is of a newer Wexstream's database ({reader.head.wexstream}, last migration "
            f"{reader.head.revision}). Restore it with that one, or a newer one."
        )
    return reader


async def restore(settings: Settings, address: str, reader: Reader) -> Restored:
    """Restore a backup, and bring the database up to date afterwards. Raises Failure."""
    tables = [
        CopiedTable(name=table.name, columns=table.columns, rows=table.rows)
        for table in reader.contents.tables
    ]
    async with _pictures(settings) as put_back, fill(address, reader.head.revision, tables) as filling:
        await put_back(reader)  # before there are rows that refer to them
        await _fill(filling, tables, reader)
    applied = await bring_up_to_date(address)
    return Restored(
        rows=sum(table.rows for table in tables),
        pictures=len(reader.contents.pictures),
        jobs=await waiting_jobs(address),
        same_secret=reader.head.secret == secret_mark(settings),
        applied=applied,
    )


@asynccontextmanager
async def _pictures(settings: Settings) -> AsyncGenerator[Callable[[Reader], Awaitable[None]]]:
    """Have what puts the pictures back; where the context ends by an error, they go again."""
    folder, put = picture_folder(settings), list[PictureId]()

    async def put_back(reader: Reader) -> None:
        with bar("pictures", len(reader.contents.pictures), "picture") as go_on:
            for picture, content in reader.pictures():
                try:
                    if await folder.put_back(picture, content):
                        put.append(picture)
                except OSError as error:
                    raise Failure(f"{settings.pictures} cannot be written: {error.strerror}.") from error
                go_on(1)

    try:
        yield put_back
    except BaseException:
        for picture in put:
            await folder.remove(picture)
        raise


async def _fill(filling: Filling, tables: Sequence[CopiedTable], reader: Reader) -> None:
    with bar("database", sum(table.rows for table in tables), "row") as go_on:
        for table in tables:
            await filling.fill(table, _counted(reader, table.name, go_on))


async def _counted(reader: Reader, table: str, go_on: Callable[[int], None]) -> AsyncGenerator[bytes]:
    for part in reader.rows(table):
        yield part
        go_on(part.count(b"\n"))
