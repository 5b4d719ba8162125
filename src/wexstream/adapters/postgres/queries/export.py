"""Everything that is kept about one account."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final, TypeVar
from weakref import WeakValueDictionary

from asyncpg import Pool, Record

from wexstream.adapters.postgres.queries import selections
from wexstream.adapters.postgres.queries.accounts import (
    IDENTITIES,
    ME,
    PASSKEYS,
    SECOND_STEP,
    show_me,
    show_passkey,
    show_second_step,
    show_session,
)
from wexstream.adapters.postgres.queries.reading import Reading, seen_by, show_people
from wexstream.adapters.postgres.queries.sanctions import show_sanction
from wexstream.adapters.postgres.rows import to_details
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Decision, Subject
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.sanction import Outcome, Term
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

PAGE: Final = 200  # rows that are held at once
AT_ONCE: Final = 2  # of a pool's connections

T = TypeVar("T")


class ExportQueries(Reading):
    """The own data."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(pool)
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._own = WeakValueDictionary[AccountId, asyncio.Lock]()

    @asynccontextmanager
    async def export(self, viewer: Viewer) -> AsyncGenerator[views.Export | None]:
        """Everything about the viewer's account, as it is at one moment, read as it is asked for.

        A connection is held meanwhile, and the database's old rows; so few do it at once, and others wait.
        Whoever asks several times waits for the own turn, and holds up nobody else.
        """
        own = self._own.setdefault(viewer.account, asyncio.Lock())
        async with own, self._turns, self._snapshot() as db:
            account = await ME.fetchrow(db, viewer=viewer.account)
            steps = await SECOND_STEP.fetch(db, viewer=viewer.account)
            yield _everything(db, viewer, account, show_second_step(*steps)) if account else None


def _everything(
    db: Connection, viewer: Viewer, account: Record, second_step: views.SecondStep
) -> views.Export:
    def own(statement: Statement, show: Callable[[Record], T]) -> views.Pages[T]:
        return _shown(statement.pages(db, PAGE, viewer=viewer.account), show)

    def seen(statement: Statement, show: Callable[[Record], T]) -> views.Pages[T]:
        return _shown(statement.pages(db, PAGE, **seen_by(viewer)), show)

    return views.Export(
        account=show_me(account),
        verified_at=account["verified_at"],
        suspended_at=account["suspended_at"],
        second_step=second_step,
        suspended_until=account["suspended_until"],
        sessions=own(selections.SESSIONS, lambda row: show_session(viewer, row)),
        identities=own(IDENTITIES, _show_identity),
        passkeys=own(PASSKEYS, show_passkey),
        links=own(selections.LINKS, _show_link),
        relations=seen(selections.RELATIONS, _show_relation),
        conferences=own(selections.CONFERENCES, _show_conference),
        presences=own(selections.PRESENCES, _show_presence),
        memberships=own(selections.MEMBERSHIPS, _show_membership),
        timeline=own(selections.TIMELINE, _show_broadcast),
        messages=seen(selections.MESSAGES, _show_message),
        notifications=own(selections.NOTIFICATIONS, _show_told),
        reports=own(selections.REPORTS, _show_report),
        decisions=own(selections.DECISIONS, _show_decision),
        log=own(selections.LOG, _show_entry),
        settlements=own(selections.SETTLEMENTS, _show_settlement),
        sanctions=own(selections.SANCTIONS, show_sanction),
        enquiries=own(selections.ENQUIRIES, _show_enquiry),
    )


async def _shown(
    pages: AsyncIterable[Sequence[Record]], show: Callable[[Record], T]
) -> AsyncGenerator[Sequence[T]]:
    async for rows in pages:
        yield [show(row) for row in rows]


def _show_identity(row: Record) -> views.OwnIdentity:
    return views.OwnIdentity(
        provider=Provider(row["provider"]),
        issuer=row["issuer"],
        known_as=row["subject"],
        email=row["email"],
        linked_at=row["linked_at"],
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
        opened_at=row["opened_at"],
    )


def _show_presence(row: Record) -> views.OwnPresence:
    return views.OwnPresence(
        conference=row["conference_id"],
        title=row["title"],
        began_at=row["began_at"],
        ended_at=row["ended_at"],
    )


def _show_membership(row: Record) -> views.OwnMembership:
    return views.OwnMembership(
        conference=row["conference_id"],
        title=row["title"],
        joined_at=row["joined_at"],
        left_at=row["left_at"],
        removed_at=row["removed_at"],
    )


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
        report=row["report"],
        decision=Decision(row["decision"]),
        decided_at=row["decided_at"],
        words=row["words"],
        term=Term(row["term"]) if row["term"] else None,
    )


def _show_settlement(row: Record) -> views.OwnSettlement:
    return views.OwnSettlement(
        outcome=Outcome(row["outcome"]), answer=row["answer"], settled_at=row["settled_at"]
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
