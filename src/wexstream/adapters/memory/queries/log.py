"""The audit log, as moderators and the operator see it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading, mention, page
from wexstream.adapters.memory.store import Tables
from wexstream.domain.model.audit import AuditKind, Entry
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class LogQueries(Reading):
    """What happened."""

    async def log(
        self, viewer: Viewer, part: Slice[datetime], *, kinds: Collection[AuditKind]
    ) -> Page[views.LogEntry, datetime]:
        """Entries of some kinds."""
        sight = self._sight(viewer)
        show = _Shown(sight.tables, lambda account: mention(sight, account))
        rows = (entry for entry in sight.tables.audit.values() if entry.kind in kinds)
        return page(rows, part, key=lambda entry: (entry.at, entry.id), show=show, falling=True)

    async def whole_log(
        self, part: Slice[datetime], *, since: datetime, until: datetime
    ) -> Page[views.LogEntry, datetime]:
        """Entries of some time."""
        tables = self._store.committed
        show = _Shown(tables, lambda account: _named(tables, account))
        rows = (entry for entry in tables.audit.values() if since <= entry.at < until)
        return page(rows, part, key=lambda entry: (entry.at, entry.id), show=show, falling=False)


class _Shown:
    """Shows entries to somebody who sees people in a way."""

    def __init__(self, tables: Tables, see: Callable[[AccountId], views.Person]) -> None:
        self._accounts: Mapping[str, AccountId] = {name: who for who, name in tables.pseudonyms.items()}
        self._see = see

    def __call__(self, entry: Entry) -> views.LogEntry:
        return views.LogEntry(
            id=entry.id,
            at=entry.at,
            kind=entry.kind,
            actor=self._person(entry.actor),
            subject=self._person(entry.subject),
            report=entry.details.report,
            decision=entry.details.decision,
            way=entry.details.way,
        )

    def _person(self, pseudonym: str | None) -> views.LoggedPerson | None:
        if pseudonym is None:
            return None
        account = self._accounts.get(pseudonym)
        if account is None:
            nobody = views.Person(id=None, full_name=None, picture=None)
            return views.LoggedPerson(person=nobody, pseudonym=pseudonym)
        return views.LoggedPerson(person=self._see(account), pseudonym=None)


def _named(tables: Tables, account: AccountId) -> views.Person:
    return views.Person(id=account, full_name=tables.accounts[account].full_name, picture=None)
