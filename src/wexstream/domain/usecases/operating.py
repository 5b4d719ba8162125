"""What the operator does by commands, who needs no account for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

from wexstream.domain.model import text
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind, Details, Way
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.paging import LIMIT_LARGEST, Cursor, Slice
from wexstream.domain.model.second_step import require_on
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.transactions import transactional
from wexstream.domain.usecases.ways_in import WaysIn
from wexstream.ports import views
from wexstream.ports.jobs import WayChange
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries

_EVER = datetime.max.replace(tzinfo=UTC)
_NEVER = datetime.min.replace(tzinfo=UTC)
_BY_COMMAND = Details(way=Way.COMMAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """What is done from outside of the platform; no route leads here."""

    unit: UnitOfWork
    queries: Queries
    ways: WaysIn
    erasure: Erasure
    audit: Audit

    @transactional
    async def appoint(self, tx: Transaction, email: str) -> None:
        """Make the account of an address a moderator's; one already, nothing changes.

        Raises Invalid, NotFound where no account has the address, EmailNotVerified, AccountSuspended.
        """
        held = await tx.accounts.lock_by_address(_key(email))
        account = held.somebody
        if account is None:
            raise NotFound
        appointed = account.appoint()
        if appointed != account:
            await tx.accounts.save(appointed)
            await self.audit.note(tx, AuditKind.MODERATOR_APPOINTED, about=account.id, details=_BY_COMMAND)

    @transactional
    async def turn_off_second_step(self, tx: Transaction, email: str) -> None:
        """Have the owner of an address have no second step any more, passkeys neither.

        Raises Invalid, NotFound where nobody has verified the address, SecondStepOff without any of them.
        """
        held = await tx.accounts.lock_by_address(_key(email))
        account = held.owner
        if account is None:
            raise NotFound
        app, passkeys = await tx.second_steps.of(account.id), await tx.passkeys.of(account.id)
        if not passkeys:
            require_on(app)
        if app is not None and app.on:
            await tx.second_steps.remove(account.id)
            await self._tell(tx, account, WayChange.SECOND_STEP_OFF)
        for passkey in passkeys:
            await tx.passkeys.remove(passkey.id)
        if passkeys:
            await self._tell(tx, account, WayChange.PASSKEY_REMOVED)

    @transactional
    async def holder_of(self, tx: Transaction, email: str) -> AccountId:
        """Look up whose an address is. Raises Invalid, NotFound."""
        holders = await tx.accounts.find_by_address(_key(email))
        if holders.somebody is None:
            raise NotFound
        return holders.somebody.id

    async def erase(self, account: AccountId) -> bool:
        """Erase an account for good; tell whether it was there."""
        erased = await self._erase(account)
        if erased is None:
            return False
        await self.erasure.forget(erased)
        return True

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

    @transactional
    async def _erase(self, tx: Transaction, name: AccountId) -> Account | None:
        account = (await tx.accounts.lock([name])).get(name)
        if account is not None:
            await self.erasure.erase(tx, account)
        return account

    async def _tell(self, tx: Transaction, account: Account, change: WayChange) -> None:
        await self.ways.tell(tx, account.id, change, by=None, details=_BY_COMMAND)


def _key(email: str) -> str:
    return text.address_key(text.email_address(email))
