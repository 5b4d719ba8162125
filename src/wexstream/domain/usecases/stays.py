"""Being in a room by a socket: what opens it, what its end means, and what keeps up those of a process."""

from collections.abc import Sequence
from dataclasses import dataclass

from wexstream.domain.model.errors import NotFound, TicketExpired
from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, ProcessId
from wexstream.domain.model.room import SIGNALS_KEPT, Signal
from wexstream.domain.model.visibility import Viewer, require_active
from wexstream.domain.usecases.encounters import approach
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.meetings import RoomPasses
from wexstream.ports.persistence import Transaction, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Stays:
    """Presences that sockets keep up, each socket in a serving process."""

    unit: UnitOfWork
    clock: Clock
    passes: RoomPasses
    policy: Policy

    async def enter(
        self,
        viewer: Viewer,
        conference: ConferenceId,
        ticket: str,
        *,
        process: ProcessId,
        peer: PeerId,
    ) -> None:
        """Have a process keep up the presence of one who has joined; an older socket of his holds it no more.

        Raises AccountSuspended, EmailNotVerified, TicketExpired, NotFound for a ticket of another person or
        room too, NotSignedIn, Removed, ConferenceFinished.
        """
        known = require_active(viewer)
        shown = self.passes.read(ticket, at=self.clock.now())
        if shown is None:
            raise TicketExpired
        if (shown.account, shown.conference) != (known.account, conference):
            raise NotFound
        if not await self._hold(known, conference, process, peer):
            await self._refuse(known, conference)

    @transactional
    async def _hold(
        self, tx: Transaction, viewer: Viewer, conference: ConferenceId, process: ProcessId, peer: PeerId
    ) -> bool:
        """Hold a presence if it stands, which it does no longer than its person may be there."""
        if await tx.conferences.lock(conference) is None:
            return False
        presence = await tx.presences.of(conference, viewer.account)
        if presence is None or not presence.stands(at=self.clock.now()):
            return False
        await tx.presences.save(presence.hold(by=process, peer=peer, session=viewer.session))
        return True

    @transactional
    async def _refuse(self, tx: Transaction, viewer: Viewer, conference: ConferenceId) -> None:
        """Say why somebody is not there. Raises as ``enter`` does."""
        found = (await approach(tx, viewer, conference)).conference
        member = await tx.presences.member(conference, viewer.account)
        if member is not None:
            member.require_welcome()
        found.require_live()
        raise TicketExpired

    @transactional
    async def let_go(
        self, tx: Transaction, conference: ConferenceId, account: AccountId, peer: PeerId
    ) -> None:
        """Note that a socket is no more: who does not come back within the grace has left then."""
        if await tx.conferences.lock(conference) is None:
            return
        presence = await tx.presences.of(conference, account)
        if presence is not None:
            until = self.clock.now() + self.policy.presence_grace
            await tx.presences.save(presence.let_go(peer, until=until))

    @transactional
    async def keep_up(self, tx: Transaction, process: ProcessId) -> None:
        """Note that a process lives, and with it all that it holds, for the grace from now on."""
        now = self.clock.now()
        await tx.processes.keep_alive(process, at=now, until=now + self.policy.presence_grace)

    @transactional
    async def pass_on(self, tx: Transaction, signals: Sequence[Signal]) -> None:
        """Hand what was said in rooms to the other processes."""
        await tx.signals.add(signals)

    @transactional
    async def forget_signals(self, tx: Transaction) -> None:
        """Forget what was said so long ago that every process has had it."""
        await tx.signals.purge(before=self.clock.now() - SIGNALS_KEPT)

    @transactional
    async def retire(self, tx: Transaction, process: ProcessId) -> None:
        """Let go of all that a process holds that stops, as each socket's end would."""
        await tx.presences.release(process, until=self.clock.now() + self.policy.presence_grace)
        await tx.processes.end(process)
