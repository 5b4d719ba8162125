"""What moderators see."""

from dataclasses import dataclass
from datetime import datetime

from wexstream.domain.model.audit import AuditKind, Way
from wexstream.domain.model.ids import AccountId, ConferenceId, EntryId, MessageId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision, Evidence, Subject
from wexstream.domain.model.sanction import Outcome
from wexstream.ports.views.people import Person


@dataclass(slots=True, kw_only=True)
class Report:
    """A complaint as moderators see it. Erased accounts appear by their pseudonyms.

    ``others_open`` is how many other complaints about the same one are open. Of a decision that warned or
    suspended, ``words`` are what the person was told, ``until`` when the suspension ends by itself.
    """

    id: ReportId
    subject: Subject
    reporter: Person
    accused: Person
    conference: ConferenceId | None
    message: MessageId | None
    reason: str
    evidence: Evidence | None
    created_at: datetime
    decision: Decision | None
    decided_by: Person | None
    decided_at: datetime | None
    words: str | None
    until: datetime | None
    others_open: int


@dataclass(slots=True, kw_only=True)
class Appeal:
    """What somebody says against a decision, as moderators see it, with what was reported.

    Without a report it was decided on a profile. ``own`` tells that the reader made the decision.
    """

    id: SanctionId
    account: Person
    decision: Decision
    words: str | None
    decided_by: Person | None
    decided_at: datetime
    until: datetime | None
    text: str
    appealed_at: datetime
    outcome: Outcome | None
    answer: str | None
    settled_by: Person | None
    settled_at: datetime | None
    own: bool
    report: ReportId | None
    subject: Subject | None
    reason: str | None
    evidence: Evidence | None


@dataclass(slots=True, kw_only=True)
class SuspendedPerson:
    """A suspended account as moderators see it; its ``id`` is there though its profile may not be seen."""

    id: AccountId
    person: Person
    suspended_at: datetime
    suspended_until: datetime | None


@dataclass(slots=True, kw_only=True)
class LoggedPerson:
    """Somebody in the log: as a person for as long as the account is there, by a pseudonym afterwards."""

    person: Person
    pseudonym: str | None


@dataclass(slots=True, kw_only=True)
class LogEntry:
    """An entry of the audit log; nobody is its ``actor`` where the operator was, or where it just came about.

    Whoever does something with the own account is actor and subject.
    """

    id: EntryId
    at: datetime
    kind: AuditKind
    actor: LoggedPerson | None
    subject: LoggedPerson | None
    report: ReportId | None
    decision: Decision | None
    way: Way | None
