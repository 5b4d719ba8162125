"""Accounts: registered persons, from signing up to leaving."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from wexstream.domain.model import text
from wexstream.domain.model.changes import UNSET, Unset, accepted, changed
from wexstream.domain.model.errors import AccountSuspended, EmailNotVerified, NotSuspended
from wexstream.domain.model.ids import AccountId, PictureId

PASSWORD_SHORTEST = 8
PASSWORD_LONGEST = 128
PRODUCT = "wexstream"
NAME_LONGEST = 100
BIO_LONGEST = 100
LOCATION_LONGEST = 100
TIME_ZONE_LONGEST = 64
UNVERIFIED_KEPT = timedelta(days=30)
_TIME_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,3}")


class AccountState(StrEnum):
    """Unverified, an account manages itself alone; suspended, it may only leave."""

    UNVERIFIED = "unverified"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Language(StrEnum):
    """The languages that Wexstream speaks (BCP 47)."""

    ENGLISH = "en"
    FRENCH = "fr"
    ARABIC = "ar"


class MailChoice(StrEnum):
    """Mails that a person can turn off, each by itself, by what they tell of."""

    REQUESTS = "requests"
    APPROVALS = "approvals"
    MESSAGES = "messages"
    LIVE = "live"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChoices:
    """Of which happenings a person wants a mail."""

    requests: bool = True
    approvals: bool = True
    messages: bool = True
    live: bool = False
    finished: bool = False

    def wants(self, choice: MailChoice) -> bool:
        """Tell whether these mails are wanted."""
        match choice:
            case MailChoice.REQUESTS:
                return self.requests
            case MailChoice.APPROVALS:
                return self.approvals
            case MailChoice.MESSAGES:
                return self.messages
            case MailChoice.LIVE:
                return self.live
            case MailChoice.FINISHED:
                return self.finished
        assert_never(choice)

    def without(self, choice: MailChoice) -> "MailChoices":
        """Want these mails no more."""
        return replace(self, **{choice.value: False})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountChanges:
    """What a person may change of the own account at will; what is left out stays."""

    full_name: str | Unset = UNSET
    bio: str | Unset | None = UNSET
    location: str | Unset | None = UNSET
    website: str | Unset | None = UNSET
    language: Language | Unset = UNSET
    time_zone: str | Unset = UNSET
    mail_requests: bool | Unset = UNSET
    mail_approvals: bool | Unset = UNSET
    mail_messages: bool | Unset = UNSET
    mail_live: bool | Unset = UNSET
    mail_finished: bool | Unset = UNSET
    messages_from_strangers: bool | Unset = UNSET

    def accepted(self) -> "AccountChanges":
        """Have them in the form in which they are kept. Raises Invalid."""
        return replace(
            self,
            full_name=accepted(full_name, self.full_name),
            bio=accepted(bio, self.bio),
            location=accepted(location, self.location),
            website=accepted(text.website, self.website),
            time_zone=accepted(time_zone, self.time_zone),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Which version of the terms was accepted, and when."""

    terms_version: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A registered person."""

    id: AccountId
    state: AccountState
    full_name: str
    email: str
    password_hash: str | None
    consent: Consent
    created_at: datetime
    verified_at: datetime | None = None
    suspended_at: datetime | None = None
    suspended_until: datetime | None = None
    moderator: bool = False
    language: Language = Language.ENGLISH
    time_zone: str = "UTC"
    bio: str | None = None
    location: str | None = None
    website: str | None = None
    picture: PictureId | None = None
    mail: MailChoices = MailChoices()
    messages_from_strangers: bool = True

    @property
    def folded_name(self) -> str:
        """The name as it is searched and sorted."""
        return text.folded(self.full_name)

    @property
    def address_key(self) -> str:
        """The address as it is compared."""
        return text.address_key(self.email)

    def is_abandoned(self, *, at: datetime) -> bool:
        """Tell whether nobody has verified its address in a month."""
        return self.state is AccountState.UNVERIFIED and self.created_at < at - UNVERIFIED_KEPT

    def verify(self, *, at: datetime, admin_key: str | None) -> "Account":
        """Make it active, and a moderator if this is the administrator's address; else nothing changes."""
        if self.state is not AccountState.UNVERIFIED:
            return self
        moderator = self.moderator or self.address_key == admin_key
        return replace(self, state=AccountState.ACTIVE, verified_at=at, moderator=moderator)

    def move(self, email: str, *, at: datetime, admin_key: str | None) -> "Account":
        """Take a new address that was just verified; it verifies the account too."""
        moved = replace(self, email=email, verified_at=at)
        if self.state is AccountState.UNVERIFIED:
            moved = replace(moved, state=AccountState.ACTIVE)
        return replace(moved, moderator=self.moderator or moved.address_key == admin_key)

    def appoint(self) -> "Account":
        """Make it a moderator's; one already, nothing changes. Raises EmailNotVerified, AccountSuspended."""
        if self.state is AccountState.UNVERIFIED:
            raise EmailNotVerified
        if self.state is AccountState.SUSPENDED:
            raise AccountSuspended
        return replace(self, moderator=True)

    def with_password(self, password_hash: str) -> "Account":
        """Take another password."""
        return replace(self, password_hash=password_hash)

    def with_picture(self, picture: PictureId | None) -> "Account":
        """Take another picture, or none."""
        return replace(self, picture=picture)

    def accept(self, consent: Consent) -> "Account":
        """Accept the terms anew."""
        return replace(self, consent=consent)

    def change(self, changes: AccountChanges) -> "Account":
        """Take what was changed. Raises Invalid."""
        new = changes.accepted()
        return replace(
            self,
            full_name=changed(new.full_name, self.full_name),
            bio=changed(new.bio, self.bio),
            location=changed(new.location, self.location),
            website=changed(new.website, self.website),
            language=changed(new.language, self.language),
            time_zone=changed(new.time_zone, self.time_zone),
            messages_from_strangers=changed(new.messages_from_strangers, self.messages_from_strangers),
            mail=MailChoices(
                requests=changed(new.mail_requests, self.mail.requests),
                approvals=changed(new.mail_approvals, self.mail.approvals),
                messages=changed(new.mail_messages, self.mail.messages),
                live=changed(new.mail_live, self.mail.live),
                finished=changed(new.mail_finished, self.mail.finished),
            ),
        )

    def refuse_mails(self, choice: MailChoice) -> "Account":
        """Want some mails no more; as it is already, nothing changes."""
        return replace(self, mail=self.mail.without(choice))

    def suspend(self, *, at: datetime, until: datetime | None = None) -> "Account":
        """Shut it out, until a time or for good; suspended already, nothing but that time changes."""
        since = self.suspended_at if self.state is AccountState.SUSPENDED else at
        return replace(self, state=AccountState.SUSPENDED, suspended_at=since, suspended_until=until)

    def is_due_back(self, *, at: datetime) -> bool:
        """Tell whether it was shut out until a time that has come."""
        until = self.suspended_until
        return self.state is AccountState.SUSPENDED and until is not None and until <= at

    def restore(self) -> "Account":
        """Let it in again, to where it was. Raises NotSuspended."""
        if self.state is not AccountState.SUSPENDED:
            raise NotSuspended
        state = AccountState.ACTIVE if self.verified_at else AccountState.UNVERIFIED
        return replace(self, state=state, suspended_at=None, suspended_until=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holders:
    """Who has an address: whose it was shown to be, and beside it who signed up with it without showing that.

    There can be one of each: as anybody may sign up with any address, and sign in then, nobody learns by it
    whether the address is another's already.
    """

    owner: Account | None = None
    applicant: Account | None = None

    @property
    def somebody(self) -> Account | None:
        """The owner, or else who signed up."""
        return self.owner or self.applicant

    def belongs_to_another(self, account: Account) -> bool:
        """Tell whether the address is another account's by now."""
        return self.owner is not None and self.owner.id != account.id


def holders(accounts: Iterable[Account]) -> Holders:
    """Tell apart those who have an address."""
    by_proof = {account.verified_at is not None: account for account in accounts}
    return Holders(owner=by_proof.get(True), applicant=by_proof.get(False))


def full_name(value: str) -> str:
    """Accept a person's name of 1 to 100 characters. Raises Invalid."""
    return text.line(value, field="full_name", longest=NAME_LONGEST)


def bio(value: str | None) -> str | None:
    """Accept a line about oneself of up to 100 characters, or nothing. Raises Invalid."""
    return text.optional_line(value, field="bio", longest=BIO_LONGEST)


def location(value: str | None) -> str | None:
    """Accept a place of up to 100 characters, or nothing. Raises Invalid."""
    return text.optional_line(value, field="location", longest=LOCATION_LONGEST)


def time_zone(value: str) -> str:
    """Accept a name of the form of a time zone's (IANA): clients know newer ones. Raises Invalid."""
    if len(value) > TIME_ZONE_LONGEST or not _TIME_ZONE.fullmatch(value):
        raise text.refuse("time_zone", "time-zone", "Give the name of a time zone, such as Europe/Paris.")
    return value


def password(value: str, *, email: str, name: str, field: str = "password") -> str:
    """Accept a password of 8 to 128 characters that is neither address, name nor Wexstream, however written.

    Raises Invalid.
    """
    text.secret(value, field=field, shortest=PASSWORD_SHORTEST, longest=PASSWORD_LONGEST)
    local_part = email.partition("@")[0]
    guessed = {_letters(name), _letters(email), _letters(local_part)}
    if _letters(value) in guessed or _letters(value).strip("0123456789") == PRODUCT:
        raise text.refuse(
            field, "guessable", "Choose something other than your name, your address or Wexstream."
        )
    return value


def consent(terms_version: str, *, current: str, at: datetime) -> Consent:
    """Accept the terms of today. Raises Invalid for other ones."""
    if terms_version != current:
        raise text.refuse(
            "terms_version", "outdated", "The terms have changed. Read and accept the new ones."
        )
    return Consent(terms_version=terms_version, accepted_at=at)


def _letters(value: str) -> str:
    return text.folded(value).replace(" ", "")
