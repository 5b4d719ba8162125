"""Reports, the evidence that they keep, and what moderators decide."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wexstream.domain.model import text
from wexstream.domain.model.errors import AlreadyResolved
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, PictureId, ReportId

REASON_LONGEST = 2_000
EVIDENCE_KEPT = timedelta(days=90)
TOLD_EVERY = timedelta(minutes=10)
"""How often the operator is written to about new reports, and about new appeals, at most."""


class Subject(StrEnum):
    """What a report is about."""

    ACCOUNT = "account"
    CONFERENCE = "conference"
    MESSAGE = "message"


class Decision(StrEnum):
    """What a moderator makes of a report."""

    DISMISS = "dismiss"
    WARN = "warn"
    SUSPEND = "suspend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was there when it was reported: the name and texts of the account, conference or message.

    Of an account its picture too, and the title of the conference that it was met in, if it was.
    """

    name: str
    title: str | None = None
    text: str | None = None
    picture: PictureId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A complaint about an account, a conference or a message.

    Once an account in it is erased, its id is None and a random pseudonym stands for it. The evidence is
    dropped 90 days after the case is closed.
    """

    id: ReportId
    subject: Subject
    reporter: AccountId | None
    accused: AccountId | None
    reason: str
    evidence: Evidence | None
    created_at: datetime
    conference: ConferenceId | None = None
    message: MessageId | None = None
    reporter_pseudonym: str | None = None
    accused_pseudonym: str | None = None
    decision: Decision | None = None
    decided_by: AccountId | None = None
    decided_at: datetime | None = None

    def resolve(self, decision: Decision, *, by: AccountId, at: datetime) -> "Report":
        """Close the case; closed the same way already, nothing changes. Raises AlreadyResolved."""
        if self.decision is decision:
            return self
        if self.decision is not None:
            raise AlreadyResolved
        return replace(self, decision=decision, decided_by=by, decided_at=at)

    def forget(self, account: AccountId, *, pseudonym: str) -> "Report":
        """Put a pseudonym where an erased account stood; its picture, which shows who it was, goes."""
        kept = self
        if kept.reporter == account:
            kept = replace(kept, reporter=None, reporter_pseudonym=pseudonym)
        if kept.decided_by == account:
            kept = replace(kept, decided_by=None)
        if kept.accused == account:
            named = replace(kept.evidence, name=pseudonym, picture=None) if kept.evidence else None
            kept = replace(kept, accused=None, accused_pseudonym=pseudonym, evidence=named)
        return kept


def told_between(at: datetime) -> tuple[datetime, datetime]:
    """Tell from when, and until when, what is filed is told to the operator by one mail."""
    since = at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % TOLD_EVERY
    return since, since + TOLD_EVERY


def reason(value: str) -> str:
    """Accept the reason of a report, 1 to 2,000 characters. Raises Invalid."""
    return text.paragraphs(value, field="reason", longest=REASON_LONGEST)
