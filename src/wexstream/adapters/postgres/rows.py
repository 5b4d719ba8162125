"""Rows made of values, and values made of rows: each field by name, so that none is dropped unseen."""

from functools import cache
from typing import TypeAlias
from uuid import UUID

import msgspec
from asyncpg import Record

from wexstream.domain.model.account import Account, AccountState, Consent, Language, MailChoices
from wexstream.domain.model.audit import Details, Entry
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.conference import Conference, ConferenceState, Member, Presence, Visibility
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import (
    AccountId,
    BundleId,
    ConferenceId,
    EnquiryId,
    LinkId,
    MessageId,
    NotificationId,
    PasskeyId,
    PeerId,
    PictureId,
    PresenceId,
    ProcessId,
    ReportId,
    SanctionId,
    SessionId,
    SignalId,
)
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import Decision, Evidence, Report, Subject
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.relation import Relation, RelationState
from wexstream.domain.model.room import Signal, SignalKind
from wexstream.domain.model.sanction import Appeal, Outcome, Sanction, Term
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session

Row: TypeAlias = dict[str, object]
"""What a statement that keeps a value is given."""


def to_account(row: Record) -> Account:
    """Make an account of its row."""
    return Account(
        id=AccountId(row["id"]),
        state=AccountState(row["state"]),
        full_name=row["full_name"],
        email=row["email"],
        password_hash=row["password_hash"],
        consent=Consent(terms_version=row["terms_version"], accepted_at=row["terms_accepted_at"]),
        created_at=row["created_at"],
        verified_at=row["verified_at"],
        suspended_at=row["suspended_at"],
        suspended_until=row["suspended_until"],
        moderator=row["moderator"],
        language=Language(row["language"]),
        time_zone=row["time_zone"],
        bio=row["bio"],
        location=row["location"],
        website=row["website"],
        picture=PictureId(row["picture"]) if row["picture"] else None,
        mail=to_mail_choices(row),
        messages_from_strangers=row["messages_from_strangers"],
    )


def from_account(account: Account) -> Row:
    """Make the row of an account, with the keys by which it is searched and compared."""
    return {
        "id": account.id,
        "state": account.state,
        "full_name": account.full_name,
        "folded_name": account.folded_name,
        "email": account.email,
        "address_key": account.address_key,
        "password_hash": account.password_hash,
        "terms_version": account.consent.terms_version,
        "terms_accepted_at": account.consent.accepted_at,
        "created_at": account.created_at,
        "verified_at": account.verified_at,
        "suspended_at": account.suspended_at,
        "suspended_until": account.suspended_until,
        "moderator": account.moderator,
        "language": account.language,
        "time_zone": account.time_zone,
        "bio": account.bio,
        "location": account.location,
        "website": account.website,
        "picture": account.picture,
        "mail_requests": account.mail.requests,
        "mail_approvals": account.mail.approvals,
        "mail_messages": account.mail.messages,
        "mail_live": account.mail.live,
        "mail_finished": account.mail.finished,
        "messages_from_strangers": account.messages_from_strangers,
    }


def to_mail_choices(row: Record) -> MailChoices:
    """Make of an account's row what mails it wants."""
    return _mail_choices(
        row["mail_requests"],
        row["mail_approvals"],
        row["mail_messages"],
        row["mail_live"],
        row["mail_finished"],
    )


@cache  # thousands are told at once, and there are few ways to choose
def _mail_choices(*choices: bool) -> MailChoices:
    requests, approvals, messages, live, finished = choices
    return MailChoices(
        requests=requests, approvals=approvals, messages=messages, live=live, finished=finished
    )


def from_session(session: Session) -> Row:
    """Make the row of a session."""
    return {
        "id": session.id,
        "account_id": session.account,
        "device": session.device,
        "created_at": session.created_at,
        "last_seen_at": session.last_seen_at,
        "expires_at": session.expires_at,
        "two_steps": session.two_steps,
    }


def to_second_step(row: Record) -> SecondStep:
    """Make a second step of its row."""
    return SecondStep(
        account=AccountId(row["account_id"]),
        secret=row["secret"],
        begun_at=row["begun_at"],
        confirmed_at=row["confirmed_at"],
        last_step=row["last_step"],
    )


def from_second_step(second_step: SecondStep) -> Row:
    """Make the row of a second step."""
    return {
        "account_id": second_step.account,
        "secret": second_step.secret,
        "begun_at": second_step.begun_at,
        "confirmed_at": second_step.confirmed_at,
        "last_step": second_step.last_step,
    }


def to_passkey(row: Record) -> Passkey:
    """Make a passkey of its row."""
    return Passkey(
        id=PasskeyId(row["id"]),
        account=AccountId(row["account_id"]),
        credential=row["credential"],
        public_key=row["public_key"],
        sign_count=row["sign_count"],
        name=row["name"],
        created_at=row["created_at"],
        used_at=row["used_at"],
    )


