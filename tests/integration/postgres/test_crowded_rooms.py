"""However many are in a room, coming into it and ending it is the same number of statements."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import pytest
from asyncpg.connection import LoggedQuery

from tests.support.acting import broadcast, enter, present_in
from tests.support.builders import IDS, account, member, presence
from tests.support.keeping import keep
from tests.support.pages import present
from tests.support.platform import Platform
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.pool import open_pool
from wexstream.domain.model.conference import ConferenceChanges, Visibility
from wexstream.domain.model.ids import ConferenceId, PeerId, ProcessId
from wexstream.domain.model.visibility import Viewer

Ending: TypeAlias = Callable[[Platform, Viewer, ConferenceId], Awaitable[object]]

PRIVATE = ConferenceChanges(visibility=Visibility.PRIVATE)
ENDINGS: dict[str, Ending] = {
    "finishing": lambda on, speaker, room: on.conferences.finish(speaker, room),
    "making it private": lambda on, speaker, room: on.conferences.edit(speaker, room, PRIVATE),
    "sweeping": lambda on, _, __: on.rooms.sweep(),
}


async def crowded_room(platform: Platform, speaker: Viewer, guests: int) -> ConferenceId:
    room = await broadcast(platform, speaker, Visibility.PUBLIC)
    kept = present(await platform.storage.unit.run(lambda tx: tx.conferences.find(room)))
    lease = platform.clock.now() + timedelta(minutes=1)
    for _ in range(guests):
        guest = account()
        there = presence(kept, guest, lease_until=lease)
        await keep(platform.storage.unit, guest, there, member(kept, guest))
    platform.clock.advance(timedelta(hours=1))
    return room


@pytest.mark.parametrize("name", ENDINGS)
async def test_emptying_a_room_takes_as_many_statements_for_many_as_for_one(
    dsn: str, storage: PostgresStorage, name: str
) -> None:
    run: list[str] = []
    taken: dict[int, int] = {}

    def note(logged: LoggedQuery) -> None:
        run.append(logged.query)

    async with open_pool(dsn, size=1) as pool:
        async with pool.acquire() as connection:
            connection.add_query_logger(note)
        platform = Platform(PostgresStorage(dsn, pool))
        speaker = await enter(platform)
        for guests in (2, 1, 50):  # the first time a connection looks up what the types are, too
            room = await crowded_room(platform, speaker, guests)
            run.clear()
            await ENDINGS[name](platform, speaker, room)
            taken[guests] = len(run)
            assert await present_in(platform, room) <= {speaker.account}
    assert taken[50] == taken[1]


async def test_joining_without_a_password_is_a_transaction_and_opening_a_socket_another(
    dsn: str, storage: PostgresStorage
) -> None:
    begun: list[str] = []

    def note(logged: LoggedQuery) -> None:
        begun.extend([logged.query] if logged.query.startswith("BEGIN") else [])

    async with open_pool(dsn, size=1) as pool:
        async with pool.acquire() as connection:
            connection.add_query_logger(note)
        platform = Platform(PostgresStorage(dsn, pool))
        ada, bob = await enter(platform), await enter(platform, "Bob")
        room = await broadcast(platform, ada, Visibility.PUBLIC)
        begun.clear()
        ticket = (await platform.rooms.join(bob, room)).ticket
        assert len(begun) == 1
        process, peer = ProcessId(IDS.new()), PeerId(IDS.new())
        await platform.stays.enter(bob, room, ticket, process=process, peer=peer)
        assert len(begun) == 2
