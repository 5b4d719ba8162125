"""What a hub does when what it stands on fails, and what nobody sees from outside."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest

from tests.support import builders
from tests.support.acting import broadcast, enter
from tests.support.builders import IDS, signal
from tests.support.clock import NOW
from tests.support.keeping import keep
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from wexstream.adapters.memory.push import MemoryPush
from wexstream.domain.model.conference import Presence, Visibility
from wexstream.domain.model.errors import TicketExpired
from wexstream.domain.model.ids import AccountId, ConferenceId, PeerId, ProcessId, SignalId
from wexstream.domain.model.room import Farewell, Signal, SignalKind
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.rooms import Rooms
from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms import backlog, crossing, hub, room
from wexstream.entrypoints.rooms.connection import EARLY_MOST, Connection
from wexstream.entrypoints.rooms.crossing import Crossing, Known
from wexstream.entrypoints.rooms.departures import Departures
from wexstream.entrypoints.rooms.frames import Code
from wexstream.entrypoints.rooms.hub import Hub, NotThere
from wexstream.entrypoints.rooms.roster import CHANGES_MOST
from wexstream.entrypoints.rooms.visit import Visit
from wexstream.ports import views
from wexstream.ports.persistence import StorageUnavailable
from wexstream.ports.push import AccountChanged, RoomChanged

PATIENCE = 30  # seconds after which what has not happened will not
ROOM = builders.conference(builders.account())


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0)


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@dataclass
class Failing:
    """Fails as often as there are failures left, and notes what was done then."""

    failures: list[Exception]
    done: list[Any] = field(default_factory=list)

    async def __call__(self, *what: Any) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.done.append(what)


class FailingStays(Stays):
    """Whose methods are put in the place of the real ones."""

    def __init__(self, **methods: Failing) -> None:
        for name in self.__slots__:
            object.__setattr__(self, name, methods.get(name, Failing([])))

    __slots__ = ("keep_up", "let_go", "pass_on", "retire")


class SlowStays(Stays):
    """Whose answer that one has entered comes when that is wanted, while others see it at once."""

    def __init__(self, stays: Stays) -> None:
        for name in super().__slots__:
            object.__setattr__(self, name, getattr(stays, name))
        object.__setattr__(self, "open", asyncio.Event())

    __slots__ = ("open",)
    open: asyncio.Event

    async def enter(self, *what: Any, **more: Any) -> None:
        await super().enter(*what, **more)
        await self.open.wait()


class FailingRooms(Rooms):
    """Which can be left by a method that is put in the place of the real one."""

    def __init__(self, leave: Failing) -> None:
        object.__setattr__(self, "leave", leave)

    __slots__ = ("leave",)


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (backlog, hub, room):
        monkeypatch.setattr(module, "TRIED_AGAIN_AFTER", 0)


@pytest.fixture
def platform() -> Platform:
    return Platform(MemoryStorage())


def a_hub(platform: Platform, **others: Any) -> Hub:
    parts: dict[str, Any] = {
        "queries": platform.storage.queries,
        "stays": platform.stays,
        "rooms": platform.rooms,
        "push": platform.storage.push,
        "clock": platform.clock,
        "ids": IDS,
        "policy": POLICY,
    }
    return Hub(**(parts | others))


async def admitted(platform: Platform, held: Hub, viewer: Viewer, conference: ConferenceId) -> Connection:
    """Join and enter; welcomed."""
    ticket = (await platform.rooms.join(viewer, conference)).ticket
    connection = held.connect(viewer, conference)
    await held.enter(connection, ticket)
    await connection.welcomed.wait()
    return connection


class TestCrossing:
    async def test_what_cannot_be_handed_over_just_now_is_in_its_order_later(self) -> None:
        pass_on = Failing([StorageUnavailable(), StorageUnavailable()])
        cross = Crossing(FailingStays(pass_on=pass_on))
        sent = [signal(ROOM) for _ in range(3)]
        for one in sent:
            cross.add(one)
        async with running(cross.run()):
            await until(lambda: bool(pass_on.done))
        assert pass_on.done == [(sent,)]

    async def test_a_mistake_loses_what_it_is_about_and_nothing_else(self) -> None:
        pass_on = Failing([ValueError("a mistake")])
        cross = Crossing(FailingStays(pass_on=pass_on))
        cross.add(signal(ROOM))
        async with running(cross.run()):
            await until(lambda: not pass_on.failures)
            cross.add(after := signal(ROOM))
            await until(lambda: bool(pass_on.done))
        assert pass_on.done == [([after],)]

    async def test_with_too_much_that_waits_the_oldest_are_dropped(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crossing, "SIZE_MOST", 100_000)
        pass_on = Failing([StorageUnavailable()])
        cross = Crossing(FailingStays(pass_on=pass_on))
        sent = [replace(signal(ROOM), data="x" * 30_000) for _ in range(5)]
        for one in sent[:3]:
            cross.add(one)
        async with running(cross.run()):
            await until(lambda: not pass_on.failures)
            for one in sent[3:]:
                cross.add(one)
            await until(lambda: bool(pass_on.done))
        assert pass_on.done == [(sent[2:],)]


class TestKnown:
    def test_a_signal_is_new_once(self) -> None:
        known, name = Known(), SignalId(IDS.new())
        assert name not in known
        assert known.add(name)
        assert name in known
        assert not known.add(name)

    def test_it_is_forgotten_when_nobody_tells_of_it_any_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        time = [0.0]
        monkeypatch.setattr("time.monotonic", lambda: time[0])
        known, old, new = Known(), SignalId(IDS.new()), SignalId(IDS.new())
        known.add(old)
        time[0] = 120.0
        known.add(SignalId(IDS.new()))
        assert old in known
        time[0] = 120.5
        known.add(new)
        assert old not in known
        assert new in known


class TestDepartures:
    async def test_are_noted_once_that_is_possible_and_a_mistake_stops_none(self) -> None:
        let_go = Failing([StorageUnavailable(), ValueError("a mistake")])
        gone = Departures(FailingStays(let_go=let_go))
        connections = [
            Connection(viewer=builders.viewer(builders.account()), conference=ROOM.id, peer=PeerId(IDS.new()))
            for _ in range(3)
        ]
        for one in connections:
            gone.add(one)
        async with running(gone.run()):
            await until(lambda: len(let_go.done) == 2)
        noted = [peer for _, _, peer in let_go.done]
        assert noted == [one.peer for one in connections[1:]]


class TestHub:
    async def test_its_signs_of_life_go_on_whatever_fails_and_its_end_waits_for_none(self) -> None:
        keep_up = Failing([StorageUnavailable(), ValueError("a mistake")])
        retire = Failing([StorageUnavailable()])
        platform = Platform(MemoryStorage())
        held = a_hub(platform, stays=FailingStays(keep_up=keep_up, retire=retire))
        async with held.running():
            await until(lambda: bool(keep_up.done))
        assert keep_up.done == [(held.process,)]
        assert (retire.failures, retire.done) == ([], [])

    async def test_each_is_another_process(self, platform: Platform) -> None:
        assert a_hub(platform).process != a_hub(platform).process

    async def test_who_has_been_sent_away_says_nothing_more(self, platform: Platform) -> None:
        held = a_hub(platform)
        async with held.running():
            ada, bob = await enter(platform), await enter(platform, "Bob")
            conference = await broadcast(platform, ada, Visibility.PUBLIC)
            speaking = await admitted(platform, held, ada, conference)
            listening = await admitted(platform, held, bob, conference)
            held.say(listening, SignalKind.SIGNAL, speaking.peer, "1")
            await platform.rooms.leave(bob, conference)
            await until(lambda: listening.outgoing.code is not None)
            for to in (None, speaking.peer):
                with pytest.raises(NotThere):
                    held.say(listening, SignalKind.CHAT, to, '"x"')
            await platform.rooms.leave(ada, conference)
            await until(lambda: speaking.outgoing.code is not None)
            with pytest.raises(NotThere):
                held.say(speaking, SignalKind.MUTE, listening.peer, None)
            held.drop(listening)
            held.drop(speaking)

    async def test_of_an_account_that_is_nowhere_near_nothing_is_looked_at(self, platform: Platform) -> None:
        held = a_hub(platform)
        async with held.running():
            ada, eve = await enter(platform), await enter(platform, "Eve")
            conference = await broadcast(platform, ada)
            connection = await admitted(platform, held, ada, conference)
            looks = Counted(platform.storage.queries)
            held = a_hub(platform, queries=looks)
        async with held.running():
            connection = await admitted(platform, held, ada, conference)
            before = looks.rooms
            held.receive(AccountChanged(account=eve.account))
            held.receive(AccountChanged(account=ada.account))
            await until(lambda: looks.rooms > before)
            held.drop(connection)
        assert looks.rooms == before + 1


class Counted:
    """Queries, of which those of rooms are counted, and fail at first where that is wanted."""

    def __init__(self, queries: Any, *failures: Exception) -> None:
        self._queries = queries
        self._failures = list(failures)
        self.rooms = 0
        self.accounts: list[AccountId | None] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queries, name)

    async def room(self, *asked: Any, **more: Any) -> views.Room | None:
        self.rooms += 1
        self.accounts.append(more.get("account"))
        if self._failures:
            raise self._failures.pop(0)
        found: views.Room | None = await self._queries.room(*asked, **more)
        return found


class TestRoom:
    async def test_what_could_not_be_looked_at_is_looked_at_again(self, platform: Platform) -> None:
        looks = Counted(platform.storage.queries, StorageUnavailable(), ValueError("a mistake"))
        held = a_hub(platform, queries=looks)
        async with held.running():
            ada = await enter(platform)
            conference = await broadcast(platform, ada)
            connection = await admitted(platform, held, ada, conference)
            held.drop(connection)
        assert looks.rooms >= 3

    async def test_where_one_comes_changes_or_leaves_nobody_else_is_looked_at(
        self, platform: Platform
    ) -> None:
        looks = Counted(platform.storage.queries)
        held = a_hub(platform, queries=looks)
        async with held.running():
            ada, bob = await enter(platform), await enter(platform, "Bob")
            conference = await broadcast(platform, ada, Visibility.PUBLIC)
            speaking = await admitted(platform, held, ada, conference)
            looks.accounts.clear()
            listening = await admitted(platform, held, bob, conference)
            await platform.rooms.leave(bob, conference)
            heard = [json.loads(frame) for frame in await frames_of(speaking, 3)]
            for one in (speaking, listening):
                held.drop(one)
        assert [frame["type"] for frame in heard] == ["welcome", "came", "left"]
        assert set(looks.accounts) == {bob.account}

    async def test_where_several_change_at_once_everybody_is_looked_at(self, platform: Platform) -> None:
        looks = Counted(platform.storage.queries)
        held = a_hub(platform, queries=looks)
        async with held.running():
            ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
            conference = await broadcast(platform, ada, Visibility.PUBLIC)
            connection = await admitted(platform, held, ada, conference)
            looks.accounts.clear()
            for one in (bob, eve):
                held.receive(RoomChanged(conference=conference, account=one.account))
            await until(lambda: bool(looks.accounts))
            held.drop(connection)
        assert looks.accounts == [None]

    async def test_where_one_is_looked_at_it_is_seen_that_the_conference_is_gone(
        self, platform: Platform
    ) -> None:
        held = a_hub(platform, push=MemoryPush())  # which tells of nothing that the platform does
        async with held.running():
            ada, bob = await enter(platform), await enter(platform, "Bob")
            conference = await broadcast(platform, ada, Visibility.PUBLIC)
            both = [await admitted(platform, held, one, conference) for one in (ada, bob)]
            await platform.conferences.delete(ada, conference)
            held.receive(RoomChanged(conference=conference, account=bob.account))
            await until(lambda: all(one.outgoing.code is not None for one in both))

    async def test_what_was_said_before_one_came_is_not_caught_up_with(self, platform: Platform) -> None:
        held = a_hub(platform)
        async with held.running():
            ada = await enter(platform)
            conference = await broadcast(platform, ada)
            early = elsewhere(conference)
            await platform.storage.unit.run(lambda tx: tx.signals.add([early]))
            platform.clock.advance(builders.HOUR / 3_600)
            connection = await admitted(platform, held, ada, conference)
            late = replace(elsewhere(conference), at=platform.clock.now())
            await platform.storage.unit.run(lambda tx: tx.signals.add([late]))
            held.miss()
            heard = await frames_of(connection, 2)
            held.drop(connection)
        assert str(late.sender) in heard[1]
        assert all(str(early.sender) not in frame for frame in heard)

    async def test_what_is_said_to_one_who_is_seen_before_the_socket_is_welcome_comes_after_the_welcome(
        self, platform: Platform
    ) -> None:
        slow = SlowStays(platform.stays)
        held = a_hub(platform, stays=slow)
        async with held.running():
            ada, bob = await enter(platform), await enter(platform, "Bob")
            conference = await broadcast(platform, ada, Visibility.PUBLIC)
            slow.open.set()
            speaking = await admitted(platform, held, ada, conference)
            slow.open.clear()
            coming = asyncio.ensure_future(admitted(platform, held, bob, conference))
            _, came = [json.loads(frame) for frame in await frames_of(speaking, 2)]
            for number in range(EARLY_MOST + 1):
                held.say(speaking, SignalKind.SIGNAL, PeerId(UUID(came["person"]["peer"])), str(number))
            slow.open.set()
            listening = await coming
            heard = [json.loads(frame) for frame in await frames_of(listening, 1 + EARLY_MOST)]
            held.say(speaking, SignalKind.SIGNAL, listening.peer, '"after"')
            [after] = [json.loads(frame) for frame in await frames_of(listening, 1)]
            for one in (speaking, listening):
                held.drop(one)
        assert [frame["type"] for frame in heard] == ["welcome", *["said"] * EARLY_MOST]
        assert [frame["data"] for frame in heard[1:]] == list(range(EARLY_MOST))
        assert after["data"] == "after"

    async def test_of_one_who_is_refused_nothing_stays(self, platform: Platform) -> None:
        held = a_hub(platform)
        async with held.running():
            ada, bob = await enter(platform), await enter(platform, "Bob")
            conference = await broadcast(platform, ada, Visibility.PUBLIC)
            refused = held.connect(bob, conference)
            with pytest.raises(TicketExpired):
                await held.enter(refused, "forged")
            held.drop(refused)
            speaking = await admitted(platform, held, ada, conference)
            with pytest.raises(NotThere):
                held.say(speaking, SignalKind.SIGNAL, refused.peer, "1")
            held.drop(speaking)

    async def test_that_a_server_with_hundreds_has_stopped_is_told_in_one_frame(
        self, platform: Platform
    ) -> None:
        heard, crowd, ada = await self.stopping(platform, 300, frames=1)
        assert [frame["type"] for frame in heard] == ["people"]
        there = {person["account"]: person["peer"] for person in heard[0]["people"]}
        assert there == {**dict.fromkeys(crowd), str(ada.viewer.account): str(ada.peer)}

    async def test_of_a_few_each_is_told_by_himself(self, platform: Platform) -> None:
        heard, crowd, _ = await self.stopping(platform, CHANGES_MOST, frames=CHANGES_MOST)
        assert {frame["type"] for frame in heard} == {"changed"}
        assert [frame["person"]["account"] for frame in heard] == crowd

    async def stopping(
        self, platform: Platform, number: int, *, frames: int
    ) -> tuple[list[Any], list[str], Connection]:
        """Let a server stop that has so many; what is told to one at another, the many, and the one."""
        held, other = a_hub(platform), ProcessId(IDS.new())
        async with held.running():
            ada = await enter(platform)
            conference = await broadcast(platform, ada)
            crowd = await come(platform, conference, number, other)
            connection = await admitted(platform, held, ada, conference)
            await platform.stays.retire(other)
            _, *heard = [json.loads(frame) for frame in await frames_of(connection, 1 + frames)]
            held.drop(connection)
        return heard, crowd, connection


async def come(platform: Platform, conference: ConferenceId, number: int, process: ProcessId) -> list[str]:
    """Have people in a room by sockets of a process; their accounts."""
    found = await platform.storage.unit.run(lambda tx: tx.conferences.find(conference))
    assert found is not None
    crowd = [builders.account() for _ in range(number)]
    there = [builders.held(builders.presence(found, one), by=process) for one in crowd]
    await keep(platform.storage.unit, *crowd, *there)
    return [str(account.id) for account in crowd]


def elsewhere(conference: ConferenceId) -> Signal:
    """Something said by another process's socket."""
    return replace(signal(ROOM), conference=conference, at=NOW)


