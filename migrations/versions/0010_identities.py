"""Who accounts are at other services.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE identities (
            issuer text NOT NULL,
            subject text NOT NULL,
            account_id uuid NOT NULL
                CONSTRAINT identities_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
            provider text NOT NULL
                CONSTRAINT identities_provider_check CHECK (provider IN ('google', 'facebook', 'oidc')),
            email text,
            linked_at timestamptz NOT NULL,
            CONSTRAINT identities_pkey PRIMARY KEY (issuer, subject),
            CONSTRAINT identities_account_id_issuer_key UNIQUE (account_id, issuer)
        )
        """
    )
