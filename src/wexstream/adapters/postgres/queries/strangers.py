"""Whom an account does not know."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, union_all

from wexstream.adapters.postgres.queries.reading import VIEWER, Reading, asked
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import accounts, copies, messages, relations
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.message import Box
from wexstream.domain.model.relation import RelationState
from wexstream.domain.model.strangers import CONNECTIONS_MOST, Reach
from wexstream.domain.model.visibility import Viewer

_OTHER = asked("others")
_relation = relations.c
_is_theirs = or_(
    and_(_relation.low_id == VIEWER, _relation.high_id == _OTHER.c.id),
    and_(_relation.high_id == VIEWER, _relation.low_id == _OTHER.c.id),
)


def _relates(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_is_theirs, *conditions)


_pending = _relation.state == RelationState.PENDING.value
_has_asked_me = and_(_pending, _relation.requested_by == _OTHER.c.id)
_connected = _relation.state == RelationState.CONNECTED.value
_has_written_to_me = exists().where(
    messages.c.sender_id == _OTHER.c.id,
    copies.c.message_id == messages.c.id,
    copies.c.account_id == VIEWER,
    copies.c.box == Box.INBOX.value,
)
_CONNECTIONS = union_all(
    select(_relation.low_id).where(_relation.high_id == VIEWER, _connected),
    select(_relation.high_id).where(_relation.low_id == VIEWER, _connected),
).limit(CONNECTIONS_MOST)
_STRANGERS = (
    select(
        func.count().label("strangers"),
        func.count().filter(_relates(_pending, _relation.requested_by == VIEWER)).label("asked"),
    )
    .select_from(_OTHER)
    .where(not_(_relates(or_(_connected, _has_asked_me))), not_(_has_written_to_me))
    .subquery("strangers")
)
_REACH = Statement(
    select(
        accounts.c.created_at,
        select(func.count())
        .select_from(_CONNECTIONS.subquery("connections"))
        .scalar_subquery()
        .label("connections"),
        _STRANGERS,
    ).where(accounts.c.id == VIEWER)
)


class StrangerQueries(Reading):
    """Whom one approaches without knowing them."""

    async def reach(self, viewer: Viewer, others: Collection[AccountId]) -> Reach | None:
        """Whom of some others the viewer does not know."""
        row = await self._fetchrow(_REACH, viewer=viewer.account, others=list(others))
        if row is None:
            return None
        return Reach(
            since=row["created_at"],
            connections=row["connections"],
            strangers=row["strangers"],
            asked=row["asked"],
        )
