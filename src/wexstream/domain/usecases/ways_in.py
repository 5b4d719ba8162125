"""How it is told, and noted, that the ways into an account were changed."""

from dataclasses import dataclass
from typing import Final

from wexstream.domain.model.audit import AuditKind, Details
from wexstream.domain.model.ids import AccountId
from wexstream.domain.usecases.audit import Audit
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailWayChanged, WayChange
from wexstream.ports.persistence import Transaction

_NOTED: Final = {
    WayChange.SECOND_STEP_ON: AuditKind.SECOND_STEP_ON,
    WayChange.SECOND_STEP_OFF: AuditKind.SECOND_STEP_OFF,
    WayChange.CODES_RENEWED: AuditKind.CODES_RENEWED,
    WayChange.PASSKEY_ADDED: AuditKind.PASSKEY_ADDED,
    WayChange.PASSKEY_REMOVED: AuditKind.PASSKEY_REMOVED,
    WayChange.SERVICE_LINKED: AuditKind.IDENTITY_LINKED,
    WayChange.SERVICE_UNLINKED: AuditKind.IDENTITY_UNLINKED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysIn:
    """Tells of changes in the transaction that makes them, of accounts that are locked."""

    ids: Ids
    audit: Audit

    async def tell(
        self,
        tx: Transaction,
        account: AccountId,
        change: WayChange,
        *,
        by: AccountId | None,
        details: Details | None = None,
        service: str | None = None,
    ) -> None:
        """Note it in the log, and have the owner mailed, who may not be the one ``by`` whom it was done.

        ``service`` is what people call the one that was linked or unlinked.
        """
        await self.audit.note(tx, _NOTED[change], by=by, about=account, details=details)
        occasion = self.ids.new()
        await tx.jobs.add(MailWayChanged(account=account, occasion=occasion, change=change, service=service))
