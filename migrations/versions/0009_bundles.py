"""Which notifications are mailed together.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"

KINDS = (
    "'connection-requested', 'connection-approved', 'conference-live', 'conference-finished', "
    "'message-received', 'moderator-warned', 'account-restored'"
)
STATEMENTS = (
    f"""
    CREATE TABLE bundles (
        account_id uuid NOT NULL CONSTRAINT bundles_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT bundles_kind_check CHECK (kind IN ({KINDS})),
        id uuid NOT NULL CONSTRAINT bundles_id_key UNIQUE,
        due_at timestamptz NOT NULL,
        closed_at timestamptz,
        CONSTRAINT bundles_pkey PRIMARY KEY (account_id, kind)
    )
    """,
    """
    CREATE TABLE bundled (
        notification_id uuid CONSTRAINT bundled_pkey PRIMARY KEY
            CONSTRAINT bundled_notification_id_fkey REFERENCES notifications ON DELETE CASCADE,
        bundle_id uuid NOT NULL
    )
    """,
    "CREATE INDEX bundled_bundle_idx ON bundled (bundle_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
