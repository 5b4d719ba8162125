"""Sockets that are no more, each of which is noted once the database can be reached."""

from collections.abc import Sequence

from wexstream.domain.usecases.stays import Stays
from wexstream.entrypoints.rooms.backlog import Backlog
from wexstream.entrypoints.rooms.connection import Connection


class Departures(Backlog[Connection]):
    """Notes what is no more: else who held it would stay for as long as this process lives."""

    def __init__(self, stays: Stays) -> None:
        super().__init__(self._note, at_once=1, complaint="the end of a socket could not be noted")
        self._stays = stays

    async def _note(self, gone: Sequence[Connection]) -> None:
        for one in gone:
            await self._stays.let_go(one.conference, one.viewer.account, one.peer)
