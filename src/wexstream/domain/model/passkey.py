"""Passkeys: what a person's device signs with to sign in (WebAuthn), once it knows who holds it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from wexstream.domain.model import text
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import LastWayIn, PasskeyRefused, PasskeysFull, SignInOutdated
from wexstream.domain.model.identity import Identity
from wexstream.domain.model.ids import AccountId, PasskeyId, TicketId

CHALLENGE_LASTS = timedelta(minutes=5)
CHALLENGE_BYTES = 32
CREDENTIAL_LONGEST = 1_023  # bytes (WebAuthn, 7.1)
NAME_LONGEST = 60
PASSKEYS_MOST = 20


class Purpose(StrEnum):
    """What a passkey is asked for: a challenge is good for one alone."""

    ADD = "add"
    SIGN_IN = "sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """What a passkey has to sign, once and in time; ``account`` is that to which one is added."""

    id: TicketId
    purpose: Purpose
    value: bytes
    expires_at: datetime
    account: AccountId | None = None

    def require(self, purpose: Purpose, account: AccountId | None, *, at: datetime) -> None:
        """Let through what was asked for this purpose, for this account, in time. Raises SignInOutdated."""
        if self.purpose is not purpose or self.account != account or at >= self.expires_at:
            raise SignInOutdated


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A passkey that a device has made: ``verified``, it knew who holds it."""

    credential: bytes
    public_key: bytes
    sign_count: int
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What a passkey has signed, whose signature was checked: for whom it is, if that is said."""

    account: bytes | None
    sign_count: int
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A passkey of an account; ``credential`` is what devices call it, ``public_key`` what it is checked by.

    ``sign_count`` is how often it has signed, as far as its device counts that.
    """

    id: PasskeyId
    account: AccountId
    credential: bytes
    public_key: bytes
    sign_count: int
    name: str
    created_at: datetime
    used_at: datetime | None = None

    def use(self, signed: Signed, *, at: datetime) -> "Passkey":
        """Take what it has signed, for its account and by who holds it.

        One that counts and has not counted on is a copy. Raises PasskeyRefused.
        """
        counts = signed.sign_count > 0 or self.sign_count > 0
        if counts and signed.sign_count <= self.sign_count:
            raise PasskeyRefused
        if not signed.verified or signed.account != self.account.bytes:
            raise PasskeyRefused
        return replace(self, sign_count=signed.sign_count, used_at=at)


def added(account: Account, made: Made, name: PasskeyId, *, called: str, at: datetime) -> Passkey:
    """Make it an account's.

    Raises PasskeyRefused where the device did not know who holds it, or calls it by more than any does.
    """
    if not made.verified or len(made.credential) > CREDENTIAL_LONGEST:
        raise PasskeyRefused
    return Passkey(
        id=name,
        account=account.id,
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=called,
        created_at=at,
    )


def passkey_name(value: str) -> str:
    """Accept what a person calls a passkey, of 1 to 60 characters. Raises Invalid."""
    return text.line(value, field="name", longest=NAME_LONGEST)


def require_room(passkeys: Collection[Passkey]) -> None:
    """Let through an account that may have one more. Raises PasskeysFull."""
    if len(passkeys) >= PASSKEYS_MOST:
        raise PasskeysFull


def require_way_in(
    account: Account,
    identities: Sequence[Identity],
    passkeys: Collection[Passkey],
    *,
    offered: Collection[str],
) -> None:
    """Let an account be left with these ways in, if there is one. Raises LastWayIn.

    What is at an issuer that is not ``offered`` any more lets nobody in.
    """
    others = passkeys or any(one.issuer in offered for one in identities)
    if account.password_hash is None and not others:
        raise LastWayIn
