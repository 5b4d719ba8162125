"""One socket from its first frame to its last."""

import asyncio
from typing import Any

import pytest

from tests.support import builders
from tests.support.acting import broadcast, enter
from tests.support.builders import IDS
from tests.support.platform import Platform
from tests.support.waiting import PATIENCE
from tests.unit.entrypoints.rooms.hubs import (
    ROOM,
    Failing,
    FailingStays,
    a_hub,
    frames_of,
)
from wexstream.domain.model.conference import Presence
from wexstream.domain.model.ids import ConferenceId, PeerId
from wexstream.domain.model.room import Farewell
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.rooms import Rooms
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.frames import Code
from wexstream.entrypoints.rooms.visit import Visit
from wexstream.ports.persistence import StorageUnavailable


class FailingRooms(Rooms):
    """Which can be left by a method that is put in the place of the real one."""

    def __init__(self, leave: Failing) -> None:
        object.__setattr__(self, "leave", leave)

    __slots__ = ("leave",)


async def presence(platform: Platform, viewer: Viewer, conference: ConferenceId) -> Presence:
    """The presence of one who has not left."""
    found = await platform.storage.unit.run(lambda tx: tx.presences.of(conference, viewer.account))
    assert found is not None
    return found


async def test_a_mistake_of_ours_closes_the_socket_and_says_so(platform: Platform) -> None:
    held = a_hub(platform, stays=FailingStays(let_go=Failing([])))
    connection = held.connect(await enter(platform), ROOM.id)
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.receive", "text": '{"type":"enter","ticket":"x"}'}

    async def send(message: Any) -> None:
        sent.append(message)

    await Visit(held, connection, receive, send).run()
    assert sent == [{"type": "websocket.close", "code": 1011}]


async def test_to_who_has_gone_nothing_is_sent(platform: Platform) -> None:
    held = a_hub(platform)
    connection = held.connect(await enter(platform), ROOM.id)
    connection.outgoing.end(Code.BYE)

    async def receive() -> Any:
        return {"type": "websocket.disconnect", "code": 1005}

    async def send(_: Any) -> None:
        pytest.fail("nobody is there")

    await Visit(held, connection, receive, send).run()


async def test_a_dismissal_tells_the_reason_and_does_not_undo_what_is_held() -> None:
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
    platform: Platform,
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


async def test_who_says_goodbye_and_hangs_up_at_once_has_left(platform: Platform) -> None:
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
