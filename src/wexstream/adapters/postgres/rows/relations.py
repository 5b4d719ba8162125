"""Relations."""

from asyncpg import Record

from wexstream.adapters.postgres.rows.row import Row, account_or_none
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Relation, RelationState


def to_relation(row: Record) -> Relation:
    """Make a relation of its row."""
    return Relation(
        low=AccountId(row["low_id"]),
        high=AccountId(row["high_id"]),
        state=RelationState(row["state"]),
        requested_by=account_or_none(row["requested_by"]),
        requested_at=row["requested_at"],
        connected_at=row["connected_at"],
        low_blocks=row["low_blocks"],
        high_blocks=row["high_blocks"],
        low_declined_at=row["low_declined_at"],
        high_declined_at=row["high_declined_at"],
        low_mailed_at=row["low_mailed_at"],
        high_mailed_at=row["high_mailed_at"],
    )


def from_relation(relation: Relation) -> Row:
    """Make the row of a relation."""
    return {
        "low_id": relation.low,
        "high_id": relation.high,
        "state": relation.state,
        "requested_by": relation.requested_by,
        "requested_at": relation.requested_at,
        "connected_at": relation.connected_at,
        "low_blocks": relation.low_blocks,
        "high_blocks": relation.high_blocks,
        "low_declined_at": relation.low_declined_at,
        "high_declined_at": relation.high_declined_at,
        "low_mailed_at": relation.low_mailed_at,
        "high_mailed_at": relation.high_mailed_at,
    }
