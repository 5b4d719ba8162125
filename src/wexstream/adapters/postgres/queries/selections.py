"""What an export selects: all rows that are an account's own, newest first, people by name."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    case,
    func,
    not_,
    null,
    or_,
    select,
    true,
    union_all,
)

from wexstream.adapters.postgres.queries.messages import OWN_COPIES, with_recipients
from wexstream.adapters.postgres.queries.reading import VIEWER, Selection, counterpart
from wexstream.adapters.postgres.queries.sanctions import SANCTION
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import (
    accounts,
    audit,
    conferences,
    enquiries,
    links,
    members,
    messages,
    presences,
    pseudonyms,
    reports,
    sanctions,
    sessions,
    timeline,
)
from wexstream.adapters.postgres.visible import Told
from wexstream.domain.model.audit import COMPLAINTS, AuditKind
from wexstream.domain.model.relation import RelationState

_OTHER = counterpart("other")
_SPEAKER = counterpart("speaker")
_ACCUSED = accounts.alias("accused")
_TOLD = Told()


def _relations() -> Selection:
    """What others keep to themselves is left out: their blocks and declines."""
    relation, other = _OTHER.relation.c, _OTHER.account.c
    is_low = relation.low_id == VIEWER
    blocks = case((is_low, relation.low_blocks), else_=relation.high_blocks)
    declined_at = case((is_low, relation.low_declined_at), else_=relation.high_declined_at)
    known = or_(relation.state != RelationState.NONE.value, declined_at.is_not(None))
    return (
        select(
            case((or_(blocks, _OTHER.sees_profile), other.id)).label("account_id"),
            other.full_name,
            _OTHER.standing.label("standing"),
            func.coalesce(relation.connected_at, relation.requested_at).label("since"),
            blocks.label("blocks"),
            declined_at.label("declined_at"),
        )
        .select_from(_OTHER.acquaintances)
        .where(_OTHER.is_acquaintance, or_(blocks, not_(_OTHER.blocked) & known))
        .order_by(other.folded_name, other.id)
    )


def _of_conferences(rows: Table, *told: ColumnElement[Any]) -> Selection:
    """The viewer's own of what is about conferences, which are named as far as they may be seen."""
    conference = conferences.c
    seen = _SPEAKER.sees_conference(conferences)
    source = rows.join(conferences, conference.id == rows.c.conference_id)
    return (
        select(
            case((seen, conference.id)).label("conference_id"),
            case((seen, conference.title)).label("title"),
            *told,
        )
        .select_from(_SPEAKER.joined_to(source, conference.speaker_id))
        .where(rows.c.account_id == VIEWER)
    )


def _messages() -> Selection:
    message = OWN_COPIES.add_columns(messages.c.body).subquery("message")
    return with_recipients(message).order_by(message.c.created_at.desc(), message.c.id.desc())


def _notifications() -> Selection:
    told = _TOLD.notification.c
    return (
        select(
            told.id,
            told.kind,
            _TOLD.actor.account.c.full_name.label("actor"),
            case((_TOLD.sees_conference, _TOLD.conference.c.title)).label("conference"),
            case((_TOLD.has_message, messages.c.subject)).label("message"),
            told.read,
            told.created_at,
        )
        .select_from(_TOLD.source.outerjoin(messages, messages.c.id == told.message_id))
        .where(told.account_id == VIEWER)
        .order_by(told.created_at.desc(), told.id.desc())
    )


def _reports() -> Selection:
    return (
        select(
            reports.c.id,
            reports.c.subject,
            func.coalesce(_ACCUSED.c.full_name, reports.c.accused_pseudonym).label("accused"),
            reports.c.reason,
            reports.c.created_at,
            reports.c.decision,
        )
        .select_from(reports.outerjoin(_ACCUSED, _ACCUSED.c.id == reports.c.accused_id))
        .where(reports.c.reporter_id == VIEWER)
        .order_by(reports.c.created_at.desc(), reports.c.id.desc())
    )


