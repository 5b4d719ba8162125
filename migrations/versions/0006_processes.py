"""Which serving process holds whose socket, and until when it is known to live.

Revision ID: 0006
Revises: 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE processes (
            id uuid NOT NULL,
            since timestamptz NOT NULL,
            alive_until timestamptz NOT NULL,
            CONSTRAINT processes_pkey PRIMARY KEY (id)
        )
        """
    )
    op.execute("ALTER TABLE presences ADD COLUMN held_by uuid, ADD COLUMN peer uuid")
