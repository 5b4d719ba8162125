"""Asking the database whom of those here something concerns."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.events.company import Company
from wexstream.entrypoints.events.moment import Moment
from wexstream.entrypoints.events.streams import Streams
from wexstream.entrypoints.events.turns import Turns
from wexstream.ports.clock import Clock
from wexstream.ports.push import Topic
from wexstream.ports.queries import Queries

T = TypeVar("T")

AT_ONCE = 500  # accounts in a statement that has something to do for each


class Asking:
    """Works out what of a moment concerns whom, by one statement for all of it and of all who are here."""

    def __init__(
        self, queries: Queries, clock: Clock, streams: Streams, company: Company, turns: Turns
    ) -> None:
        self._queries = queries
        self._clock = clock
        self._streams = streams
        self._company = company
        self._turns = turns

    async def work_out(self, moment: Moment) -> None:
        """End streams that may not stay, and find to whom of the others what is to be told."""
        if moment.sessions:
            await self._check_sessions(moment)
        here = self._streams.accounts
        if here and moment.speakers:
            await self._find_network(moment, here)
        if here and moment.conferences:
            await self._find_concerned(moment, here)
        for some in chunks([*self._streams.among(moment.company)]):
            shown = await self._queries.shown_live(some)
            moment.tell(self._company.refresh(some, shown), Topic.LIVE)

    async def _check_sessions(self, moment: Moment) -> None:
        checked = [stream for account in moment.sessions for stream in self._streams.of(account)]
        sessions = {stream.session: stream.account for stream in checked}
        endings = await self._queries.endings(sessions, at=self._clock.now())
        for stream in checked:
            if stream.session in endings:
                stream.end(endings[stream.session])

    async def _find_network(self, moment: Moment, here: set[AccountId]) -> None:
        """Find whom something has reached of what others broadcast, who see it themselves too."""
        reached = await self._queries.connected(moment.speakers, here)
        moment.tell(reached | (moment.speakers & here), Topic.TIMELINE, Topic.NOTIFICATIONS)

    async def _find_concerned(self, moment: Moment, here: set[AccountId]) -> None:
        concerned = await self._queries.concerned(moment.conferences, here)
        live = self._company.update(moment.conferences, concerned.live)
        for conference in moment.conferences:
            listed = concerned.listed.get(conference, set())
            moment.tell(listed, Topic.TIMELINE)
            moment.tell(live[conference], Topic.LIVE)
            self._turns.told(conference, len(listed | live[conference]))


def chunks(all_of_them: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut a sequence into as many as a statement should be asked for."""
    for start in range(0, len(all_of_them), AT_ONCE):
        yield all_of_them[start : start + AT_ONCE]
