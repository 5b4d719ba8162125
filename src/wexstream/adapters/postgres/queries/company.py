"""Live conferences in which people of the viewer's network are."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from wexstream.adapters.postgres.queries.conferences import (
    CONFERENCE,
    SPEAKER,
    conferences_seen,
    show_conference,
    with_people,
)
from wexstream.adapters.postgres.queries.reading import (
    Reading,
    counterpart,
    person_columns,
    seen_by,
    show_people,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import presences
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

_FRIEND = counterpart("friend")


def _live() -> Statement:
    """Begin with where the viewer's network is: that is as much work as there are people of it in rooms."""
    place = func.row_number().over(
        partition_by=presences.c.conference_id, order_by=(presences.c.began_at, presences.c.account_id)
    )
    there = (
        select(presences.c.conference_id, place.label("place"), *person_columns(_FRIEND, "friend"))
        .select_from(_FRIEND.acquaintances.join(presences, presences.c.account_id == _FRIEND.account.c.id))
        .where(_FRIEND.is_acquaintance, _FRIEND.is_company, presences.c.ended_at.is_(None))
        .subquery("there")
    )
    person = func.row(there.c.friend_id, there.c.friend_name, there.c.friend_picture)
    first = func.array_agg(aggregate_order_by(person, there.c.place))
    company = (
        select(
            there.c.conference_id,
            first.filter(there.c.place <= views.COMPANY_MOST).label("network"),
            func.count().label("network_count"),
        )
        .group_by(there.c.conference_id)
        .subquery("company")
    )
    latest = (CONFERENCE.c.broadcast_at.desc(), CONFERENCE.c.id.desc())
    page = (
        conferences_seen(CONFERENCE.c.state == ConferenceState.LIVE.value)
        .add_columns(company.c.network, company.c.network_count)
        .select_from(
            SPEAKER.joined_to(
                company.join(CONFERENCE, CONFERENCE.c.id == company.c.conference_id), CONFERENCE.c.speaker_id
            )
        )
        .order_by(*latest)
        .limit(views.COMPANIES_MOST)
        .subquery("page")
    )
    return Statement(with_people(page, page).order_by(page.c.broadcast_at.desc(), page.c.id.desc()))


LIVE = _live()


class CompanyQueries(Reading):
    """Where one's network is."""

    async def live(self, viewer: Viewer) -> Sequence[views.Company]:
        """The live conferences in which people of the viewer's network are."""
        rows = await self._fetch(LIVE, **seen_by(viewer))
        return [
            views.Company(
                conference=show_conference(viewer, row),
                network=show_people(row["network"]),
                network_count=row["network_count"],
            )
            for row in rows
        ]
