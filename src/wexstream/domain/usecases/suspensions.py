"""Shutting accounts out, and letting them in again."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.audit import AuditKind, Details
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.sanction import Sanction
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.jobs import MailSuspended
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import Bans


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspensions:
    """Begins and ends suspensions of locked accounts: the one place that does."""

    unit: UnitOfWork
    clock: Clock
    bans: Bans
    consequences: Consequences
    audit: Audit

    async def shut_out(self, tx: Transaction, account: Account, sanction: Sanction) -> None:
        """Suspend a locked account: its sessions and live conferences end, and it leaves every room.

        One that is suspended already is from now on suspended as this sanction says.
        """
        at, until = sanction.decided_at, sanction.until
        await self._lift(tx, account.id, at=at)
        await tx.sanctions.add(sanction)
        await tx.accounts.save(account.suspend(at=at, until=until))
        details = Details(report=sanction.report)
        await self.audit.note(
            tx, AuditKind.ACCOUNT_SUSPENDED, by=sanction.decided_by, about=account.id, details=details
        )
        if account.verified_at is not None:  # else the address may be another's
            await tx.bans.add(self.bans.digest(account.address_key), until=until)
        if account.state is not AccountState.SUSPENDED:
            await self._put_out(tx, account.id, at=at)
        await tx.jobs.add(MailSuspended(account=account.id, occasion=sanction.id))

    async def let_in(
        self,
        tx: Transaction,
        account: Account,
        *,
        at: datetime,
        by: AccountId | None = None,
        granted: Sanction | None = None,
    ) -> Account:
        """Restore a locked account, and tell it: a moderator does, perhaps on an appeal, or its time is over.

        Raises NotSuspended.
        """
        restored = account.restore()
        await tx.accounts.save(restored)
        kind = AuditKind.ACCOUNT_RESTORED if by else AuditKind.SUSPENSION_ENDED
        await self.audit.note(tx, kind, by=by, about=account.id)
        await tx.sessions.end_all(account.id)
        await self._lift(tx, account.id, at=at)
        if account.verified_at is not None:
            await tx.bans.remove(self.bans.digest(account.address_key))
        await self.consequences.notify(
            tx,
            account.id,
            NotificationKind.ACCOUNT_RESTORED,
            sanction=granted.id if granted else None,
            at=at,
        )
        return restored

    async def let_in_if_due(self, tx: Transaction, account: Account, *, at: datetime) -> Account:
        """Restore a locked account whose time is over; else nothing changes."""
        return await self.let_in(tx, account, at=at) if account.is_due_back(at=at) else account

    async def end_those_due(self) -> None:
        """Restore the accounts whose time is over, each in a transaction of its own."""
        for account in await self._due():
            await self._end(account)

    @transactional
    async def _due(self, tx: Transaction) -> list[AccountId]:
        return list(await tx.accounts.due_back(at=self.clock.now()))

    @transactional
    async def _end(self, tx: Transaction, name: AccountId) -> None:
        account = (await tx.accounts.lock([name])).get(name)
        if account is not None:
            await self.let_in_if_due(tx, account, at=self.clock.now())

    async def _lift(self, tx: Transaction, account: AccountId, *, at: datetime) -> None:
        holding = await tx.sanctions.lock_suspension(account)
        if holding is not None:
            await tx.sanctions.save(holding.lift(at=at))

    async def _put_out(self, tx: Transaction, account: AccountId, *, at: datetime) -> None:
        await tx.sessions.end_all(account)
        for conference in await tx.conferences.lock_rooms_of(account):
            if conference.speaker != account:
                await tx.presences.end(conference.id, [account], at=at)
                continue
            finished, events = conference.finish(at=at)
            await tx.conferences.save(finished)
            await self.consequences.follow(tx, events)
