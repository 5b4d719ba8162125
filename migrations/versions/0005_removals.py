"""Whom a speaker sent out of a conference.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("ALTER TABLE members ADD COLUMN removed_at timestamptz")
