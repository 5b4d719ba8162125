"""How many wrong passwords were tried.

Revision ID: 0014
Revises: 0012
"""

from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    op.execute(
        """
        CREATE UNLOGGED TABLE guesses (
            bucket bytea NOT NULL CONSTRAINT guesses_pkey PRIMARY KEY,
            wrong integer NOT NULL,
            tried_at timestamptz NOT NULL
        )
        """
    )
