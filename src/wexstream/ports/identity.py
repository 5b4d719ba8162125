"""Identity: other services that say who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from wexstream.domain.model.identity import Attempt, Provider, Vouched
from wexstream.ports.security import Tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a browser brings back from a provider: a code, or an error; who answers, if that is said."""

    state: str | None = None
    code: str | None = None
    error: str | None = None
    issuer: str | None = None


class IdentityProvider(Protocol):
    """A service that says who somebody is, by an authorization code (RFC 6749, 4.1) with PKCE (RFC 7636)."""

    @property
    def issuer(self) -> str:
        """Whose subjects they are: with a subject, it names somebody for good."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    async def address(self, attempt: Attempt, *, callback: str) -> str:
        """Tell where to send the browser, to come back to ``callback``. Raises ProviderUnavailable."""
        ...

    async def redeem(self, answer: Answer, attempt: Attempt, *, callback: str) -> Vouched:
        """Redeem the code that came back, and check everything that shows who it is.

        That ``answer`` belongs to ``attempt`` was checked before. Raises ProviderUnavailable when it cannot
        be reached or does not answer as it should, SignInFailed when what it answers does not hold.
        """
        ...


IdentityProviders: TypeAlias = Mapping[Provider, IdentityProvider]
"""Those that people may sign in by, in the order in which they are offered."""


class Attempts(Tickets[Attempt], Protocol):
    """Makes the secrets of attempts, and the tickets by which the browser that was sent is known again."""

    def secret(self) -> str:
        """Make what nobody can guess: at least 256 bits, of the characters of RFC 7636, 4.1."""
        ...


class ProviderUnavailable(Exception):
    """A provider cannot be reached, or does not answer as it should, at present."""