def from_passkey(passkey: Passkey) -> Row:
    """Make the row of a passkey."""
    return {
        "id": passkey.id,
        "account_id": passkey.account,
        "credential": passkey.credential,
        "public_key": passkey.public_key,
        "sign_count": passkey.sign_count,
        "name": passkey.name,
        "created_at": passkey.created_at,
        "used_at": passkey.used_at,
    }


def to_identity(row: Record) -> Identity:
    """Make an identity of its row."""
    return Identity(
        account=AccountId(row["account_id"]),
        provider=Provider(row["provider"]),
        issuer=row["issuer"],
        subject=row["subject"],
        email=row["email"],
        linked_at=row["linked_at"],
    )


def from_identity(identity: Identity) -> Row:
    """Make the row of an identity."""
    return {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "account_id": identity.account,
        "provider": identity.provider,
        "email": identity.email,
        "linked_at": identity.linked_at,
    }


def to_link(row: Record) -> Link:
    """Make a link of its row."""
    return Link(
        id=LinkId(row["id"]),
        account=AccountId(row["account_id"]),
        purpose=LinkPurpose(row["purpose"]),
        token_hash=row["token_hash"],
        email=row["email"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        superseded=row["superseded"],
    )


def from_link(link: Link) -> Row:
    """Make the row of a link."""
    return {
        "id": link.id,
        "account_id": link.account,
        "purpose": link.purpose,
        "token_hash": link.token_hash,
        "email": link.email,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "used_at": link.used_at,
        "superseded": link.superseded,
    }


def to_relation(row: Record) -> Relation:
    """Make a relation of its row."""
    return Relation(
        low=AccountId(row["low_id"]),
        high=AccountId(row["high_id"]),
        state=RelationState(row["state"]),
        requested_by=_account_or_none(row["requested_by"]),
        requested_at=row["requested_at"],
        connected_at=row["connected_at"],
        low_blocks=row["low_blocks"],
        high_blocks=row["high_blocks"],
        low_declined_at=row["low_declined_at"],
        high_declined_at=row["high_declined_at"],
        low_mailed_at=row["low_mailed_at"],
        high_mailed_at=row["high_mailed_at"],
    )


def from_relation(relation: Relation) -> Row:
    """Make the row of a relation."""
    return {
        "low_id": relation.low,
        "high_id": relation.high,
        "state": relation.state,
        "requested_by": relation.requested_by,
        "requested_at": relation.requested_at,
        "connected_at": relation.connected_at,
        "low_blocks": relation.low_blocks,
        "high_blocks": relation.high_blocks,
        "low_declined_at": relation.low_declined_at,
        "high_declined_at": relation.high_declined_at,
        "low_mailed_at": relation.low_mailed_at,
        "high_mailed_at": relation.high_mailed_at,
    }


def to_conference(row: Record) -> Conference:
    """Make a conference of its row."""
    return Conference(
        id=ConferenceId(row["id"]),
        speaker=AccountId(row["speaker_id"]),
        title=row["title"],
        description=row["description"],
        visibility=Visibility(row["visibility"]),
        password_hash=row["password_hash"],
        room=row["room"],
        state=ConferenceState(row["state"]),
        created_at=row["created_at"],
        broadcast_at=row["broadcast_at"],
        finished_at=row["finished_at"],
        opened_at=row["opened_at"],
        announced=ConferenceState(row["announced"]),
    )


def from_conference(conference: Conference) -> Row:
    """Make the row of a conference."""
    return {
        "id": conference.id,
        "speaker_id": conference.speaker,
        "title": conference.title,
        "description": conference.description,
        "visibility": conference.visibility,
        "password_hash": conference.password_hash,
        "room": conference.room,
        "state": conference.state,
        "created_at": conference.created_at,
        "broadcast_at": conference.broadcast_at,
        "finished_at": conference.finished_at,
        "opened_at": conference.opened_at,
        "announced": conference.announced,
    }


def to_presence(row: Record) -> Presence:
    """Make a presence of its row."""
    return Presence(
        id=PresenceId(row["id"]),
        conference=ConferenceId(row["conference_id"]),
        account=AccountId(row["account_id"]),
        began_at=row["began_at"],
        lease_until=row["lease_until"],
        ended_at=row["ended_at"],
        held_by=ProcessId(row["held_by"]) if row["held_by"] else None,
        peer=PeerId(row["peer"]) if row["peer"] else None,
        session=SessionId(row["session_id"]) if row["session_id"] else None,
    )


def from_presence(presence: Presence) -> Row:
    """Make the row of a presence."""
    return {
        "id": presence.id,
        "conference_id": presence.conference,
        "account_id": presence.account,
        "began_at": presence.began_at,
        "lease_until": presence.lease_until,
        "ended_at": presence.ended_at,
        "held_by": presence.held_by,
        "peer": presence.peer,
        "session_id": presence.session,
    }


def to_member(row: Record) -> Member:
    """Make a membership of its row."""
    return Member(
        conference=ConferenceId(row["conference_id"]),
        account=AccountId(row["account_id"]),
        joined_at=row["joined_at"],
        left_at=row["left_at"],
        removed_at=row["removed_at"],
    )


def from_member(member: Member) -> Row:
    """Make the row of a membership."""
    return {
        "conference_id": member.conference,
        "account_id": member.account,
        "joined_at": member.joined_at,
        "left_at": member.left_at,
        "removed_at": member.removed_at,
    }


def to_signal(row: Record) -> Signal:
    """Make a signal of its row."""
    return Signal(
        id=SignalId(row["id"]),
        conference=ConferenceId(row["conference_id"]),
        sender=PeerId(row["sender"]),
        to=PeerId(row["recipient"]) if row["recipient"] else None,
        kind=SignalKind(row["kind"]),
        data=row["data"],
        at=row["sent_at"],
    )


def from_signal(signal: Signal) -> Row:
    """Make the row of a signal."""
    return {
        "id": signal.id,
        "conference_id": signal.conference,
        "sender": signal.sender,
        "recipient": signal.to,
        "kind": signal.kind,
        "data": signal.data,
        "sent_at": signal.at,
    }


def to_message(row: Record) -> Message:
    """Make a message of its row."""
    return Message(
        id=MessageId(row["id"]),
        sender=_account_or_none(row["sender_id"]),
        subject=row["subject"],
        body=row["body"],
        created_at=row["created_at"],
    )


def from_message(message: Message) -> Row:
    """Make the row of a message."""
    return {
        "id": message.id,
        "sender_id": message.sender,
        "subject": message.subject,
        "body": message.body,
        "created_at": message.created_at,
    }


def to_notification(row: Record) -> Notification:
    """Make a notification of its row."""
    return Notification(
        id=NotificationId(row["id"]),
        account=AccountId(row["account_id"]),
        kind=NotificationKind(row["kind"]),
        created_at=row["created_at"],
        actor=_account_or_none(row["actor_id"]),
        conference=ConferenceId(row["conference_id"]) if row["conference_id"] else None,
        message=MessageId(row["message_id"]) if row["message_id"] else None,
        sanction=SanctionId(row["sanction_id"]) if row["sanction_id"] else None,
        read=row["read"],
    )


def from_notification(notification: Notification) -> Row:
    """Make the row of a notification."""
    return {
        "id": notification.id,
        "account_id": notification.account,
        "kind": notification.kind,
        "actor_id": notification.actor,
        "conference_id": notification.conference,
        "message_id": notification.message,
        "sanction_id": notification.sanction,
        "read": notification.read,
        "created_at": notification.created_at,
    }


def to_bundle(row: Record) -> Bundle:
    """Make a bundle of its row."""
    return Bundle(
        id=BundleId(row["id"]),
        account=AccountId(row["account_id"]),
        kind=NotificationKind(row["kind"]),
        due_at=row["due_at"],
        closed_at=row["closed_at"],
    )


def from_bundle(bundle: Bundle) -> Row:
    """Make the row of a bundle."""
    return {
        "id": bundle.id,
        "account_id": bundle.account,
        "kind": bundle.kind,
        "due_at": bundle.due_at,
        "closed_at": bundle.closed_at,
    }


def to_report(row: Record) -> Report:
    """Make a report of its row."""
    return Report(
        id=ReportId(row["id"]),
        subject=Subject(row["subject"]),
        reporter=_account_or_none(row["reporter_id"]),
        accused=_account_or_none(row["accused_id"]),
        reason=row["reason"],
        evidence=to_evidence(row),
        created_at=row["created_at"],
        conference=ConferenceId(row["conference_id"]) if row["conference_id"] else None,
        message=MessageId(row["message_id"]) if row["message_id"] else None,
        reporter_pseudonym=row["reporter_pseudonym"],
        accused_pseudonym=row["accused_pseudonym"],
        decision=Decision(row["decision"]) if row["decision"] else None,
        decided_by=_account_or_none(row["decided_by"]),
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
        decided_by=_account_or_none(row[f"{prefix}decided_by"]),
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


def to_enquiry(row: Record) -> Enquiry:
    """Make an enquiry of its row."""
    return Enquiry(
        id=EnquiryId(row["id"]),
        name=row["name"],
        email=row["email"],
        subject=row["subject"],
        body=row["body"],
        created_at=row["created_at"],
    )


def from_enquiry(enquiry: Enquiry) -> Row:
    """Make the row of an enquiry, with the key by which its writer's address is compared."""
    return {
        "id": enquiry.id,
        "name": enquiry.name,
        "email": enquiry.email,
        "address_key": enquiry.address_key,
        "subject": enquiry.subject,
        "body": enquiry.body,
        "created_at": enquiry.created_at,
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
        settled_by=_account_or_none(row[f"{prefix}settled_by"]),
        settled_at=row[f"{prefix}settled_at"],
    )


def _account_or_none(value: UUID | None) -> AccountId | None:
    return AccountId(value) if value is not None else None
