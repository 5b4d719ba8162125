"""That somebody has gone is noted, whatever fails."""

from tests.support import builders
from tests.support.builders import IDS
from tests.support.waiting import until
from tests.unit.entrypoints.rooms.hubs import ROOM, Failing, FailingStays, running
from wexstream.domain.model.ids import PeerId
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.departures import Departures
from wexstream.ports.persistence import StorageUnavailable


async def test_are_noted_once_that_is_possible_and_a_mistake_stops_none() -> None:
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
