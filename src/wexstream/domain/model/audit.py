"""The audit log: what moderators did, and what happened to the security of accounts. Nothing in it changes.

An entry names nobody: people stand in it under random pseudonyms, and which account a pseudonym is of is kept
apart, for as long as the account is there. No network address, device or text of anybody's is ever in one.

To tell of something more, give it a line in ``AuditKind``, and one in ``MODERATION`` if moderators do it;
``Audit.note`` it in the transaction in which it happens; and add the page's words under ``log.kind`` in
each language, which the compiler asks for after ``make types``. No migration is needed. What has more to be
said of it has a field in ``Details`` and in the views, never of anything that identifies somebody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from wexstream.domain.model.ids import EntryId, ReportId
from wexstream.domain.model.moderation import Decision

KEPT: Final = timedelta(days=365)


class AuditKind(StrEnum):
    """What an entry tells of."""

    REPORT_RESOLVED = "report-resolved"
    ACCOUNT_SUSPENDED = "account-suspended"
    ACCOUNT_RESTORED = "account-restored"
    SUSPENSION_ENDED = "suspension-ended"
    APPEAL_UPHELD = "appeal-upheld"
    APPEAL_GRANTED = "appeal-granted"
    MODERATOR_APPOINTED = "moderator-appointed"
    MODERATOR_SIGNED_IN = "moderator-signed-in"
    SIGN_IN_REFUSED = "sign-in-refused"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - no secret
    PASSWORD_RESET = "password-reset"  # noqa: S105 - no secret
    EMAIL_CHANGED = "email-changed"
    IDENTITY_LINKED = "identity-linked"
    IDENTITY_UNLINKED = "identity-unlinked"
    SECOND_STEP_ON = "second-step-on"
    SECOND_STEP_OFF = "second-step-off"
    CODES_RENEWED = "codes-renewed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    SESSION_ENDED = "session-ended"
    SESSIONS_ENDED = "sessions-ended"
    EXPORT_TAKEN = "export-taken"
    ACCOUNT_ERASED = "account-erased"


class AuditGroup(StrEnum):
    """What moderators decide, and what happens to the security of accounts."""

    MODERATION = "moderation"
    SECURITY = "security"


MODERATION: Final = frozenset(
    {
        AuditKind.REPORT_RESOLVED,
        AuditKind.ACCOUNT_SUSPENDED,
        AuditKind.ACCOUNT_RESTORED,
        AuditKind.SUSPENSION_ENDED,
        AuditKind.APPEAL_UPHELD,
        AuditKind.APPEAL_GRANTED,
        AuditKind.MODERATOR_APPOINTED,
    }
)

COMPLAINTS: Final = frozenset({AuditKind.REPORT_RESOLVED})
"""What is not told to whom it is about: that somebody has complained is that one's, in confidence."""


def kinds_of(group: AuditGroup | None) -> Collection[AuditKind]:
    """List the kinds of a group, or all."""
    if group is None:
        return frozenset(AuditKind)
    return MODERATION if group is AuditGroup.MODERATION else frozenset(AuditKind) - MODERATION


class Way(StrEnum):
    """By what somebody signed in, or became a moderator; every other service is one (``Provider``)."""

    PASSWORD = "password"  # noqa: S105 - no secret
    GOOGLE = "google"
    FACEBOOK = "facebook"
    OIDC = "oidc"
    PASSKEY = "passkey"
    COMMAND = "command"
    ADMIN_ADDRESS = "admin-address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What more there is to say: what was decided on which report, and the way in which it came about."""

    report: ReportId | None = None
    decision: Decision | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened, who did it and whom it is about, under their pseudonyms.

    Nobody did what the operator does, or what comes about by itself. What somebody does with the own account
    is about himself. It may be removed from ``kept_until`` on, and not before.
    """

    id: EntryId
    at: datetime
    kind: AuditKind
    actor: str | None
    subject: str | None
    details: Details
    kept_until: datetime
