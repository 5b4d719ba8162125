"""What moderators did, and what happened to the security of accounts; a log that is only ever added to.

Which account a pseudonym is of goes with the account. Each entry says itself until when it is kept, so that
the trigger, which lets none be removed before, believes no setting and nobody's clock but the database's.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

revision = "0011"
down_revision = "0010"

STATEMENTS = (
    """
    CREATE TABLE pseudonyms (
        account_id uuid CONSTRAINT pseudonyms_pkey PRIMARY KEY
            CONSTRAINT pseudonyms_account_id_fkey REFERENCES accounts ON DELETE CASCADE,
        pseudonym text NOT NULL CONSTRAINT pseudonyms_pseudonym_key UNIQUE
    )
    """,
    """
    CREATE TABLE audit (
        id uuid CONSTRAINT audit_pkey PRIMARY KEY,
        at timestamptz NOT NULL,
        kind text NOT NULL,
        actor text,
        subject text,
        details jsonb NOT NULL,
        kept_until timestamptz NOT NULL,
        CONSTRAINT audit_kept_check CHECK (kept_until > at)
    )
    """,
    "CREATE INDEX audit_at_idx ON audit (at, id)",
    "CREATE INDEX audit_actor_idx ON audit (actor)",
    "CREATE INDEX audit_subject_idx ON audit (subject)",
    "CREATE INDEX audit_kept_idx ON audit (kept_until)",
    """
    CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.kept_until <= now() THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'the audit log is only ever added to: % is refused', TG_OP
            USING ERRCODE = 'restrict_violation';
    END
    $$
    """,
    """
    CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit
        FOR EACH ROW EXECUTE FUNCTION audit_is_kept()
    """,
    """
    CREATE TRIGGER audit_is_kept_whole BEFORE TRUNCATE ON audit
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
