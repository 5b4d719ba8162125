"""What one sees at home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.conference import BroadcastState
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The broadcasts that reached an account. Each raises NotSignedIn, AccountSuspended, EmailNotVerified."""

    unit: UnitOfWork
    queries: Queries

    async def list(
        self, viewer: Viewer | None, state: BroadcastState, part: Slice[datetime]
    ) -> Page[views.Conference, datetime]:
        """List the broadcasts that are live, or finished."""
        return await self.queries.timeline(require_active(viewer), state, part)

    async def live(self, viewer: Viewer | None) -> Sequence[views.Company]:
        """List the live conferences in which people of the viewer's network are."""
        return await self.queries.live(require_active(viewer))

    @transactional
    async def remove(self, tx: Transaction, viewer: Viewer | None, conference: ConferenceId) -> None:
        """Remove a broadcast from the own timeline. Raises NotFound."""
        if not await tx.timeline.remove(require_active(viewer).account, conference):
            raise NotFound
