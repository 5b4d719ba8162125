"""The Jitsi server that journeys meet opens its rooms as a real one does, so that they show something."""

import hmac
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.support.jitsi import ABSENT, APP_ID, GUEST, SECRET, SPEAKER, encoded, parts
from tests.support.jitsi_server.server import Site, jitsi_site
from tests.support.prosody_verifier import Prosody
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.adapters.jitsi.server import JitsiServer
from wexstream.ports.meetings import Seat

NO_GOOD, NOT_FOR_THIS = "connection.passwordRequired", "conference.connectionError.notAllowed"
ROOM = SPEAKER.room


@dataclass(frozen=True, kw_only=True)
class Door:
    """A way in for clients that do not mind who certified the server."""

    site: Site
    trust: ssl.SSLContext

    def token(self, seat: Seat = GUEST, *, secret: str = SECRET, at: datetime | None = None) -> str:
        ours = JitsiServer(host=self.site.host, app_id=APP_ID, secret=secret)
        return JitsiMeetings(ours).admit(seat, at=at or datetime.now(UTC)).token

    @asynccontextmanager
    async def entered(self, token: str, *, room: str = ROOM) -> AsyncIterator["Client"]:
        async with connect(f"wss://{self.site.host}/xmpp", ssl=self.trust) as socket:
            client = Client(socket=socket)
            await client.say("join", room=room, token=token)
            yield client

    async def refusal(self, token: str, *, room: str = ROOM) -> str:
        async with self.entered(token, room=room) as client:
            error = (await client.told("refused"))["error"]
            assert error["isFatal"] is False
            return str(error["name"])


@dataclass(frozen=True, kw_only=True)
class Client:
    socket: ClientConnection

    async def say(self, what: str, **more: object) -> None:
        await self.socket.send(json.dumps({"what": what, **more}))

    async def told(self, what: str) -> dict[str, Any]:
        """What the server says next, which has to be this."""
        said = json.loads(await self.socket.recv())
        assert said.pop("what") == what
        return cast("dict[str, Any]", said)


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    prosody = Prosody(algorithm="HS256", issuer=APP_ID, subject="localhost", secret=SECRET)
    trust = ssl.create_default_context()
    trust.check_hostname = False
    trust.verify_mode = ssl.CERT_NONE
    async with jitsi_site(tmp_path, prosody) as site:
        yield Door(site=site, trust=trust)


def changed(token: str, **changes: object) -> str:
    """Sign what our own code would not, by the right secret."""
    header, before = parts(token)
    claims = {name: value for name, value in (before | changes).items() if value is not ABSENT}
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{encoded(hmac.digest(SECRET.encode(), text.encode(), 'sha256'))}"


async def test_the_speaker_is_moderator_and_others_are_told_no_account(door: Door) -> None:
    async with door.entered(door.token(SPEAKER)) as speaker, door.entered(door.token()) as guest:
        joined = await speaker.told("joined")
        assert (joined["role"], joined["others"]) == ("moderator", [])
        came = await speaker.told("came")
        assert (came["name"], came["role"]) == (GUEST.full_name, "participant")
        there = await guest.told("joined")
        assert there["id"] == came["id"] != joined["id"]
        assert str(SPEAKER.account) not in json.dumps(there["others"])


async def test_a_room_is_the_same_however_its_name_is_written(door: Door) -> None:
    async with door.entered(door.token(), room=ROOM.upper()) as guest:
        assert (await guest.told("joined"))["role"] == "participant"


async def test_a_token_that_is_no_good_is_refused(door: Door) -> None:
    good = door.token()
    for bad in (
        door.token(secret="another secret of at least 32 characters"),
        door.token(at=datetime.now(UTC) - timedelta(minutes=11)),
        door.token(at=datetime.now(UTC) + timedelta(minutes=1)),
        changed(good, aud=["jitsi"]),
        changed(good, iss="somebody-else"),
        "",
    ):
        assert await door.refusal(bad) == NO_GOOD


async def test_a_token_for_elsewhere_is_refused_at_the_door(door: Door) -> None:
    good = door.token()
    assert await door.refusal(good, room="another-room") == NOT_FOR_THIS
    assert await door.refusal(changed(good, sub="elsewhere.example.org")) == NOT_FOR_THIS
    assert await door.refusal(changed(good, room="another-room")) == NOT_FOR_THIS


async def test_a_token_without_a_room_is_never_answered(door: Door) -> None:
    async with door.entered(changed(door.token(), room=ABSENT)) as client:
        await client.say("join", room=ROOM, token=door.token())
        assert (await client.told("joined"))["others"] == []


async def test_moderators_are_obeyed_and_others_are_not(door: Door) -> None:
    async with door.entered(door.token(SPEAKER)) as speaker, door.entered(door.token()) as guest:
        own = (await speaker.told("joined"))["id"]
        other = (await speaker.told("came"))["id"]
        await guest.told("joined")
        for silent in ("mute", "end"):
            await guest.say(silent)
        await guest.say("kick", id=own)
        await guest.say("name", name="Somebody")
        assert await speaker.told("named") == await guest.told("named") == {"id": other, "name": "Somebody"}
        await speaker.say("mute")
        await guest.told("muted")
        await speaker.say("kick", id=other)
        assert await guest.told("kicked") == await speaker.told("kicked") == {"id": other, "by": own}
        assert await speaker.told("left") == {"id": other}
        await speaker.say("end")
        await speaker.told("ended")


async def test_a_room_with_a_password_opens_by_it_alone(door: Door) -> None:
    door.site.jitsi.passwords[ROOM] = "engine"
    async with door.entered(door.token()) as guest:
        await guest.told("locked")
        await guest.say("join", room=ROOM, token=door.token(), password="motor")
        await guest.told("locked")
        await guest.say("join", room=ROOM, token=door.token(), password="engine")
        await guest.told("joined")


async def test_in_a_lobby_one_waits_until_a_moderator_lets_one_in(door: Door) -> None:
    door.site.jitsi.lobbies.add(ROOM)
    async with door.entered(door.token(SPEAKER)) as speaker, door.entered(door.token()) as guest:
        await speaker.told("joined")
        assert (await guest.told("waits"))["error"]["name"] == "conference.connectionError.membersOnly"
        knocks = await speaker.told("knocks")
        assert knocks["name"] == GUEST.full_name
        await guest.say("name", name="Nobody hears this")
        await speaker.say("admit", id=knocks["id"])
        assert (await guest.told("joined"))["id"] == (await speaker.told("came"))["id"] == knocks["id"]
        await speaker.say("admit", id=knocks["id"])
        async with door.entered(door.token()) as other:
            await other.told("waits")
            await speaker.told("knocks")
        assert set(door.site.jitsi.participants) >= {knocks["id"]}


async def test_it_goes_away_and_comes_back_where_it_was(door: Door) -> None:
    address = f"https://{door.site.host}/external_api.js"
    async with httpx.AsyncClient(verify=door.trust) as client:
        assert "JitsiMeetExternalAPI" in (await client.get(address)).text
        async with door.entered(door.token()) as guest:
            await guest.told("joined")
            await door.site.go()
            await guest.socket.wait_closed()
        with pytest.raises(httpx.TransportError):
            await client.get(address)
        await door.site.come()
        assert (await client.get(address)).status_code == 200
    assert door.site.jitsi.room(ROOM) == []
