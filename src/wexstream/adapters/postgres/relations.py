"""Relations in PostgreSQL."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Uuid,
    and_,
    bindparam,
    case,
    column,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, is_among, replacing
from wexstream.domain.model.account import AccountState, MailChoices
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Relation, RelationState, pair, strangers
from wexstream.ports.push import ListsChanged, Note, RelationChanged, Topic

_relation = tables.relations.c
_account = tables.accounts.c
_ids = ARRAY(Uuid())
_one: BindParameter[UUID] = bindparam("account", type_=Uuid())

_pairs = (
    func.unnest(bindparam("lows", type_=_ids), bindparam("highs", type_=_ids))
    .table_valued(column("low", Uuid()), column("high", Uuid()))
    .render_derived(name="pairs")
)
_of_pairs = select(tables.relations).where(
    tuple_(_relation.low_id, _relation.high_id).in_(select(_pairs.c.low, _pairs.c.high))
)
_other = case((_relation.low_id == _one, _relation.high_id), else_=_relation.low_id)
_connected = and_(
    or_(_relation.low_id == _one, _relation.high_id == _one), _relation.state == RelationState.CONNECTED
)
_entitled = and_(_connected, _relation.connected_at <= bindparam("since"))

_FIND = Statement(
    select(tables.relations).where(
        _relation.low_id == bindparam("low"), _relation.high_id == bindparam("high")
    )
)
_active = select(_account.id).where(_account.state == AccountState.ACTIVE)
_MAKE_MISSING = Statement(
    insert(tables.relations)
    .from_select(
        ["low_id", "high_id", "state", "low_blocks", "high_blocks"],
        select(_pairs.c.low, _pairs.c.high, literal(RelationState.NONE.value), false(), false())
        .where(_pairs.c.low.in_(_active), _pairs.c.high.in_(_active))
        .order_by(_pairs.c.low, _pairs.c.high),
    )
    .on_conflict_do_nothing()
)
_LOCK = Statement(_of_pairs.order_by(_relation.low_id, _relation.high_id).with_for_update())
_SAVE = replacing(tables.relations)
_CONNECTED_AMONG = Statement(select(_other.label("id")).where(_connected, is_among(_other, "others")))
_HOLD_CONNECTED = Statement(
    select(_account.id, _account.state, *tables.MAIL_CHOICES)
    .where(_account.id.in_(union_all(select(_one), select(_other).where(_entitled))))
    .order_by(_account.id)
    .with_for_update(read=True, of=tables.accounts)
)
_HOLD_ENTITLED = Statement(
    select(_other.label("id"))
    .where(_entitled)
    .order_by(_relation.low_id, _relation.high_id)
    .with_for_update(read=True)
)


class PostgresRelations:
    """What stands between two accounts."""

    def __init__(self, connection: Connection, note: Note) -> None:
        self._connection = connection
        self._note = note

    async def find(self, one: AccountId, other: AccountId) -> Relation:
        """Read the relation of two, strangers where there is no row."""
        low, high = pair(one, other)
        row = await _FIND.fetchrow(self._connection, low=low, high=high)
        return rows.to_relation(row) if row else strangers(one, other)

    async def lock(self, one: AccountId, others: Iterable[AccountId]) -> Mapping[AccountId, Relation]:
        """Read and lock one account's relations, by pair; those missing between the active are made first."""
        pairs = [pair(one, other) for other in others]
        lows, highs = [low for low, _ in pairs], [high for _, high in pairs]
        await _MAKE_MISSING.execute(self._connection, lows=lows, highs=highs)
        found = await _LOCK.fetch(self._connection, lows=lows, highs=highs)
        relations = (rows.to_relation(row) for row in found)
        return {relation.other(one): relation for relation in relations}

    async def save(self, relation: Relation) -> None:
        """Keep a change."""
        before = await _SAVE.fetchrow(self._connection, **rows.from_relation(relation))
        if before is None:
            return
        self._note(RelationChanged(low=relation.low, high=relation.high))
        shown = tuple(relation.shown_since(rows.to_relation(before)))
        if shown:
            self._note(ListsChanged(accounts=shown, topics=frozenset({Topic.RELATIONS})))

    async def connected_among(self, account: AccountId, others: Iterable[AccountId]) -> set[AccountId]:
        """Tell to whom of these an account is connected."""
        found = await _CONNECTED_AMONG.fetch(self._connection, account=account, others=list(others))
        return {AccountId(row["id"]) for row in found}

    async def hold_entitled(self, account: AccountId, *, since: datetime) -> Mapping[AccountId, MailChoices]:
        """Read and hold the active accounts connected to an active one since a time or longer.

        First the accounts, then the relations as they are by then.
        """
        held = await _HOLD_CONNECTED.fetch(self._connection, account=account, since=since)
        active = {row["id"]: row for row in held if row["state"] == AccountState.ACTIVE}
        if active.pop(account, None) is None:
            return {}
        entitled = await _HOLD_ENTITLED.fetch(self._connection, account=account, since=since)
        return {
            AccountId(row["id"]): rows.to_mail_choices(active[row["id"]])
            for row in entitled
            if row["id"] in active
        }
