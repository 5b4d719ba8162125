"""A second step of signing in, and passkeys.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"

STATEMENTS = (
    "ALTER TABLE sessions ADD COLUMN two_steps boolean NOT NULL DEFAULT false",
    "ALTER TABLE sessions ALTER COLUMN two_steps DROP DEFAULT",
    """
    CREATE TABLE second_steps (
        account_id uuid CONSTRAINT second_steps_pkey PRIMARY KEY
            CONSTRAINT second_steps_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
        secret bytea NOT NULL,
        begun_at timestamptz NOT NULL,
        confirmed_at timestamptz,
        last_step bigint,
        CONSTRAINT second_steps_confirmed_check CHECK (confirmed_at IS NULL OR last_step IS NOT NULL)
    )
    """,
    """
    CREATE TABLE recovery_codes (
        account_id uuid NOT NULL
            CONSTRAINT recovery_codes_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
        digest bytea NOT NULL,
        CONSTRAINT recovery_codes_pkey PRIMARY KEY (account_id, digest)
    )
    """,
    """
    CREATE TABLE passkeys (
        id uuid CONSTRAINT passkeys_pkey PRIMARY KEY,
        account_id uuid NOT NULL CONSTRAINT passkeys_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
        credential bytea NOT NULL CONSTRAINT passkeys_credential_key UNIQUE,
        public_key bytea NOT NULL,
        sign_count bigint NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        used_at timestamptz
    )
    """,
    "CREATE INDEX passkeys_account_idx ON passkeys (account_id, created_at, id)",
    """
    CREATE TABLE used_tickets (
        id uuid CONSTRAINT used_tickets_pkey PRIMARY KEY,
        until timestamptz NOT NULL
    )
    """,
    "CREATE INDEX used_tickets_until_idx ON used_tickets (until)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
