"""The index for the list of suspended accounts.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"

STATEMENTS = (
    "DROP INDEX CONCURRENTLY IF EXISTS accounts_suspended_idx",  # what is left of an attempt that was cut off
    """
    CREATE INDEX CONCURRENTLY accounts_suspended_idx ON accounts (suspended_at, id)
    WHERE suspended_at IS NOT NULL
    """,
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for statement in STATEMENTS:
            op.execute(statement)
