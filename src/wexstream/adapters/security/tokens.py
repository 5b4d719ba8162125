"""Tokens and keyed hashes, each under a key of its own."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

import msgspec

from wexstream.adapters.security.jwts import Forged, Jwts
from wexstream.adapters.security.keys import derive
from wexstream.domain.model.account import MailChoice
from wexstream.domain.model.ids import AccountId, DeviceId, LinkId, PictureId, SessionId
from wexstream.ports.security import OptOut, SessionClaim

SESSION_AUDIENCE = "wexstream-session"

_TOKENS_KEPT = 4_096  # some 2 MB
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class HmacLinkTokens:
    """Makes tokens of links: HMAC-SHA256 of the id, 43 characters of url-safe base 64 (RFC 4648, 5)."""

    def __init__(self, secret: bytes) -> None:
        """Make tokens that only this secret of the server makes."""
        self._key = derive(secret, "links")

    def token(self, link: LinkId) -> str:
        """Make the token of a link: the same each time."""
        return _mac(self._key, link.bytes)

    def digest(self, token: str) -> bytes:
        """Hash a token for keeping and finding: SHA-256, as the token itself cannot be guessed."""
        return sha256(_bytes(token)).digest()


class HmacOptOutTokens:
    """Makes tokens of what they are for, and an HMAC-SHA256 over it and the address: ``messages.AZ….x…``."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tokens that only this secret of the server makes."""
        self._key = derive(secret, "opt-outs")

    def token(self, opt_out: OptOut, *, address_key: str) -> str:
        """Make a token for mails to an address: the same each time."""
        named = f"{opt_out.choice}.{_base64(opt_out.account.bytes)}"
        return f"{named}.{_mac(self._key, _bytes(f'{named}.{address_key}'))}"

    def read(self, token: str) -> OptOut | None:
        """Read what a token is for, without believing it; None when it is malformed."""
        choice, _, rest = token.partition(".")
        account = rest.partition(".")[0]
        try:
            raw = urlsafe_b64decode(f"{account}==")
            return OptOut(account=AccountId(UUID(bytes=raw)), choice=MailChoice(choice))
        except ValueError:
            return None

    def allows(self, token: str, *, address_key: str) -> bool:
        """Tell whether a token was made here, for mails to this address."""
        opt_out = self.read(token)
        if opt_out is None:
            return False
        return hmac.compare_digest(_bytes(token), _bytes(self.token(opt_out, address_key=address_key)))


class _SessionClaims(msgspec.Struct):
    sub: UUID
    sid: UUID
    exp: int


class JwtSessionTokens:
    """Makes and verifies tokens of sessions (JWT, RFC 7519; HS256): who is ``sub``, where is ``sid``."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tokens that only this secret of the server makes."""
        self._jwts = Jwts(secret, "sessions", audience=SESSION_AUDIENCE, bears=_SessionClaims)
        # A client shows the same token with each request; what is refused is not kept.
        self._verified = lru_cache(_TOKENS_KEPT)(self._jwts.verify)

    def issue(self, claim: SessionClaim, *, expires_at: datetime) -> str:
        """Make a token that ends with its session, to the whole second before."""
        claims = _SessionClaims(sub=claim.account, sid=claim.session, exp=int(expires_at.timestamp()))
        return self._jwts.sign(claims)

    def read(self, token: str, *, at: datetime) -> SessionClaim | None:
        """Verify a token: None when it is forged, expired, malformed, or for something else."""
        try:
            claims = self._verified(token)
        except Forged:
            return None
        if at.timestamp() >= claims.exp:
            return None
        return SessionClaim(account=AccountId(claims.sub), session=SessionId(claims.sid))


class HmacDeviceTokens:
    """Makes tokens of a device's id, and an HMAC-SHA256 over it, the account and its password's hash."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tokens that only this secret of the server makes."""
        self._key = derive(secret, "devices")

    def token(self, device: DeviceId, account: AccountId, *, password_hash: str) -> str:
        """Make the token of a device for an account."""
        mac = _mac(self._key, device.bytes + account.bytes + _bytes(password_hash))
        return f"{_base64(device.bytes)}.{mac}"

    def read(self, token: str, account: AccountId, *, password_hash: str) -> DeviceId | None:
        """Verify that a token is the account's: None when it is forged, malformed, or for something else."""
        try:
            device = DeviceId(UUID(bytes=urlsafe_b64decode(f"{token.partition('.')[0]}==")))
        except ValueError:
            return None
        made = self.token(device, account, password_hash=password_hash)
        return device if hmac.compare_digest(_bytes(token), _bytes(made)) else None


class SignedPictureLinks:
    """Makes addresses of pictures that bear their end and an HMAC-SHA256 over it and what they are for."""

    def __init__(self, secret: bytes, public_url: str) -> None:
        """Sign addresses below ``public_url``, such as ``https://meet.example.org``."""
        self._key = derive(secret, "pictures")
        self._public_url = public_url.rstrip("/")

    def sign(self, account: AccountId, picture: PictureId, *, expires_at: datetime) -> str:
        """Make an absolute address at which the account's picture is to be had until then."""
        end = str((expires_at - _EPOCH) // _MICROSECOND)
        signature = f"{end}.{self._mac(account, picture, end)}"
        return f"{self._public_url}/api/users/{account}/avatar?picture={picture}&signature={signature}"

    def allows(self, account: AccountId, picture: PictureId, signature: str, *, at: datetime) -> bool:
        """Tell whether a signature of ``sign`` holds now for this very picture."""
        end, _, mac = signature.partition(".")
        if not hmac.compare_digest(_bytes(mac), _bytes(self._mac(account, picture, end))):
            return False
        return (at - _EPOCH) // _MICROSECOND < int(end)

    def _mac(self, account: AccountId, picture: PictureId, end: str) -> str:
        return _mac(self._key, account.bytes + picture.bytes + _bytes(end))


class HmacBans:
    """Hashes addresses of banned accounts (HMAC-SHA256): without the key, no list of addresses reads them."""

    def __init__(self, secret: bytes) -> None:
        """Hash so that only this secret of the server recognises an address."""
        self._key = derive(secret, "bans")

    def digest(self, address_key: str) -> bytes:
        """Compute the keyed hash of an address; 32 bytes."""
        return hmac.digest(self._key, _bytes(address_key), "sha256")


def _mac(key: bytes, message: bytes) -> str:
    return _base64(hmac.digest(key, message, "sha256"))


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # what others send may be any text
