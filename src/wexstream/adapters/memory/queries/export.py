"""Everything that is kept about one account."""

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from wexstream.adapters.memory.queries.accounts import show_me, show_passkeys, show_second_step, show_session
from wexstream.adapters.memory.queries.messages import kept_copies, recipients
from wexstream.adapters.memory.queries.people import acquaintances
from wexstream.adapters.memory.queries.reading import Reading, mention
from wexstream.adapters.memory.store import KeptCopy
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.account import Account
from wexstream.domain.model.audit import COMPLAINTS
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import ConferenceId, ReportId
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.notification import Notification
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.sanction import Sanction
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

R = TypeVar("R")


class ExportQueries(Reading):
    """The own data."""

    @asynccontextmanager
    async def export(self, viewer: Viewer) -> AsyncGenerator[views.Export | None]:
        """Everything about the viewer's account."""
        sight = self._sight(viewer)
        account = sight.tables.accounts.get(viewer.account)
        yield _everything(sight, viewer, account) if account else None


def _everything(sight: Sight, viewer: Viewer, account: Account) -> views.Export:
    tables, me = sight.tables, viewer.account
    sessions = (one for one in tables.sessions.values() if one.account == me)
    conferences = (one for one in tables.conferences.values() if one.speaker == me)
    copies = _newest(kept_copies(sight), lambda kept: (kept[0].created_at, kept[0].id))
    told = (one for one in tables.notifications.values() if one.account == me)
    return views.Export(
        account=show_me(account),
        verified_at=account.verified_at,
        suspended_at=account.suspended_at,
        suspended_until=account.suspended_until,
        sessions=_pages(
            [show_session(viewer, one) for one in _newest(sessions, lambda one: (one.last_seen_at, one.id))]
        ),
        second_step=show_second_step(tables, me),
        identities=_pages(_identities(sight)),
        passkeys=_pages(show_passkeys(tables, me)),
        links=_pages(_links(sight)),
        relations=_pages(_relations(sight)),
        conferences=_pages(
            [_show_conference(one) for one in _newest(conferences, lambda one: (one.created_at, one.id))]
        ),
        presences=_pages(_presences(sight)),
        memberships=_pages(_memberships(sight)),
        timeline=_pages(_timeline(sight)),
        messages=_pages([_show_message(sight, message, copy) for message, copy in copies]),
        notifications=_pages(
            [_show_notification(sight, one) for one in _newest(told, lambda one: (one.created_at, one.id))]
        ),
        reports=_pages(_reports(sight)),
        decisions=_pages(_decisions(sight)),
        log=_pages(_log(sight)),
        settlements=_pages(_settlements(sight)),
        sanctions=_pages(_sanctions(sight)),
        enquiries=_pages(_enquiries(sight, account) if account.verified_at else []),
    )


async def _pages(rows: Sequence[R]) -> AsyncGenerator[Sequence[R]]:
    """Make one page of rows that are in memory anyway."""
    if rows:
        yield rows


def _newest(rows: Iterable[R], key: Callable[[R], tuple[datetime, UUID]]) -> list[R]:
    return sorted(rows, key=key, reverse=True)


def _identities(sight: Sight) -> list[views.OwnIdentity]:
    own = (one for one in sight.tables.identities.values() if one.account == sight.viewer)
    return [
        views.OwnIdentity(
            provider=identity.provider,
            issuer=identity.issuer,
            known_as=identity.subject,
            email=identity.email,
            linked_at=identity.linked_at,
        )
        for identity in sorted(own, key=lambda identity: (identity.linked_at, identity.issuer))
    ]


def _links(sight: Sight) -> list[views.OwnLink]:
    own = (link for link in sight.tables.links.values() if link.account == sight.viewer)
    return [
        views.OwnLink(
            purpose=link.purpose,
            email=link.email,
            created_at=link.created_at,
            expires_at=link.expires_at,
            used_at=link.used_at,
        )
        for link in _newest(own, lambda link: (link.created_at, link.id))
    ]


