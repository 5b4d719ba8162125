"""The tables: one SQLAlchemy Core description, which Alembic and every statement share.

Uniqueness and the invariants of the model are kept here once more, as constraints. Foreign keys delete what
hangs on what is deleted; what an erased account leaves to others loses its id. The indexes fit the lists of
``ports.queries`` and the deletions.
"""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from wexstream.domain.model.account import AccountState, Language
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Box
from wexstream.domain.model.moderation import Decision, Subject
from wexstream.domain.model.notification import NotificationKind
from wexstream.domain.model.relation import RelationState
from wexstream.domain.model.room import SignalKind
from wexstream.domain.model.sanction import Outcome, Term

METADATA = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
    }
)

_UUID = Uuid()
_TIME = DateTime(timezone=True)
_BY_CODE_POINT = Text(collation="C")  # compares as Python does


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _must(name: str, condition: str) -> CheckConstraint:
    return CheckConstraint(condition, name=name)


def _accounts(*, on_delete: str = "CASCADE") -> ForeignKey:
    return ForeignKey("accounts.id", ondelete=on_delete)


def _conferences() -> ForeignKey:
    return ForeignKey("conferences.id", ondelete="CASCADE")


def _messages() -> ForeignKey:
    return ForeignKey("messages.id", ondelete="CASCADE")


UNIQUE_ADDRESS = "accounts_address_idx"

