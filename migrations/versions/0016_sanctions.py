"""Warnings and suspensions with their words, terms and appeals; pictures as evidence.

Revision ID: 0016
Revises: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"

KINDS = (
    "'connection-requested', 'connection-approved', 'conference-live', 'conference-finished', "
    "'message-received', 'moderator-warned', 'account-restored', 'warning-withdrawn', 'appeal-upheld'"
)
# What may be cut off, and is begun anew then.
COLUMNS = (
    "ALTER TABLE accounts ADD COLUMN IF NOT EXISTS suspended_until timestamptz",
    "ALTER TABLE notifications ADD COLUMN IF NOT EXISTS sanction_id uuid",
    "ALTER TABLE reports ADD COLUMN IF NOT EXISTS evidence_picture uuid",
)
INDEXES = {
    "accounts_suspended_until_idx": "accounts (suspended_until) WHERE suspended_until IS NOT NULL",
    "accounts_moderator_idx": "accounts (id) WHERE moderator",
    "accounts_picture_idx": "accounts (picture) WHERE picture IS NOT NULL",
    "notifications_sanction_idx": "notifications (sanction_id) WHERE sanction_id IS NOT NULL",
    "reports_picture_idx": "reports (evidence_picture) WHERE evidence_picture IS NOT NULL",
}
STATEMENTS = (
    "ALTER TABLE bans ADD COLUMN until timestamptz",
    """
    ALTER TABLE reports ADD CONSTRAINT reports_picture_check
        CHECK (evidence_name IS NOT NULL OR evidence_picture IS NULL)
    """,
    """
    CREATE TABLE sanctions (
        id uuid CONSTRAINT sanctions_pkey PRIMARY KEY,
        account_id uuid NOT NULL CONSTRAINT sanctions_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
        decision text NOT NULL
            CONSTRAINT sanctions_decision_check CHECK (decision IN ('dismiss', 'warn', 'suspend')),
        words text,
        term text CONSTRAINT sanctions_term_check CHECK (term IN ('1-day', '7-days', '30-days', 'for-good')),
        decided_by uuid CONSTRAINT sanctions_decided_by_fkey REFERENCES accounts ON DELETE SET NULL,
        decided_at timestamptz NOT NULL,
        report_id uuid CONSTRAINT sanctions_report_id_fkey REFERENCES reports ON DELETE SET NULL,
        lifted_at timestamptz,
        appeal text,
        appealed_at timestamptz,
        outcome text CONSTRAINT sanctions_outcome_check CHECK (outcome IN ('upheld', 'granted')),
        answer text,
        settled_by uuid CONSTRAINT sanctions_settled_by_fkey REFERENCES accounts ON DELETE SET NULL,
        settled_at timestamptz,
        CONSTRAINT sanctions_term_of_suspension_check CHECK ((decision = 'suspend') = (term IS NOT NULL)),
        CONSTRAINT sanctions_appealed_check CHECK ((appeal IS NULL) = (appealed_at IS NULL)),
        CONSTRAINT sanctions_settled_check
            CHECK ((outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)),
        CONSTRAINT sanctions_settled_appeal_check CHECK (outcome IS NULL OR appeal IS NOT NULL)
    )
    """,
    "CREATE INDEX sanctions_account_idx ON sanctions (account_id, decided_at, id)",
    """
    CREATE UNIQUE INDEX sanctions_suspension_key ON sanctions (account_id)
    WHERE decision = 'suspend' AND lifted_at IS NULL
    """,
    "CREATE UNIQUE INDEX sanctions_report_key ON sanctions (report_id)",
    "CREATE INDEX sanctions_decided_by_idx ON sanctions (decided_by)",
    "CREATE INDEX sanctions_settled_by_idx ON sanctions (settled_by)",
    "CREATE INDEX sanctions_appealed_idx ON sanctions (appealed_at, id) WHERE appealed_at IS NOT NULL",
    # Who is suspended by now may appeal too: nothing is known but since when.
    """
    INSERT INTO sanctions (id, account_id, decision, term, decided_at)
    SELECT gen_random_uuid(), id, 'suspend', 'for-good', suspended_at
    FROM accounts WHERE suspended_at IS NOT NULL
    """,
    """
    ALTER TABLE notifications
        ADD CONSTRAINT notifications_sanction_id_fkey
            FOREIGN KEY (sanction_id) REFERENCES sanctions ON DELETE CASCADE NOT VALID,
        DROP CONSTRAINT notifications_kind_check
    """,
    f"ALTER TABLE notifications ADD CONSTRAINT notifications_kind_check CHECK (kind IN ({KINDS})) NOT VALID",
    "ALTER TABLE notifications VALIDATE CONSTRAINT notifications_kind_check",
    "ALTER TABLE notifications VALIDATE CONSTRAINT notifications_sanction_id_fkey",
    "ALTER TABLE bundles DROP CONSTRAINT bundles_kind_check",
    f"ALTER TABLE bundles ADD CONSTRAINT bundles_kind_check CHECK (kind IN ({KINDS}))",
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for column in COLUMNS:
            op.execute(column)
        for name, of in INDEXES.items():
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.execute(f"CREATE INDEX CONCURRENTLY {name} ON {of}")
    for statement in STATEMENTS:
        op.execute(statement)
