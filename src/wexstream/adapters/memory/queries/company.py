"""Live conferences in which people of the viewer's network are."""

from collections import defaultdict
from collections.abc import Sequence

from wexstream.adapters.memory.queries.conferences import show
from wexstream.adapters.memory.queries.reading import Reading, mention
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.conference import Conference, ConferenceState, Presence
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class CompanyQueries(Reading):
    """Where one's network is."""

    async def live(self, viewer: Viewer) -> Sequence[views.Company]:
        """The live conferences in which people of the viewer's network are."""
        sight = self._sight(viewer)
        there: defaultdict[ConferenceId, list[Presence]] = defaultdict(list)
        for presence in sight.tables.presences.values():
            if presence.ended_at is None and sight.is_company(presence.account):
                there[presence.conference].append(presence)
        live = sorted(
            (
                (conference.broadcast_at, name, conference)
                for name, conference in ((name, sight.tables.conferences[name]) for name in there)
                if conference.broadcast_at
                and conference.state is ConferenceState.LIVE
                and sight.sees_conference(conference)
            ),
            key=lambda row: row[:2],
            reverse=True,
        )
        return [_show(sight, conference, there[name]) for _, name, conference in live[: views.COMPANIES_MOST]]


def _show(sight: Sight, conference: Conference, there: list[Presence]) -> views.Company:
    ordered = sorted((presence.began_at, presence.account) for presence in there)
    return views.Company(
        conference=show(sight, conference),
        network=[mention(sight, account) for _, account in ordered[: views.COMPANY_MOST]],
        network_count=len(ordered),
    )
