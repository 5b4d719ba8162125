"""Whose address was never verified, and who was in rooms long ago, is found to be removed.

Revision ID: 0015
Revises: 0014
"""

from alembic import op

revision = "0015"
down_revision = "0014"

STATEMENTS = (
    "CREATE INDEX accounts_unverified_idx ON accounts (created_at, id) WHERE state = 'unverified'",
    "CREATE INDEX presences_ended_idx ON presences (ended_at) WHERE ended_at IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
