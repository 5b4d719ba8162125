"""What moderators make of complaints."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditGroup, AuditKind, Details, kinds_of
from wexstream.domain.model.errors import NotFound, OwnAccount
from wexstream.domain.model.ids import AccountId, ReportId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, require_moderator
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.encounters import require_active_account
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailSuspended
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Bans


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What moderators do. Each raises NotSignedIn, AccountSuspended, EmailNotVerified, NotModerator.

    And SecondStepRequired, where the operator wants moderators to sign in by two steps.
    """

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    bans: Bans
    consequences: Consequences
    audit: Audit

    async def list(
        self, viewer: Viewer | None, part: Slice[datetime], *, resolved: bool
    ) -> Page[views.Report, datetime]:
        """List the reports that are open, or decided."""
        return await self.queries.reports(require_moderator(viewer), part, resolved=resolved)

    async def list_suspended(
        self, viewer: Viewer | None, part: Slice[datetime]
    ) -> Page[views.SuspendedPerson, datetime]:
        """List the accounts that are suspended."""
        return await self.queries.suspended(require_moderator(viewer), part)

    async def log(
        self, viewer: Viewer | None, part: Slice[datetime], group: AuditGroup | None = None
    ) -> Page[views.LogEntry, datetime]:
        """List what happened, or what of a group."""
        return await self.queries.log(require_moderator(viewer), part, kinds=kinds_of(group))

    @transactional
    async def resolve(
        self, tx: Transaction, viewer: Viewer | None, report: ReportId, decision: Decision
    ) -> None:
        """Decide on a report and do what was decided; decided so already, nothing changes.

        Raises NotFound, AlreadyResolved, OwnAccount for a moderator who is the one accused.
        """
        known = require_moderator(viewer)
        found = await tx.reports.find(report)
        accused_before = found.accused if found else None
        locked = await tx.accounts.lock({known.account, accused_before or known.account})
        require_active_account(locked.get(known.account))
        case = await tx.reports.lock(report)
        if found is None or case is None:
            raise NotFound
        if case.accused == known.account:
            raise OwnAccount
        now = self.clock.now()
        closed = case.resolve(decision, by=known.account, at=now)
        if closed == case:
            return
        await tx.reports.save(closed)
        await self.audit.note(
            tx,
            AuditKind.REPORT_RESOLVED,
            by=known.account,
            about=case.accused,
            details=Details(report=report, decision=decision),
        )
        accused = locked.get(case.accused) if case.accused else None
        if accused is not None and decision is Decision.WARN:
            await self.consequences.notify(
                tx, accused.id, NotificationKind.MODERATOR_WARNED, actor=None, at=now
            )
        elif accused is not None and decision is Decision.SUSPEND:
            await self._shut_out(tx, accused, by=known, report=report, at=now)

    @transactional
    async def suspend(self, tx: Transaction, viewer: Viewer | None, account: AccountId) -> None:
        """Suspend an account; suspended already, nothing changes. Raises NotFound, OwnAccount."""
        known = require_moderator(viewer)
        target = await _lock_target(tx, known, account)
        await self._shut_out(tx, target, by=known, report=None, at=self.clock.now())

    @transactional
    async def restore(self, tx: Transaction, viewer: Viewer | None, account: AccountId) -> None:
        """Let a suspended account in again. Raises NotFound, OwnAccount, NotSuspended."""
        known = require_moderator(viewer)
        target = await _lock_target(tx, known, account)
        restored = target.restore()
        await tx.accounts.save(restored)
        await self.audit.note(tx, AuditKind.ACCOUNT_RESTORED, by=known.account, about=target.id)
        await tx.sessions.end_all(target.id)
        if target.verified_at is not None:
            await tx.bans.remove(self.bans.digest(target.address_key))
        kind = NotificationKind.ACCOUNT_RESTORED
        await self.consequences.notify(tx, target.id, kind, actor=None, at=self.clock.now())

    async def _shut_out(
        self, tx: Transaction, account: Account, *, by: Viewer, report: ReportId | None, at: datetime
    ) -> None:
        """Suspend a locked account: its sessions and live conferences end, and it leaves every room."""
        suspended = account.suspend(at=at)
        if suspended == account:
            return
        await tx.accounts.save(suspended)
        details = Details(report=report)
        await self.audit.note(
            tx, AuditKind.ACCOUNT_SUSPENDED, by=by.account, about=account.id, details=details
        )
        await tx.sessions.end_all(account.id)
        if account.verified_at is not None:  # else the address may be another's
            await tx.bans.add(self.bans.digest(account.address_key))
        for conference in await tx.conferences.lock_rooms_of(account.id):
            if conference.speaker != account.id:
                await tx.presences.end(conference.id, [account.id], at=at)
                continue
            finished, events = conference.finish(at=at)
            await tx.conferences.save(finished)
            await self.consequences.follow(tx, events)
        await tx.jobs.add(MailSuspended(account=account.id, occasion=self.ids.new()))


async def _lock_target(tx: Transaction, viewer: Viewer, account: AccountId) -> Account:
    if account == viewer.account:
        raise OwnAccount
    locked = await tx.accounts.lock([viewer.account, account])
    require_active_account(locked.get(viewer.account))
    if account not in locked:
        raise NotFound
    return locked[account]
