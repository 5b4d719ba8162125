"""Who is to be told when to look again, and for how long."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading
from wexstream.adapters.memory.store import Tables
from wexstream.adapters.memory.visible import Sight, sight_of
from wexstream.domain.model import stream
from wexstream.domain.model.conference import Conference, ConferenceState
from wexstream.domain.model.ids import AccountId, ConferenceId, SessionId
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.stream import Ending
from wexstream.ports import views


class StreamQueries(Reading):
    """Whom of those with streams something concerns."""

    async def endings(
        self, sessions: Mapping[SessionId, AccountId], *, at: datetime
    ) -> Mapping[SessionId, Ending]:
        """Why those who have streams in some sessions may not keep them."""
        tables = self._store.committed
        endings = {name: _ending(tables, name, account, at) for name, account in sessions.items()}
        return {name: why for name, why in endings.items() if why is not None}

    async def connected(
        self, speakers: Collection[AccountId], accounts: Collection[AccountId]
    ) -> set[AccountId]:
        """Who of some accounts is connected to any of the speakers."""
        return {
            sight.viewer
            for sight in _sights(self._store.committed, accounts)
            if any(sight.standing(speaker) is Standing.CONNECTED for speaker in speakers)
        }

    async def concerned(
        self, conferences: Collection[ConferenceId], accounts: Collection[AccountId]
    ) -> views.Concerned:
        """Who of some accounts is concerned by some conferences."""
        tables = self._store.committed
        asked = [found for name in set(conferences) if (found := tables.conferences.get(name))]
        sights = _sights(tables, accounts)
        listed: defaultdict[ConferenceId, set[AccountId]] = defaultdict(set)
        for conference in asked:
            for sight in sights:
                if sight.sees_conference(conference) and sight.has_listed(conference):
                    listed[conference.id].add(sight.viewer)
        return views.Concerned(listed=dict(listed), live=_shown_live(asked, sights))

    async def shown_live(self, accounts: Collection[AccountId]) -> Mapping[ConferenceId, set[AccountId]]:
        """Which conferences ``live`` shows to each of some accounts."""
        tables = self._store.committed
        return _shown_live(tables.conferences.values(), _sights(tables, accounts))


def _sights(tables: Tables, accounts: Collection[AccountId]) -> list[Sight]:
    return [sight_of(tables, found) for name in set(accounts) if (found := tables.accounts.get(name))]


def _shown_live(
    conferences: Iterable[Conference], sights: Collection[Sight]
) -> dict[ConferenceId, set[AccountId]]:
    live = [conference for conference in conferences if conference.state is ConferenceState.LIVE]
    shown = {
        conference.id: {sight.viewer for sight in sights if _has_company(sight, conference)}
        for conference in live
    }
    return {name: accounts for name, accounts in shown.items() if accounts}


def _has_company(sight: Sight, conference: Conference) -> bool:
    return sight.sees_conference(conference) and any(
        presence.conference == conference.id
        and presence.ended_at is None
        and sight.is_company(presence.account)
        for presence in sight.tables.presences.values()
    )


def _ending(tables: Tables, name: SessionId, account: AccountId, at: datetime) -> Ending | None:
    known, session = tables.accounts.get(account), tables.sessions.get(name)
    signed_in = session is not None and session.account == account and session.stands(at=at)
    return stream.ending(known.state if known else None, signed_in=signed_in)