def _relations(sight: Sight) -> list[views.OwnRelation]:
    others = sorted(acquaintances(sight), key=lambda other: (other.folded_name, other.id))
    shown = (_show_relation(sight, other) for other in others)
    return [relation for relation in shown if relation is not None]


def _show_relation(sight: Sight, other: Account) -> views.OwnRelation | None:
    relation = sight.relation(other.id)
    me = sight.viewer
    blocks = relation.blocks(me)
    standing = relation.standing(me)
    declined_at = relation.low_declined_at if me == relation.low else relation.high_declined_at
    hidden = standing is Standing.BLOCKED and not blocks
    if hidden or (standing is Standing.STRANGER and declined_at is None):
        return None
    return views.OwnRelation(
        account=other.id if blocks or sight.sees_profile(other) else None,
        full_name=other.full_name,
        standing=standing,
        since=relation.connected_at or relation.requested_at,
        i_block=blocks,
        declined_at=declined_at,
    )


def _show_conference(conference: Conference) -> views.OwnConference:
    return views.OwnConference(
        id=conference.id,
        title=conference.title,
        description=conference.description,
        visibility=conference.visibility,
        locked=conference.locked,
        state=conference.state,
        created_at=conference.created_at,
        broadcast_at=conference.broadcast_at,
        finished_at=conference.finished_at,
        opened_at=conference.opened_at,
    )


def _presences(sight: Sight) -> list[views.OwnPresence]:
    own = (presence for presence in sight.tables.presences.values() if presence.account == sight.viewer)
    shown: list[views.OwnPresence] = []
    for presence in _newest(own, lambda presence: (presence.began_at, presence.id)):
        conference = _seen(sight, presence.conference)
        shown.append(
            views.OwnPresence(
                conference=conference.id if conference else None,
                title=conference.title if conference else None,
                began_at=presence.began_at,
                ended_at=presence.ended_at,
            )
        )
    return shown


def _memberships(sight: Sight) -> list[views.OwnMembership]:
    own = (member for member in sight.tables.members.values() if member.account == sight.viewer)
    shown: list[views.OwnMembership] = []
    for member in _newest(own, lambda member: (member.joined_at, member.conference)):
        conference = _seen(sight, member.conference)
        shown.append(
            views.OwnMembership(
                conference=conference.id if conference else None,
                title=conference.title if conference else None,
                joined_at=member.joined_at,
                left_at=member.left_at,
                removed_at=member.removed_at,
            )
        )
    return shown


def _timeline(sight: Sight) -> list[views.OwnTimelineEntry]:
    conferences = sight.tables.conferences
    own = (row for row in sight.tables.timeline.values() if row.account == sight.viewer)
    dated = ((conferences[row.conference].broadcast_at, row) for row in own)
    reached = [(at, row) for at, row in dated if at is not None]
    shown: list[views.OwnTimelineEntry] = []
    for broadcast_at, row in _newest(reached, lambda dated: (dated[0], dated[1].conference)):
        conference = _seen(sight, row.conference)
        shown.append(
            views.OwnTimelineEntry(
                conference=conference.id if conference else None,
                title=conference.title if conference else None,
                broadcast_at=broadcast_at,
                removed=row.removed,
            )
        )
    return shown


def _show_message(sight: Sight, message: Message, copy: KeptCopy) -> views.OwnMessage:
    return views.OwnMessage(
        id=message.id,
        box=copy.box,
        sender=mention(sight, message.sender).full_name,
        recipients=[person.full_name for person in recipients(sight, message.id, copy)],
        subject=message.subject,
        body=message.body,
        read=copy.read,
        created_at=message.created_at,
    )


