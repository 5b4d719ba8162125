"""What people are told by the servers that they listen to, whatever server the others are at."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

import pytest

from tests.integration.events.listening import listening, opened
from tests.integration.rooms.conftest import make_platform, served, staged
from tests.integration.rooms.people import PATIENCE, Person, Stage
from tests.support.builders import conference, member
from tests.support.clock import ManualClock
from tests.support.keeping import keep
from tests.support.streams import Event
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.stream import STREAMS_MOST
from wexstream.entrypoints.container import InMemory
from wexstream.entrypoints.events import feed
from wexstream.entrypoints.server.protocol import PromptProtocol
from wexstream.ports.push import ListsChanged, Topic

NONE = {"messages": 0, "notifications": 0, "requests": 0}


async def befriend(stage: Stage) -> tuple[Person, Person, Person]:
    """Ada at the far server and Bob at the near one, connected; and Eve, whom neither knows."""
    ada, bob, eve = await stage.person("Ada"), await stage.person("Bob", near=True), await stage.person("Eve")
    await ada.ok("POST", f"/api/connections/{bob.id}/request")
    await bob.ok("POST", f"/api/connections/{ada.id}/approve")
    return ada, bob, eve


async def test_a_stream_begins_with_counters_and_passes_through_proxies_as_it_is(stage: Stage) -> None:
    ada = await stage.person("Ada")
    async with opened(ada, **{"Accept-Encoding": "gzip", "Last-Event-ID": "7"}) as hers:
        assert await hers.next() == Event(kind="snapshot", data={"account": ada.id, "counters": NONE})
        assert hers.text.startswith("retry: ")
    headers = hers.response.headers
    assert headers["content-type"].partition(";")[0] == "text/event-stream"
    assert (headers["cache-control"], headers["x-accel-buffering"]) == ("no-store", "no")
    assert "content-encoding" not in headers


async def test_who_listens_uses_his_session(memory_stage: Stage, platform: InMemory) -> None:
    ada, clock = await memory_stage.person("Ada"), platform.clock()
    again = await memory_stage.sign_in(ada.account, memory_stage.far)
    assert isinstance(clock, ManualClock)
    clock.advance(timedelta(minutes=6))
    async with listening(ada):
        sessions = (await again.ok("GET", "/api/sessions"))["items"]
    seen = {one["id"]: datetime.fromisoformat(one["last_seen_at"]) for one in sessions}
    assert seen[str(ada.session.id)] == clock.now()


async def test_a_request_to_connect_and_its_answer_come_with_the_counters(stage: Stage) -> None:
    ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
    async with listening(ada) as hers, listening(bob) as his:
        await ada.ok("POST", f"/api/connections/{bob.id}/request")
        asked = await his.until("relations", "notifications")
        assert asked.data["counters"] == NONE | {"notifications": 1, "requests": 1}
        await bob.ok("POST", f"/api/connections/{ada.id}/approve")
        approved = await hers.until("relations", "notifications")
        assert approved.data["counters"] == NONE | {"notifications": 1}
        assert (await his.until("relations", "notifications")).data["counters"] == NONE


async def test_a_message_comes_and_is_read_in_every_window(stage: Stage) -> None:
    ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
    async with listening(bob) as one, listening(bob.at(stage.far)) as other:
        body = {"to": [bob.id], "subject": "Tea", "body": "At five."}
        sent = await ada.ok("POST", "/api/messages", json=body)
        for window in (one, other):
            got = await window.until("messages", "notifications")
            assert got.data["counters"] == NONE | {"messages": 1, "notifications": 1}
        await bob.ok("PATCH", f"/api/messages/{sent['id']}", json={"read": True})
        for window in (one, other):
            assert (await window.until("messages")).data["counters"] == NONE


async def test_going_live_comes_to_the_network_and_to_no_stranger(stage: Stage) -> None:
    ada, bob, eve = await befriend(stage)
    async with listening(bob) as his, listening(eve) as another_s:
        conference = await stage.broadcast(ada)
        await his.until("timeline", "live")
        await ada.ok("POST", f"/api/conferences/{conference}/finish")
        await his.until("timeline", "live")
        await eve.ok("PATCH", "/api/me", json={"full_name": "Eva"})
        assert (await another_s.next()).data == {"topics": ["account"]}


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"visibility": "private"}), ("DELETE", None)])
async def test_a_stranger_who_took_part_is_told_that_a_conference_is_gone_from_his_list(
    stage: Stage, method: str, body: object
) -> None:
    ada, eve = await stage.person("Ada"), await stage.person("Eve", near=True)
    room = conference(ada.account, state=ConferenceState.FINISHED, visibility=Visibility.PUBLIC)
    await keep(stage.unit, room, member(room, eve.account))
    async with listening(eve) as hers:
        await ada.ok(method, f"/api/conferences/{room.id}", json=body)
        assert (await hers.next()).data == {"topics": ["timeline"]}


async def test_a_stream_ends_with_its_session_wherever_that_is_ended(stage: Stage) -> None:
    ada = await stage.person("Ada")
    again = await stage.sign_in(ada.account, stage.near)
    async with listening(ada) as ends, listening(again) as stays:
        await again.ok("DELETE", f"/api/sessions/{ada.session.id}")
        assert await ends.rest() == [Event(kind="end", data={"reason": "signed-out"})]
        assert (await stays.next()).topics == {"account"}


async def test_a_suspension_ends_it_and_says_so(stage: Stage) -> None:
    moderator, bob = await stage.person("Mo", moderator=True), await stage.person("Bob", near=True)
    async with listening(bob) as his:
        await moderator.ok("POST", f"/api/moderation/users/{bob.id}/suspend", json=SUSPENDING)
        assert (await his.rest())[-1] == Event(kind="end", data={"reason": "suspended"})


async def test_with_one_stream_too_many_the_oldest_ends(stage: Stage) -> None:
    ada = await stage.person("Ada")
    async with AsyncExitStack() as windows:
        first, *others = [await windows.enter_async_context(listening(ada)) for _ in range(STREAMS_MOST)]
        others.append(await windows.enter_async_context(listening(ada)))
        assert await first.rest() == [Event(kind="end", data={"reason": "too-many"})]
        await ada.ok("PATCH", "/api/me", json={"full_name": "Augusta"})
        for window in others:
            assert (await window.next()).topics == {"account"}


class TestNotReading:
    """A client that does not read, and a server with little room for what waits for it."""

    @pytest.fixture(autouse=True)
    def _hurried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(feed, "GATHERED_FOR", 0)

    async def test_what_happens_meanwhile_takes_no_room_and_is_told_as_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paused = called(monkeypatch, "pause_writing")
        async with silent() as (client, told):
            await told(Topic.ACCOUNT, until=paused)
            for _ in range(1_000):
                await told(Topic.MESSAGES)
            read = await client.until(b'"messages"')
            await told(Topic.LIVE)
            read += await client.until(b'"live"')
        assert read.count(b'"messages"') < 10  # the one on its way, and what comes while it reads again

    async def test_who_reads_nothing_for_long_is_sent_away(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(PromptProtocol, "read_within", 0.1)
        paused, lost = called(monkeypatch, "pause_writing"), called(monkeypatch, "connection_lost")
        async with silent() as (_, told):
            await told(Topic.ACCOUNT, until=paused)
            async with asyncio.timeout(PATIENCE):
                await lost.wait()


def called(monkeypatch: pytest.MonkeyPatch, name: str) -> asyncio.Event:
    """Tell when a method of the server's protocol is called."""
    event, method = asyncio.Event(), getattr(PromptProtocol, name)

    def call(protocol: PromptProtocol, *given: object) -> None:
        method(protocol, *given)
        event.set()

    monkeypatch.setattr(PromptProtocol, name, call)
    return event


