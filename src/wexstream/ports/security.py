"""Secrets: passwords, tokens, and how often one may try."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Protocol, TypeVar

from wexstream.domain.model.account import MailChoice
from wexstream.domain.model.ids import AccountId, DeviceId, LinkId, PictureId, SessionId
from wexstream.domain.model.throttling import Patience, Rate

T = TypeVar("T")


class Verdict(Enum):
    """What a check of a password found."""

    WRONG = auto()
    RIGHT = auto()
    OUTDATED = auto()
    """Right, and to be hashed anew, as the parameters have grown."""


class Passwords(Protocol):
    """Hashes passwords, slowly and off the event loop."""

    async def hash(self, password: str) -> str:
        """Hash a password for keeping."""
        ...

    async def check(self, password: str, kept: str | None) -> Verdict:
        """Compare a password with a kept hash.

        None, for an account that does not exist or has no password, takes as long and is WRONG.
        """
        ...

    def is_breached(self, password: str) -> bool:
        """Tell whether a password is among the most common ones of known breaches."""
        ...


class LinkTokens(Protocol):
    """Makes and recognises the tokens of links in mails."""

    def token(self, link: LinkId) -> str:
        """Make the token of a link: the same each time, computable with the server's secret alone."""
        ...

    def digest(self, token: str) -> bytes:
        """Hash a token for keeping and finding; 32 bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """That an account wants some mails no more."""

    account: AccountId
    choice: MailChoice


class OptOutTokens(Protocol):
    """Makes and verifies the tokens by which whoever gets a mail turns off mails of its kind.

    A token is good for that alone, and for as long as the account is there and its address the one that was
    written to.
    """

    def token(self, opt_out: OptOut, *, address_key: str) -> str:
        """Make a token for mails to an address: the same each time, and fit for a path."""
        ...

    def read(self, token: str) -> OptOut | None:
        """Read what a token is for, without believing it; None when it is malformed."""
        ...

    def allows(self, token: str, *, address_key: str) -> bool:
        """Tell whether a token was made here, for mails to this address."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClaim:
    """What a session's token says; whether the session stands is to be looked up."""

    account: AccountId
    session: SessionId


class SessionTokens(Protocol):
    """Makes and verifies the tokens by which clients show their session (JWT, RFC 7519; HS256)."""

    def issue(self, claim: SessionClaim, *, expires_at: datetime) -> str:
        """Make a token that ends with its session."""
        ...

    def read(self, token: str, *, at: datetime) -> SessionClaim | None:
        """Verify a token: None when it is forged, expired, malformed, or for something else."""
        ...


class DeviceTokens(Protocol):
    """Makes and verifies the tokens by which a browser shows that its account was signed in there before.

    A token is good for as long as the account has its password, and for nothing but that its wrong tries are
    not counted with those of strangers.
    """

    def token(self, device: DeviceId, account: AccountId, *, password_hash: str) -> str:
        """Make the token of a device for an account."""
        ...

    def read(self, token: str, account: AccountId, *, password_hash: str) -> DeviceId | None:
        """Verify that a token is the account's: None when it is forged, malformed, or for something else."""
        ...


class Tickets(Protocol[T]):
    """Makes and verifies tickets: what somebody keeps for us, and may read, but nobody else can make."""

    def seal(self, value: T, /) -> str:
        """Make a ticket of a value."""
        ...

    def open(self, ticket: str) -> T | None:
        """Read a ticket: None when it is forged or malformed. Whether its time is over is not looked at."""
        ...


class PictureLinks(Protocol):
    """Makes addresses of pictures that work for a while without signing in, for the engine of meetings."""

    def sign(self, account: AccountId, picture: PictureId, *, expires_at: datetime) -> str:
        """Make an absolute address at which the account's picture is to be had until then."""
        ...

    def allows(self, account: AccountId, picture: PictureId, signature: str, *, at: datetime) -> bool:
        """Tell whether a signature of ``sign`` holds now for this very picture."""
        ...


class Bans(Protocol):
    """Hashes addresses of banned accounts, so that they are recognised and cannot be read."""

    def digest(self, address_key: str) -> bytes:
        """Compute the keyed hash (HMAC) of an address; 32 bytes."""
        ...


class Throttle(Protocol):
    """Counts how often something is tried; kept across processes, and outside of transactions."""

    async def take(self, bucket: str, rate: Rate, number: int = 1) -> timedelta | None:
        """Take so many from a bucket, no more than it ever has.

        None when they were there, else how long until they are; then nothing is taken.

        Buckets may bear addresses: they are kept as keyed hashes, for no longer than they take to refill.
        Raises StorageUnavailable.
        """
        ...

    async def guess(self, bucket: str, patience: Patience) -> timedelta | None:
        """Begin a try, which is wrong until it is forgotten or taken back. None when it may be made.

        Else how long until one may be; then nothing is noted. Buckets are kept as those of ``take``, until
        there was no try for ``FORGOTTEN_AFTER``. Raises StorageUnavailable.
        """
        ...

    async def take_back(self, bucket: str) -> None:
        """Have made one try less. Raises StorageUnavailable."""
        ...

    async def forget(self, bucket: str) -> None:
        """Have made no try. Raises StorageUnavailable."""
        ...
