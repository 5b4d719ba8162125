"""Tickets of those who were sent to another service to sign in, and the secrets in them."""

from secrets import token_urlsafe

from wexstream.adapters.security.jwts import JwtTickets
from wexstream.domain.model.identity import Attempt


class JwtAttempts(JwtTickets[Attempt]):
    """Makes and verifies tickets of attempts. The browser that has one may read it."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        super().__init__(secret, "attempts", audience="wexstream-attempt", bears=Attempt)

    def secret(self) -> str:
        """Make 32 random bytes, 43 characters of url-safe base 64."""
        return token_urlsafe(32)
