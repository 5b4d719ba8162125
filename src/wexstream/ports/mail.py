"""Mail: letters that say what they are about, put into words, and carried."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from wexstream.domain.model.account import Language, MailChoice
from wexstream.domain.model.ids import AccountId

MAILBOX_LARGEST = 1_000

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class LetterKind(StrEnum):
    """What a letter is about; each kind has its own words in every language."""

    VERIFY = "verify"
    RESET = "reset"
    MOVE = "move"
    MOVE_NOTICE = "move-notice"
    ADDRESS_KNOWN = "address-known"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 (a kind of letter, no password)
    SERVICE_LINKED = "service-linked"
    SERVICE_UNLINKED = "service-unlinked"
    SECOND_STEP_ON = "second-step-on"
    SECOND_STEP_OFF = "second-step-off"
    CODES_RENEWED = "codes-renewed"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    SUSPENDED = "suspended"
    SUSPENDED_FOR_GOOD = "suspended-for-good"
    SUSPENSION_UPHELD = "suspension-upheld"
    CONNECTION_REQUESTED = "connection-requested"
    CONNECTION_APPROVED = "connection-approved"
    CONFERENCE_LIVE = "conference-live"
    CONFERENCE_FINISHED = "conference-finished"
    MESSAGE_RECEIVED = "message-received"
    CONNECTIONS_REQUESTED = "connections-requested"
    CONNECTIONS_APPROVED = "connections-approved"
    CONFERENCES_LIVE = "conferences-live"
    CONFERENCES_FINISHED = "conferences-finished"
    MESSAGES_RECEIVED = "messages-received"
    MODERATOR_WARNED = "moderator-warned"
    ACCOUNT_RESTORED = "account-restored"
    WARNING_WITHDRAWN = "warning-withdrawn"
    APPEAL_UPHELD = "appeal-upheld"
    APPEAL_GRANTED = "appeal-granted"
    REPORT = "report"
    APPEAL = "appeal"
    ENQUIRY = "enquiry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One happening that a letter tells of: who did it, called what, about what, when, and where to look."""

    who: AccountId
    actor: str
    subject: str | None
    at: datetime
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """How mails like a letter are turned off: which they are, and the token for it."""

    choice: MailChoice
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be said to whom, before the words are chosen.

    ``reference`` is the same whenever the same letter is made again, so that a second delivery is
    recognisable; ``thread`` is the same for letters that belong together. Of the rest, each kind uses what it
    has: ``actor`` the name of who did something, ``subject`` a title, subject, name or address, ``text`` what
    somebody wrote, ``path`` where to go on the page (beginning with a slash), ``expires_at`` until when a
    link works or a suspension lasts, ``reply_to`` an address, ``mentions`` what happened, the newest first,
    ``more`` how much beyond that, ``way_out`` how to turn it off where one can, ``about`` the accounts that
    it is for or names.
    """

    kind: LetterKind
    reference: str
    to_address: str
    to_name: str | None
    language: Language
    time_zone: str = "UTC"
    actor: str | None = None
    subject: str | None = None
    text: str | None = None
    path: str = "/"
    expires_at: datetime | None = None
    reply_to: str | None = None
    thread: str | None = None
    mentions: Sequence[Mention] = ()
    more: int = 0
    way_out: WayOut | None = None
    about: frozenset[AccountId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail in words, ready to be carried; ``message_id`` is without angle brackets (RFC 5322, 3.6.4).

    ``thread`` is the id of the message that mails of one thread refer to, which itself is never sent;
    ``unsubscribe`` the web address that turns off mails like it when it is posted to (RFC 8058). ``about``
    are the accounts that it is for or names: for those who keep it, and never sent along.
    """

    message_id: str
    to_address: str
    to_name: str | None
    reply_to: str | None
    language: Language
    subject: str
    text: str
    html: str
    thread: str | None = None
    unsubscribe: str | None = None
    about: frozenset[AccountId] = frozenset()

    @property
    def links(self) -> Sequence[str]:
        """The addresses of web pages in the text, in their order."""
        return _WEB_ADDRESS.findall(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMail:
    """A mail in a mailbox, and since when it is there."""

    mail: Mail
    kept_at: datetime


class MailWriter(Protocol):
    """Puts letters into words."""

    def write(self, letter: Letter) -> Mail:
        """Write a letter in its language, as text and as HTML; nothing that people entered becomes markup.

        The first link in it leads to the letter's path. Raises ValueError for a letter that lacks something
        that its kind speaks of.
        """
        ...


class MailCarrier(Protocol):
    """Carries mails."""

    async def carry(self, mail: Mail) -> None:
        """Hand a mail on, at least once.

        Raises MailRefused when trying again is of no use, any other error when it may be.
        """
        ...

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        """Remove what this carrier itself keeps of mails about these accounts, and to or from addresses.

        From is whom an answer goes to. Addresses are compared without regard to case.
        """
        ...


class Mailbox(MailCarrier, Protocol):
    """Keeps mails instead of carrying them on, the newest 1,000, for whoever tries Wexstream out or tests it.

    A mail whose ``message_id`` is there already takes the place of the other.
    """

    async def list(self) -> Sequence[KeptMail]:
        """Read all mails, the newest first."""
        ...

    async def get(self, message_id: str) -> KeptMail | None:
        """Read one mail; None when it is not there."""
        ...


class MailRefused(Exception):
    """The mail will never be accepted: no such recipient, no such address, or a policy against it."""
