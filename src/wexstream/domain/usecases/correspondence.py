"""Sending mails, once it is time."""

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

    async def send(self, job: MailJob) -> None:
        """Send a job's mail, if there still is reason to. Raises what the carrier raises."""
        letter = await self._draft(job)
        if letter is None:
            return
        await self.carrier.carry(self.writer.write(letter))
        if isinstance(job, MailEnquiry):
            await self._forget_enquiry(job)
        if letter.recipient is not None and await self._is_erased(letter.recipient):
            await self.carrier.forget(letter.to_address)

    @transactional
    async def _draft(self, tx: Transaction, job: MailJob) -> Letter | None:
        return await self.letters.draft(tx, job)

    @transactional
    async def _is_erased(self, tx: Transaction, account: AccountId) -> bool:
        """Tell whether the account was erased while its mail was under way, too late to be forgotten."""
        return await tx.accounts.find(account) is None

    @transactional
    async def _forget_enquiry(self, tx: Transaction, job: MailEnquiry) -> None:
        await tx.enquiries.remove(job.enquiry)
