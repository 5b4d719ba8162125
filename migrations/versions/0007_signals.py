"""What people in a room say to those who are there by another process; it is kept for a minute.

A crash of PostgreSQL forgets it: whoever said it is by then out of touch as well.

Revision ID: 0007
Revises: 0006
"""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """
    CREATE UNLOGGED TABLE signals (
        id uuid NOT NULL,
        conference_id uuid NOT NULL,
        sender uuid NOT NULL,
        recipient uuid,
        kind text NOT NULL,
        data text,
        sent_at timestamptz NOT NULL,
        CONSTRAINT signals_pkey PRIMARY KEY (id),
        CONSTRAINT signals_kind_check CHECK (kind IN ('signal', 'chat', 'state', 'mute'))
    )
    """,
    "CREATE INDEX signals_sent_idx ON signals (sent_at)",
    "CREATE INDEX signals_heard_idx ON signals (conference_id, sent_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