class Tell(Protocol):
    """Has the client told of a topic, again and again until something where that is wanted."""

    async def __call__(self, topic: Topic, *, until: asyncio.Event | None = None) -> None: ...


class Client:
    """A socket with little room for what is not read."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    async def until(self, end: bytes) -> bytes:
        """Read until something has come."""
        loop, read = asyncio.get_running_loop(), b""
        async with asyncio.timeout(PATIENCE):
            while end not in read:
                read += await loop.sock_recv(self._connection, 65_536)
        return read


@asynccontextmanager
async def silent() -> AsyncIterator[tuple[Client, Tell]]:
    """Somebody whose stream has begun, by a client that reads nothing more, and how to tell him something."""
    platform = make_platform()
    async with served(platform, send_buffer=4_096) as url, staged(platform, url) as stage:
        ada = await stage.person("Ada")
        loop, connection = asyncio.get_running_loop(), socket.socket()
        connection.settimeout(0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        request = f"GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ada.token}\r\n\r\n"
        client, push = Client(connection), platform.push()

        async def tell(topic: Topic, *, until: asyncio.Event | None = None) -> None:
            while True:
                push.publish([ListsChanged(accounts=(ada.account.id,), topics=frozenset({topic}))])
                await asyncio.sleep(0)
                if until is None or until.is_set():
                    return

        with connection:
            await loop.sock_connect(connection, ("127.0.0.1", int(url.rpartition(":")[2])))
            await loop.sock_sendall(connection, request.encode())
            await client.until(b"event: snapshot")
            yield client, tell
