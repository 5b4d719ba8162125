"""One room, as far as it is open in this process."""

import asyncio
import logging
import random
from collections.abc import Iterable
from datetime import timedelta

from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, SignalId
from wexstream.domain.model.room import SIGNALS_KEPT, Farewell, Signal
from wexstream.entrypoints.rooms import frames
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.crossing import Known
from wexstream.entrypoints.rooms.roster import NOBODY, changes, differences, seen, updated
from wexstream.ports.clock import Clock
from wexstream.ports.persistence import Contention, StorageUnavailable
from wexstream.ports.queries import Queries
from wexstream.ports.views import Room as View

TRIED_AGAIN_AFTER = 1.0  # seconds, where the database was away

_log = logging.getLogger(__name__)


class Room:
    """Those who have a room open, what each of them was told, and what is to be looked at again.

    One task looks: at who is there and who may stay, as soon as something has changed and now and then, as
    time ends sessions too; and at what others say elsewhere. So nobody hears from one who has not come yet.
    Where one has changed, it looks at that one alone, however many others are there.
    """

    def __init__(
        self, conference: ConferenceId, queries: Queries, clock: Clock, known: Known, *, every: timedelta
    ) -> None:
        """Look at a conference by queries, and not more seldom than ``every`` so often."""
        self._conference = conference
        self._queries = queries
        self._clock = clock
        self._known = known
        self._every = every.total_seconds()
        self._connections: dict[PeerId, Connection] = {}
        self._view: View | None = None
        self._elsewhere: set[PeerId] = set()
        self._stale = False
        self._changed: set[AccountId] = set()
        self._gap = False
        self._arrived: list[SignalId] = []
        self._something = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has it open here."""
        return not self._connections

    @property
    def size(self) -> int:
        """How many sockets it has here."""
        return len(self._connections)

    def concerns(self, account: AccountId) -> bool:
        """Tell whether an account is, or speaks, there, or has it open."""
        view = self._view
        there = view is not None and (
            view.speaker == account or any(person.account == account for person in view.people)
        )
        return there or any(one.viewer.account == account for one in self._connections.values())

    def expect(self, connection: Connection) -> None:
        """Know a socket that is about to enter: others may see it, and say something to it, before it has."""
        connection.entered_at = self._clock.now()
        self._connections[connection.peer] = connection

    def admit(self, connection: Connection) -> None:
        """Take in a socket that was expected; it is welcomed once it was looked at."""
        connection.admitted = True
        self.look_again(connection.viewer.account)

    def remove(self, connection: Connection) -> None:
        """Forget a socket."""
        self._connections.pop(connection.peer, None)

    def has(self, peer: PeerId) -> bool:
        """Tell whether a socket is open here."""
        return peer in self._connections

    def is_elsewhere(self, peer: PeerId | None) -> bool:
        """Tell whether somebody is there by this socket, or by any, that another process has."""
        return bool(self._elsewhere) if peer is None else peer in self._elsewhere

    def whose(self, peer: PeerId | None) -> AccountId | None:
        """Find who is there by a socket, whichever process has it."""
        people = self._view.people if self._view and peer else ()
        return next((person.account for person in people if person.peer == peer), None)

    def is_speaker(self, account: AccountId) -> bool:
        """Tell whether an account is the speaker's."""
        return self._view is not None and self._view.speaker == account

    def look_again(self, account: AccountId | None = None) -> None:
        """Have who is there looked at again, or only one of them."""
        if account is None:
            self._stale = True
        else:
            self._changed.add(account)
        self._something.set()

    def hear(self, signals: Iterable[SignalId]) -> None:
        """Have what was said elsewhere passed on."""
        self._arrived.extend(signals)
        self._something.set()

    def catch_up(self) -> None:
        """Have everything looked at again, and what was said elsewhere since a while."""
        self._gap = True
        self.look_again()

    async def run(self) -> None:
        """Look, until it is cancelled."""
        while True:
            try:
                await self._look_or_pass_on()
            except (Contention, StorageUnavailable):
                self.catch_up()
                await asyncio.sleep(TRIED_AGAIN_AFTER)
            except Exception:  # noqa: BLE001 - whatever it is, it is looked at again
                _log.exception("a room could not be looked at, trying again")
                self.catch_up()
                await asyncio.sleep(TRIED_AGAIN_AFTER)

    async def _look_or_pass_on(self) -> None:
        if self._stale or len(self._changed) > 1 or (self._changed and self._view is None):
            self._stale = False
            self._changed.clear()
            await self._look()
        elif self._changed:
            await self._look(self._changed.pop())
        elif self._gap:
            self._gap = False
            await self._recover()
        elif self._arrived:
            arrived, self._arrived = self._arrived, []
            await self._pass_on(await self._queries.signals(arrived))
        else:
            await self._wait()

    async def _recover(self) -> None:
        """Pass on what was said elsewhere while nobody told of it, to those who were there then."""
        since = self._clock.now() - SIGNALS_KEPT
        await self._pass_on(await self._queries.signals_in(self._conference, since=since), late=True)

    async def _pass_on(self, signals: Iterable[Signal], *, late: bool = False) -> None:
        """Pass on those that were not before, and let those who hear each have their turn."""
        for signal in signals:
            if self._known.add(signal.id):
                self.tell(signal, late=late)
                await asyncio.sleep(0)

    async def _wait(self) -> None:
        """Wait until there is something to look at, or it was long ago."""
        self._something.clear()
        try:
            async with asyncio.timeout(self._every * random.uniform(0.75, 1)):  # noqa: S311 - no secret
                await self._something.wait()
        except TimeoutError:
            self._stale = True

    async def _look(self, account: AccountId | None = None) -> None:
        """Look at everybody, or at one who may have come, changed or left."""
        asked = {
            peer: connection
            for peer, connection in self._connections.items()
            if connection.admitted and account in {None, connection.viewer.account}
        }
        occupants = [connection.occupant for connection in asked.values()]
        found = await self._queries.room(self._conference, occupants, at=self._clock.now(), account=account)
        before = self._view
        if account is not None:
            if found is None or before is None:
                self._stale = True  # which concerns everybody
                return
            found.people = updated(before.people, found.people, account)
        self._view = found
        self._elsewhere = _peers(found) - self._connections.keys()
        for connection in asked.values():
            self._judge(connection, found)
        if found is not None:
            known = [one for peer, one in self._connections.items() if peer in asked or one.welcomed.is_set()]
            _note_blocks(known, found)
            self._tell_changes(known, before, found, account)

    def _judge(self, connection: Connection, view: View | None) -> None:
        """See whether a socket may stay; one that may not is told why, and hears nothing more.

        Nor is a presence held by it, unless its person, who is only signed out here, may come back.
        """
        why = view.farewells.get(connection.peer) if view else Farewell.DELETED
        if why is not None:
            self.remove(connection)
            connection.held = connection.held and why is Farewell.SIGNED_OUT
            connection.dismiss(why)

    def _tell_changes(
        self, connections: Iterable[Connection], before: View | None, view: View, account: AccountId | None
    ) -> None:
        """Tell each what has changed for it, and all of it to whom nothing was told yet."""
        earlier = before.people if before else []
        common = changes(earlier, view.people, account)
        changed = before is not None and before.subject != view.subject
        present = {person.account for person in view.people}
        for connection in connections:
            apart = connection.blocked & present
            if not connection.welcomed.is_set():
                connection.welcome(seen(view.people, apart))
            else:
                told = (
                    common
                    if apart == connection.apart == NOBODY
                    else differences(seen(earlier, connection.apart), seen(view.people, apart))
                )
                for frame in (*told, *([frames.conference()] if changed else [])):
                    connection.outgoing.put(frame)
            connection.apart = apart

    def tell(self, signal: Signal, *, late: bool = False) -> None:
        """Send what was said to those here for whom it is; ``late``, not to those who have come since."""
        frame = frames.said(signal.kind, signal.sender, signal.to, signal.data, signal.at)
        for connection in self._meant(signal.to):
            if connection.peer != signal.sender and not (late and connection.came_after(signal.at)):
                connection.hear(frame)

    def _meant(self, to: PeerId | None) -> Iterable[Connection]:
        if to is None:
            return self._connections.values()
        return [self._connections[to]] if to in self._connections else []


def _peers(view: View | None) -> set[PeerId]:
    return {person.peer for person in view.people if person.peer} if view else set()


def _note_blocks(connections: Iterable[Connection], view: View) -> None:
    """Note between whom there is a block; of those who were not looked at, as far as the others say."""
    blocked = frozenset().union(*view.apart.values())
    for connection in connections:
        account = connection.viewer.account
        if account in view.apart:
            connection.blocked = view.apart[account]
        elif connection.blocked or account in blocked:
            others = {other for other, apart in view.apart.items() if account in apart}
            connection.blocked = connection.blocked - view.apart.keys() | others
