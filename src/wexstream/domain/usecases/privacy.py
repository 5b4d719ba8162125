"""One's own data: taking it along, and erasing it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from wexstream.domain.model import throttling
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.errors import NotSignedIn
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.visibility import Viewer, require_signed_in
from wexstream.domain.usecases.audit import Audit
from wexstream.domain.usecases.encounters import lock_self
from wexstream.domain.usecases.erasure import Erasure
from wexstream.domain.usecases.passwords import Passwords
from wexstream.domain.usecases.throttling import require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.files import Pictures
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(slots=True, kw_only=True)
class TakenAlong:
    """Everything that is kept about an account, and its picture (image/webp)."""

    data: views.Export
    picture: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What everybody may do with the own data, in whatever state the account is. Each raises NotSignedIn."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    erasure: Erasure
    audit: Audit
    passwords: Passwords
    pictures: Pictures
    throttle: Throttle

    @asynccontextmanager
    async def export(self, viewer: Viewer | None) -> AsyncGenerator[TakenAlong]:
        """Take everything along, read within the context, which is to be short. Raises TooMany."""
        known = require_signed_in(viewer)
        await require_rate(self.throttle, "export", known.account, throttling.EXPORT_PER_ACCOUNT)
        await self._note_export(known)
        async with self.queries.export(known) as data:
            if data is None:
                raise NotSignedIn
            picture = await self.pictures.get(data.account.picture) if data.account.picture else None
            yield TakenAlong(data=data, picture=picture)

    async def erase(self, viewer: Viewer | None, *, password: str | None = None) -> AccountId:
        """Erase the account and everything that identifies it, for good; whose it was.

        Raises ProofRequired without a password or a sign-in of the last minutes, WrongPassword, TooMany.
        """
        known = require_signed_in(viewer)
        await self.passwords.require_proof(known, password)
        await self.erasure.forget(await self._erase(known))
        return known.account

    @transactional
    async def _erase(self, tx: Transaction, viewer: Viewer) -> Account:
        account = await lock_self(tx, viewer)
        await self.erasure.erase(tx, account, by=account.id)
        return account

    @transactional
    async def _note_export(self, tx: Transaction, viewer: Viewer) -> None:
        """Note it before it is taken: what is noted afterwards may not be."""
        account = await lock_self(tx, viewer)
        await self.audit.note_own(tx, AuditKind.EXPORT_TAKEN, account.id)
