"""Connecting with others, and blocking them."""

from collections.abc import Callable
from dataclasses import dataclass

from wexstream.domain.model import throttling, visibility
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.relation import Outcome, Relation, Standing
from wexstream.domain.model.strangers import Approach
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.consequences import Consequences
from wexstream.domain.usecases.encounters import Encounter, meet
from wexstream.domain.usecases.strangers import Strangers
from wexstream.domain.usecases.throttling import require_rates
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports import views
from wexstream.ports.clock import Clock
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.queries import Queries
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Connections:
    """The network of an account.

    Each raises NotSignedIn, AccountSuspended, EmailNotVerified; and OwnAccount where the other is oneself.
    """

    unit: UnitOfWork
    queries: Queries
    clock: Clock
    consequences: Consequences
    throttle: Throttle
    strangers: Strangers

    async def list(
        self, viewer: Viewer | None, standing: Standing, part: Slice[str]
    ) -> Page[views.PersonRow, str]:
        """List those to whom the viewer stands connected, incoming or outgoing."""
        return await self.queries.connections(require_active(viewer), standing, part)

    async def ask(self, viewer: Viewer | None, other: AccountId) -> Standing:
        """Ask to connect, or approve the other's request. Raises NotFound, AlreadyConnected, TooMany."""
        known = require_active(viewer)
        await require_rates(
            self.throttle, "request", known, throttling.REQUEST_PER_ACCOUNT, throttling.REQUEST_PER_ORIGIN
        )
        await self.strangers.require(known, Approach.REQUEST, [other])
        return await self._change(known, other, lambda met: met.relation.ask(met.me.id, at=self.clock.now()))

    async def approve(self, viewer: Viewer | None, other: AccountId) -> Standing:
        """Approve a request. Raises NotFound, NothingPending."""
        known = require_active(viewer)
        return await self._change(
            known, other, lambda met: met.relation.approve(met.me.id, at=self.clock.now())
        )

    async def decline(self, viewer: Viewer | None, other: AccountId) -> Standing:
        """Decline a request, of which the asker is not told. Raises NotFound, AlreadyConnected."""
        known = require_active(viewer)
        return await self._change(
            known, other, lambda met: met.relation.decline(met.me.id, at=self.clock.now())
        )

    async def part(self, viewer: Viewer | None, other: AccountId) -> None:
        """Disconnect, cancel the own request, or decline theirs. Raises NotFound where there is none."""
        known = require_active(viewer)
        await self._change(known, other, lambda met: met.relation.part(met.me.id, at=self.clock.now()))

    async def list_blocks(self, viewer: Viewer | None, part: Slice[str]) -> Page[views.BlockedPerson, str]:
        """List those whom the viewer blocks."""
        return await self.queries.blocks(require_active(viewer), part)

    @transactional
    async def block(self, tx: Transaction, viewer: Viewer | None, other: AccountId) -> None:
        """Block somebody; blocked already, nothing changes. Raises NotFound."""
        met = await meet(tx, require_active(viewer), other)
        if not (_is_found(met) or met.relation.blocks(met.me.id)):
            raise NotFound
        await self._keep(tx, met.relation, met.relation.block(met.me.id, at=self.clock.now()))

    @transactional
    async def unblock(self, tx: Transaction, viewer: Viewer | None, other: AccountId) -> None:
        """Take a block back; none there, nothing changes. Raises NotFound."""
        met = await meet(tx, require_active(viewer), other)
        if not (_is_found(met) or met.relation.blocks(met.me.id)):
            raise NotFound
        await self._keep(tx, met.relation, (met.relation.unblock(met.me.id), ()))

    @transactional
    async def _change(
        self, tx: Transaction, viewer: Viewer, other: AccountId, command: Callable[[Encounter], Outcome]
    ) -> Standing:
        met = await meet(tx, viewer, other)
        if not _is_found(met):
            raise NotFound
        outcome = command(met)
        await self._keep(tx, met.relation, outcome)
        return outcome[0].standing(met.me.id)

    async def _keep(self, tx: Transaction, before: Relation, outcome: Outcome) -> None:
        relation, events = outcome
        if relation != before:
            await tx.relations.save(relation)
        await self.consequences.follow(tx, events)


def _is_found(met: Encounter) -> bool:
    return visibility.is_found(met.other.state, met.standing)
