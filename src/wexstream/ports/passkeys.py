"""What passkeys need: checks of what devices make and sign, and tickets of what was asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from wexstream.domain.model.passkey import Challenge, Made, Signed
from wexstream.ports.security import Tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """What a browser answers when a passkey was made (WebAuthn, 5.2.1), as it is."""

    client_data: bytes
    attestation_object: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a browser answers when a passkey has signed (WebAuthn, 5.2.2), as it is."""

    credential: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes | None


class Authenticators(Protocol):
    """Checks what devices make and sign for this place (WebAuthn, 7.1 and 7.2); nothing else is believed."""

    @property
    def place(self) -> str:
        """For which host's passkeys they are asked (its id as a relying party)."""
        ...

    @property
    def algorithms(self) -> Sequence[int]:
        """By which algorithms they may sign (COSE), the most wanted first."""
        ...

    def challenge(self) -> bytes:
        """Make what nobody can guess, of ``passkey.CHALLENGE_BYTES``."""
        ...

    def made(self, attestation: Attestation, challenge: bytes) -> Made:
        """Check what is said to be a new passkey.

        Raises PasskeyRefused where it answers another challenge, is for another place or from another page,
        nobody was present, or is nothing of the kind. Who made the device is not asked.
        """
        ...

    def signed(self, assertion: Assertion, challenge: bytes, *, public_key: bytes) -> Signed:
        """Check what is said to be signed by the passkey of a public key. Raises PasskeyRefused likewise."""
        ...


ChallengeTickets: TypeAlias = Tickets[Challenge]
"""Those by which a browser that was asked is known again."""
