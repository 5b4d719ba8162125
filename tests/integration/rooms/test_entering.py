"""Opening a room's socket: what is refused, and with which code it ends."""

import asyncio
import logging
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.integration.rooms.conftest import make_platform, served, staged
from tests.integration.rooms.people import Person, Stage
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.throttling import Rate
from wexstream.entrypoints.rooms import outgoing, pace, visit
from wexstream.entrypoints.server import server
from wexstream.entrypoints.server.web_sockets import PromptWebSocket
from wexstream.ports.meetings import PASS_LASTS

AS_MUCH_AS_ONE_LIKES = Rate(times=2**40, per=timedelta(seconds=1))


async def handshake(url: str, conference: object, **headers: str) -> int:
    """Open a socket; the status of the answer."""
    address = f"{url.replace('http', 'ws', 1)}/api/conferences/{conference}/room"
    try:
        async with connect(address, additional_headers=headers):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


def bearer(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.token}"}


class TestHandshake:
    async def test_is_for_those_who_are_signed_in(self, stage: Stage) -> None:
        bob = await stage.person("Bob")
        conference = uuid4()
        assert await handshake(stage.far, conference) == 401
        assert await handshake(stage.far, conference, Authorization="Bearer no.token") == 401
        assert await handshake(stage.far, conference, **bearer(bob)) == 101
        assert await handshake(stage.far, conference, Cookie=f"ws={bob.token}") == 101
        await bob.ok("DELETE", "/api/sessions/current")
        assert await handshake(stage.far, conference, **bearer(bob)) == 401

    async def test_that_is_refused_is_no_mistake_of_the_server(
        self, memory_stage: Stage, caplog: pytest.LogCaptureFixture
    ) -> None:
        assert await handshake(memory_stage.far, uuid4()) == 401
        assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []

    async def test_counts_as_a_use_of_the_session(self, memory_stage: Stage) -> None:
        bob = await memory_stage.person("Bob")
        memory_stage.clock.advance(timedelta(minutes=6))  # type: ignore[attr-defined] # time in our hand
        assert await handshake(memory_stage.far, uuid4(), **bearer(bob)) == 101
        (session,) = (await bob.ok("GET", "/api/sessions"))["items"]
        assert datetime.fromisoformat(session["last_seen_at"]) == memory_stage.clock.now()

    async def test_is_not_for_another_site_s_page(self, stage: Stage) -> None:
        bob = await stage.person("Bob")
        cookie, conference = {"Cookie": f"ws={bob.token}"}, uuid4()
        own = stage.far
        for origin, status in (
            (own, 101),
            ("https://evil.example.org", 403),
            (own.replace("localhost", "localhost.evil.example.org"), 403),
            ("null", 403),
        ):
            assert await handshake(stage.far, conference, Origin=origin, **cookie) == status
        assert await handshake(stage.far, conference, **cookie, **{"Sec-Fetch-Site": "cross-site"}) == 403
        assert await handshake(stage.far, conference, **cookie, **{"Sec-Fetch-Site": "same-site"}) == 403
        assert await handshake(stage.far, conference, **cookie, **{"Sec-Fetch-Site": "same-origin"}) == 101

    async def test_names_a_conference(self, stage: Stage) -> None:
        bob = await stage.person("Bob")
        for name in ("5", "room", f"{uuid4()}x"):
            assert await handshake(stage.far, name, **bearer(bob)) == 404
        assert await handshake(stage.far, "5") == 401

    async def test_says_why_it_is_refused(self, stage: Stage) -> None:
        with pytest.raises(InvalidStatus) as refused:
            await connect(f"{stage.far.replace('http', 'ws', 1)}/api/conferences/{uuid4()}/room")
        response = refused.value.response
        assert response.headers["content-type"] == "application/problem+json"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert len(response.headers["x-request-id"]) == 32
        assert b'"code":"not-signed-in"' in response.body

    async def test_is_not_for_the_suspended(self, stage: Stage) -> None:
        bob, moderator = await stage.person("Bob"), await stage.person("Op", moderator=True)
        await moderator.ok("POST", f"/api/moderation/users/{bob.id}/suspend", json=SUSPENDING)
        again = await stage.sign_in(bob.account, stage.far)
        assert await handshake(stage.far, uuid4(), **bearer(again)) == 403


