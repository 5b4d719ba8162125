"""Finding people, and what one sees of them."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model import text
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, require_active, require_unsuspended
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.files import Pictures
from wexstream.ports.queries import Queries
from wexstream.ports.security import PictureLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Looking at others. Each raises NotSignedIn, AccountSuspended, EmailNotVerified."""

    queries: Queries
    clock: Clock
    pictures: Pictures
    picture_links: PictureLinks

    async def profile(self, viewer: Viewer | None, account: AccountId) -> views.Profile:
        """Show a profile. Raises NotFound."""
        found = await self.queries.profile(require_active(viewer), account)
        if found is None:
            raise NotFound
        return found

    async def search(
        self, viewer: Viewer | None, query: str, part: Slice[str], *, messageable: bool = False
    ) -> Page[views.PersonRow, str]:
        """Find people by part of the name; one or two characters match beginnings of words, none nobody."""
        known = require_active(viewer)
        folded = text.folded(query)
        if not folded:
            return Page(items=[], next=None)
        return await self.queries.search(known, folded, part, messageable=messageable)

    async def picture(self, viewer: Viewer | None, account: AccountId) -> bytes:
        """Read the picture of somebody whose profile the viewer may see, or the own. Raises NotFound."""
        known = (
            require_unsuspended(viewer) if viewer and viewer.account == account else require_active(viewer)
        )
        return await self._read(await self.queries.picture(known, account))

    async def signed_picture(self, account: AccountId, picture: PictureId, signature: str) -> bytes:
        """Read a picture by a signed address, for whoever has that. Raises NotFound."""
        if not self.picture_links.allows(account, picture, signature, at=self.clock.now()):
            raise NotFound
        return await self._read(picture)

    async def conferences(
        self, viewer: Viewer | None, speaker: AccountId, part: Slice[datetime]
    ) -> Page[views.Conference, datetime]:
        """List those conferences of somebody that the viewer may see. Raises NotFound."""
        found = await self.queries.conferences(require_active(viewer), speaker, part)
        if found is None:
            raise NotFound
        return found

    async def _read(self, picture: PictureId | None) -> bytes:
        content = await self.pictures.get(picture) if picture else None
        if content is None:
            raise NotFound
        return content
