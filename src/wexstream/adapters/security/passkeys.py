"""Passkeys checked by Yubico's ``fido2``, and tickets of what was asked of them."""

import struct
from collections.abc import Mapping, Sequence
from secrets import token_bytes
from typing import Any, Final, cast
from urllib.parse import urlsplit

from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
)

from wexstream.adapters.security.jwts import JwtTickets
from wexstream.domain.model.errors import PasskeyRefused
from wexstream.domain.model.passkey import CHALLENGE_BYTES, Challenge, Made, Signed
from wexstream.ports.passkeys import Assertion, Attestation

_ES256, _EDDSA, _RS256 = -7, -8, -257
# What is no such thing fails in many ways, deep in the library.
_NOTHING_OF_THE_KIND: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    struct.error,
    TypeError,
    ValueError,
)


class FidoAuthenticators:
    """Checks what devices make and sign for the host, and from the pages, of one public address."""

    def __init__(self, public_url: str) -> None:
        """Check for the address at which people reach the page."""
        parts = urlsplit(public_url)
        self._origin = f"{parts.scheme}://{parts.netloc}"
        self._place = parts.hostname or ""
        entity = PublicKeyCredentialRpEntity(name="Wexstream", id=self._place)
        self._server: Any = Fido2Server(entity, verify_origin=self._is_ours)  # its methods are half typed

    @property
    def place(self) -> str:
        """The host's name, without a port."""
        return self._place

    @property
    def algorithms(self) -> Sequence[int]:
        """ES256, EdDSA and RS256, which every device has one of."""
        return (_ES256, _EDDSA, _RS256)

    def challenge(self) -> bytes:
        """Make 32 random bytes."""
        return token_bytes(CHALLENGE_BYTES)

    def made(self, attestation: Attestation, challenge: bytes) -> Made:
        """Check what is said to be a new passkey. Raises PasskeyRefused."""
        try:
            answer = _registration(attestation)
            found: AuthenticatorData = self._server.register_complete(_state(challenge), answer)
            known = found.credential_data
            if known is None or cast("Mapping[int, object]", known.public_key).get(3) not in self.algorithms:
                raise PasskeyRefused
            return Made(
                credential=known.credential_id,
                public_key=cbor.encode(known.public_key),
                sign_count=found.counter,
                verified=found.is_user_verified(),
            )
        except _NOTHING_OF_THE_KIND as error:
            raise PasskeyRefused from error

    def signed(self, assertion: Assertion, challenge: bytes, *, public_key: bytes) -> Signed:
        """Check what is said to be signed by the passkey of a public key. Raises PasskeyRefused."""
        try:
            key = CoseKey.parse(cast("Any", cbor).decode(public_key))
            known = AttestedCredentialData.create(Aaguid.NONE, assertion.credential, key)
            answer = _authentication(assertion)
            self._server.authenticate_complete(_state(challenge), [known], answer)
            data = answer.response.authenticator_data
            return Signed(
                account=assertion.user_handle, sign_count=data.counter, verified=data.is_user_verified()
            )
        except _NOTHING_OF_THE_KIND as error:
            raise PasskeyRefused from error

    def _is_ours(self, origin: str) -> bool:
        return origin == self._origin


class JwtChallengeTickets(JwtTickets[Challenge]):
    """Makes and verifies tickets of challenges. Browsers that have one may read it."""

    def __init__(self, secret: bytes) -> None:
        """Make and accept tickets that only this secret of the server makes."""
        super().__init__(secret, "passkeys", audience="wexstream-passkey", bears=Challenge)


def _state(challenge: bytes) -> dict[str, str | None]:
    """Say what was asked; whether the device has to know who holds it, the domain decides."""
    return {"challenge": websafe_encode(challenge), "user_verification": None}


def _client_data(sent: bytes) -> CollectedClientData:
    data = CollectedClientData(sent)
    if data.cross_origin:
        raise PasskeyRefused  # another site's page has ours within it
    return data


def _registration(attestation: Attestation) -> RegistrationResponse:
    made = AttestationObject(attestation.attestation_object)
    known = made.auth_data.credential_data
    if known is None:
        raise PasskeyRefused
    response = AuthenticatorAttestationResponse(
        client_data=_client_data(attestation.client_data), attestation_object=made
    )
    return RegistrationResponse(raw_id=known.credential_id, response=response)


def _authentication(assertion: Assertion) -> AuthenticationResponse:
    response = AuthenticatorAssertionResponse(
        client_data=_client_data(assertion.client_data),
        authenticator_data=AuthenticatorData(assertion.authenticator_data),
        signature=assertion.signature,
        user_handle=assertion.user_handle,
    )
    return AuthenticationResponse(raw_id=assertion.credential, response=response)
