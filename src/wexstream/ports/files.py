"""Files: the pictures of people."""

import errno
from typing import Final, Protocol

from wexstream.domain.model.ids import PictureId

UPLOAD_LARGEST = 5 * 1024 * 1024
PIXELS_MOST = 25_000_000
SIDE = 512


class Crowded(Exception):
    """As many pictures wait to be made as may; in some seconds there are fewer."""


class PictureFormat(Protocol):
    """The one form in which pictures are kept, wherever they are."""

    def require_turn(self) -> None:
        """Find out whether a further picture would be made now. Raises Crowded."""
        ...

    async def normalise(self, upload: bytes) -> bytes:
        """Make of what somebody uploaded a square WebP file of up to 512 pixels a side, off the event loop.

        Turned upright, cropped to its centre, scaled down, its colours sRGB, transparency kept, without
        metadata; of an animation the first frame. Raises Invalid (field ``picture``): code ``format`` for
        what is not a PNG, JPEG or WebP, ``too-large`` over 5 MB, ``too-many-pixels`` over 25 megapixels,
        ``broken`` for what cannot be read to its end. Raises Crowded.
        """
        ...


class NoRoom(Exception):
    """Nothing can be written at present: the disk is full, read-only or broken."""


NO_ROOM: Final = frozenset(
    {
        *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO),
        *(errno.EMFILE, errno.ENFILE, errno.ENOMEM),
    }
)
"""The numbers of what a system says then (``OSError.errno``)."""


class Pictures(Protocol):
    """Keeps pictures of people as square WebP files of up to 512 pixels a side."""

    def require_turn(self) -> None:
        """Find out whether a further picture would be taken now. Raises Crowded."""
        ...

    async def put(self, picture: PictureId, upload: bytes) -> None:
        """Keep what somebody uploaded, whole or not at all, in the form of ``PictureFormat``.

        Raises Invalid and Crowded as ``PictureFormat.normalise`` does, NoRoom when it cannot be written at
        present.
        """
        ...

    async def get(self, picture: PictureId) -> bytes | None:
        """Read a picture (image/webp); None when there is none."""
        ...

    async def remove(self, picture: PictureId) -> None:
        """Remove a picture; none there, nothing happens."""
        ...
