"""What telling adds to a write, while nobody listens: the same server, and one that tells nothing."""

from collections.abc import Sequence
from json import dumps
from typing import Final
from uuid import UUID

import asyncpg

from benchmarks.broadcasts import create, forget
from benchmarks.load import Asked
from benchmarks.network import Member, Network
from benchmarks.rounds import Measured, Way, measure
from benchmarks.servers import Servers

_TITLES: Final = ("Reading circle", "Sunday reading circle")


async def measure_pushing(
    servers: Servers, network: Network, connection: asyncpg.Connection, *, rounds: int
) -> Sequence[Measured]:
    """Have people edit conferences of theirs, and mark messages."""
    made = [(await create(connection, speaker, 1))[0] for speaker in network.viewers]
    writes = {
        "editing a conference": _edits(network.viewers, made),
        "marking a message": await network.marks(),
    }
    async with servers.wexstream() as told, servers.untold() as untold:
        measured = [
            await measure(
                what,
                {"telling": Way(server=told, requests=asked), "silent": Way(server=untold, requests=asked)},
                connection,
                rounds=rounds,
            )
            for what, asked in writes.items()
        ]
    await forget(connection, made)
    return measured


def _edits(speakers: Sequence[Member], names: Sequence[UUID]) -> Sequence[Asked]:
    """Change each title there and back: what changes nothing is not told."""
    return [
        speaker.asks(f"/api/conferences/{name}", method="PATCH", body=dumps({"title": title}))
        for title in _TITLES
        for speaker, name in zip(speakers, names, strict=True)
    ]
