"""A Jitsi server as browsers know one: its script, its page in a frame, rooms that tokens open; no media."""

import json
import socket
from asyncio import Event, Task, create_task
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import trustme

from tests.support.prosody_verifier import Admitted, NeverAnswered, NotAllowed, Prosody, Refused
from wexstream.entrypoints.server.server import Server
from wexstream.entrypoints.settings.parts import Http, Tls

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HERE = Path(__file__).parent
# As Jitsi's client calls them: a stream whose token is no good, and a room that the token is not for.
NO_GOOD = {"name": "connection.passwordRequired", "type": "CONNECTION"}
NOT_FOR_THIS = {"name": "conference.connectionError.notAllowed", "type": "CONFERENCE"}
IN_A_LOBBY = {"name": "conference.connectionError.membersOnly", "type": "CONFERENCE"}


@dataclass(slots=True, kw_only=True)
class Participant:
    """Somebody in a room. Whose account it is, others are not told."""

    id: str
    room: str
    account: str
    about: dict[str, object]
    owner: bool
    send: Send

    async def hear(self, what: str, **more: object) -> None:
        """Tell them; whoever has just gone hears nothing."""
        with suppress(Exception):
            await self.send({"type": "websocket.send", "text": json.dumps({"what": what, **more})})


@dataclass(slots=True, kw_only=True)
class FakeJitsi:
    """The rooms of a server whose Prosody verifies tokens and whose ``token_affiliation`` makes owners.

    A room may have a password, or a lobby in which all but owners wait until one of these lets them in.
    """

    prosody: Prosody
    participants: dict[str, Participant] = field(default_factory=dict)
    waiting: dict[str, Participant] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    lobbies: set[str] = field(default_factory=set)
    ids: "count[int]" = field(default_factory=lambda: count(0xA1B2C3D4))

    def room(self, name: str) -> list[Participant]:
        """Who is in a room, in the order of joining."""
        return [each for each in self.participants.values() if each.room == name.lower()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer (ASGI)."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await self._attend(receive, send)
        else:
            await _hand_out(scope["path"], send)

    async def _attend(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        participant: Participant | None = None
        while (message := await receive())["type"] == "websocket.receive":
            said = json.loads(message["text"])
            if said["what"] == "join":
                participant = await self._join(said, send)
            elif participant is not None and participant.id in self.participants:
                await self._do(participant, said)
        if participant is not None:
            await self._leave(participant)

    async def _join(self, said: dict[str, Any], send: Send) -> Participant | None:
        try:
            admitted = self.prosody.join(said["token"], room=said["room"], at=datetime.now(UTC))
        except NeverAnswered:
            return None
        except Refused as error:
            refusal = _error(NOT_FOR_THIS if isinstance(error, NotAllowed) else NO_GOOD, str(error))
            told = json.dumps({"what": "refused", "error": refusal})
            await send({"type": "websocket.send", "text": told})
            return None
        participant = self._participant(admitted, said["room"].lower(), send)
        if self.passwords.get(participant.room) not in {None, said.get("password")}:
            await participant.hear("locked")
            return None
        if participant.room in self.lobbies and not participant.owner:
            await self._have_wait(participant)
        else:
            await self._let_in(participant)
        return participant

    async def _have_wait(self, participant: Participant) -> None:
        self.waiting[participant.id] = participant
        await participant.hear("waits", error=_error(IN_A_LOBBY))
        owners = [each for each in self.room(participant.room) if each.owner]
        await _tell(owners, "knocks", id=participant.id, name=participant.about["name"])

    async def _let_in(self, participant: Participant) -> None:
        others = self.room(participant.room)
        self.participants[participant.id] = participant
        introduced = [{"id": other.id, **other.about} for other in others]
        await participant.hear("joined", id=participant.id, **participant.about, others=introduced)
        await _tell(others, "came", id=participant.id, **participant.about)

    def _participant(self, admitted: Admitted, room: str, send: Send) -> Participant:
        role = "moderator" if admitted.owner else "participant"
        about = {"name": admitted.user["name"], "avatar": admitted.user.get("avatar"), "role": role}
        return Participant(
            id=f"{next(self.ids):08x}",
            room=room,
            account=str(admitted.user["id"]),
            about=about,
            owner=admitted.owner,
            send=send,
        )

    async def _do(self, participant: Participant, said: dict[str, Any]) -> None:
        room = self.room(participant.room)
        if said["what"] == "name":
            participant.about["name"] = said["name"]
            await _tell(room, "named", id=participant.id, name=said["name"])
        elif participant.owner:
            await self._moderate(participant, room, said)

    async def _moderate(self, owner: Participant, room: list[Participant], said: dict[str, Any]) -> None:
        others = [each for each in room if each is not owner]
        kicked = next((each for each in others if each.id == said.get("id")), None)
        if said["what"] == "mute":
            await _tell(others, "muted")
        elif said["what"] == "admit":
            if (admitted := self.waiting.pop(said["id"], None)) is not None:
                await self._let_in(admitted)
        elif said["what"] == "end":
            await _tell(room, "ended")
        elif kicked is not None:
            await _tell(room, "kicked", id=kicked.id, by=owner.id)
            await self._leave(kicked)

    async def _leave(self, participant: Participant) -> None:
        self.waiting.pop(participant.id, None)
        if self.participants.pop(participant.id, None) is not None:
            await _tell(self.room(participant.room), "left", id=participant.id)


@dataclass(slots=True, kw_only=True)
class Site:
    """A fake server at a port of this machine, over TLS, that can go away and come back."""

    jitsi: FakeJitsi
    tls: Tls
    port: int = 0
    _running: tuple[Server, Task[None]] | None = None

    @property
    def host(self) -> str:
        """What ``WS_JITSI_HOST`` says."""
        return f"localhost:{self.port}"

    async def come(self) -> None:
        """Serve, at the same port as before."""
        bound = socket.create_server(("127.0.0.1", self.port))
        self.port = bound.getsockname()[1]
        ready = Event()
        http = Http(
            listen=("127.0.0.1",),
            port=self.port,
            tls=self.tls,
            public_url=f"https://{self.host}",
            trusted_proxies=(),
            page_size=30,
        )
        server = Server(self.jitsi, http, ready=ready.set)
        server.config.timeout_graceful_shutdown = 0
        self._running = server, create_task(server.serve([bound]))
        await ready.wait()

    async def go(self) -> None:
        """Be away: whoever is in a room loses the connection."""
        if self._running is not None:
            server, serving = self._running
            self._running = None
            server.should_exit = True
            await serving
            for connection in tuple(server.server_state.connections):  # which it spares for a moment
                connection.transport.abort()


@asynccontextmanager
async def jitsi_site(folder: Path, prosody: Prosody) -> AsyncIterator[Site]:
    """Have a fake server, with a certificate that nobody knows."""
    made = trustme.CA().issue_cert("localhost")
    tls = Tls(certificate=folder / "jitsi.pem", private_key=folder / "jitsi.key")
    made.private_key_pem.write_to_path(str(tls.private_key))
    made.cert_chain_pems[0].write_to_path(str(tls.certificate))
    site = Site(jitsi=FakeJitsi(prosody=prosody), tls=tls)
    await site.come()
    try:
        yield site
    finally:
        await site.go()


def _error(kind: dict[str, str], message: str = "") -> dict[str, object]:
    return {**kind, "message": message, "isFatal": False}


async def _tell(whom: list[Participant], what: str, **more: object) -> None:
    for each in whom:
        await each.hear(what, **more)


async def _live(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def _script(name: str) -> str:
    """A script with its wire, in a scope of its own."""
    parts = [(HERE / part).read_text(encoding="utf-8") for part in ("postis.js", name)]
    return "\n".join(["(() => {", *parts, "})();"])


async def _hand_out(path: str, send: Send) -> None:
    if path in {"/external_api.js", "/room.js"}:
        kind, text = "text/javascript", _script(path[1:])
    else:  # a room, whatever it is called
        kind, text = "text/html", (HERE / "room.html").read_text(encoding="utf-8")
    headers = [(b"content-type", f"{kind}; charset=utf-8".encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
