"""How the audit log is written: in the transaction of that which it tells of."""

from dataclasses import dataclass

from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind, Details, Entry, Way
from wexstream.domain.model.ids import AccountId, EntryId
from wexstream.domain.usecases.policy import Policy
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.persistence import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Notes what happened, under pseudonyms of accounts that are held or locked."""

    clock: Clock
    ids: Ids
    policy: Policy

    async def note(
        self,
        tx: Transaction,
        kind: AuditKind,
        *,
        by: AccountId | None = None,
        about: AccountId | None = None,
        details: Details | None = None,
    ) -> None:
        """Note what somebody has done about somebody; without ``by`` the operator has, or nobody."""
        now = self.clock.now()
        await tx.audit.add(
            Entry(
                id=EntryId(self.ids.new()),
                at=now,
                kind=kind,
                actor=await self._name(tx, by),
                subject=await self._name(tx, about),
                details=details or Details(),
                kept_until=now + self.policy.audit_kept,
            )
        )

    async def note_own(
        self, tx: Transaction, kind: AuditKind, account: AccountId, details: Details | None = None
    ) -> None:
        """Note what somebody has done with the own account."""
        await self.note(tx, kind, by=account, about=account, details=details)

    async def note_signed_in(self, tx: Transaction, account: Account, way: Way) -> None:
        """Note that a moderator has signed in; of anybody else, it is nobody's business."""
        if account.moderator:
            await self.note_own(tx, AuditKind.MODERATOR_SIGNED_IN, account.id, Details(way=way))

    async def note_appointed(self, tx: Transaction, account: Account, *, already: bool) -> None:
        """Note of a kept account if it has become a moderator's by its address, and was not one already."""
        if account.moderator and not already:
            details = Details(way=Way.ADMIN_ADDRESS)
            await self.note(tx, AuditKind.MODERATOR_APPOINTED, about=account.id, details=details)

    async def _name(self, tx: Transaction, account: AccountId | None) -> str | None:
        return None if account is None else await tx.audit.pseudonym(account, new=self.ids.pseudonym())