async def frames_of(connection: Connection, number: int) -> Sequence[str]:
    """What is sent to a socket, so many frames."""
    sent: list[str] = []

    async def send(frame: str) -> None:
        sent.append(frame)

    async with running(connection.outgoing.deliver(send)):
        await until(lambda: len(sent) >= number)
    return sent


async def presence(platform: Platform, viewer: Viewer, conference: ConferenceId) -> Presence:
    """The presence of one who has not left."""
    found = await platform.storage.unit.run(lambda tx: tx.presences.of(conference, viewer.account))
    assert found is not None
    return found


class TestVisit:
    async def test_a_mistake_of_ours_closes_the_socket_and_says_so(self, platform: Platform) -> None:
        held = a_hub(platform, stays=FailingStays(let_go=Failing([])))
        connection = held.connect(await enter(platform), ROOM.id)
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "websocket.receive", "text": '{"type":"enter","ticket":"x"}'}

        async def send(message: Any) -> None:
            sent.append(message)

        await Visit(held, connection, receive, send).run()
        assert sent == [{"type": "websocket.close", "code": 1011}]

    async def test_to_who_has_gone_nothing_is_sent(self, platform: Platform) -> None:
        held = a_hub(platform)
        connection = held.connect(await enter(platform), ROOM.id)
        connection.outgoing.end(Code.BYE)

        async def receive() -> Any:
            return {"type": "websocket.disconnect", "code": 1005}

        async def send(_: Any) -> None:
            pytest.fail("nobody is there")

        await Visit(held, connection, receive, send).run()

    async def test_a_dismissal_tells_the_reason_and_does_not_undo_what_is_held(self) -> None:
        for why in Farewell:
            connection = Connection(
                viewer=builders.viewer(builders.account()),
                conference=ROOM.id,
                peer=PeerId(IDS.new()),
                held=True,
            )
            connection.dismiss(why)
            assert connection.held
            [frame] = await frames_of(connection, 1)
            assert frame == f'{{"type":"closed","reason":"{why}"}}'

    async def test_who_leaves_while_that_cannot_be_noted_is_held_no_longer_than_the_outage(
        self, platform: Platform
    ) -> None:
        held = a_hub(platform, rooms=FailingRooms(leave=Failing([StorageUnavailable()])))
        async with held.running():
            ada = await enter(platform)
            conference = await broadcast(platform, ada)
            ticket = (await platform.rooms.join(ada, conference)).ticket
            said = [f'{{"type":"enter","ticket":"{ticket}"}}', '{"type":"leave"}']
            sent: list[Any] = []

            async def receive() -> Any:
                return {"type": "websocket.receive", "text": said.pop(0)} if said else await asyncio.Future()

            async def send(message: Any) -> None:
                sent.append(message)

            await Visit(held, held.connect(ada, conference), receive, send).run()
            assert sent[-1] == {"type": "websocket.close", "code": 4000}
            async with asyncio.timeout(PATIENCE):
                while (await presence(platform, ada, conference)).peer is not None:  # noqa: ASYNC110 - nothing tells
                    await asyncio.sleep(0)

    async def test_who_says_goodbye_and_hangs_up_at_once_has_left(self, platform: Platform) -> None:
        held = a_hub(platform)
        async with held.running():
            ada = await enter(platform)
            conference = await broadcast(platform, ada)
            ticket = (await platform.rooms.join(ada, conference)).ticket
            said = [f'{{"type":"enter","ticket":"{ticket}"}}', '{"type":"leave"}']
            hung_up = asyncio.Event()

            async def receive() -> Any:
                if len(said) == 1:
                    await hung_up.wait()
                    for _ in range(10):  # the other side has long seen it
                        await asyncio.sleep(0)
                if said:
                    return {"type": "websocket.receive", "text": said.pop(0)}
                return {"type": "websocket.disconnect", "code": 1005}

            async def send(_: Any) -> None:
                hung_up.set()
                raise OSError

            await Visit(held, held.connect(ada, conference), receive, send).run()
            left = await platform.storage.unit.run(lambda tx: tx.presences.of(conference, ada.account))
            assert left is None
