"""The tables of ``wexstream.adapters.postgres.tables``.

Revision ID: 0001
Revises:
"""

from alembic import op

revision = "0001"
down_revision = None

PEOPLE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE TABLE accounts (
        id uuid NOT NULL,
        state text NOT NULL,
        full_name text NOT NULL,
        folded_name text COLLATE "C" NOT NULL,
        email text NOT NULL,
        address_key text COLLATE "C" NOT NULL,
        password_hash text,
        terms_version text NOT NULL,
        terms_accepted_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        verified_at timestamptz,
        suspended_at timestamptz,
        moderator boolean NOT NULL,
        language text NOT NULL,
        time_zone text NOT NULL,
        bio text,
        location text,
        website text,
        picture uuid,
        mail_requests boolean NOT NULL,
        mail_approvals boolean NOT NULL,
        mail_messages boolean NOT NULL,
        mail_live boolean NOT NULL,
        mail_finished boolean NOT NULL,
        messages_from_strangers boolean NOT NULL,
        CONSTRAINT accounts_pkey PRIMARY KEY (id),
        CONSTRAINT accounts_state_check CHECK (state IN ('unverified', 'active', 'suspended')),
        CONSTRAINT accounts_language_check CHECK (language IN ('en', 'fr', 'ar'))
    )
    """,
    "CREATE UNIQUE INDEX accounts_address_idx ON accounts (address_key, (verified_at IS NULL))",
    "CREATE INDEX accounts_searched_idx ON accounts USING gin ((' ' || folded_name) gin_trgm_ops)",
    """
    CREATE TABLE sessions (
        id uuid NOT NULL,
        account_id uuid NOT NULL,
        device text NOT NULL,
        created_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT sessions_pkey PRIMARY KEY (id),
        CONSTRAINT sessions_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX sessions_account_idx ON sessions (account_id, last_seen_at, id)",
    "CREATE INDEX sessions_expires_idx ON sessions (expires_at)",
    """
    CREATE TABLE links (
        id uuid NOT NULL,
        account_id uuid NOT NULL,
        purpose text NOT NULL,
        token_hash bytea NOT NULL,
        email text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        superseded boolean NOT NULL,
        CONSTRAINT links_pkey PRIMARY KEY (id),
        CONSTRAINT links_token_hash_key UNIQUE (token_hash),
        CONSTRAINT links_purpose_check CHECK (purpose IN ('verify', 'reset', 'move')),
        CONSTRAINT links_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX links_account_idx ON links (account_id)",
    "CREATE INDEX links_expires_idx ON links (expires_at)",
    "CREATE TABLE bans (digest bytea NOT NULL, CONSTRAINT bans_pkey PRIMARY KEY (digest))",
    """
    CREATE TABLE relations (
        low_id uuid NOT NULL,
        high_id uuid NOT NULL,
        state text NOT NULL,
        requested_by uuid,
        requested_at timestamptz,
        connected_at timestamptz,
        low_blocks boolean NOT NULL,
        high_blocks boolean NOT NULL,
        low_declined_at timestamptz,
        high_declined_at timestamptz,
        low_mailed_at timestamptz,
        high_mailed_at timestamptz,
        CONSTRAINT relations_pkey PRIMARY KEY (low_id, high_id),
        CONSTRAINT relations_state_check CHECK (state IN ('none', 'pending', 'connected')),
        CONSTRAINT relations_pair_check CHECK (low_id < high_id),
        CONSTRAINT relations_blocked_check CHECK (NOT (low_blocks OR high_blocks) OR state = 'none'),
        CONSTRAINT relations_pending_check CHECK ((state = 'pending') = (requested_by IS NOT NULL)),
        CONSTRAINT relations_requested_by_check CHECK (requested_by IN (low_id, high_id)),
        CONSTRAINT relations_connected_check CHECK ((state = 'connected') = (connected_at IS NOT NULL)),
        CONSTRAINT relations_low_id_fkey FOREIGN KEY (low_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT relations_high_id_fkey FOREIGN KEY (high_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX relations_high_idx ON relations (high_id, low_id)",
    "CREATE INDEX relations_low_pending_idx ON relations (low_id) WHERE state = 'pending'",
    "CREATE INDEX relations_high_pending_idx ON relations (high_id) WHERE state = 'pending'",
    "CREATE INDEX relations_low_blocks_idx ON relations (low_id) WHERE low_blocks OR high_blocks",
    "CREATE INDEX relations_high_blocks_idx ON relations (high_id) WHERE low_blocks OR high_blocks",
)

CONFERENCES = (
    """
    CREATE TABLE conferences (
        id uuid NOT NULL,
        speaker_id uuid NOT NULL,
        title text NOT NULL,
        description text,
        visibility text NOT NULL,
        password_hash text,
        room text NOT NULL,
        state text NOT NULL,
        created_at timestamptz NOT NULL,
        broadcast_at timestamptz,
        finished_at timestamptz,
        opened_at timestamptz,
        announced text NOT NULL,
        CONSTRAINT conferences_pkey PRIMARY KEY (id),
        CONSTRAINT conferences_visibility_check CHECK (visibility IN ('private', 'public')),
        CONSTRAINT conferences_state_check CHECK (state IN ('created', 'live', 'finished')),
        CONSTRAINT conferences_announced_check CHECK (announced IN ('created', 'live', 'finished')),
        CONSTRAINT conferences_broadcast_check CHECK ((state = 'created') = (broadcast_at IS NULL)),
        CONSTRAINT conferences_finished_check CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
        CONSTRAINT conferences_order_check CHECK (broadcast_at <= finished_at),
        CONSTRAINT conferences_speaker_id_fkey
            FOREIGN KEY (speaker_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX conferences_speaker_idx ON conferences (speaker_id, created_at, id)",
    "CREATE INDEX conferences_live_idx ON conferences (broadcast_at, id) WHERE state = 'live'",
    "CREATE INDEX conferences_live_speaker_idx ON conferences (speaker_id) WHERE state = 'live'",
    """
    CREATE TABLE members (
        conference_id uuid NOT NULL,
        account_id uuid NOT NULL,
        joined_at timestamptz NOT NULL,
        left_at timestamptz,
        CONSTRAINT members_pkey PRIMARY KEY (conference_id, account_id),
        CONSTRAINT members_conference_id_fkey
            FOREIGN KEY (conference_id) REFERENCES conferences (id) ON DELETE CASCADE,
        CONSTRAINT members_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX members_joined_idx ON members (conference_id, joined_at, account_id)",
    "CREATE INDEX members_account_idx ON members (account_id)",
    """
    CREATE TABLE presences (
        id uuid NOT NULL,
        conference_id uuid NOT NULL,
        account_id uuid NOT NULL,
        began_at timestamptz NOT NULL,
        lease_until timestamptz NOT NULL,
        ended_at timestamptz,
        CONSTRAINT presences_pkey PRIMARY KEY (id),
        CONSTRAINT presences_order_check CHECK (began_at <= ended_at),
        CONSTRAINT presences_conference_id_fkey
            FOREIGN KEY (conference_id) REFERENCES conferences (id) ON DELETE CASCADE,
        CONSTRAINT presences_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE UNIQUE INDEX presences_standing_key ON presences (conference_id, account_id)
    WHERE ended_at IS NULL
    """,
    "CREATE INDEX presences_lease_idx ON presences (lease_until) WHERE ended_at IS NULL",
    "CREATE INDEX presences_conference_idx ON presences (conference_id, began_at, account_id)",
    "CREATE INDEX presences_account_idx ON presences (account_id, began_at)",
    "CREATE INDEX presences_attending_idx ON presences (account_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE timeline (
        account_id uuid NOT NULL,
        conference_id uuid NOT NULL,
        broadcast_at timestamptz NOT NULL,
        removed boolean NOT NULL,
        CONSTRAINT timeline_pkey PRIMARY KEY (account_id, conference_id),
        CONSTRAINT timeline_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT timeline_conference_id_fkey
            FOREIGN KEY (conference_id) REFERENCES conferences (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX timeline_shown_idx ON timeline (account_id, broadcast_at, conference_id) WHERE NOT removed",
    "CREATE INDEX timeline_conference_idx ON timeline (conference_id, account_id)",
)

CORRESPONDENCE = (
    """
    CREATE TABLE messages (
        id uuid NOT NULL,
        sender_id uuid,
        subject text NOT NULL,
        body text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT messages_pkey PRIMARY KEY (id),
        CONSTRAINT messages_sender_id_fkey FOREIGN KEY (sender_id) REFERENCES accounts (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX messages_sender_idx ON messages (sender_id)",
    """
    CREATE TABLE copies (
        id bigint GENERATED ALWAYS AS IDENTITY,
        message_id uuid NOT NULL,
        account_id uuid,
        box text NOT NULL,
        read boolean NOT NULL,
        deleted boolean NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT copies_pkey PRIMARY KEY (id),
        CONSTRAINT copies_message_id_account_id_key UNIQUE (message_id, account_id),
        CONSTRAINT copies_box_check CHECK (box IN ('inbox', 'sent')),
        CONSTRAINT copies_owned_check CHECK (account_id IS NOT NULL OR deleted),
        CONSTRAINT copies_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages (id) ON DELETE CASCADE,
        CONSTRAINT copies_account_id_fkey FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE SET NULL
    )
    """,
    """
    CREATE INDEX copies_box_idx ON copies (account_id, box, created_at, message_id)
    WHERE NOT deleted
    """,
    """
    CREATE INDEX copies_unread_idx ON copies (account_id, message_id)
    WHERE NOT deleted AND NOT read AND box = 'inbox'
    """,
    "CREATE INDEX copies_account_idx ON copies (account_id)",
    """
    CREATE TABLE notifications (
        id uuid NOT NULL,
        account_id uuid NOT NULL,
        kind text NOT NULL,
        actor_id uuid,
        conference_id uuid,
        message_id uuid,
        read boolean NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT notifications_pkey PRIMARY KEY (id),
        CONSTRAINT notifications_kind_check CHECK (kind IN (
            'connection-requested', 'connection-approved', 'conference-live', 'conference-finished',
            'message-received', 'moderator-warned', 'account-restored'
        )),
        CONSTRAINT notifications_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT notifications_actor_id_fkey
            FOREIGN KEY (actor_id) REFERENCES accounts (id) ON DELETE CASCADE,
        CONSTRAINT notifications_conference_id_fkey
            FOREIGN KEY (conference_id) REFERENCES conferences (id) ON DELETE CASCADE,
        CONSTRAINT notifications_message_id_fkey
            FOREIGN KEY (message_id) REFERENCES messages (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX notifications_account_idx ON notifications (account_id, created_at, id)",
    "CREATE INDEX notifications_unread_idx ON notifications (account_id, id) WHERE NOT read",
    "CREATE INDEX notifications_actor_idx ON notifications (actor_id, account_id)",
    """
    CREATE UNIQUE INDEX notifications_conference_key ON notifications (conference_id, account_id, kind)
    WHERE conference_id IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX notifications_message_key ON notifications (message_id, account_id)
    WHERE message_id IS NOT NULL
    """,
)

OPERATION = (
    """
    CREATE TABLE reports (
        id uuid NOT NULL,
        subject text NOT NULL,
        reporter_id uuid,
        reporter_pseudonym text,
        accused_id uuid,
        accused_pseudonym text,
        conference_id uuid,
        message_id uuid,
        reason text NOT NULL,
        evidence_name text,
        evidence_title text,
        evidence_text text,
        created_at timestamptz NOT NULL,
        decision text,
        decided_by uuid,
        decided_at timestamptz,
        CONSTRAINT reports_pkey PRIMARY KEY (id),
        CONSTRAINT reports_subject_check CHECK (subject IN ('account', 'conference', 'message')),
        CONSTRAINT reports_decision_check CHECK (decision IN ('dismiss', 'warn', 'suspend')),
        CONSTRAINT reports_evidence_check CHECK (
            evidence_name IS NOT NULL OR (evidence_title IS NULL AND evidence_text IS NULL)
        ),
        CONSTRAINT reports_reporter_id_fkey
            FOREIGN KEY (reporter_id) REFERENCES accounts (id) ON DELETE SET NULL,
        CONSTRAINT reports_accused_id_fkey
            FOREIGN KEY (accused_id) REFERENCES accounts (id) ON DELETE SET NULL,
        CONSTRAINT reports_decided_by_fkey
            FOREIGN KEY (decided_by) REFERENCES accounts (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX reports_open_idx ON reports (created_at, id) WHERE decision IS NULL",
    "CREATE INDEX reports_decided_idx ON reports (created_at, id) WHERE decision IS NOT NULL",
    "CREATE INDEX reports_reporter_idx ON reports (reporter_id)",
    "CREATE INDEX reports_accused_idx ON reports (accused_id)",
    "CREATE INDEX reports_decided_by_idx ON reports (decided_by)",
    """
    CREATE TABLE enquiries (
        id uuid NOT NULL,
        name text NOT NULL,
        email text NOT NULL,
        address_key text COLLATE "C" NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT enquiries_pkey PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX enquiries_address_idx ON enquiries (address_key)",
    """
    CREATE TABLE idempotency_keys (
        account_id uuid NOT NULL,
        key text NOT NULL,
        digest bytea NOT NULL,
        made uuid NOT NULL,
        claimed_at timestamptz NOT NULL,
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (account_id, key),
        CONSTRAINT idempotency_keys_account_id_fkey
            FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX idempotency_keys_claimed_idx ON idempotency_keys (claimed_at)",
    """
    CREATE UNLOGGED TABLE throttles (
        bucket bytea NOT NULL,
        full_at timestamptz NOT NULL,
        CONSTRAINT throttles_pkey PRIMARY KEY (bucket)
    )
    """,
)


def upgrade() -> None:
    for statement in PEOPLE + CONFERENCES + CORRESPONDENCE + OPERATION:
        op.execute(statement)
