"""Sending mails, once it is time."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from wexstream.domain.model.ids import AccountId
from wexstream.domain.usecases.letters import Letters, MailJob
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.jobs import MailEnquiry
from wexstream.ports.mail import Letter, MailCarrier, MailWriter
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondence:
    """Sends the mails that jobs ask for. The carrier is never waited for within a transaction."""

    unit: UnitOfWork
    letters: Letters
    writer: MailWriter
    carrier: MailCarrier

    async def send(self, job: MailJob) -> bool:
        """Send a job's mail, if there is reason to; whether there was. Raises what the carrier raises."""
        letter = await self._draft(job)
        if letter is None:
            return False
        await self.carrier.carry(self.writer.write(letter))
        if isinstance(job, MailEnquiry) and letter.reply_to and not await self._is_taken_off(job):
            await self.carrier.forget(addresses=[letter.reply_to])
        erased = await self._erased(letter.about)
        if erased:
            await self.carrier.forget(accounts=erased)
        return True

    @transactional
    async def _draft(self, tx: Transaction, job: MailJob) -> Letter | None:
        return await self.letters.draft(tx, job)

    @transactional
    async def _erased(self, tx: Transaction, accounts: Iterable[AccountId]) -> Collection[AccountId]:
        """Find those who were erased while a mail about them was under way, too late to be forgotten."""
        return [account for account in accounts if await tx.accounts.find(account) is None]

    @transactional
    async def _is_taken_off(self, tx: Transaction, job: MailEnquiry) -> bool:
        """Take an enquiry that was carried off the list; False where its sender was erased meanwhile."""
        there = await tx.enquiries.find(job.enquiry) is not None
        await tx.enquiries.remove(job.enquiry)
        return there
