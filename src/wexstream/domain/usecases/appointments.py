"""Making moderators, and reading the log: the operator's, who needs no account for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wexstream.domain.model import text
from wexstream.domain.model.audit import AuditKind, Details, Way
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.paging import LIMIT_LARGEST, Cursor, Slice
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries

_EVER = datetime.max.replace(tzinfo=UTC)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointments:
    """What an operator does from outside of the platform; no route leads here."""

    unit: UnitOfWork
    queries: Queries
    audit: Audit

    @transactional
    async def appoint(self, tx: Transaction, email: str) -> None:
        """Make the account of an address a moderator's; one already, nothing changes.

        Raises Invalid, NotFound where no account has the address, EmailNotVerified, AccountSuspended.
        """
        held = await tx.accounts.lock_by_address(text.address_key(text.email_address(email)))
        account = held.somebody
        if account is None:
            raise NotFound
        appointed = account.appoint()
        if appointed != account:
            await tx.accounts.save(appointed)
            details = Details(way=Way.COMMAND)
            await self.audit.note(tx, AuditKind.MODERATOR_APPOINTED, about=account.id, details=details)

    async def log(
        self, *, since: datetime = _NEVER, until: datetime = _EVER
    ) -> AsyncIterator[views.LogEntry]:
        """Read what happened from a time on and until before another, the oldest first, bit by bit."""
        after: Cursor[datetime] | None = None
        while True:
            page = await self.queries.whole_log(
                Slice(limit=LIMIT_LARGEST, after=after), since=since, until=until
            )
            for entry in page.items:
                yield entry
            after = page.next
            if after is None:
                return
