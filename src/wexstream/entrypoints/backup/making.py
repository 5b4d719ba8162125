"""Making a backup, of one moment, while others go on writing."""

from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from stat import S_ISREG
from typing import Any, TypeAlias

from wexstream.domain.model.ids import PictureId
from wexstream.entrypoints.backup.archive import Contents, Table, Writer, written_head
from wexstream.entrypoints.backup.progress import bar
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.copies import (
    FolderPictures,
    Snapshot,
    picture_folder,
    secret_mark,
    snapshot,
    written_whole,
)
from wexstream.entrypoints.settings import Settings

TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a backup has: how many rows and pictures; ``lost`` are those of which there are no files."""

    rows: int
    pictures: int
    lost: int


async def make(settings: Settings, address: str, file: Path) -> Made:
    """Write a backup, whole or not at all. Raises Failure."""
    try:
        require_room_for(file)
        with written_whole(file) as written:
            async with snapshot(address) as now:
                head = written_head(
                    wexstream=version("wexstream"), revision=now.revision, secret=secret_mark(settings)
                )
            writer = Writer(written, file, head)
            pictures = _Pictures(picture_folder(settings), writer)
            await pictures.copy(now.pictures)
            async with _snapshot_without_gaps(address, pictures) as seen:
                if seen.revision != head.revision:
                    raise Failure("The database was migrated meanwhile. Make the backup again.")
                tables = await _copy_tables(seen, writer)
            kept = seen.pictures & pictures.copied
            writer.finish(Contents(tables=tables, pictures=tuple(sorted(kept))))
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror}.") from error
    rows = sum(table.rows for table in tables)
    return Made(rows=rows, pictures=len(kept), lost=len(seen.pictures - kept))


def require_room_for(file: Path) -> None:
    """Require that its name is free, or a file's. Raises Failure, OSError.

    The backup would take the place of whatever else is there: for root, of /dev/null.
    """
    with suppress(FileNotFoundError):
        if not S_ISREG(file.lstat().st_mode):
            raise Failure(f"{file} is there already, and is no file. Give the name of a file.")


class _Pictures:
    """The pictures that a backup has by now."""

    def __init__(self, folder: FolderPictures, writer: Writer) -> None:
        self._folder = folder
        self._writer = writer
        self.copied: set[PictureId] = set()

    async def copy(self, pictures: Iterable[PictureId]) -> set[PictureId]:
        """Copy those that it lacks; of which there are no files."""
        lacking = sorted(set(pictures) - self.copied)
        gone: set[PictureId] = set()
        with bar("pictures", len(lacking), "picture") as go_on:
            for picture in lacking:
                content = await self._read(picture)
                if content is None:
                    gone.add(picture)
                else:
                    self._writer.add_picture(picture, content)
                    self.copied.add(picture)
                go_on(1)
        return gone

    async def _read(self, picture: PictureId) -> bytes | None:
        try:
            return await self._folder.get(picture)
        except OSError as error:
            raise Failure(f"A picture cannot be read: {error.filename}: {error.strerror}.") from error


@asynccontextmanager
async def _snapshot_without_gaps(address: str, pictures: _Pictures) -> AsyncGenerator[Snapshot]:
    """Find a moment whose pictures could all be copied, and stay in it. Raises Failure.

    A picture whose owner has another one meanwhile may be removed before it is copied; then a later moment
    is taken, of which most is copied already. One that later rows refer to as well is not there at all, and
    there would be no backup if it were waited for.
    """
    lost: set[PictureId] = set()
    for _ in range(TRIES):
        async with AsyncExitStack() as stack:
            seen = await stack.enter_async_context(snapshot(address))
            gone = await pictures.copy(seen.pictures)
            if gone <= lost:
                yield seen
                return
            lost = gone
    raise Failure("People change their pictures faster than those can be copied. Try it again later.")


_Write: TypeAlias = Callable[[bytes], Coroutine[Any, Any, None]]


async def _copy_tables(seen: Snapshot, writer: Writer) -> tuple[Table, ...]:
    tables = await seen.tables()
    with bar("database", sum(table.rows for table in tables), "row") as go_on:
        for table in tables:
            with writer.table(table.name) as write:
                await seen.copy(table, _both(write, go_on))
    return tuple(Table(name=table.name, columns=table.columns, rows=table.rows) for table in tables)


def _both(write: Callable[[bytes], None], go_on: Callable[[int], None]) -> _Write:
    async def add(part: bytes) -> None:
        write(part)
        go_on(part.count(b"\n"))  # a row is a line

    return add
