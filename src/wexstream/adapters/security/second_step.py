"""Codes of apps, codes that are kept, and tickets between the steps of signing in."""

import hmac
from base64 import b32encode
from collections.abc import Sequence
from datetime import UTC, datetime
from secrets import choice, token_bytes
from uuid import UUID

import jwt
import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from wexstream.adapters.security.keys import derive
from wexstream.domain.model.audit import Way
from wexstream.domain.model.ids import AccountId, TicketId
from wexstream.domain.model.second_step import CODE_LENGTH, RECOVERY_CODES, Halfway
from wexstream.ports.second_step import Setup

STEP = 30  # seconds
DRIFT = 1  # steps
SECRET_BYTES = 20
NONCE_BYTES = 12
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for others
HALF = 5
ALGORITHM = "HS256"
ISSUER = "wexstream"
AUDIENCE = "wexstream-halfway"


class TotpCodes:
    """Codes of six digits for half a minute each (RFC 6238; SHA-1, as apps know no other everywhere).

    Secrets are sealed by AES-256-GCM: without the server's secret nobody reads them, nor are they good for
    another account.
    """

    def __init__(self, secret: bytes, *, issuer: str) -> None:
        """Seal by this secret of the server; apps show ``issuer`` as the place that a code is for."""
        self._cipher = AESGCM(derive(secret, "second-steps"))
        self._issuer = issuer

    def make(self, account: AccountId) -> bytes:
        """Make a secret of 160 bits for an account, sealed."""
        nonce = token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, token_bytes(SECRET_BYTES), account.bytes)

    def setup(self, secret: bytes, account: AccountId, *, email: str) -> Setup:
        """Tell what an app has to be told. Raises ValueError for what was sealed elsewhere."""
        opened = self._opened(secret, account)
        address = _totp(opened).get_provisioning_uri(email, self._issuer)
        return Setup(secret=b32encode(opened).decode("ascii"), address=address)

    def step_of(self, code: str, secret: bytes, account: AccountId, *, at: datetime) -> int | None:
        """Tell of which time step a code is; None if of none of these."""
        try:
            codes = _totp(self._opened(secret, account))
        except ValueError:
            return None
        now = int(at.timestamp()) // STEP
        told = code.encode(errors="replace")
        found = [
            step
            for step in range(now - DRIFT, now + DRIFT + 1)
            if hmac.compare_digest(codes.generate(step * STEP), told)
        ]
        return found[-1] if found else None

    def _opened(self, secret: bytes, account: AccountId) -> bytes:
        try:
            return self._cipher.decrypt(secret[:NONCE_BYTES], secret[NONCE_BYTES:], account.bytes)
        except InvalidTag as error:
            raise ValueError("This was not sealed by this secret of the server, or not for it.") from error


class HmacRecoveryCodes:
    """Ten codes of ten letters and digits, and HMAC-SHA256 of them: who reads the database learns none."""

    def __init__(self, secret: bytes) -> None:
        """Hash so that only this secret of the server recognises a code."""
        self._key = derive(secret, "recovery-codes")

    def make(self) -> Sequence[str]:
        """Make all that an account gets."""
        return [f"{_letters()}-{_letters()}" for _ in range(RECOVERY_CODES)]

    def digest(self, code: str, account: AccountId) -> bytes:
        """Compute the keyed hash of an account's code; 32 bytes."""
        return hmac.digest(self._key, account.bytes + code.encode(errors="replace"), "sha256")


class _Claims(msgspec.Struct):
    jti: UUID
    sub: UUID
    exp: int
    way: Way
    password: str
    stay: bool


class JwtHalfwayTickets:
    """Makes and verifies tickets between the steps (JWT, RFC 7519; HS256)."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        self._key = derive(secret, "halfway")

    def seal(self, halfway: Halfway) -> str:
        """Make a ticket, whose time ends at a whole second."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "jti": str(halfway.id),
            "sub": str(halfway.account),
            "exp": int(halfway.expires_at.timestamp()),
            "way": halfway.way,
            "password": halfway.password,
            "stay": halfway.stay,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def open(self, ticket: str) -> Halfway | None:
        """Read a ticket: None when it is forged or malformed."""
        try:
            payload = jwt.decode(
                ticket,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"strict_aud": True, "verify_exp": False},  # whose time that is, the domain says
            )
            claims = msgspec.convert(payload, _Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, UnicodeEncodeError):
            return None
        return Halfway(
            id=TicketId(claims.jti),
            account=AccountId(claims.sub),
            way=claims.way,
            password=claims.password,
            stay=claims.stay,
            expires_at=datetime.fromtimestamp(claims.exp, UTC),
        )


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, CODE_LENGTH, SHA1(), STEP)  # noqa: S303 - the apps' own; HMAC does not need more


def _letters() -> str:
    return "".join(choice(LETTERS) for _ in range(HALF))
