"""Pictures of people as files in a folder."""

import asyncio
import logging
import os
from pathlib import Path

from wexstream.adapters.files.whole import sync, written_whole
from wexstream.adapters.outage import Outage
from wexstream.domain.model.ids import PictureId
from wexstream.ports.files import NO_ROOM, NoRoom, PictureFormat

_log = logging.getLogger(__name__)


class FolderPictures:
    """Keeps pictures in a folder, as ``3f/0198….webp``: spread by the last two digits of their ids.

    Other processes may use the folder at the same time. Only the owner of the files can read them.
    """

    def __init__(self, folder: Path, form: PictureFormat) -> None:
        """Keep pictures below ``folder``, which is made when there is something to keep."""
        self._folder = folder
        self._form = form
        self._outage = Outage(
            _log,
            began=f"no picture can be kept in {folder}",
            over=f"pictures can be kept in {folder} again",
            level=logging.ERROR,
        )

    def require_turn(self) -> None:
        """Find out whether a further picture would be taken now. Raises Crowded."""
        self._form.require_turn()

    async def put(self, picture: PictureId, upload: bytes) -> None:
        """Keep what somebody uploaded, on the disk when it returns. Raises Invalid, Crowded, NoRoom."""
        content = await self._form.normalise(upload)
        try:
            await asyncio.to_thread(_write, self._path(picture), content)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            self._outage.begin(os.strerror(error.errno))
            raise NoRoom from error
        self._outage.end()

    async def get(self, picture: PictureId) -> bytes | None:
        """Read a picture (image/webp); None when there is none."""
        try:
            return await asyncio.to_thread(self._path(picture).read_bytes)
        except FileNotFoundError:
            return None

    async def put_back(self, picture: PictureId, content: bytes) -> bool:
        """Keep what was read here or elsewhere; whether it was not there. Raises OSError.

        What a picture shows never changes: whoever has another one has one of another id.
        """
        return await asyncio.to_thread(_put_back, self._path(picture), content)

    async def remove(self, picture: PictureId) -> None:
        """Remove a picture; none there, nothing happens."""
        await asyncio.to_thread(_remove, self._path(picture))

    def _path(self, picture: PictureId) -> Path:
        return self._folder / picture.hex[-2:] / f"{picture.hex}.webp"


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, to outlast a crash of the machine."""
    for folder in (path.parent.parent, path.parent):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with written_whole(path) as file:
        file.write(content)
    sync(path.parent.parent)


def _put_back(path: Path, content: bytes) -> bool:
    if path.exists():
        return False
    _write(path, content)
    return True


def _remove(path: Path) -> None:
    if path.exists():  # else there is nothing to do even where nothing can be written
        path.unlink(missing_ok=True)