class TestTickets:
    async def refused(self, person: Person, conference: str, ticket: str) -> tuple[int, str]:
        socket = await person.open(conference)
        await socket.enter(ticket)
        return await socket.refusal()

    async def test_are_for_one_person(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        ticket = await ada.person.join(conference)
        assert await self.refused(bob.person, conference, ticket) == (4403, "not-for-you")
        await ada.socket.quiet()

    async def test_are_for_one_room(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        other = await stage.broadcast(ada.person)
        ticket = await bob.person.join(other)
        assert await self.refused(bob.person, conference, ticket) == (4403, "not-for-you")

    async def test_that_are_none_open_nothing(self, stage: Stage) -> None:
        conference, ada, _ = await stage.meeting()
        for ticket in ("", "no.ticket.this", ada.person.token):
            assert await self.refused(ada.person, conference, ticket) == (4401, "expired")

    async def test_end(self, memory_stage: Stage) -> None:
        ada = await memory_stage.person("Ada")
        conference = await memory_stage.broadcast(ada)
        ticket = await ada.join(conference)
        memory_stage.clock.advance(PASS_LASTS)  # type: ignore[attr-defined] # time in our hand
        await ada.join(conference)
        assert await self.refused(ada, conference, ticket) == (4401, "expired")

    async def test_of_who_has_left_open_nothing(self, stage: Stage) -> None:
        conference, _, bob = await stage.meeting()
        ticket = await bob.person.join(conference)
        await bob.person.ok("POST", f"/api/conferences/{conference}/leave")
        assert await self.refused(bob.person, conference, ticket) == (4401, "expired")

    async def test_of_who_may_not_enter_any_more_say_so(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        eve = await stage.person("Eve")
        tickets = {
            name: await person.join(conference) for name, person in (("bob", bob.person), ("eve", eve))
        }
        path = f"/api/conferences/{conference}"
        await ada.person.ok("DELETE", f"{path}/members/{bob.person.id}")
        assert await self.refused(bob.person, conference, tickets["bob"]) == (4403, "removed")
        await ada.person.ok("PATCH", path, json={"visibility": "private"})
        assert await self.refused(eve, conference, tickets["eve"]) == (4403, "not-for-you")
        ticket = await ada.person.join(conference)
        await ada.person.ok("POST", f"{path}/finish")
        assert await self.refused(ada.person, conference, ticket) == (4403, "finished")

    async def test_of_who_is_signed_out_meanwhile_open_nothing(self, stage: Stage) -> None:
        conference, _, bob = await stage.meeting()
        eve = await stage.person("Eve")
        sockets = []
        for person in (bob.person, eve):
            ticket = await person.join(conference)
            sockets.append(await person.open(conference))
            await person.ok("DELETE", "/api/sessions/current")
            await sockets[-1].enter(ticket)
        for socket in sockets:  # of one who had the room open, and one who had joined alone
            assert await socket.refusal() == (4401, "expired")


MALFORMED = [
    "",
    "{",
    "[]",
    '"enter"',
    "{}",
    '{"type":"open"}',
    '{"type":"enter"}',
    '{"type":"enter","ticket":5}',
    '{"type":"enter","ticket":"x","peer":"y"}',
    '{"type":"leave"}',
    '{"type":"say","kind":"chat","data":"before entering"}',
    '{"type":' + "[" * 30_000,
    b'{"type":"enter","ticket":"x"}',
]
ONCE_INSIDE = [
    "",
    '{"type":"enter","ticket":"again"}',
    '{"type":"say","kind":"shout","data":"hey"}',
    '{"type":"say","kind":"mute","data":null}',
    '{"type":"say","kind":"chat"}',
    '{"type":"say","kind":"chat","to":"everybody","data":"x"}',
    '{"type":"mute"}',
    '{"type":"leave","now":true}',
    '{"type":"say","kind":"signal","data":' + "[" * 15_000 + "]" * 15_000 + "}",
    '{"type":"said","kind":"chat","from":"x","data":"x"}',
    b"\x00",
]


class TestEnding:
    @pytest.mark.parametrize("frame", MALFORMED)
    async def test_what_does_not_begin_with_entering_is_malformed(
        self, memory_stage: Stage, frame: str | bytes
    ) -> None:
        bob = await memory_stage.person("Bob")
        socket = await bob.open(str(uuid4()))
        await socket.send_raw(frame)
        assert await socket.rest() == (4400, [])

    @pytest.mark.parametrize("frame", ONCE_INSIDE)
    async def test_what_is_none_of_what_one_may_say_is_malformed(
        self, memory_stage: Stage, frame: str | bytes
    ) -> None:
        conference, ada, bob = await memory_stage.meeting()
        await bob.socket.send_raw(frame)
        assert (await bob.socket.rest())[0] == 4400
        assert (await ada.socket.until("changed"))["person"]["peer"] is None
        await bob.person.enter(conference)

    async def test_who_does_not_enter_in_time_is_shut_out(
        self, memory_stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(visit, "ENTERS_WITHIN", 0.05)
        bob = await memory_stage.person("Bob")
        socket = await bob.open(str(uuid4()))
        assert await socket.rest() == (4400, [])

    async def test_of_those_who_do_not_enter_the_ten_newest_of_an_account_stay(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        ticket = await bob.person.join(conference)
        oldest, *waiting = [await bob.person.open(conference) for _ in range(11)]
        assert await oldest.rest() == (4400, [])
        await waiting.pop(0).enter(ticket)
        assert await bob.socket.farewell() == "replaced"
        waiting.append(await bob.person.open(conference))
        await waiting.pop(0).enter("no ticket")
        waiting.append(await bob.person.open(conference))
        await ada.person.open(conference)
        for socket in waiting:
            await socket.enter("no ticket")
            assert await socket.refusal() == (4401, "expired")

    async def test_who_enters_again_and_again_is_told_to_come_a_little_later(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        ticket = await bob.person.join(conference)
        newest, frame = bob.socket, {"type": "welcome"}
        for _ in range(30):
            if frame["type"] == "welcome":
                newest = await bob.person.open(conference)
                await newest.enter(ticket)
                frame = await newest.next()
        assert frame == {"type": "refused", "what": "enter", "code": "too-fast"}
        assert await newest.rest() == (1013, [])
        await ada.person.enter(conference)

    async def test_a_frame_may_have_sixty_four_kibibytes(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        frame = '{"type":"say","kind":"chat","data":"%s"}'
        largest = frame % ("x" * (64 * 1024 - len(frame) + 2))
        await bob.socket.send_raw(largest)
        assert await bob.socket.next() == {"type": "refused", "what": "chat", "code": "invalid"}
        await bob.socket.send_raw(largest + " ")
        assert await bob.socket.rest() == (1009, [])
        assert (await ada.socket.until("changed"))["person"]["peer"] is None

    async def test_a_signal_may_have_half_of_that(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        data = "x" * (32 * 1024 - 2)
        await bob.socket.send(type="say", kind="signal", to=ada.socket.peer, data=data)
        assert (await ada.socket.next())["data"] == data

    async def test_who_says_too_much_at_once_is_shut_out(self, memory_stage: Stage) -> None:
        _, ada, bob = await memory_stage.meeting()
        heard = asyncio.create_task(ada.socket.count_until("changed"))
        for _ in range(1_000):
            await bob.socket.send(type="say", kind="signal", to=ada.socket.peer, data=0)
        assert await bob.socket.rest() == (4400, [])
        assert 290 <= await heard < 900

    async def test_who_sends_too_much_at_once_is_shut_out_and_nobody_else(self, memory_stage: Stage) -> None:
        _, ada, bob = await memory_stage.meeting()
        ada.socket.stop_reading()
        said = {"type": "say", "kind": "signal", "to": ada.socket.peer, "data": "x" * 32_000}
        await bob.socket.send_in_one_piece([said] * 50)
        assert await bob.socket.rest() == (4400, [])
        ada.socket.read_again()
        assert 8 <= await ada.socket.count_until("changed") < 20
        await ada.socket.quiet()

    async def test_by_another_socket_one_may_not_send_more(self, memory_stage: Stage) -> None:
        conference, ada, bob = await memory_stage.meeting()
        said = {"type": "say", "kind": "signal", "to": ada.socket.peer, "data": "x" * 32_000}
        await bob.socket.send_in_one_piece([said] * 8)
        assert await ada.socket.count_until("said") == 0
        newer = await bob.person.enter(conference)
        await newer.send_in_one_piece([said] * 8)
        assert (await newer.rest())[0] == 4400

    async def test_of_chat_more_than_one_can_read_is_refused(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        said = {"type": "say", "to": ada.socket.peer}
        lines = [said | {"kind": "chat", "data": f"{number}"} for number in range(40)]
        await bob.socket.send_in_one_piece([*lines, said | {"kind": "signal", "data": "done"}])
        assert 10 <= await ada.socket.count_until("said", data="done") < 40
        await bob.socket.until("refused", what="chat", code="too-fast")

    async def test_who_says_as_much_as_one_may_stays(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        heard = asyncio.create_task(ada.socket.count_until("said", data=289))
        for number in range(290):
            await bob.socket.send(type="say", kind="signal", to=ada.socket.peer, data=number)
        assert await heard == 289
        await bob.socket.quiet()

    async def test_much_that_comes_in_one_piece_makes_nobody_who_reads_seem_not_to(
        self, stage: Stage
    ) -> None:
        _, ada, bob = await stage.meeting()
        heard = asyncio.create_task(ada.socket.count_until("said", data=289))
        said = {"type": "say", "kind": "signal", "to": ada.socket.peer}
        await bob.socket.send_in_one_piece([said | {"data": number} for number in range(290)])
        assert await heard == 289

    @pytest.mark.parametrize("kind", ["ping", "pong", "part"])
    async def test_who_sends_what_is_no_message_without_end_is_cut_off(
        self, memory_stage: Stage, kind: str
    ) -> None:
        _, ada, bob = await memory_stage.meeting()
        bob.socket.send_beside_messages(kind, 100)
        await bob.socket.send(type="say", kind="signal", to=ada.socket.peer, data="still here")
        await ada.socket.until("said", data="still here")
        bob.socket.send_beside_messages(kind, 50_000)
        code, _ = await bob.socket.rest()
        assert code == 0
        assert (await ada.socket.until("changed"))["person"]["peer"] is None


class TestClientsThatDoNotRead:
    async def test_are_given_up_and_delay_nobody(
        self, memory_stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outgoing, "FRAMES_MOST", 20)
        monkeypatch.setattr(pace, "BYTES", AS_MUCH_AS_ONE_LIKES)
        conference, ada, bob = await memory_stage.meeting()
        eve = await memory_stage.person("Eve")
        deaf = await eve.enter(conference)
        for inside in (ada, bob):
            await inside.socket.until_there(ada.person, bob.person, eve)
        deaf.stop_reading()
        given_up = asyncio.create_task(ada.socket.until("changed"))
        sent = 0
        while not given_up.done():
            await ada.socket.send(type="say", kind="signal", to=deaf.peer, data="x" * 32_000)
            await ada.socket.send(type="say", kind="signal", to=bob.socket.peer, data=sent)
            assert (await bob.socket.until("said"))["data"] == sent
            sent += 1
        assert (await given_up)["person"] == ada.socket.people[eve.id]
        assert ada.socket.people[eve.id]["peer"] is None
        deaf.read_again()
        code, heard = await deaf.rest()
        assert code == 4408
        assert len(heard) < sent
        await eve.enter(conference)

    async def test_are_closed_although_they_never_read_again(
        self, memory_stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outgoing, "FRAMES_MOST", 20)
        monkeypatch.setattr(pace, "BYTES", AS_MUCH_AS_ONE_LIKES)
        monkeypatch.setattr(PromptWebSocket, "closes_within", 0.1)
        _, ada, bob = await memory_stage.meeting()
        bob.socket.stop_reading()
        given_up = asyncio.create_task(ada.socket.until("changed"))
        while not given_up.done():
            await ada.socket.send(type="say", kind="signal", to=bob.socket.peer, data="x" * 32_000)
            await asyncio.sleep(0)
        await bob.socket.until_broken()


class TestClientsThatVanish:
    async def test_are_missed_when_they_answer_no_ping(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(server, "PINGED_EVERY", 0.1)
        platform = make_platform()
        async with served(platform) as url, staged(platform, url) as stage:
            _, ada, bob = await stage.meeting()
            bob.socket.answer_nothing()
            changed = await ada.socket.until("changed")
            assert (changed["person"]["account"], changed["person"]["peer"]) == (bob.person.id, None)
            await ada.socket.quiet()
