"""Signed tokens (JWT, RFC 7519; HS256): each kind under a key of its own, and for an audience of its own."""

from typing import Final, Generic, TypeVar

import jwt
import msgspec

from wexstream.adapters.security.keys import derive

T = TypeVar("T")

ALGORITHM: Final = "HS256"
ISSUER: Final = "wexstream"


class Forged(Exception):
    """A token is not ours, malformed, or of another kind."""


class Jwts(Generic[T]):
    """Signs what tokens of a kind bear, and verifies it; whoever has one may read it."""

    def __init__(self, secret: bytes, purpose: str, *, audience: str, bears: type[T]) -> None:
        """Make and accept tokens that only this secret of the server makes; their claims are the fields."""
        self._key = derive(secret, purpose)
        self._audience = audience
        self._bears = bears

    def sign(self, borne: T) -> str:
        """Make a token."""
        payload = {"iss": ISSUER, "aud": self._audience, **msgspec.to_builtins(borne)}
        return jwt.encode(payload, self._key, algorithm=ALGORITHM)

    def verify(self, token: str) -> T:
        """Read what a token bears; whether its time is over is not looked at. Raises Forged."""
        try:
            payload = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=ISSUER,
                options={"strict_aud": True, "verify_exp": False},
            )
            return msgspec.convert(payload, self._bears)
        except (jwt.PyJWTError, msgspec.ValidationError, UnicodeEncodeError) as error:
            raise Forged from error


class JwtTickets(Generic[T]):
    """Makes and verifies tickets, which bear a value of the domain's; whether its time is over, that says."""

    def __init__(self, secret: bytes, purpose: str, *, audience: str, bears: type[T]) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        self._jwts = Jwts(secret, purpose, audience=audience, bears=bears)

    def seal(self, value: T, /) -> str:
        """Make a ticket."""
        return self._jwts.sign(value)

    def open(self, ticket: str) -> T | None:
        """Read a ticket: None when it is forged or malformed."""
        try:
            return self._jwts.verify(ticket)
        except Forged:
            return None