accounts = Table(
    "accounts",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("state", Text, nullable=False),
    Column("full_name", Text, nullable=False),
    Column("folded_name", _BY_CODE_POINT, nullable=False),
    Column("email", Text, nullable=False),
    Column("address_key", _BY_CODE_POINT, nullable=False),
    Column("password_hash", Text),
    Column("terms_version", Text, nullable=False),
    Column("terms_accepted_at", _TIME, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("verified_at", _TIME),
    Column("suspended_at", _TIME),
    Column("suspended_until", _TIME),
    Column("moderator", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("bio", Text),
    Column("location", Text),
    Column("website", Text),
    Column("picture", _UUID),
    Column("mail_requests", Boolean, nullable=False),
    Column("mail_approvals", Boolean, nullable=False),
    Column("mail_messages", Boolean, nullable=False),
    Column("mail_live", Boolean, nullable=False),
    Column("mail_finished", Boolean, nullable=False),
    Column("messages_from_strangers", Boolean, nullable=False),
    _one_of("state", AccountState),
    _one_of("language", Language),
    Index(  # one owner, and one applicant
        UNIQUE_ADDRESS,
        "address_key",
        literal_column("(verified_at IS NULL)", Boolean()).label("applies"),
        unique=True,
    ),
    Index(  # after a space, so that `% q%` finds beginnings of words
        "accounts_searched_idx",
        literal_column("(' ' || folded_name)", Text()).label("searched"),
        postgresql_using="gin",
        postgresql_ops={"searched": "gin_trgm_ops"},
    ),
    Index(
        "accounts_unverified_idx",
        "created_at",
        "id",
        postgresql_where=text("state = 'unverified'"),
    ),
    Index(
        "accounts_suspended_idx",
        "suspended_at",
        "id",
        postgresql_where=text("suspended_at IS NOT NULL"),
    ),
    Index(
        "accounts_suspended_until_idx",
        "suspended_until",
        postgresql_where=text("suspended_until IS NOT NULL"),
    ),
    Index("accounts_moderator_idx", "id", postgresql_where=text("moderator")),
    Index("accounts_picture_idx", "picture", postgresql_where=text("picture IS NOT NULL")),
)

MAIL_CHOICES = (
    accounts.c.mail_requests,
    accounts.c.mail_approvals,
    accounts.c.mail_messages,
    accounts.c.mail_live,
    accounts.c.mail_finished,
)

sessions = Table(
    "sessions",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("device", Text, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("last_seen_at", _TIME, nullable=False),
    Column("expires_at", _TIME, nullable=False),
    Column("two_steps", Boolean, nullable=False),
    Index("sessions_account_idx", "account_id", "last_seen_at", "id"),
    Index("sessions_expires_idx", "expires_at"),
)

identities = Table(
    "identities",
    METADATA,
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("provider", Text, nullable=False),
    Column("email", Text),
    Column("linked_at", _TIME, nullable=False),
    PrimaryKeyConstraint("issuer", "subject"),
    UniqueConstraint("account_id", "issuer"),
    _one_of("provider", Provider),
)

second_steps = Table(
    "second_steps",
    METADATA,
    Column("account_id", _UUID, _accounts(), primary_key=True),
    Column("secret", LargeBinary, nullable=False),  # sealed
    Column("begun_at", _TIME, nullable=False),
    Column("confirmed_at", _TIME),
    Column("last_step", BigInteger),
    _must("confirmed", "confirmed_at IS NULL OR last_step IS NOT NULL"),
)

recovery_codes = Table(
    "recovery_codes",
    METADATA,
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    PrimaryKeyConstraint("account_id", "digest"),
)

passkeys = Table(
    "passkeys",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("credential", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("used_at", _TIME),
    UniqueConstraint("credential"),
    Index("passkeys_account_idx", "account_id", "created_at", "id"),
)

used_tickets = Table(
    "used_tickets",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("until", _TIME, nullable=False),
    Index("used_tickets_until_idx", "until"),
)

links = Table(
    "links",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    Column("email", Text, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("expires_at", _TIME, nullable=False),
    Column("used_at", _TIME),
    Column("superseded", Boolean, nullable=False),
    UniqueConstraint("token_hash"),
    _one_of("purpose", LinkPurpose),
    Index("links_account_idx", "account_id"),
    Index("links_expires_idx", "expires_at"),
)

bans = Table("bans", METADATA, Column("digest", LargeBinary, primary_key=True), Column("until", _TIME))

relations = Table(
    "relations",
    METADATA,
    Column("low_id", _UUID, _accounts(), nullable=False),
    Column("high_id", _UUID, _accounts(), nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", _UUID),
    Column("requested_at", _TIME),
    Column("connected_at", _TIME),
    Column("low_blocks", Boolean, nullable=False),
    Column("high_blocks", Boolean, nullable=False),
    Column("low_declined_at", _TIME),
    Column("high_declined_at", _TIME),
    Column("low_mailed_at", _TIME),
    Column("high_mailed_at", _TIME),
    PrimaryKeyConstraint("low_id", "high_id"),
    _one_of("state", RelationState),
    _must("pair", "low_id < high_id"),
    _must("blocked", "NOT (low_blocks OR high_blocks) OR state = 'none'"),
    _must("pending", "(state = 'pending') = (requested_by IS NOT NULL)"),
    _must("requested_by", "requested_by IN (low_id, high_id)"),
    _must("connected", "(state = 'connected') = (connected_at IS NOT NULL)"),
    Index("relations_high_idx", "high_id", "low_id"),
    Index("relations_low_pending_idx", "low_id", postgresql_where=text("state = 'pending'")),
    Index("relations_high_pending_idx", "high_id", postgresql_where=text("state = 'pending'")),
    Index("relations_low_blocks_idx", "low_id", postgresql_where=text("low_blocks OR high_blocks")),
    Index("relations_high_blocks_idx", "high_id", postgresql_where=text("low_blocks OR high_blocks")),
)

conferences = Table(
    "conferences",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("speaker_id", _UUID, _accounts(), nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text),
    Column("visibility", Text, nullable=False),
    Column("password_hash", Text),
    Column("room", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("broadcast_at", _TIME),
    Column("finished_at", _TIME),
    Column("opened_at", _TIME),
    Column("announced", Text, nullable=False),
    _one_of("visibility", Visibility),
    _one_of("state", ConferenceState),
    _one_of("announced", ConferenceState),
    _must("broadcast", "(state = 'created') = (broadcast_at IS NULL)"),
    _must("finished", "(state = 'finished') = (finished_at IS NOT NULL)"),
    _must("order", "broadcast_at <= finished_at"),
    Index("conferences_speaker_idx", "speaker_id", "created_at", "id"),
    Index("conferences_live_idx", "broadcast_at", "id", postgresql_where=text("state = 'live'")),
    Index("conferences_live_speaker_idx", "speaker_id", postgresql_where=text("state = 'live'")),
)

members = Table(
    "members",
    METADATA,
    Column("conference_id", _UUID, _conferences(), nullable=False),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("joined_at", _TIME, nullable=False),
    Column("left_at", _TIME),
    Column("removed_at", _TIME),
    PrimaryKeyConstraint("conference_id", "account_id"),
    Index("members_joined_idx", "conference_id", "joined_at", "account_id"),
    Index("members_account_idx", "account_id"),
)

presences = Table(
    "presences",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("conference_id", _UUID, _conferences(), nullable=False),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("began_at", _TIME, nullable=False),
    Column("lease_until", _TIME, nullable=False),
    Column("ended_at", _TIME),
    Column("held_by", _UUID),  # a process, which may be gone
    Column("peer", _UUID),
    Column("session_id", _UUID),  # which may be gone
    _must("order", "began_at <= ended_at"),
    Index(
        "presences_standing_key",
        "conference_id",
        "account_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("presences_lease_idx", "lease_until", postgresql_where=text("ended_at IS NULL")),
    Index("presences_ended_idx", "ended_at", postgresql_where=text("ended_at IS NOT NULL")),
    Index("presences_conference_idx", "conference_id", "began_at", "account_id"),
    Index("presences_attended_idx", "conference_id", "account_id"),
    Index("presences_account_idx", "account_id", "began_at"),
    Index("presences_attending_idx", "account_id", postgresql_where=text("ended_at IS NULL")),
)

processes = Table(
    "processes",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("since", _TIME, nullable=False),
    Column("alive_until", _TIME, nullable=False),
)

signals = Table(
    "signals",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("conference_id", _UUID, nullable=False),  # may be gone
    Column("sender", _UUID, nullable=False),
    Column("recipient", _UUID),
    Column("kind", Text, nullable=False),
    Column("data", Text),
    Column("sent_at", _TIME, nullable=False),
    _one_of("kind", SignalKind),
    Index("signals_sent_idx", "sent_at"),
    Index("signals_heard_idx", "conference_id", "sent_at"),
    prefixes=["UNLOGGED"],  # kept for a minute, which nobody remembers after a crash
)

timeline = Table(
    "timeline",
    METADATA,
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("conference_id", _UUID, _conferences(), nullable=False),
    Column("broadcast_at", _TIME, nullable=False),
    Column("removed", Boolean, nullable=False),
    PrimaryKeyConstraint("account_id", "conference_id"),
    Index(
        "timeline_shown_idx",
        "account_id",
        "broadcast_at",
        "conference_id",
        postgresql_where=text("NOT removed"),
    ),
    Index("timeline_conference_idx", "conference_id", "account_id"),
)

messages = Table(
    "messages",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("sender_id", _UUID, _accounts(on_delete="SET NULL")),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Index("messages_sender_idx", "sender_id"),
)

copies = Table(
    "copies",
    METADATA,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("message_id", _UUID, _messages(), nullable=False),
    Column("account_id", _UUID, _accounts(on_delete="SET NULL")),
    Column("box", Text, nullable=False),
    Column("read", Boolean, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("created_at", _TIME, nullable=False),  # the message's, which the boxes are ordered by
    UniqueConstraint("message_id", "account_id"),
    _one_of("box", Box),
    _must("owned", "account_id IS NOT NULL OR deleted"),
    Index(
        "copies_box_idx",
        "account_id",
        "box",
        "created_at",
        "message_id",
        postgresql_where=text("NOT deleted"),
    ),
    Index(
        "copies_unread_idx",
        "account_id",
        "message_id",
        postgresql_where=text("NOT deleted AND NOT read AND box = 'inbox'"),
    ),
    Index("copies_account_idx", "account_id"),
)

notifications = Table(
    "notifications",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor_id", _UUID, _accounts()),
    Column("conference_id", _UUID, _conferences()),
    Column("message_id", _UUID, _messages()),
    Column("sanction_id", _UUID, ForeignKey("sanctions.id", ondelete="CASCADE")),
    Column("read", Boolean, nullable=False),
    Column("created_at", _TIME, nullable=False),
    _one_of("kind", NotificationKind),
    Index("notifications_account_idx", "account_id", "created_at", "id"),
    Index("notifications_unread_idx", "account_id", "id", postgresql_where=text("NOT read")),
    Index("notifications_actor_idx", "actor_id", "account_id"),
    Index(
        "notifications_conference_key",
        "conference_id",
        "account_id",
        "kind",
        unique=True,
        postgresql_where=text("conference_id IS NOT NULL"),
    ),
    Index(
        "notifications_sanction_idx",
        "sanction_id",
        postgresql_where=text("sanction_id IS NOT NULL"),
    ),
    Index(
        "notifications_message_key",
        "message_id",
        "account_id",
        unique=True,
        postgresql_where=text("message_id IS NOT NULL"),
    ),
)

bundles = Table(
    "bundles",
    METADATA,
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("kind", Text, nullable=False),
    Column("id", _UUID, nullable=False),
    Column("due_at", _TIME, nullable=False),
    Column("closed_at", _TIME),
    PrimaryKeyConstraint("account_id", "kind"),
    UniqueConstraint("id"),
    _one_of("kind", NotificationKind),
)

bundled = Table(
    "bundled",
    METADATA,
    Column("notification_id", _UUID, ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True),
    Column("bundle_id", _UUID, nullable=False),  # which may be the last of its kind no more
    Index("bundled_bundle_idx", "bundle_id"),
)

reports = Table(
    "reports",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("reporter_id", _UUID, _accounts(on_delete="SET NULL")),
    Column("reporter_pseudonym", Text),
    Column("accused_id", _UUID, _accounts(on_delete="SET NULL")),
    Column("accused_pseudonym", Text),
    Column("conference_id", _UUID),  # may be gone, as may the message
    Column("message_id", _UUID),
    Column("reason", Text, nullable=False),
    Column("evidence_name", Text),
    Column("evidence_title", Text),
    Column("evidence_text", Text),
    Column("evidence_picture", _UUID),
    Column("created_at", _TIME, nullable=False),
    Column("decision", Text),
    Column("decided_by", _UUID, _accounts(on_delete="SET NULL")),
    Column("decided_at", _TIME),
    _one_of("subject", Subject),
    _one_of("decision", Decision),
    _must("evidence", "evidence_name IS NOT NULL OR (evidence_title IS NULL AND evidence_text IS NULL)"),
    _must("picture", "evidence_name IS NOT NULL OR evidence_picture IS NULL"),
    Index(
        "reports_picture_idx",
        "evidence_picture",
        postgresql_where=text("evidence_picture IS NOT NULL"),
    ),
    Index("reports_open_idx", "created_at", "id", postgresql_where=text("decision IS NULL")),
    Index("reports_decided_idx", "created_at", "id", postgresql_where=text("decision IS NOT NULL")),
    Index("reports_reporter_idx", "reporter_id"),
    Index("reports_accused_idx", "accused_id"),
    Index("reports_decided_by_idx", "decided_by"),
)

sanctions = Table(
    "sanctions",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("decision", Text, nullable=False),
    Column("words", Text),
    Column("term", Text),
    Column("decided_by", _UUID, _accounts(on_delete="SET NULL")),
    Column("decided_at", _TIME, nullable=False),
    Column("report_id", _UUID, ForeignKey("reports.id", ondelete="SET NULL")),
    Column("lifted_at", _TIME),
    Column("appeal", Text),
    Column("appealed_at", _TIME),
    Column("outcome", Text),
    Column("answer", Text),
    Column("settled_by", _UUID, _accounts(on_delete="SET NULL")),
    Column("settled_at", _TIME),
    _one_of("decision", Decision),
    _one_of("term", Term),
    _one_of("outcome", Outcome),
    _must("term_of_suspension", "(decision = 'suspend') = (term IS NOT NULL)"),
    _must("appealed", "(appeal IS NULL) = (appealed_at IS NULL)"),
    _must("settled", "(outcome IS NULL) = (settled_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)"),
    _must("settled_appeal", "outcome IS NULL OR appeal IS NOT NULL"),
    Index("sanctions_account_idx", "account_id", "decided_at", "id"),
    Index(
        "sanctions_suspension_key",
        "account_id",
        unique=True,
        postgresql_where=text("decision = 'suspend' AND lifted_at IS NULL"),
    ),
    Index("sanctions_report_key", "report_id", unique=True),
    Index("sanctions_decided_by_idx", "decided_by"),
    Index("sanctions_settled_by_idx", "settled_by"),
    Index("sanctions_appealed_idx", "appealed_at", "id", postgresql_where=text("appealed_at IS NOT NULL")),
)

enquiries = Table(
    "enquiries",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("address_key", _BY_CODE_POINT, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Index("enquiries_address_idx", "address_key"),
)

pseudonyms = Table(
    "pseudonyms",
    METADATA,
    Column("account_id", _UUID, _accounts(), primary_key=True),
    Column("pseudonym", Text, nullable=False),
    UniqueConstraint("pseudonym"),
)

audit = Table(  # a trigger refuses whatever is neither an addition nor the end of an entry's time
    "audit",
    METADATA,
    Column("id", _UUID, primary_key=True),
    Column("at", _TIME, nullable=False),
    Column("kind", Text, nullable=False),  # any: a newer Wexstream's stay unseen by an older one beside it
    Column("actor", Text),  # pseudonyms, whose accounts may be gone
    Column("subject", Text),
    Column("details", JSONB, nullable=False),
    Column("kept_until", _TIME, nullable=False),
    _must("kept", "kept_until > at"),
    Index("audit_at_idx", "at", "id"),
    Index("audit_actor_idx", "actor"),
    Index("audit_subject_idx", "subject"),
    Index("audit_kept_idx", "kept_until"),
)

idempotency_keys = Table(
    "idempotency_keys",
    METADATA,
    Column("account_id", _UUID, _accounts(), nullable=False),
    Column("key", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("made", _UUID, nullable=False),
    Column("claimed_at", _TIME, nullable=False),
    PrimaryKeyConstraint("account_id", "key"),
    Index("idempotency_keys_claimed_idx", "claimed_at"),
)

throttles = Table(
    "throttles",
    METADATA,
    Column("bucket", LargeBinary, primary_key=True),  # a keyed hash of its name
    Column("full_at", _TIME, nullable=False),
    prefixes=["UNLOGGED"],  # a crash refills every bucket, which does no harm
)

guesses = Table(
    "guesses",
    METADATA,
    Column("bucket", LargeBinary, primary_key=True),  # a keyed hash of its name
    Column("wrong", Integer, nullable=False),
    Column("tried_at", _TIME, nullable=False),
    prefixes=["UNLOGGED"],  # a crash forgets wrong tries, which helps whoever guesses but once
)
