"""The audit log, as moderators and the operator see it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from asyncpg import Record
from sqlalchemy import ARRAY, ColumnElement, DateTime, FromClause, Text, any_, bindparam, null, select

from wexstream.adapters.postgres.queries.reading import (
    NEWEST_FIRST,
    OLDEST_FIRST,
    Reading,
    Selection,
    counterpart,
    page,
    person_columns,
    seen_by,
    show_person,
)
from wexstream.adapters.postgres.rows import to_details
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import accounts, audit, pseudonyms
from wexstream.domain.model.audit import AuditKind
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

_ROLES = ("actor", "subject")
_BEHIND = {role: pseudonyms.alias(f"behind_{role}") for role in _ROLES}
_of_asked_kind = audit.c.kind == any_(bindparam("kinds", type_=ARRAY(Text())))
_TIME = DateTime(timezone=True)


def _with_pseudonyms() -> FromClause:
    source: FromClause = audit
    for role, behind in _BEHIND.items():
        source = source.outerjoin(behind, behind.c.pseudonym == audit.c[role])
    return source


def _seen() -> Selection:
    """Name people as a viewer may see them."""
    source = _with_pseudonyms()
    columns: list[ColumnElement[Any]] = []
    for role, behind in _BEHIND.items():
        somebody = counterpart(f"{role}_account")
        source = somebody.joined_to(source, behind.c.account_id)
        columns += person_columns(somebody, f"shown_{role}")
    return select(audit, *columns).select_from(source)


def _whole() -> Selection:
    """Name everybody."""
    source = _with_pseudonyms()
    columns: list[ColumnElement[Any]] = []
    for role, behind in _BEHIND.items():
        somebody = accounts.alias(f"{role}_account")
        source = source.outerjoin(somebody, somebody.c.id == behind.c.account_id)
        columns += [
            somebody.c.id.label(f"shown_{role}_id"),
            somebody.c.full_name.label(f"shown_{role}_name"),
            null().label(f"shown_{role}_picture"),
        ]
    return select(audit, *columns).select_from(source)


_LOG = Statement(NEWEST_FIRST.cut(_seen().where(_of_asked_kind), audit.c.at, audit.c.id))
_WHOLE = Statement(
    OLDEST_FIRST.cut(
        _whole().where(
            _of_asked_kind,
            audit.c.at >= bindparam("since", type_=_TIME),
            audit.c.at < bindparam("until", type_=_TIME),
        ),
        audit.c.at,
        audit.c.id,
    )
)


class LogQueries(Reading):
    """What happened. Kinds that only a newer version knows are left to that one."""

    async def log(
        self, viewer: Viewer, part: Slice[datetime], *, kinds: Collection[AuditKind]
    ) -> Page[views.LogEntry, datetime]:
        """Entries of some kinds."""
        rows = await self._fetch(_LOG, kinds=list(kinds), **seen_by(viewer), **NEWEST_FIRST.place(part))
        return page(rows, part, _show)

    async def whole_log(
        self, part: Slice[datetime], *, since: datetime, until: datetime
    ) -> Page[views.LogEntry, datetime]:
        """Entries of some time."""
        span = {"since": since, "until": until}
        rows = await self._fetch(_WHOLE, kinds=list(AuditKind), **span, **OLDEST_FIRST.place(part))
        return page(rows, part, _show)


def _show(row: Record) -> views.LogEntry:
    details = to_details(row)
    return views.LogEntry(
        id=row["id"],
        at=row["at"],
        kind=AuditKind(row["kind"]),
        actor=_show_person(row, "actor"),
        subject=_show_person(row, "subject"),
        report=details.report,
        decision=details.decision,
        way=details.way,
    )


def _show_person(row: Record, role: str) -> views.LoggedPerson | None:
    pseudonym = row[role]
    if pseudonym is None:
        return None
    person = show_person(row, f"shown_{role}")
    return views.LoggedPerson(person=person, pseudonym=None if person.full_name else pseudonym)
