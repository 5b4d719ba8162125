"""Tickets of those who were sent to another service to sign in."""

from datetime import UTC, datetime
from secrets import token_urlsafe
from uuid import UUID

import jwt
import msgspec

from wexstream.adapters.security.keys import derive
from wexstream.domain.model.account import Language
from wexstream.domain.model.identity import Attempt, Provider
from wexstream.domain.model.ids import AccountId

ALGORITHM = "HS256"
ISSUER = "wexstream"
AUDIENCE = "wexstream-attempt"


class _Claims(msgspec.Struct):
    provider: Provider
    state: str
    nonce: str
    verifier: str
    exp: int
    target: str
    links: UUID | None
    stay: bool
    terms_version: str | None
    language: Language | None
    time_zone: str


class JwtAttempts:
    """Makes and verifies tickets (JWT, RFC 7519; HS256). The browser that has one may read it."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        self._key = derive(secret, "attempts")

    def secret(self) -> str:
        """Make 32 random bytes, 43 characters of url-safe base 64."""
        return token_urlsafe(32)

    def seal(self, attempt: Attempt) -> str:
        """Make a ticket of an attempt, whose time ends at a whole second."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "provider": attempt.provider,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "verifier": attempt.verifier,
            "exp": int(attempt.expires_at.timestamp()),
            "target": attempt.target,
            "links": str(attempt.links) if attempt.links else None,
            "stay": attempt.stay,
            "terms_version": attempt.terms_version,
            "language": attempt.language,
            "time_zone": attempt.time_zone,
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def open(self, ticket: str) -> Attempt | None:
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
        return Attempt(
            provider=claims.provider,
            state=claims.state,
            nonce=claims.nonce,
            verifier=claims.verifier,
            expires_at=datetime.fromtimestamp(claims.exp, UTC),
            target=claims.target,
            links=AccountId(claims.links) if claims.links else None,
            stay=claims.stay,
            terms_version=claims.terms_version,
            language=claims.language,
            time_zone=claims.time_zone,
        )
