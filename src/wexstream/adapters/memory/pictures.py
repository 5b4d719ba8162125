"""Pictures of people in this process."""

from wexstream.domain.model.ids import PictureId
from wexstream.ports.files import PictureFormat


class MemoryPictures:
    """Keeps pictures as long as it lives itself."""

    def __init__(self, form: PictureFormat) -> None:
        """Start with none."""
        self._form = form
        self._pictures: dict[PictureId, bytes] = {}

    def require_turn(self) -> None:
        """Find out whether a further picture would be taken now. Raises Crowded."""
        self._form.require_turn()

    async def put(self, picture: PictureId, upload: bytes) -> None:
        """Keep what somebody uploaded. Raises Invalid, Crowded."""
        self._pictures[picture] = await self._form.normalise(upload)

    async def get(self, picture: PictureId) -> bytes | None:
        """Read a picture (image/webp); None when there is none."""
        return self._pictures.get(picture)

    async def remove(self, picture: PictureId) -> None:
        """Remove a picture; none there, nothing happens."""
        self._pictures.pop(picture, None)
