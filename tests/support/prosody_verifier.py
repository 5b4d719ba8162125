"""Jitsi's side: what Prosody with the token plugins, or JaaS, makes of the token of who joins with it."""

import base64
import hmac
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import cast
from urllib.parse import quote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

Json = dict[str, object]


class Refused(Exception):
    """The server lets nobody in with this token."""


class NotAllowed(Refused):
    """The token is good, and for elsewhere: this is known only at the door of the room."""


class NeverAnswered(Refused):
    """The server throws, so that the page waits for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Somebody is in the room: as its owner or not, seen as the token says, with these features."""

    owner: bool
    user: Json
    features: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """A server that takes one algorithm, issuer and subject; ``keys`` are the files of its key server."""

    algorithm: str
    issuer: str
    subject: str
    secret: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    jaas: bool = False

    def join(self, token: str, *, room: str, at: datetime) -> Admitted:
        """Let the bearer of a token into a room, named as the page names it. Raises Refused."""
        header, claims = self._verified(token)
        self._hold_to_time(claims, int(at.timestamp()))
        for name, expected in (("iss", self.issuer), ("aud", "jitsi")):
            if claims.get(name) != expected:
                raise Refused(f"{name} is {claims.get(name)!r}")
        self._hold_to_room(claims, room)
        if self.jaas and not str(header["kid"]).startswith(f"{self.subject}/"):
            raise Refused("the key is another tenant's")
        context = _object(claims, "context")
        return self._admitted(_object(context, "user"), context.get("features"))

    def _verified(self, token: str) -> tuple[Json, Json]:
        segments = token.split(".")
        if len(segments) != 3 or not all(re.fullmatch(r"[A-Za-z0-9_-]+", segment) for segment in segments):
            raise Refused("not three segments of base 64 without padding")
        header, claims = (_json(segment) for segment in segments[:2])
        if header.get("typ") != "JWT":
            raise Refused(f"typ is {header.get('typ')!r}")
        if header.get("alg") != self.algorithm:
            raise Refused(f"alg is {header.get('alg')!r}")
        self._hold_to_signature(header, ".".join(segments[:2]).encode(), _decoded(segments[2]))
        return header, claims

    def _hold_to_signature(self, header: Json, signed: bytes, signature: bytes) -> None:
        if self.secret is not None:
            if not hmac.compare_digest(signature, hmac.digest(self.secret.encode(), signed, "sha256")):
                raise Refused("signed by another secret")
            return
        kid = header.get("kid")
        if not isinstance(kid, str):
            raise Refused("no kid")
        pem = self.keys.get(f"{sha256(kid.encode()).hexdigest()}.pem")
        if pem is None:
            raise Refused("the key server does not know this kid")
        key = load_pem_public_key(pem.encode())
        assert isinstance(key, RSAPublicKey)
        try:
            key.verify(signature, signed, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Refused("signed by another key") from None

    def _hold_to_time(self, claims: Json, now: int) -> None:
        if "exp" not in claims:
            raise Refused("the page takes a token without exp for an error")
        ends, begins = _number(claims, "exp"), _number(claims, "nbf") if "nbf" in claims else 0
        if now >= ends:
            raise Refused("exp is over")
        if now < begins:
            raise Refused("nbf is to come, and there is no leeway")

    def _hold_to_room(self, claims: Json, joined: str) -> None:
        if self.jaas:
            tenant, _, joined = joined.partition("/")
            if tenant != self.subject:
                raise NotAllowed("a room of another tenant")
        for name in ("room", "sub"):
            if name not in claims:
                raise NeverAnswered(f"without {name} the server throws and the page waits for ever")
        room, subject = claims["room"], claims["sub"]
        if not isinstance(room, str) or not isinstance(subject, str):
            raise Refused("room and sub are strings")
        if room != "*" and room.lower() != _safe(joined):
            raise NotAllowed("for another room")
        if subject != "*" and subject.lower() != self.subject.lower():
            raise NotAllowed("for another domain")

    def _admitted(self, user: Json, features: object) -> Admitted:
        flags = ("true", "false") if self.jaas else (True, False)
        for name, value in user.items():
            if name == "moderator":
                if value not in flags or isinstance(value, bool) is self.jaas:
                    raise Refused(f"moderator is {value!r}")
            elif not isinstance(value, str):
                raise Refused(f"{name} is no string")
        if not isinstance(features, dict):
            raise Refused("no features")
        named = cast("Json", features)
        if any(value not in flags or isinstance(value, bool) is self.jaas for value in named.values()):
            raise Refused("features are flags")
        on = flags[0]
        owner = user.get("moderator") == on or (not self.jaas and user.get("affiliation") == "owner")
        return Admitted(
            owner=owner, user=user, features=frozenset(name for name, value in named.items() if value == on)
        )


def _safe(room: str) -> str:
    """The form in which Jitsi compares names of rooms."""
    return quote(unicodedata.normalize("NFKC", room).lower(), safe="").lower()


def _decoded(segment: str) -> bytes:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))


def _json(segment: str) -> Json:
    try:
        value = json.loads(_decoded(segment))
    except ValueError as error:
        raise Refused("no JSON") from error
    if not isinstance(value, dict):
        raise Refused("no object")
    return cast("Json", value)


def _object(claims: Json, name: str) -> Json:
    value = claims.get(name)
    if not isinstance(value, dict):
        raise Refused(f"{name} is no object")
    return cast("Json", value)


def _number(claims: Json, name: str) -> float:
    value = claims[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Refused(f"{name} is no number")
    return value
