"""Pictures that nobody needs any more."""

from dataclasses import dataclass

from wexstream.domain.model.ids import PictureId
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.files import Pictures
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Portraits:
    """Removes the files of pictures, but for those that somebody has, or that are evidence."""

    unit: UnitOfWork
    pictures: Pictures

    async def remove(self, job: RemovePicture) -> None:
        """Remove the file of a picture that is needed no more."""
        if not await self._is_needed(job.picture):
            await self.pictures.remove(job.picture)

    @transactional
    async def _is_needed(self, tx: Transaction, picture: PictureId) -> bool:
        return await tx.accounts.shows(picture) or await tx.reports.show(picture)