def _show_notification(sight: Sight, told: Notification) -> views.OwnNotification:
    conference = _seen(sight, told.conference) if told.conference else None
    message = sight.tables.messages[told.message] if told.message and sight.copy(told.message) else None
    return views.OwnNotification(
        id=told.id,
        kind=told.kind,
        actor=mention(sight, told.actor).full_name,
        conference=conference.title if conference else None,
        message=message.subject if message else None,
        read=told.read,
        created_at=told.created_at,
    )


def _reports(sight: Sight) -> list[views.OwnReport]:
    own = (report for report in sight.tables.reports.values() if report.reporter == sight.viewer)
    return [
        views.OwnReport(
            id=report.id,
            subject=report.subject,
            accused=mention(sight, report.accused).full_name or report.accused_pseudonym,
            reason=report.reason,
            created_at=report.created_at,
            decision=report.decision,
        )
        for report in _newest(own, lambda report: (report.created_at, report.id))
    ]


def _decisions(sight: Sight) -> list[views.OwnDecision]:
    """On reports, and on no report."""
    imposed = [one for one in sight.tables.sanctions.values() if one.decided_by == sight.viewer]
    by_report = {one.report: one for one in imposed}
    decided: list[tuple[UUID, views.OwnDecision]] = [
        (one.id, _show_decision(None, one.decision, one.decided_at, one))
        for one in imposed
        if one.report is None
    ]
    for report in sight.tables.reports.values():
        if report.decided_by == sight.viewer and report.decision and report.decided_at:
            on_it = by_report.get(report.id)
            decided.append((report.id, _show_decision(report.id, report.decision, report.decided_at, on_it)))
    return [shown for _, shown in _newest(decided, lambda each: (each[1].decided_at, each[0]))]


def _show_decision(
    report: ReportId | None, decision: Decision, at: datetime, sanction: Sanction | None
) -> views.OwnDecision:
    return views.OwnDecision(
        report=report,
        decision=decision,
        decided_at=at,
        words=sanction.words if sanction else None,
        term=sanction.term if sanction else None,
    )


def _settlements(sight: Sight) -> list[views.OwnSettlement]:
    appeals = ((one.id, one.appeal) for one in sight.tables.sanctions.values() if one.appeal)
    own = [
        (name, views.OwnSettlement(outcome=made.outcome, answer=made.answer, settled_at=made.settled_at))
        for name, made in appeals
        if made.settled_by == sight.viewer and made.outcome and made.answer and made.settled_at
    ]
    return [shown for _, shown in _newest(own, lambda each: (each[1].settled_at, each[0]))]


def _sanctions(sight: Sight) -> list[views.OwnSanction]:
    own = (one for one in sight.tables.sanctions.values() if one.account == sight.viewer)
    return [views.own_sanction(one) for one in _newest(own, lambda one: (one.decided_at, one.id))]


def _log(sight: Sight) -> list[views.OwnLogEntry]:
    name = sight.tables.pseudonyms.get(sight.viewer)
    own = (
        entry
        for entry in sight.tables.audit.values()
        if name is not None
        and (entry.actor == name or (entry.subject == name and entry.kind not in COMPLAINTS))
    )
    return [
        views.OwnLogEntry(
            at=entry.at,
            kind=entry.kind,
            mine=entry.actor == name,
            report=entry.details.report if entry.actor == name else None,
            decision=entry.details.decision,
            way=entry.details.way,
        )
        for entry in _newest(own, lambda entry: (entry.at, entry.id))
    ]


def _enquiries(sight: Sight, account: Account) -> list[views.OwnEnquiry]:
    own = (one for one in sight.tables.enquiries.values() if one.address_key == account.address_key)
    return [
        views.OwnEnquiry(name=one.name, subject=one.subject, body=one.body, created_at=one.created_at)
        for one in _newest(own, lambda one: (one.created_at, one.id))
    ]


def _seen(sight: Sight, name: ConferenceId) -> Conference | None:
    conference = sight.tables.conferences[name]
    return conference if sight.sees_conference(conference) else None
