"""What people write, and are told."""

from asyncpg import Record

from wexstream.adapters.postgres.rows.row import Row, account_or_none
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.ids import (
    AccountId,
    BundleId,
    ConferenceId,
    EnquiryId,
    MessageId,
    NotificationId,
    SanctionId,
)
from wexstream.domain.model.message import Message
from wexstream.domain.model.notification import Notification, NotificationKind


def to_message(row: Record) -> Message:
    """Make a message of its row."""
    return Message(
        id=MessageId(row["id"]),
        sender=account_or_none(row["sender_id"]),
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
        actor=account_or_none(row["actor_id"]),
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
