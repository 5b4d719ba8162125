"""Conferences and who is in them."""

from datetime import datetime, timedelta

from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model import visibility
from wexstream.domain.model.conference import BroadcastState, Conference, ConferenceState, Member, attended
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class ConferenceQueries(Reading):
    """Single conferences, those of a speaker, those that reached the viewer, and members."""

    async def conference(self, viewer: Viewer, conference: ConferenceId) -> views.Conference | None:
        """A conference that the viewer may see."""
        sight = self._sight(viewer)
        found = sight.tables.conferences.get(conference)
        return show(sight, found) if found and sight.sees_conference(found) else None

    async def preview(self, conference: ConferenceId) -> views.Preview | None:
        """A public conference of an active speaker."""
        tables = self._store.committed
        found = tables.conferences.get(conference)
        speaker = tables.accounts[found.speaker] if found else None
        if not found or not speaker or not visibility.is_previewed(speaker.state, found.visibility):
            return None
        return views.Preview(id=found.id, title=found.title, speaker=speaker.full_name, state=found.state)

    async def conferences(
        self, viewer: Viewer, speaker: AccountId, part: Slice[datetime]
    ) -> Page[views.Conference, datetime] | None:
        """Those of a speaker that the viewer may see."""
        sight = self._sight(viewer)
        owner = sight.tables.accounts.get(speaker)
        if owner is None or not sight.sees_profile(owner):
            return None
        mine = speaker == viewer.account
        return page(
            (
                conference
                for conference in sight.tables.conferences.values()
                if conference.speaker == speaker
                and (mine or conference.state is not ConferenceState.CREATED)
                and sight.sees_conference(conference)
            ),
            part,
            key=lambda conference: (conference.created_at, conference.id),
            show=lambda conference: show(sight, conference),
            falling=True,
        )

    async def members(
        self, viewer: Viewer, conference: ConferenceId, part: Slice[datetime], *, removed: bool = False
    ) -> Page[views.Member, datetime] | None:
        """Who joined a conference that the viewer may see."""
        sight = self._sight(viewer)
        found = sight.tables.conferences.get(conference)
        if found is None or not sight.sees_conference(found):
            return None
        told = sight.is_told_how_long(found)
        present = {
            presence.account
            for presence in sight.tables.presences.values()
            if presence.conference == conference and presence.ended_at is None
        }

        mine = found.speaker == viewer.account

        def is_out(member: Member) -> bool:
            return mine and member.removed_at is not None

        return page(
            [member for member in _joined(sight, found) if is_out(member) or not removed],
            part,
            key=lambda member: (member.joined_at, member.account),
            show=lambda member: views.Member(
                person=mention(sight, member.account),
                joined_at=member.joined_at,
                left_at=member.left_at if mine else None,
                present=member.account in present,
                attended_seconds=_seconds_in(sight, found, member.account) if told else None,
                removed=is_out(member),
            ),
            falling=False,
        )

    async def timeline(
        self, viewer: Viewer, state: BroadcastState, part: Slice[datetime]
    ) -> Page[views.Conference, datetime]:
        """The broadcasts that reached the viewer."""
        sight = self._sight(viewer)
        reached = (
            sight.tables.conferences[row.conference]
            for row in sight.tables.timeline.values()
            if row.account == viewer.account and not row.removed
        )
        broadcasts = [
            (conference.broadcast_at, conference)
            for conference in reached
            if conference.broadcast_at and conference.state is state and sight.sees_conference(conference)
        ]
        return page(
            broadcasts,
            part,
            key=lambda broadcast: (broadcast[0], broadcast[1].id),
            show=lambda broadcast: show(sight, broadcast[1]),
            falling=True,
        )


def show(sight: Sight, conference: Conference) -> views.Conference:
    """Show a conference that the viewer may see."""
    people = _people(sight, conference)
    joined = (conference.id, sight.viewer) in sight.tables.members
    over = conference.state is ConferenceState.FINISHED
    return views.Conference(
        id=conference.id,
        title=conference.title,
        description=conference.description,
        visibility=conference.visibility,
        locked=conference.locked,
        state=conference.state,
        speaker=mention(sight, conference.speaker),
        mine=conference.speaker == sight.viewer,
        joined=joined,
        created_at=conference.created_at,
        broadcast_at=conference.broadcast_at,
        finished_at=conference.finished_at,
        people=[mention(sight, name) for name in people[: views.PEOPLE_MOST]],
        people_count=len(people),
        my_attendance_seconds=_seconds_in(sight, conference, sight.viewer) if over and joined else None,
    )


def _seconds_in(sight: Sight, conference: Conference, account: AccountId) -> int | None:
    whole = attended(
        presence
        for presence in sight.tables.presences.values()
        if presence.conference == conference.id and presence.account == account
    )
    return None if whole is None else whole // timedelta(seconds=1)


def _people(sight: Sight, conference: Conference) -> list[AccountId]:
    """Find who is there while it is live, the speaker left out, or who was there."""
    if conference.state is ConferenceState.FINISHED:
        members = sorted((member.joined_at, member.account) for member in _joined(sight, conference))
        return [account for _, account in members]
    standing = sorted(
        (presence.began_at, presence.account)
        for presence in sight.tables.presences.values()
        if presence.conference == conference.id
        and presence.ended_at is None
        and presence.account != conference.speaker
    )
    return [account for _, account in standing if sight.is_named(account, conference)]


def _joined(sight: Sight, conference: Conference) -> list[Member]:
    members = (member for member in sight.tables.members.values() if member.conference == conference.id)
    return [member for member in members if sight.is_named(member.account, conference)]
