"""Timelines in PostgreSQL."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Uuid,
    bindparam,
    delete,
    exists,
    false,
    func,
    select,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement
from wexstream.adapters.postgres.visible import Counterpart
from wexstream.domain.model.account import AccountState, MailChoices
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.push import BroadcastsChanged, ListsChanged, Note, Topic

_TOPICS = frozenset({Topic.TIMELINE})

_row = tables.timeline.c
_account = tables.accounts.c
_conference: BindParameter[UUID] = bindparam("conference", type_=Uuid())
_is_of_it = _row.conference_id == _conference

_its_speaker = select(tables.conferences.c.speaker_id).where(tables.conferences.c.id == _conference)
_speaker = Counterpart("speaker", viewer=_row.account_id, moderator=false())
_shown = tables.conferences.alias("shown")
_is_seen = exists(
    select(_shown.c.id)
    .select_from(_speaker.joined_to(_shown, _shown.c.speaker_id))
    .where(_shown.c.id == _row.conference_id, _speaker.sees_conference(_shown))
    .correlate(tables.timeline)
)

_ADD = Statement(
    insert(tables.timeline)
    .from_select(
        ["account_id", "conference_id", "broadcast_at", "removed"],
        select(
            func.unnest(bindparam("accounts", type_=ARRAY(Uuid()))),
            _conference,
            bindparam("broadcast_at", type_=_row.broadcast_at.type),
            false(),
        ),
    )
    .on_conflict_do_nothing(index_elements=["account_id", "conference_id"])
)
_HOLD_ACCOUNTS = Statement(
    select(
        _account.id,
        _account.state,
        (_account.id == _its_speaker.scalar_subquery()).label("speaks"),
        *tables.MAIL_CHOICES,
    )
    .where(_account.id.in_(union_all(_its_speaker, select(_row.account_id).where(_is_of_it))))
    .order_by(_account.id)
    .with_for_update(read=True, of=tables.accounts)
)
_HOLD_ROWS = Statement(
    select(_row.account_id).where(_is_of_it).order_by(_row.account_id).with_for_update(read=True)
)
_REMOVE = Statement(
    update(tables.timeline)
    .values(removed=True)
    .where(_row.account_id == bindparam("account"), _is_of_it, ~_row.removed, _is_seen)
)
_SEVER = Statement(
    delete(tables.timeline).where(
        _row.account_id == bindparam("account"),
        _row.conference_id.in_(
            select(tables.conferences.c.id).where(tables.conferences.c.speaker_id == bindparam("speaker"))
        ),
    )
)


class PostgresTimeline:
    """Which broadcasts reached whom."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def add(self, conference: Conference, accounts: Iterable[AccountId]) -> None:
        """Put a broadcast on timelines where it is not yet."""
        added = await _ADD.execute(
            self._connection,
            accounts=list(accounts),
            conference=conference.id,
            broadcast_at=conference.broadcast_at,
        )
        if added:
            self._note(BroadcastsChanged(speaker=conference.speaker))

    async def hold_audience(self, conference: ConferenceId) -> Mapping[AccountId, MailChoices]:
        """Read and hold the active accounts that a broadcast of an active speaker reached.

        First the accounts, then the rows as they are by then.
        """
        held = await _HOLD_ACCOUNTS.fetch(self._connection, conference=conference)
        active = {row["id"]: row for row in held if row["state"] == AccountState.ACTIVE}
        if not any(row["speaks"] for row in active.values()):
            return {}
        reached = await _HOLD_ROWS.fetch(self._connection, conference=conference)
        return {
            AccountId(row["account_id"]): rows.to_mail_choices(active[row["account_id"]])
            for row in reached
            if row["account_id"] in active
        }

    async def remove(self, account: AccountId, conference: ConferenceId) -> bool:
        """Remove a broadcast from an account's own timeline; tell whether it was seen there."""
        removed = await _REMOVE.execute(self._connection, account=account, conference=conference)
        self._tell_if(account, removed)
        return removed > 0

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete from both timelines what each has of the other."""
        for account, speaker in ((one, other), (other, one)):
            severed = await _SEVER.execute(self._connection, account=account, speaker=speaker)
            self._tell_if(account, severed)

    def _tell_if(self, account: AccountId, changed: int) -> None:
        if changed:
            self._note(ListsChanged(accounts=(account,), topics=_TOPICS))
