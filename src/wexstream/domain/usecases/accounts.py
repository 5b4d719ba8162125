"""One's own account: seeing it, changing it, its picture."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from wexstream.domain.model import account as accounts
from wexstream.domain.model import throttling
from wexstream.domain.model.account import AccountChanges
from wexstream.domain.model.errors import NotSignedIn
from wexstream.domain.model.ids import PictureId
from wexstream.domain.model.visibility import Viewer, require_unsuspended
from wexstream.domain.usecases.encounters import lock_self
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import require_rates
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.files import Pictures
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.persistence import StorageUnavailable, Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """What one may do with the own account, verified or not. Each raises NotSignedIn, AccountSuspended."""

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    ids: Ids
    pictures: Pictures
    throttle: Throttle
    policy: Policy

    async def me(self, viewer: Viewer | None) -> views.Me:
        """Show the own account."""
        known = require_unsuspended(viewer)
        found = await self.queries.me(known)
        if found is None:
            raise NotSignedIn
        return found

    @transactional
    async def change(self, tx: Transaction, viewer: Viewer | None, changes: AccountChanges) -> None:
        """Change profile and settings. Raises Invalid."""
        account = await lock_self(tx, require_unsuspended(viewer))
        await tx.accounts.save(account.change(changes))

    @transactional
    async def accept_terms(self, tx: Transaction, viewer: Viewer | None, terms_version: str) -> None:
        """Accept the terms of today. Raises Invalid for other ones."""
        account = await lock_self(tx, require_unsuspended(viewer))
        now = self.clock.now()
        consent = accounts.consent(terms_version, current=self.policy.terms_version, at=now)
        await tx.accounts.save(account.accept(consent))

    async def set_picture(self, viewer: Viewer | None, upload: Callable[[], Awaitable[bytes]]) -> None:
        """Take a picture, in place of the one before. Raises Invalid, TooMany, Crowded, NoRoom.

        It is asked for by ``upload`` once it is known that it may be taken.
        """
        known = require_unsuspended(viewer)
        self.pictures.require_turn()  # else it were read for nothing, and counted
        await require_rates(
            self.throttle, "picture", known, throttling.PICTURE_PER_ACCOUNT, throttling.PICTURE_PER_ORIGIN
        )
        content = await upload()
        picture = PictureId(self.ids.new())
        try:
            await self.pictures.put(picture, content)
            await self._replace_picture(known, picture)
        except StorageUnavailable:  # it may be the account's by now
            raise
        except BaseException:
            await self.pictures.remove(picture)
            raise

    async def remove_picture(self, viewer: Viewer | None) -> None:
        """Have no picture any more; none there, nothing changes."""
        await self._replace_picture(require_unsuspended(viewer), None)

    @transactional
    async def _replace_picture(self, tx: Transaction, viewer: Viewer, picture: PictureId | None) -> None:
        account = await lock_self(tx, viewer)
        await tx.accounts.save(account.with_picture(picture))
        if account.picture is not None:
            await tx.jobs.add(RemovePicture(picture=account.picture))
