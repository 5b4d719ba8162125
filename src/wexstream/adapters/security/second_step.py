"""Codes of apps, codes that are kept, and tickets between the steps of signing in."""

import hmac
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime
from secrets import choice, token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from wexstream.adapters.security.jwts import JwtTickets
from wexstream.adapters.security.keys import derive
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.second_step import CODE_LENGTH, RECOVERY_CODES, Halfway
from wexstream.ports.second_step import Setup

STEP = 30  # seconds
DRIFT = 1  # steps
SECRET_BYTES = 20
NONCE_BYTES = 12
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that are taken for others
HALF = 5


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


class JwtHalfwayTickets(JwtTickets[Halfway]):
    """Makes and verifies tickets between the steps."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        super().__init__(secret, "halfway", audience="wexstream-halfway", bears=Halfway)


def _totp(secret: bytes) -> TOTP:
    return TOTP(secret, CODE_LENGTH, SHA1(), STEP)  # noqa: S303 - the apps' own; HMAC does not need more


def _letters() -> str:
    return "".join(choice(LETTERS) for _ in range(HALF))
