"""A device that makes passkeys and signs by them, as WebAuthn says, or as it should not."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(value: str) -> bytes:
    return urlsafe_b64decode(value + "==")


def _new_key() -> EllipticCurvePrivateKey:
    return generate_private_key(SECP256R1())


def _public(key: EllipticCurvePrivateKey) -> dict[int, Any]:
    """A key as devices say it (COSE, RFC 9053): two coordinates on P-256."""
    numbers = key.public_key().public_numbers()
    return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


@dataclass
class Device:
    """One passkey in a device, and the page that it answers."""

    origin: str = "http://localhost:4003"
    place: str | None = None
    flags: int = PRESENT | VERIFIED
    counts: bool = True
    algorithm: int = -7
    more: dict[str, Any] = field(default_factory=dict)
    credential: bytes = field(default_factory=lambda: token_bytes(32))
    holder: bytes | None = None
    count: int = 0
    key: EllipticCurvePrivateKey = field(default_factory=_new_key)

    def make(self, options: dict[str, Any], *, name: str = "My phone") -> dict[str, Any]:
        """Make the passkey that is asked for."""
        self.holder = decoded(options["user"]["id"])
        public = {**_public(self.key), 3: self.algorithm}
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential + cbor.encode(public)
        data = self._data(options["rp"]["id"], self.flags | ATTESTED) + attested
        made = {"fmt": "none", "attStmt": {}, "authData": data}
        return {
            "name": name,
            "client_data": encoded(self._client_data("webauthn.create", options["challenge"])),
            "attestation_object": encoded(cbor.encode(made)),
        }

    def sign(self, options: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Sign what is asked for."""
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._data(options["rpId"], self.flags)
        signature = self.key.sign(data + sha256(client_data).digest(), ECDSA(SHA256()))
        return {
            "credential": encoded(self.credential),
            "client_data": encoded(client_data),
            "authenticator_data": encoded(data),
            "signature": encoded(signature),
            "user_handle": None if self.holder is None else encoded(self.holder),
            **more,
        }

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps({**said, **self.more}).encode()

    def _data(self, place: str, flags: int) -> bytes:
        self.count += 1 if self.counts else 0
        named = sha256((self.place or place).encode()).digest()
        return named + bytes([flags]) + self.count.to_bytes(4, "big")
