"""Relations in memory."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import Tables
from wexstream.domain.model.account import AccountState, MailChoices
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Relation, RelationState, pair, strangers
from wexstream.ports.push import ListsChanged, Note, RelationChanged, Topic


class MemoryRelations:
    """What stands between two accounts."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def find(self, one: AccountId, other: AccountId) -> Relation:
        """Read the relation of two, strangers where there is no row."""
        return self._draft.read().relations.get(pair(one, other)) or strangers(one, other)

    async def lock(self, one: AccountId, others: Iterable[AccountId]) -> Mapping[AccountId, Relation]:
        """Read and lock one account's relations; those missing between the active are made."""
        tables = await self._draft.change()
        for other in sorted(set(others)):
            if _is_active(tables, one) and _is_active(tables, other):
                tables.relations.setdefault(pair(one, other), strangers(one, other))
        return {
            other: relation
            for other in set(others)
            if (relation := tables.relations.get(pair(one, other))) is not None
        }

    async def save(self, relation: Relation) -> None:
        """Keep a change."""
        relations = (await self._draft.change()).relations
        before = relations.get((relation.low, relation.high))
        if before is None:
            return
        relations[relation.low, relation.high] = relation
        self._note(RelationChanged(low=relation.low, high=relation.high))
        shown = tuple(relation.shown_since(before))
        if shown:
            self._note(ListsChanged(accounts=shown, topics=frozenset({Topic.RELATIONS})))

    async def connected_among(self, account: AccountId, others: Iterable[AccountId]) -> set[AccountId]:
        """Tell to whom of these an account is connected."""
        return _connected_since(self._draft.read(), account).keys() & set(others)

    async def hold_entitled(self, account: AccountId, *, since: datetime) -> Mapping[AccountId, MailChoices]:
        """Read and hold the active accounts connected to an active one since a time or longer."""
        tables = await self._draft.hold()
        if not _is_active(tables, account):
            return {}
        return {
            name: tables.accounts[name].mail
            for name, connected_at in _connected_since(tables, account).items()
            if connected_at <= since and _is_active(tables, name)
        }


def _is_active(tables: Tables, name: AccountId) -> bool:
    account = tables.accounts.get(name)
    return account is not None and account.state is AccountState.ACTIVE


def _connected_since(tables: Tables, account: AccountId) -> dict[AccountId, datetime]:
    return {
        relation.other(account): relation.connected_at
        for relation in tables.relations.values()
        if account in {relation.low, relation.high}
        and relation.state is RelationState.CONNECTED
        and relation.connected_at is not None
    }