def _log() -> Selection:
    """What others have complained of is theirs, and so is what became of it."""
    mine = audit.c.actor == pseudonyms.c.pseudonym
    told = [kind for kind in AuditKind if kind not in COMPLAINTS]
    about_me = (audit.c.subject == pseudonyms.c.pseudonym) & audit.c.kind.in_(told)
    known = audit.c.kind.in_(list(AuditKind))
    return (
        select(audit.c.at, audit.c.kind, audit.c.details, mine.is_(true()).label("mine"))
        .select_from(pseudonyms.join(audit, or_(mine, about_me)))
        .where(pseudonyms.c.account_id == VIEWER, known)
        .order_by(audit.c.at.desc(), audit.c.id.desc())
    )


def _decisions() -> Selection:
    """On reports, and on no report."""
    on_reports = (
        select(
            reports.c.id.label("name"),
            reports.c.id.label("report"),
            reports.c.decision,
            reports.c.decided_at,
            sanctions.c.words,
            sanctions.c.term,
        )
        .select_from(
            reports.outerjoin(
                sanctions, and_(sanctions.c.report_id == reports.c.id, sanctions.c.decided_by == VIEWER)
            )
        )
        .where(reports.c.decided_by == VIEWER)
    )
    on_none = select(
        sanctions.c.id,
        null(),
        sanctions.c.decision,
        sanctions.c.decided_at,
        sanctions.c.words,
        sanctions.c.term,
    ).where(sanctions.c.decided_by == VIEWER, sanctions.c.report_id.is_(None))
    decided = union_all(on_reports, on_none).subquery()
    return select(decided).order_by(decided.c.decided_at.desc(), decided.c.name.desc())


def _enquiries() -> Selection:
    """From an address that nobody has verified they may be somebody else's."""
    return (
        select(enquiries)
        .join(accounts, accounts.c.address_key == enquiries.c.address_key)
        .where(accounts.c.id == VIEWER, accounts.c.verified_at.is_not(None))
        .order_by(enquiries.c.created_at.desc(), enquiries.c.id.desc())
    )


SESSIONS = Statement(
    select(sessions)
    .where(sessions.c.account_id == VIEWER)
    .order_by(sessions.c.last_seen_at.desc(), sessions.c.id.desc())
)
LINKS = Statement(
    select(links).where(links.c.account_id == VIEWER).order_by(links.c.created_at.desc(), links.c.id.desc())
)
RELATIONS = Statement(_relations())
CONFERENCES = Statement(
    select(conferences)
    .where(conferences.c.speaker_id == VIEWER)
    .order_by(conferences.c.created_at.desc(), conferences.c.id.desc())
)
PRESENCES = Statement(
    _of_conferences(presences, presences.c.began_at, presences.c.ended_at).order_by(
        presences.c.began_at.desc(), presences.c.id.desc()
    )
)
MEMBERSHIPS = Statement(
    _of_conferences(members, members.c.joined_at, members.c.left_at, members.c.removed_at).order_by(
        members.c.joined_at.desc(), members.c.conference_id.desc()
    )
)
TIMELINE = Statement(
    _of_conferences(timeline, timeline.c.broadcast_at, timeline.c.removed).order_by(
        timeline.c.broadcast_at.desc(), timeline.c.conference_id.desc()
    )
)
MESSAGES = Statement(_messages())
NOTIFICATIONS = Statement(_notifications())
REPORTS = Statement(_reports())
DECISIONS = Statement(_decisions())
SETTLEMENTS = Statement(
    select(sanctions.c.outcome, sanctions.c.answer, sanctions.c.settled_at)
    .where(sanctions.c.settled_by == VIEWER)
    .order_by(sanctions.c.settled_at.desc(), sanctions.c.id.desc())
)
SANCTIONS = Statement(
    select(*SANCTION)
    .where(sanctions.c.account_id == VIEWER)
    .order_by(sanctions.c.decided_at.desc(), sanctions.c.id.desc())
)
LOG = Statement(_log())
ENQUIRIES = Statement(_enquiries())
