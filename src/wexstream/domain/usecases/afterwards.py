"""Doing the work that commands have queued."""

from dataclasses import dataclass

from wexstream.domain.usecases.broadcasts import Broadcasts
from wexstream.domain.usecases.correspondence import Correspondence
from wexstream.domain.usecases.gathering import Gathering
from wexstream.domain.usecases.portraits import Portraits
from wexstream.ports.jobs import Announce, Job, MailBundle, MailNotification, RemovePicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Afterwards:
    """Knows what each kind of job wants done."""

    broadcasts: Broadcasts
    gathering: Gathering
    correspondence: Correspondence
    portraits: Portraits

    async def do(self, job: Job) -> None:
        """Do a job; done before already, nothing more happens but that a mail may be sent again.

        Raises whatever it meets: the queue decides whether to try again.
        """
        match job:
            case Announce():
                await self.broadcasts.announce(job)
            case MailNotification():
                await self.gathering.gather(job)
            case MailBundle():
                await self._mail(job)
            case RemovePicture():
                await self.portraits.remove(job)
            case _:
                await self.correspondence.send(job)

    async def _mail(self, job: MailBundle) -> None:
        await self.gathering.close(job.bundle)
        if not await self.correspondence.send(job):
            await self.gathering.drop(job.bundle)
