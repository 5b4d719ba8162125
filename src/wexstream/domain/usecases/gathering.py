"""Which notifications are mailed together, and when."""

from dataclasses import dataclass

from wexstream.domain.model.account import Account
from wexstream.domain.model.bundle import Bundle, due_at
from wexstream.domain.model.ids import BundleId
from wexstream.domain.model.notification import NotificationKind, wants_mail
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailBundle, MailNotification
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Puts notifications into bundles, each of which is one mail: nobody's mailbox is filled by a busy hour.

    All that is changed for an account is changed under its lock, so that however many workers there are, each
    notification is in one bundle, and a bundle that is being mailed takes in nothing more.
    """

    unit: UnitOfWork
    clock: Clock
    ids: Ids

    @transactional
    async def gather(self, tx: Transaction, job: MailNotification) -> None:
        """Put a notification into the open bundle of its kind, or a new one; in one already, do nothing."""
        told = await tx.notifications.find(job.notification)
        if told is None or told.read:
            return
        account = (await tx.accounts.lock([told.account])).get(told.account)
        if account is None or not wants_mail(account.mail, told.kind):
            return
        last = await tx.bundles.last(account.id, told.kind)
        bundle = last if last is not None and last.is_open else self._anew(account, told.kind, last)
        if await tx.bundles.put(bundle.id, told.id) and bundle is not last:
            await tx.bundles.save(bundle)
            later = MailBundle(bundle=bundle.id)
            await tx.jobs.add_for_later(later, at=bundle.due_at, now=self.clock.now())

    @transactional
    async def close(self, tx: Transaction, bundle: BundleId) -> None:
        """Let a bundle take in nothing more."""
        found = await tx.bundles.find(bundle)
        if found is None:
            return
        await tx.accounts.lock([found.account])
        again = await tx.bundles.find(bundle)
        if again is not None:
            await tx.bundles.save(again.close(at=self.clock.now()))

    @transactional
    async def drop(self, tx: Transaction, bundle: BundleId) -> None:
        """Let the next notification be mailed as if this bundle had never been: no mail came of it."""
        found = await tx.bundles.find(bundle)
        if found is not None:
            await tx.accounts.lock([found.account])
            await tx.bundles.drop(bundle)

    def _anew(self, account: Account, kind: NotificationKind, last: Bundle | None) -> Bundle:
        due = due_at(kind, last=last, at=self.clock.now())
        return Bundle(id=BundleId(self.ids.new()), account=account.id, kind=kind, due_at=due)
