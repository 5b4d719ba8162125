"""An index by which to add up how long somebody was in a conference.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"

STATEMENTS = (
    "DROP INDEX CONCURRENTLY IF EXISTS presences_attended_idx",  # what an attempt before left unfinished
    "CREATE INDEX CONCURRENTLY presences_attended_idx ON presences (conference_id, account_id)",
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for statement in STATEMENTS:
            op.execute(statement)
