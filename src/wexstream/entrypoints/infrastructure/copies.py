"""All that is kept, read out for a backup and filled in again."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from wexstream.adapters.files.pictures import FolderPictures
from wexstream.adapters.files.whole import written_whole
from wexstream.adapters.images.pillow import PillowFormat
from wexstream.adapters.postgres.copying import (
    CopiedTable,
    Filling,
    NotEmpty,
    NothingKept,
    Snapshot,
    Unfit,
    filling,
    snapshot_of,
)
from wexstream.adapters.postgres.migrate import revisions as known_revisions
from wexstream.adapters.security.keys import derive
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.database import explaining
from wexstream.entrypoints.settings.parts import Settings

__all__ = [
    "CopiedTable",
    "Filling",
    "FolderPictures",
    "Snapshot",
    "fill",
    "known_revisions",
    "picture_folder",
    "secret_mark",
    "snapshot",
    "written_whole",
]


@asynccontextmanager
async def snapshot(address: str) -> AsyncGenerator[Snapshot]:
    """Stay in one moment of a database until the end of the context. Raises Failure."""
    with explaining():
        try:
            async with snapshot_of(address) as seen:
                yield seen
        except NothingKept as error:
            raise Failure("There is nothing in the database: it was never migrated.") from error


@asynccontextmanager
async def fill(address: str, revision: str, tables: Sequence[CopiedTable]) -> AsyncGenerator[Filling]:
    """Fill an empty database, wholly or not at all, with tables of a revision. Raises Failure."""
    with explaining():
        try:
            async with filling(address, revision, tables) as begun:
                yield begun
        except NotEmpty as error:
            raise Failure(
                f"The database is not empty: {error} A backup is restored into an empty one: name another "
                "folder (WS_DATA=…), or make another database and name that (WS_DB_NAME=…)."
            ) from error
        except Unfit as error:
            raise Failure(f"This is no backup of Wexstream. {error}") from error


def picture_folder(settings: Settings) -> FolderPictures:
    """Have the folder of pictures."""
    return FolderPictures(settings.pictures, PillowFormat())


def secret_mark(settings: Settings) -> str:
    """Make a mark by which the server's secret is recognised, and nothing can be told of it."""
    return derive(settings.secret, "backup").hex()[:16]
