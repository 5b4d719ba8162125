"""Erasing an account with everything that identifies it."""

from dataclasses import dataclass

from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.ids import AccountId
from wexstream.domain.usecases.audit import Audit
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.mail import MailCarrier
from wexstream.ports.persistence import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Erases accounts that are locked; what must be kept of them is kept under a pseudonym."""

    ids: Ids
    audit: Audit
    carrier: MailCarrier

    async def erase(self, tx: Transaction, account: Account, *, by: AccountId | None = None) -> None:
        """Erase a locked account, and note ``by`` whom; None where the operator does it, or nobody.

        As where nobody has verified the address in time, or somebody else shows that it is his.
        """
        await self.audit.note(tx, AuditKind.ACCOUNT_ERASED, by=by, about=account.id)
        pseudonym = self.ids.pseudonym()
        for report in await tx.reports.lock_naming(account.id):
            forgotten = report.forget(account.id, pseudonym=pseudonym)
            await tx.reports.save(forgotten)
            shown = report.evidence.picture if report.evidence else None
            if shown is not None and forgotten.accused is None:
                await tx.jobs.add(RemovePicture(picture=shown))
        if account.verified_at is not None:  # else the address may be another's
            await tx.enquiries.remove_from(account.address_key)
        if account.picture is not None:
            await tx.jobs.add(RemovePicture(picture=account.picture))
        await tx.accounts.erase(account.id)

    async def forget(self, *erased: Account) -> None:
        """Have no mails kept about who is erased, which no transaction holds: so when it is certain."""
        own = [one.email for one in erased if one.verified_at]  # else the address may be another's
        if erased:
            await self.carrier.forget(accounts=[one.id for one in erased], addresses=own)
