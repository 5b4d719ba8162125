"""People with sockets in rooms, at one server or at two."""

import asyncio
import json
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, NamedTuple

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.support import builders
from tests.support.keeping import keep
from wexstream.domain.model.account import Account
from wexstream.domain.model.session import Session
from wexstream.ports.clock import Clock
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.security import SessionClaim, SessionTokens

PATIENCE = 30  # seconds after which what has not come will not
QUIET = {"audio": False, "video": False, "screen": False, "hand": False}


class Socket:
    """A socket of a room, and what has come over it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.peer = ""
        self.people: dict[str, dict[str, Any]] = {}

    async def send(self, **frame: object) -> None:
        await self._connection.send(json.dumps(frame))

    async def send_raw(self, frame: str | bytes) -> None:
        await self._connection.send(frame)

    async def enter(self, ticket: str) -> None:
        await self.send(type="enter", ticket=ticket)

    async def next(self) -> dict[str, Any]:
        """What comes next."""
        async with asyncio.timeout(PATIENCE):
            frame: dict[str, Any] = json.loads(await self._connection.recv())
        match frame["type"]:
            case "welcome":
                self.peer = frame["peer"]
                self.people = {person["account"]: person for person in frame["people"]}
            case "people":
                self.people = {person["account"]: person for person in frame["people"]}
            case "came" | "changed":
                self.people[frame["person"]["account"]] = frame["person"]
            case "left":
                del self.people[frame["account"]]
        return frame

    async def until(self, kind: str, **values: object) -> dict[str, Any]:
        """Wait for a frame of a type with some values; what comes before is passed over."""
        while True:
            frame = await self.next()
            if frame["type"] == kind and values.items() <= frame.items():
                return frame

    async def count_until(self, kind: str, **values: object) -> int:
        """Wait for a frame of a type with some values; how many come before."""
        count = 0
        while True:
            frame = await self.next()
            if frame["type"] == kind and values.items() <= frame.items():
                return count
            count += 1

    async def send_in_one_piece(self, frames: Sequence[Mapping[str, object]]) -> None:
        """Send frames without waiting between them, as one piece on the wire."""
        for frame in frames:
            self._connection.protocol.send_text(json.dumps(frame).encode())
        self._connection.transport.write(b"".join(self._connection.protocol.data_to_send()))

    def send_beside_messages(self, kind: str, count: int) -> None:
        """Send so many frames that are no message: pings, pongs, or empty parts of one that ends then."""
        protocol = self._connection.protocol
        if kind == "part":
            protocol.send_text(b'{"type":"mute","to":"', fin=False)
        for _ in range(count):
            match kind:
                case "ping":
                    protocol.send_ping(b"")
                case "pong":
                    protocol.send_pong(b"")
                case _:
                    protocol.send_continuation(b"", fin=False)
        if kind == "part":
            protocol.send_continuation(b'00000000-0000-0000-0000-000000000000"}', fin=True)
        self._connection.transport.write(b"".join(protocol.data_to_send()))

    async def until_there(self, *people: "Person", peers: bool = True) -> None:
        """Wait until just these are there, each by a socket (or none of them: ``peers`` false)."""
        wanted = {person.id for person in people}
        while set(self.people) != wanted or any(
            (there["peer"] is not None) != peers for there in self.people.values()
        ):
            await self.next()

    async def rest(self) -> tuple[int, list[dict[str, Any]]]:
        """The code with which it is closed, 0 where the connection breaks, and all that comes before."""
        frames: list[dict[str, Any]] = []
        try:
            while True:
                frames.append(await self.next())
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0, frames

    async def farewell(self) -> str:
        """Why it is closed, which is told last."""
        code, frames = await self.rest()
        assert code == 4000
        assert frames[-1]["type"] == "closed"
        return str(frames[-1]["reason"])

    async def refusal(self) -> tuple[int, str]:
        """With which code, and for what reason, one is not let in."""
        code, [frame] = await self.rest()
        assert (frame["type"], frame["what"]) == ("refused", "enter")
        return code, frame["code"]

    async def quiet(self) -> None:
        """Hold that nothing has come, as an answer comes that was asked for later."""
        await self.send(type="say", kind="chat", to=self.peer, data="Is there an echo?")
        frame = await self.next()
        assert frame == {"type": "refused", "what": "chat", "code": "not-there"}

    async def close(self) -> None:
        await self._connection.close()

    def abort(self) -> None:
        """Vanish without a word."""
        self._connection.transport.abort()

    def stop_reading(self) -> None:
        self._connection.transport.pause_reading()

    def read_again(self) -> None:
        self._connection.transport.resume_reading()

    async def until_broken(self) -> None:
        """Wait until the connection is no more, with nothing read of what comes last."""
        async with asyncio.timeout(PATIENCE):
            while not self._connection.transport.is_closing():  # nobody tells who does not read
                with suppress(ConnectionClosed):
                    await self._connection.send("?")
                await asyncio.sleep(0.01)

    def answer_nothing(self) -> None:
        """Stay connected, and neither read nor answer pings."""
        self._connection.transport.pause_reading()


@dataclass(kw_only=True)
class Person:
    """Somebody signed in, at one of the servers."""

    account: Account
    session: Session
    token: str
    url: str
    client: httpx.AsyncClient
    sockets: list[Socket] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.account.id)

    def at(self, url: str) -> "Person":
        """The same at another server."""
        return Person(
            account=self.account,
            session=self.session,
            token=self.token,
            url=url,
            client=self.client,
            sockets=self.sockets,
        )

    async def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        known = {"Authorization": f"Bearer {self.token}"}
        return await self.client.request(method, self.url + path, headers=known, **more)

    async def ok(self, method: str, path: str, **more: Any) -> Any:
        answer = await self.call(method, path, **more)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def join(self, conference: str, **body: object) -> str:
        """Join; the ticket."""
        given = await self.ok("POST", f"/api/conferences/{conference}/join", json=body)
        return str(given["ticket"])

    async def open(self, conference: str, **options: Any) -> Socket:
        """Open a room's socket, and say nothing yet."""
        address = f"{self.url.replace('http', 'ws', 1)}/api/conferences/{conference}/room"
        known = {"Authorization": f"Bearer {self.token}"}
        socket = Socket(await connect(address, additional_headers=known, close_timeout=1, **options))
        self.sockets.append(socket)
        return socket

    async def enter(self, conference: str, **body: object) -> Socket:
        """Join, open the socket and enter; welcomed."""
        ticket = await self.join(conference, **body)
        socket = await self.open(conference)
        await socket.enter(ticket)
        assert (await socket.next())["type"] == "welcome"
        return socket


FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds: the page's own are longer


@dataclass(kw_only=True)
class Page:
    """What the page does for somebody in a room: it comes back by itself until it is told that it is over."""

    person: Person
    conference: str
    socket: Socket | None = None

    async def run(self, **body: object) -> str:
        """Join, and again after waiting for longer each time; why it is over."""
        pause = 0.0
        while True:
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            pause = min(2 * pause or FIRST_PAUSE, LONGEST_PAUSE)
            with suppress(httpx.HTTPError, OSError, WebSocketException):
                self.socket = await self._open(body)
                body, pause = {}, 0.0
                _, frames = await self.socket.rest()
                if frames and frames[-1]["type"] == "closed":
                    return str(frames[-1]["reason"])

    async def _open(self, body: Mapping[str, object]) -> Socket:
        path = f"/api/conferences/{self.conference}/join"
        joined = (await self.person.call("POST", path, json=body)).raise_for_status()
        socket = await self.person.open(self.conference)
        await socket.enter(joined.json()["ticket"])
        await socket.until("welcome")
        return socket


@dataclass(kw_only=True)
class Stage:
    """One server, or two on one database; ``near`` and ``far`` may be the same."""

    near: str
    far: str
    unit: UnitOfWork
    tokens: SessionTokens
    clock: Clock
    client: httpx.AsyncClient
    people: list[Person] = field(default_factory=list)

    async def person(self, name: str = "Bob", *, near: bool = False, moderator: bool = False) -> Person:
        """Let somebody be there, signed in, at the far server or the near one."""
        account = builders.account(name, moderator=moderator)
        await keep(self.unit, account)
        person = await self.sign_in(account, self.near if near else self.far)
        self.people.append(person)
        return person

    async def sign_in(self, account: Account, url: str) -> Person:
        """Have somebody signed in, once more perhaps."""
        now = self.clock.now()
        session = replace(
            builders.session(account),
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(hours=9),
        )
        await keep(self.unit, session)
        claim = SessionClaim(account=account.id, session=session.id)
        token = self.tokens.issue(claim, expires_at=session.expires_at)
        return Person(account=account, session=session, token=token, url=url, client=self.client)

    async def broadcast(self, speaker: Person, **given: object) -> str:
        """Go live, for everybody unless said otherwise."""
        draft = {"title": "On engines", "visibility": "public", **given}
        made = await speaker.ok("POST", "/api/conferences", json=draft)
        await speaker.ok("POST", f"/api/conferences/{made['id']}/start")
        return str(made["id"])

    async def meeting(self, **given: object) -> tuple[str, "Inside", "Inside"]:
        """A public conference, its speaker at the far server, and Bob at the near one, both inside."""
        ada, bob = await self.person("Ada"), await self.person("Bob", near=True)
        conference = await self.broadcast(ada, **given)
        speaking = await ada.enter(conference)
        listening = await bob.enter(conference, **password_of(given))
        await speaking.until_there(ada, bob)
        await listening.until_there(ada, bob)
        return conference, Inside(ada, speaking), Inside(bob, listening)

    async def close(self) -> None:
        for person in self.people:
            for socket in person.sockets:
                await socket.close()


class Inside(NamedTuple):
    """Somebody in a room."""

    person: Person
    socket: Socket


def password_of(given: dict[str, object]) -> dict[str, object]:
    return {"password": given["password"]} if "password" in given else {}
