"""Servers of Jitsi as we know them, and as they are: with a shared secret, with a key server, and JaaS."""

import base64
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from hashlib import sha256
from typing import cast
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.support.prosody_verifier import Json, Prosody
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.adapters.jitsi.server import JitsiServer
from wexstream.domain.model.ids import AccountId
from wexstream.ports.meetings import Seat

HOST, APP_ID, SECRET = "jitsi.example.org", "wexstream", "a secret that Jitsi and these tests share"
TENANT = "vpaas-magic-cookie-1fc542a3e4414a44b2611668195e2bfe"
NOW = datetime(2026, 3, 1, 12, 0, 0, 500_000, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
ABSENT = object()
NAMES = ("own", "keys", "jaas")

SPEAKER = Seat(
    room="7q2fkzj5x3hwm4n6tbd2vaycpe",
    account=AccountId(UUID(int=2)),
    full_name="Zoë Ångström",
    picture="https://meet.example.org/api/users/2/avatar?signature=s",
    speaker=True,
)
GUEST = replace(SPEAKER, account=AccountId(UUID(int=3)), full_name="عائشة", picture=None, speaker=False)


@dataclass(frozen=True, kw_only=True)
class Jitsi:
    """A server as we know it, and as it is."""

    server: JitsiServer
    prosody: Prosody

    @cached_property
    def meetings(self) -> JitsiMeetings:
        return JitsiMeetings(self.server)

    @cached_property
    def key(self) -> RSAPrivateKey | str:
        return self.server.signing_key()

    def signed(self, header: Json, claims: Json) -> str:
        """Sign what our own code would not, by the right key."""
        text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
        algorithm = jwt.get_algorithm_by_name(self.prosody.algorithm)
        key = algorithm.prepare_key(self.key)
        return f"{text}.{encoded(algorithm.sign(text.encode(), key))}"


@cache
def key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65_537, key_size=2_048)


@cache
def jitsi(name: str) -> Jitsi:
    if name == "own":
        server = JitsiServer(host=HOST, app_id=APP_ID, secret=SECRET)
        prosody = Prosody(algorithm="HS256", issuer=APP_ID, subject=HOST, secret=SECRET)
        return Jitsi(server=server, prosody=prosody)
    tenant = name == "jaas"
    server = JitsiServer(
        host="8x8.vc" if tenant else HOST,
        app_id=TENANT if tenant else APP_ID,
        private_key=key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        key_id=f"{TENANT}/4f4910" if tenant else "wexstream-2026",
    )
    public = key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    prosody = Prosody(
        algorithm="RS256",
        issuer="chat" if tenant else APP_ID,
        subject=TENANT if tenant else HOST,
        keys={f"{sha256((server.key_id or '').encode()).hexdigest()}.pem": public},
        jaas=tenant,
    )
    return Jitsi(server=server, prosody=prosody)


def said(token: str, path: str) -> object:
    header, claims = parts(token)
    found: object = {"header": header, **claims}
    for step in path.split("."):
        if not isinstance(found, dict) or step not in found:
            return ABSENT
        found = cast("Json", found)[step]
    return found


def parts(token: str) -> tuple[Json, Json]:
    header, claims = (json.loads(bytes_of(part)) for part in token.split(".")[:2])
    return header, claims


def bytes_of(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
