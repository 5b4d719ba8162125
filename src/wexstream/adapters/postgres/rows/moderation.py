"""Reports, sanctions and the audit log."""

import msgspec
from asyncpg import Record

from wexstream.adapters.postgres.rows.row import Row, account_or_none
from wexstream.domain.model.audit import Details, Entry
from wexstream.domain.model.ids import AccountId, ConferenceId, MessageId, PictureId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision, Evidence, Report, Subject
from wexstream.domain.model.sanction import Appeal, Outcome, Sanction, Term


def to_report(row: Record) -> Report:
    """Make a report of its row."""
    return Report(
        id=ReportId(row["id"]),
        subject=Subject(row["subject"]),
        reporter=account_or_none(row["reporter_id"]),
        accused=account_or_none(row["accused_id"]),
        reason=row["reason"],
        evidence=to_evidence(row),
        created_at=row["created_at"],
        conference=ConferenceId(row["conference_id"]) if row["conference_id"] else None,
        message=MessageId(row["message_id"]) if row["message_id"] else None,
        reporter_pseudonym=row["reporter_pseudonym"],
        accused_pseudonym=row["accused_pseudonym"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        decided_by=account_or_none(row["decided_by"]),
        decided_at=row["decided_at"],
    )


def from_report(report: Report) -> Row:
    """Make the row of a report."""
    evidence = report.evidence
    return {
        "id": report.id,
        "subject": report.subject,
        "reporter_id": report.reporter,
        "reporter_pseudonym": report.reporter_pseudonym,
        "accused_id": report.accused,
        "accused_pseudonym": report.accused_pseudonym,
        "conference_id": report.conference,
        "message_id": report.message,
        "reason": report.reason,
        "evidence_name": evidence.name if evidence else None,
        "evidence_title": evidence.title if evidence else None,
        "evidence_text": evidence.text if evidence else None,
        "evidence_picture": evidence.picture if evidence else None,
        "created_at": report.created_at,
        "decision": report.decision,
        "decided_by": report.decided_by,
        "decided_at": report.decided_at,
    }


def to_sanction(row: Record, prefix: str = "") -> Sanction:
    """Make a sanction of its row, or of a row in which its columns bear a prefix."""
    term, report = row[f"{prefix}term"], row[f"{prefix}report_id"]
    return Sanction(
        id=SanctionId(row[f"{prefix}id"]),
        account=AccountId(row[f"{prefix}account_id"]),
        decision=Decision(row[f"{prefix}decision"]),
        words=row[f"{prefix}words"],
        decided_at=row[f"{prefix}decided_at"],
        decided_by=account_or_none(row[f"{prefix}decided_by"]),
        term=Term(term) if term else None,
        report=ReportId(report) if report else None,
        lifted_at=row[f"{prefix}lifted_at"],
        appeal=_to_appeal(row, prefix),
    )


def from_sanction(sanction: Sanction) -> Row:
    """Make the row of a sanction."""
    appeal = sanction.appeal
    return {
        "id": sanction.id,
        "account_id": sanction.account,
        "decision": sanction.decision,
        "words": sanction.words,
        "term": sanction.term,
        "decided_by": sanction.decided_by,
        "decided_at": sanction.decided_at,
        "report_id": sanction.report,
        "lifted_at": sanction.lifted_at,
        "appeal": appeal.text if appeal else None,
        "appealed_at": appeal.made_at if appeal else None,
        "outcome": appeal.outcome if appeal else None,
        "answer": appeal.answer if appeal else None,
        "settled_by": appeal.settled_by if appeal else None,
        "settled_at": appeal.settled_at if appeal else None,
    }


_DETAILS = msgspec.json.Decoder(Details)


def to_details(row: Record) -> Details:
    """Make the details of an entry of its row."""
    return _DETAILS.decode(row["details"])


def from_entry(entry: Entry) -> Row:
    """Make the row of an entry of the log."""
    return {
        "id": entry.id,
        "at": entry.at,
        "kind": entry.kind,
        "actor": entry.actor,
        "subject": entry.subject,
        "details": msgspec.json.encode(entry.details).decode(),
        "kept_until": entry.kept_until,
    }


def to_evidence(row: Record) -> Evidence | None:
    """Make of a report's row what it keeps as evidence."""
    if row["evidence_name"] is None:
        return None
    picture = row["evidence_picture"]
    return Evidence(
        name=row["evidence_name"],
        title=row["evidence_title"],
        text=row["evidence_text"],
        picture=PictureId(picture) if picture else None,
    )


def _to_appeal(row: Record, prefix: str) -> Appeal | None:
    if row[f"{prefix}appeal"] is None:
        return None
    outcome = row[f"{prefix}outcome"]
    return Appeal(
        text=row[f"{prefix}appeal"],
        made_at=row[f"{prefix}appealed_at"],
        outcome=Outcome(outcome) if outcome else None,
        answer=row[f"{prefix}answer"],
        settled_by=account_or_none(row[f"{prefix}settled_by"]),
        settled_at=row[f"{prefix}settled_at"],
    )
