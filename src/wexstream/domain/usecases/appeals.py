"""What people say against decisions about them, and what moderators make of that."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model import moderation, throttling
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind, Details
from wexstream.domain.model.errors import NotFound, OwnAccount, OwnDecision
from wexstream.domain.model.ids import AccountId, SanctionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.sanction import Outcome, Sanction, Settlement
from wexstream.domain.model.visibility import Viewer, require_moderator, require_signed_in
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.encounters import lock_self, require_active_account
from wexstream.domain.usecases.suspensions import Suspensions
from wexstream.domain.usecases.throttling import require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.jobs import MailAppeal, MailUpheld
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeals:
    """Appeals against warnings and suspensions, one each."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    throttle: Throttle
    suspensions: Suspensions
    consequences: Consequences
    audit: Audit

    async def list_own(
        self, viewer: Viewer | None, part: Slice[datetime]
    ) -> Page[views.OwnSanction, datetime]:
        """List what was decided about the viewer, who may be suspended. Raises NotSignedIn."""
        return await self.queries.sanctions(require_signed_in(viewer), part)

    async def appeal(self, viewer: Viewer | None, sanction: SanctionId, text: str) -> None:
        """Appeal against a decision about oneself, once, suspended or not.

        Raises NotSignedIn, TooMany, Invalid, NotFound, AlreadyAppealed, NotInForce.
        """
        known = require_signed_in(viewer)
        await require_rate(self.throttle, "appeal", known.account, throttling.APPEAL_PER_ACCOUNT)
        await self._appeal(known, sanction, text)

    async def list(
        self, viewer: Viewer | None, part: Slice[datetime], *, settled: bool
    ) -> Page[views.Appeal, datetime]:
        """List the appeals that are open, or settled. Raises as ``require_moderator`` does."""
        return await self.queries.appeals(require_moderator(viewer), part, settled=settled)

    async def settle(self, viewer: Viewer | None, sanction: SanctionId, settlement: Settlement) -> None:
        """Uphold a decision or grant the appeal, and tell the person; done just so already, nothing changes.

        Raises as ``require_moderator`` does, Invalid, NotFound, OwnAccount for the one whom it is about,
        OwnDecision for the one who decided where another moderator is there, AlreadyResolved, NotInForce.
        """
        await self._settle(require_moderator(viewer), sanction, settlement.accepted())

    @transactional
    async def _appeal(self, tx: Transaction, viewer: Viewer, name: SanctionId, text: str) -> None:
        await lock_self(tx, viewer)
        sanction = await tx.sanctions.lock(name)
        if sanction is None or sanction.account != viewer.account:
            raise NotFound
        now = self.clock.now()
        await tx.sanctions.save(sanction.plead(text, at=now))
        _, told_at = moderation.told_between(now)
        await tx.jobs.add_for_later(MailAppeal(sanction=name), at=told_at, now=now)

    @transactional
    async def _settle(
        self, tx: Transaction, viewer: Viewer, name: SanctionId, settlement: Settlement
    ) -> None:
        found = await tx.sanctions.find(name)
        about = found.account if found else viewer.account
        locked = await tx.accounts.lock({viewer.account, about})
        require_active_account(locked.get(viewer.account))
        sanction = await tx.sanctions.lock(name)
        if sanction is None or sanction.appeal is None:
            raise NotFound
        await _require_other(tx, viewer.account, sanction)
        now = self.clock.now()
        settled = sanction.settle(sanction.appeal, settlement, by=viewer.account, at=now)
        if settled == sanction:
            return
        await tx.sanctions.save(settled)
        withdrawn = settlement.outcome is Outcome.GRANTED
        kind = AuditKind.APPEAL_GRANTED if withdrawn else AuditKind.APPEAL_UPHELD
        details = Details(report=sanction.report)
        await self.audit.note(tx, kind, by=viewer.account, about=about, details=details)
        await self._carry_out(tx, locked[about], settled, by=viewer.account, at=now, withdrawn=withdrawn)

    async def _carry_out(
        self,
        tx: Transaction,
        account: Account,
        sanction: Sanction,
        *,
        by: AccountId,
        at: datetime,
        withdrawn: bool,
    ) -> None:
        suspended = sanction.decision is Decision.SUSPEND
        if suspended and withdrawn:
            await self.suspensions.let_in(tx, account, by=by, at=at, granted=sanction)
        elif suspended:  # who sees no notifications
            await tx.jobs.add(MailUpheld(account=account.id, occasion=sanction.id))
        else:
            kind = NotificationKind.WARNING_WITHDRAWN if withdrawn else NotificationKind.APPEAL_UPHELD
            await self.consequences.notify(tx, account.id, kind, sanction=sanction.id, at=at)


async def _require_other(tx: Transaction, moderator: AccountId, sanction: Sanction) -> None:
    """Let through whom it is not about, and who did not decide unless nobody else can settle it."""
    if sanction.account == moderator:
        raise OwnAccount
    if sanction.decided_by == moderator and await tx.accounts.has_moderator_besides(
        moderator, sanction.account
    ):
        raise OwnDecision
