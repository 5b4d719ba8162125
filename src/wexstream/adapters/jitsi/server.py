"""The Jitsi server whose rooms carry the media, and by which key we open them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

JAAS_HOST = "8x8.vc"
RSA_BITS_LEAST = 2_048

_HOST = re.compile(r"[^\s/?#@]+")


class JitsiMisconfigured(ValueError):
    """What is known of the server does not do; the sentences name the settings to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JitsiServer:
    """A server of one's own that shares a secret with us or fetches our public key by its id, or 8x8's JaaS.

    ``host`` may bear a port; ``8x8.vc`` is JaaS. There is either ``secret`` (HS256), or ``private_key``, an
    RSA key in PEM, with ``key_id`` (RS256); JaaS wants the key. ``subject`` is the domain or tenant that the
    server expects, by default its host; JaaS expects the AppID, whatever is said here. ``script`` is the
    address of ``external_api.js``, by default on the host.

    Raises JitsiMisconfigured.
    """

    host: str
    app_id: str
    secret: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)
    key_id: str | None = None
    subject: str | None = None
    script: str | None = None

    def __post_init__(self) -> None:
        """Look at all of it, and name all that is wrong at once."""
        faults = [*self._faults_of_place(), *self._faults_of_key()]
        if faults:
            raise JitsiMisconfigured("\n".join(faults))

    @property
    def jaas(self) -> bool:
        """Whether this is 8x8's service, which has rules of its own."""
        return self.host == JAAS_HOST

    @property
    def script_address(self) -> str:
        """Where the page finds ``external_api.js``."""
        tenant = f"/{self.app_id}" if self.jaas else ""
        return self.script or f"https://{self.host}{tenant}/external_api.js"

    @property
    def subject_claim(self) -> str:
        """What tokens name as their subject."""
        return self.app_id if self.jaas else self.subject or self.host.partition(":")[0]

    def signing_key(self) -> RSAPrivateKey | str:
        """Give that by which tokens are signed: the private key, or else the secret."""
        return self.secret or "" if self.private_key is None else _rsa_key(self.private_key)

    def _faults_of_place(self) -> Iterator[str]:
        if not _HOST.fullmatch(self.host):
            yield "WS_JITSI_HOST has to be a host without scheme and path, such as jitsi.example.org."
        if not self.app_id:
            yield "WS_JITSI_APP_ID is missing: set what the server calls JWT_APP_ID, or the AppID at JaaS."
        if self.script is not None and not self.script.startswith("https://"):
            yield "WS_JITSI_API has to begin with https://, as a page that came over TLS loads nothing else."

    def _faults_of_key(self) -> Iterator[str]:
        if self.jaas and self.secret is not None:
            yield "WS_JITSI_SECRET opens nothing at JaaS: set WS_JITSI_PRIVATE_KEY and WS_JITSI_KEY_ID."
        elif bool(self.secret) == bool(self.private_key):
            yield "Set either WS_JITSI_SECRET, or WS_JITSI_PRIVATE_KEY with WS_JITSI_KEY_ID."
        if self.private_key:
            yield from self._faults_of_private_key(self.private_key)

    def _faults_of_private_key(self, pem: str) -> Iterator[str]:
        if not self.key_id:
            yield "WS_JITSI_KEY_ID is missing: set the id by which the server finds the public key."
        elif self.jaas and not self.key_id.startswith(f"{self.app_id}/"):
            yield f"WS_JITSI_KEY_ID at JaaS is the AppID, a slash, and the key: {self.app_id}/a1b2c3, say."
        try:
            _rsa_key(pem)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            yield (
                f"WS_JITSI_PRIVATE_KEY has to be an RSA key of {RSA_BITS_LEAST} bits or more, in PEM and "
                "without a password. Make one with: openssl genrsa -out jitsi.key 2048"
            )


def _rsa_key(pem: str) -> RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, RSAPrivateKey) or key.key_size < RSA_BITS_LEAST:
        raise TypeError
    return key
