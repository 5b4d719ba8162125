"""Why one who has a room open is in it no longer, wherever the command ran; and how conferences end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias
from uuid import UUID

import pytest

from tests.integration.rooms.conftest import make_platform, served, staged
from tests.integration.rooms.people import Inside, Stage
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.container import InMemory, in_memory

GRACE = timedelta(seconds=60)
Happening: TypeAlias = Callable[[Stage, str, Inside, Inside], Awaitable[object]]


async def suspend(stage: Stage, _: str, __: Inside, bob: Inside) -> None:
    moderator = await stage.person("Op", moderator=True)
    await moderator.ok("POST", f"/api/moderation/users/{bob.person.id}/suspend", json=SUSPENDING)


async def make_private(_: Stage, conference: str, ada: Inside, __: Inside) -> None:
    await ada.person.ok("PATCH", f"/api/conferences/{conference}", json={"visibility": "private"})


async def sign_out(stage: Stage, _: str, __: Inside, bob: Inside) -> None:
    await bob.person.at(stage.far).ok("DELETE", "/api/sessions/current")


async def end_session(stage: Stage, _: str, __: Inside, bob: Inside) -> None:
    again = await stage.sign_in(bob.person.account, stage.far)
    await again.ok("DELETE", f"/api/sessions/{bob.person.session.id}")


async def leave_elsewhere(stage: Stage, conference: str, __: Inside, bob: Inside) -> None:
    await bob.person.at(stage.far).ok("POST", f"/api/conferences/{conference}/leave")


async def remove(_: Stage, conference: str, ada: Inside, bob: Inside) -> None:
    await ada.person.ok("DELETE", f"/api/conferences/{conference}/members/{bob.person.id}")


async def open_elsewhere(stage: Stage, conference: str, _: Inside, bob: Inside) -> None:
    await bob.person.at(stage.far).enter(conference)


OF_ONE: dict[str, tuple[Happening, str]] = {
    "suspended": (suspend, "suspended"),
    "signed out": (sign_out, "signed-out"),
    "his session ended": (end_session, "signed-out"),
    "made private": (make_private, "not-for-you"),
    "blocked by the speaker": (
        lambda _, __, ada, bob: ada.person.ok("PUT", f"/api/blocks/{bob.person.id}"),
        "not-for-you",
    ),
    "blocks the speaker": (
        lambda stage, _, ada, bob: bob.person.at(stage.far).ok("PUT", f"/api/blocks/{ada.person.id}"),
        "not-for-you",
    ),
    "removed": (remove, "removed"),
    "left elsewhere": (leave_elsewhere, "left"),
    "opened it elsewhere": (open_elsewhere, "replaced"),
}


@pytest.mark.parametrize("name", OF_ONE)
async def test_who_may_stay_no_longer_is_told_why_and_the_speaker_stays(stage: Stage, name: str) -> None:
    happening, reason = OF_ONE[name]
    conference, ada, bob = await stage.meeting()
    await happening(stage, conference, ada, bob)
    assert await bob.socket.farewell() == reason
    if name in {"his session ended", "opened it elsewhere"}:
        changed = await ada.socket.until("changed")
        assert changed["person"]["account"] == bob.person.id
    else:
        assert await ada.socket.until("left") == {"type": "left", "account": bob.person.id}
    await ada.socket.send(type="say", kind="chat", data="Still here.")
    assert (await ada.socket.until("said"))["data"] == "Still here."


async def test_who_disconnects_from_the_speaker_of_a_private_one_is_out(stage: Stage) -> None:
    ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
    await ada.ok("POST", f"/api/connections/{bob.id}/request")
    await bob.ok("POST", f"/api/connections/{ada.id}/approve")
    conference = await stage.broadcast(ada, visibility="private")
    listening = await bob.enter(conference)
    await ada.ok("DELETE", f"/api/connections/{bob.id}")
    assert await listening.farewell() == "not-for-you"


OF_ALL: dict[str, tuple[Happening, str]] = {
    "finished": (
        lambda _, conference, ada, __: ada.person.ok("POST", f"/api/conferences/{conference}/finish"),
        "finished",
    ),
    "deleted": (
        lambda _, conference, ada, __: ada.person.ok("DELETE", f"/api/conferences/{conference}"),
        "deleted",
    ),
}


@pytest.mark.parametrize("name", OF_ALL)
async def test_when_the_conference_is_over_everybody_is_told(stage: Stage, name: str) -> None:
    happening, reason = OF_ALL[name]
    conference, ada, bob = await stage.meeting()
    await happening(stage, conference, ada, bob)
    assert [await inside.socket.farewell() for inside in (ada, bob)] == [reason, reason]


async def test_of_a_speaker_who_is_suspended_the_conference_is_finished(stage: Stage) -> None:
    _, ada, bob = await stage.meeting()
    moderator = await stage.person("Op", moderator=True)
    await moderator.ok("POST", f"/api/moderation/users/{ada.person.id}/suspend", json=SUSPENDING)
    assert await ada.socket.farewell() == "suspended"
    assert await bob.socket.farewell() == "finished"


async def test_of_an_erased_speaker_the_conference_is_deleted(stage: Stage) -> None:
    _, ada, bob = await stage.meeting()
    await ada.person.ok("DELETE", "/api/me", json={})
    for inside in (ada, bob):
        assert await inside.socket.farewell() == "deleted"


async def test_who_is_erased_has_left(stage: Stage) -> None:
    _, ada, bob = await stage.meeting()
    await bob.person.at(stage.far).ok("DELETE", "/api/me", json={})
    assert await bob.socket.farewell() == "signed-out"
    assert await ada.socket.until("left") == {"type": "left", "account": bob.person.id}


async def test_who_opened_it_elsewhere_is_there_once_and_the_newest_is_heard(stage: Stage) -> None:
    conference, ada, bob = await stage.meeting()
    newer = await bob.person.at(stage.far).enter(conference)
    assert await bob.socket.farewell() == "replaced"
    changed = await ada.socket.until("changed")
    assert changed["person"]["peer"] == newer.peer
    await newer.send(type="say", kind="chat", data="Here.")
    assert (await ada.socket.next())["from"] == newer.peer
    assert set(newer.people) == {ada.person.id, bob.person.id}


async def test_a_session_that_ends_by_itself_ends_the_stay() -> None:
    platform = in_memory(policy=Policy(presence_grace=timedelta(seconds=0.4)), clock=make_platform().clock())
    async with served(platform) as url, staged(platform, url) as stage:
        ada = await stage.person("Ada")
        conference = await stage.broadcast(ada)
        speaking = await ada.enter(conference)
        stage.clock.advance(timedelta(hours=9))  # type: ignore[attr-defined] # time in our hand
        assert await speaking.farewell() == "signed-out"


class TestEndingByItself:
    async def test_a_conference_ends_when_the_speaker_is_away_for_longer_than_the_grace_and_nobody_is_there(
        self, memory_stage: Stage, platform: InMemory
    ) -> None:
        rooms = platform.rooms()
        ada = await memory_stage.person("Ada")
        conference = await memory_stage.broadcast(ada)
        path = f"/api/conferences/{conference}"
        speaking = await ada.enter(conference)
        await speaking.close()
        await until_let_go(memory_stage, ada.id, conference)
        await pass_time(platform, GRACE - timedelta(seconds=1))
        await rooms.sweep()
        assert (await ada.ok("GET", path))["state"] == "live"
        again = await ada.enter(conference)
        await again.close()
        await until_let_go(memory_stage, ada.id, conference)
        await pass_time(platform, GRACE)
        await rooms.sweep()
        assert (await ada.ok("GET", path))["state"] == "finished"

    async def test_those_who_are_there_are_told_when_it_ends(
        self, memory_stage: Stage, platform: InMemory
    ) -> None:
        conference, ada, bob = await memory_stage.meeting()
        await pass_time(platform, GRACE)
        await ada.socket.send(type="leave")
        assert await ada.socket.farewell() == "left"
        await bob.socket.until("left")
        await bob.socket.send(type="leave")
        assert await bob.socket.farewell() == "left"
        await platform.rooms().sweep()
        path = f"/api/conferences/{conference}"
        assert (await ada.person.ok("GET", path))["state"] == "finished"


async def pass_time(platform: InMemory, time: timedelta) -> None:
    """Let time pass, in which the server gives its signs of life."""
    for _ in range(4):
        platform.clock().advance(time / 4)  # type: ignore[attr-defined] # in our hand
        await platform.stays().keep_up(platform.hub().process)


async def until_let_go(stage: Stage, account: str, conference: str) -> None:
    """Wait until it is noted that somebody has no socket any more."""
    async with asyncio.timeout(30):
        while True:
            standing = await stage.unit.run(lambda tx: tx.presences.standing(ConferenceId(UUID(conference))))
            if all(one.peer is None for one in standing if str(one.account) == account):
                return
            await asyncio.sleep(0)
