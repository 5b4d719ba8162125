"""Everything that is kept about one account."""

from asyncpg import Record

from wexstream.adapters.postgres.queries import selections
from wexstream.adapters.postgres.queries.accounts import IDENTITIES, ME, show_identity, show_me, show_session
from wexstream.adapters.postgres.queries.reading import Reading, seen_by, show_people
from wexstream.adapters.postgres.rows import to_details
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Decision, Subject
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class ExportQueries(Reading):
    """The own data."""

    async def export(self, viewer: Viewer) -> views.Export | None:
        """Everything about the viewer's account, as it is at one moment."""
        me = viewer.account
        async with self._snapshot() as db:
            account = await ME.fetchrow(db, viewer=me)
            if account is None:
                return None
            return views.Export(
                account=show_me(account),
                verified_at=account["verified_at"],
                suspended_at=account["suspended_at"],
                sessions=[
                    show_session(viewer, row) for row in await selections.SESSIONS.fetch(db, viewer=me)
                ],
                identities=[show_identity(row) for row in await IDENTITIES.fetch(db, viewer=me)],
                links=[_show_link(row) for row in await selections.LINKS.fetch(db, viewer=me)],
                relations=[
                    _show_relation(row) for row in await selections.RELATIONS.fetch(db, **seen_by(viewer))
                ],
                conferences=[
                    _show_conference(row) for row in await selections.CONFERENCES.fetch(db, viewer=me)
                ],
                presences=[_show_presence(row) for row in await selections.PRESENCES.fetch(db, viewer=me)],
                removals=[_show_removal(row) for row in await selections.REMOVALS.fetch(db, viewer=me)],
                timeline=[_show_broadcast(row) for row in await selections.TIMELINE.fetch(db, viewer=me)],
                messages=[
                    _show_message(row) for row in await selections.MESSAGES.fetch(db, **seen_by(viewer))
                ],
                notifications=[
                    _show_told(row) for row in await selections.NOTIFICATIONS.fetch(db, viewer=me)
                ],
                reports=[_show_report(row) for row in await selections.REPORTS.fetch(db, viewer=me)],
                decisions=[_show_decision(row) for row in await selections.DECISIONS.fetch(db, viewer=me)],
                log=[_show_entry(row) for row in await selections.LOG.fetch(db, viewer=me)],
                enquiries=[_show_enquiry(row) for row in await selections.ENQUIRIES.fetch(db, viewer=me)],
            )


def _show_link(row: Record) -> views.OwnLink:
    return views.OwnLink(
        purpose=LinkPurpose(row["purpose"]),
        email=row["email"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
    )


def _show_relation(row: Record) -> views.OwnRelation:
    return views.OwnRelation(
        account=row["account_id"],
        full_name=row["full_name"],
        standing=Standing(row["standing"]),
        since=row["since"],
        i_block=row["blocks"],
        declined_at=row["declined_at"],
    )


def _show_conference(row: Record) -> views.OwnConference:
    return views.OwnConference(
        id=row["id"],
        title=row["title"],
        description=row["description"],
        visibility=Visibility(row["visibility"]),
        locked=row["password_hash"] is not None,
        state=ConferenceState(row["state"]),
        created_at=row["created_at"],
        broadcast_at=row["broadcast_at"],
        finished_at=row["finished_at"],
    )


def _show_presence(row: Record) -> views.OwnPresence:
    return views.OwnPresence(
        conference=row["conference_id"],
        title=row["title"],
        began_at=row["began_at"],
        ended_at=row["ended_at"],
    )


def _show_removal(row: Record) -> views.OwnRemoval:
    return views.OwnRemoval(conference=row["conference_id"], title=row["title"], removed_at=row["removed_at"])


def _show_broadcast(row: Record) -> views.OwnTimelineEntry:
    return views.OwnTimelineEntry(
        conference=row["conference_id"],
        title=row["title"],
        broadcast_at=row["broadcast_at"],
        removed=row["removed"],
    )


def _show_message(row: Record) -> views.OwnMessage:
    return views.OwnMessage(
        id=row["id"],
        box=Box(row["box"]),
        sender=row["sender_name"],
        recipients=[person.full_name for person in show_people(row["recipients"])],
        subject=row["subject"],
        body=row["body"],
        read=row["read"],
        created_at=row["created_at"],
    )


def _show_told(row: Record) -> views.OwnNotification:
    return views.OwnNotification(
        id=row["id"],
        kind=NotificationKind(row["kind"]),
        actor=row["actor"],
        conference=row["conference"],
        message=row["message"],
        read=row["read"],
        created_at=row["created_at"],
    )


def _show_report(row: Record) -> views.OwnReport:
    return views.OwnReport(
        id=row["id"],
        subject=Subject(row["subject"]),
        accused=row["accused"],
        reason=row["reason"],
        created_at=row["created_at"],
        decision=Decision(row["decision"]) if row["decision"] else None,
    )


def _show_decision(row: Record) -> views.OwnDecision:
    return views.OwnDecision(
        report=row["id"], decision=Decision(row["decision"]), decided_at=row["decided_at"]
    )


def _show_entry(row: Record) -> views.OwnLogEntry:
    details = to_details(row)
    return views.OwnLogEntry(
        at=row["at"],
        kind=AuditKind(row["kind"]),
        mine=row["mine"],
        report=details.report if row["mine"] else None,
        decision=details.decision,
        way=details.way,
    )


def _show_enquiry(row: Record) -> views.OwnEnquiry:
    return views.OwnEnquiry(
        name=row["name"], subject=row["subject"], body=row["body"], created_at=row["created_at"]
    )
