"""What moderators make of complaints."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditGroup, AuditKind, Details, kinds_of
from wexstream.domain.model.errors import AlreadyResolved, NotFound, OwnAccount
from wexstream.domain.model.ids import AccountId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.sanction import Verdict, impose
from wexstream.domain.model.visibility import Viewer, require_moderator
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.encounters import require_active_account
from wexstream.domain.usecases.suspensions import Suspensions
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.files import Pictures
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What moderators do. Each raises NotSignedIn, AccountSuspended, EmailNotVerified, NotModerator.

    And SecondStepRequired, where the operator wants moderators to sign in by two steps.
    """

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    pictures: Pictures
    suspensions: Suspensions
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

    async def picture(self, viewer: Viewer | None, report: ReportId) -> bytes:
        """Read the picture that a report keeps as evidence. Raises NotFound."""
        require_moderator(viewer)
        picture = await self.queries.evidence_picture(report)
        content = await self.pictures.get(picture) if picture else None
        if content is None:
            raise NotFound
        return content

    async def resolve(self, viewer: Viewer | None, report: ReportId, verdict: Verdict) -> None:
        """Decide on a report and do what was decided; decided just so already, nothing changes.

        Raises Invalid, NotFound, AlreadyResolved, OwnAccount for a moderator who is the one accused.
        """
        await self._resolve(require_moderator(viewer), report, verdict.accepted())

    async def suspend(self, viewer: Viewer | None, account: AccountId, verdict: Verdict) -> None:
        """Suspend an account; suspended already, from now on as is decided here.

        The same by the same one within a minute changes nothing. Raises Invalid, NotFound, OwnAccount.
        """
        await self._suspend(require_moderator(viewer), account, verdict.accepted())

    @transactional
    async def restore(self, tx: Transaction, viewer: Viewer | None, account: AccountId) -> None:
        """Let a suspended account in again. Raises NotFound, OwnAccount, NotSuspended."""
        known = require_moderator(viewer)
        target = await _lock_target(tx, known, account)
        await self.suspensions.let_in(tx, target, by=known.account, at=self.clock.now())

    @transactional
    async def _resolve(self, tx: Transaction, viewer: Viewer, report: ReportId, verdict: Verdict) -> None:
        found = await tx.reports.find(report)
        accused_before = found.accused if found else None
        locked = await tx.accounts.lock({viewer.account, accused_before or viewer.account})
        require_active_account(locked.get(viewer.account))
        case = await tx.reports.lock(report)
        if found is None or case is None:
            raise NotFound
        if case.accused == viewer.account:
            raise OwnAccount
        now = self.clock.now()
        closed = case.resolve(verdict.decision, by=viewer.account, at=now)
        if closed == case:
            await _require_same(tx, report, verdict, by=viewer.account)
            return
        await tx.reports.save(closed)
        await self.audit.note(
            tx,
            AuditKind.REPORT_RESOLVED,
            by=viewer.account,
            about=case.accused,
            details=Details(report=report, decision=verdict.decision),
        )
        accused = locked.get(case.accused) if case.accused else None
        if accused is not None and verdict.decision is not Decision.DISMISS:
            await self._impose(tx, accused, verdict, by=viewer.account, at=now, report=report)

    @transactional
    async def _suspend(self, tx: Transaction, viewer: Viewer, account: AccountId, verdict: Verdict) -> None:
        target = await _lock_target(tx, viewer, account)
        now = self.clock.now()
        last = await tx.sanctions.lock_suspension(account)
        if last is not None and last.is_repeated_by(verdict, by=viewer.account, at=now):
            return
        await self._impose(tx, target, verdict, by=viewer.account, at=now)

    async def _impose(
        self,
        tx: Transaction,
        account: Account,
        verdict: Verdict,
        *,
        by: AccountId,
        at: datetime,
        report: ReportId | None = None,
    ) -> None:
        name = SanctionId(self.ids.new())
        sanction = impose(verdict, name=name, account=account.id, by=by, at=at, report=report)
        if verdict.decision is Decision.SUSPEND:
            await self.suspensions.shut_out(tx, account, sanction)
            return
        await tx.sanctions.add(sanction)
        kind = NotificationKind.MODERATOR_WARNED
        await self.consequences.notify(tx, account.id, kind, sanction=name, at=at)


async def _require_same(tx: Transaction, report: ReportId, verdict: Verdict, *, by: AccountId) -> None:
    """Let through who says again what stands, so that no other words are lost. Raises AlreadyResolved."""
    sanction = await tx.sanctions.on_report(report)
    if sanction is not None and not sanction.says(verdict, by=by):
        raise AlreadyResolved


async def _lock_target(tx: Transaction, viewer: Viewer, account: AccountId) -> Account:
    if account == viewer.account:
        raise OwnAccount
    locked = await tx.accounts.lock([viewer.account, account])
    require_active_account(locked.get(viewer.account))
    if account not in locked:
        raise NotFound
    return locked[account]
