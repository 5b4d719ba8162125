"""Private messages, from one account to one to fifty others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wexstream.domain.model import text
from wexstream.domain.model.ids import AccountId, MessageId

SUBJECT_LONGEST = 200
BODY_LONGEST = 10_000
RECIPIENTS_MOST = 50


class Box(StrEnum):
    """Where a copy of a message lies: at a recipient's, or at the sender's."""

    INBOX = "inbox"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What was written; each recipient and the sender have a copy of their own to read, mark and delete."""

    id: MessageId
    sender: AccountId | None
    subject: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One account's copy of a message. The sender's counts as read."""

    message: MessageId
    owner: AccountId
    box: Box
    read: bool


def recipients(values: Iterable[AccountId], *, sender: AccountId) -> list[AccountId]:
    """Accept one to fifty others, each once, in the order of their ids. Raises Invalid."""
    chosen = sorted(set(values))
    if not 1 <= len(chosen) <= RECIPIENTS_MOST:
        raise text.refuse("to", "recipients", f"Choose between 1 and {RECIPIENTS_MOST} recipients.")
    if sender in chosen:
        raise text.refuse("to", "own-account", "Leave yourself out of the recipients.")
    return chosen


def subject(value: str) -> str:
    """Accept a subject of 1 to 200 characters. Raises Invalid."""
    return text.line(value, field="subject", longest=SUBJECT_LONGEST)


def body(value: str) -> str:
    """Accept a body of 1 to 10,000 characters. Raises Invalid."""
    return text.paragraphs(value, field="body", longest=BODY_LONGEST)
