"""Files: the pictures of people."""

from typing import Protocol

from wexstream.domain.model.ids import PictureId

UPLOAD_LARGEST = 5 * 1024 * 1024
SIDE = 512


class Pictures(Protocol):
    """Keeps pictures of people as square WebP files of up to 512 pixels a side."""

    async def put(self, picture: PictureId, upload: bytes) -> None:
        """Keep what somebody uploaded: turned upright, cropped to a square, scaled, re-encoded, no metadata.

        Raises Invalid (field ``picture``) for what is not a PNG, JPEG or WebP, is over 5 MB, has too many
        pixels, or is broken.
        """
        ...

    async def get(self, picture: PictureId) -> bytes | None:
        """Read a picture (image/webp); None when there is none."""
        ...

    async def remove(self, picture: PictureId) -> None:
        """Remove a picture; none there, nothing happens."""
        ...
