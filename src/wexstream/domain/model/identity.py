"""Identities: who an account is at another service that people sign in by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest
from urllib.parse import urlsplit

from wexstream.domain.model import account as accounts
from wexstream.domain.model import text
from wexstream.domain.model.account import Account, AccountState, Holders, Language
from wexstream.domain.model.errors import (
    AccountSuspended,
    AddressNotVouched,
    IdentityDiffers,
    IdentityTaken,
    Invalid,
    NotFound,
    SignInOutdated,
)
from wexstream.domain.model.ids import AccountId

ATTEMPT_LASTS = timedelta(minutes=10)


class Provider(StrEnum):
    """Who may say who somebody is: ``oidc`` is the OpenID provider that the operator has chosen."""

    GOOGLE = "google"
    FACEBOOK = "facebook"
    OIDC = "oidc"


_NAMES = {Provider.GOOGLE: "Google", Provider.FACEBOOK: "Facebook"}


def service_name(provider: Provider, issuer: str) -> str:
    """Name a service for people: by its host, where it has no better name."""
    return _NAMES.get(provider) or urlsplit(issuer).hostname or issuer


def provider_named(name: str) -> Provider:
    """Find a provider by its name. Raises NotFound."""
    try:
        return Provider(name)
    except ValueError:
        raise NotFound from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched:
    """What a provider says of somebody, after everything that shows that it does was checked.

    ``subject`` is who that is for ``issuer``, for good. The address is the provider's word only where it was
    ``email_verified`` there.
    """

    provider: Provider
    issuer: str
    subject: str
    email: str | None = None
    email_verified: bool = False
    full_name: str | None = None

    def address(self) -> str:
        """Have the address that the provider vouches for. Raises AddressNotVouched."""
        address = self._named_address()
        if address is None or not self.email_verified:
            raise AddressNotVouched
        return address

    def name(self) -> str:
        """Have a name for a new account: as it is there, else what comes before the address's ``@``."""
        try:
            return accounts.full_name((self.full_name or "")[: accounts.NAME_LONGEST])
        except Invalid:
            return self.address().partition("@")[0]

    def linked_to(self, account: AccountId, *, at: datetime) -> "Identity":
        """Make it an account's."""
        return Identity(
            account=account,
            provider=self.provider,
            issuer=self.issuer,
            subject=self.subject,
            email=self._named_address(),
            linked_at=at,
        )

    def _named_address(self) -> str | None:
        """Have the address that it has there, if that is one."""
        try:
            return text.email_address(self.email or "")
        except Invalid:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who an account is at a provider; ``email`` is what it was there when it was linked, and only shown."""

    account: AccountId
    provider: Provider
    issuer: str
    subject: str
    email: str | None
    linked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """That somebody was sent to a provider, and what has to come back with him.

    ``state`` and ``nonce`` bind what comes back to the browser that was sent, ``verifier`` to who sent it
    (RFC 7636). He wants to sign in, or to link an identity to the account ``links``. Who is new needs to have
    accepted the ``terms_version``. ``target`` is the path on which he goes on.
    """

    provider: Provider
    state: str
    nonce: str
    verifier: str
    expires_at: datetime
    target: str
    links: AccountId | None = None
    stay: bool = False
    terms_version: str | None = None
    language: Language | None = None
    time_zone: str = "UTC"

    def require(self, provider: Provider, state: str | None, *, at: datetime) -> None:
        """Let through what came back from a provider for this attempt, in time. Raises SignInOutdated."""
        same = compare_digest(self.state.encode(), (state or "").encode(errors="replace"))
        if self.provider is not provider or not same or at >= self.expires_at:
            raise SignInOutdated


def require_joinable(held: Holders, vouched: Vouched, identities: Sequence[Identity]) -> None:
    """Let an identity join who has its address, with the identities that the owner has already.

    An owner who is somebody else at that issuer keeps that: addresses there pass from one to another. What a
    moderator has decided about who signed up outlasts it. Raises IdentityDiffers, AccountSuspended.
    """
    if held.owner is None and held.applicant and held.applicant.state is AccountState.SUSPENDED:
        raise AccountSuspended
    if any(one.issuer == vouched.issuer for one in identities):
        raise IdentityDiffers


def require_linkable(
    account: Account, vouched: Vouched, known: Identity | None, identities: Sequence[Identity]
) -> bool:
    """Let an account link an identity, with those that it has; tell whether that is to be done still.

    Raises IdentityTaken, IdentityDiffers.
    """
    if known is not None and known.account != account.id:
        raise IdentityTaken
    if known is None and any(one.issuer == vouched.issuer for one in identities):
        raise IdentityDiffers
    return known is None
