"""OpenID providers (OpenID Connect Core 1.0, Discovery 1.0), by the authorization code flow with PKCE."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode, urlsplit, urlunsplit

import jwt
import msgspec

from wexstream.adapters.identity.client import Client, Refused, basic, is_subject, require_safe
from wexstream.adapters.identity.documents import Document
from wexstream.domain.model.errors import SignInFailed
from wexstream.domain.model.identity import Attempt, Provider, Vouched
from wexstream.ports.clock import Clock
from wexstream.ports.identity import Answer, ProviderUnavailable

SCOPE: Final = "openid email profile"
LEEWAY: Final = 60
"""Seconds by which clocks may differ."""
ALGORITHMS: Final = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
"""Those by which a public key verifies: neither none, nor what a shared secret makes."""
_REQUIRED: Final = ["iss", "sub", "aud", "exp", "iat", "nonce"]


class _Configuration(msgspec.Struct):
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    token_endpoint_auth_methods_supported: list[str] = msgspec.field(
        default_factory=lambda: ["client_secret_basic"]
    )
    authorization_response_iss_parameter_supported: bool = False


class _Keys(msgspec.Struct):
    keys: list[dict[str, Any]]


class _Tokens(msgspec.Struct):
    id_token: str
    access_token: str | None = None


class _Claims(msgspec.Struct):
    sub: str
    nonce: str | None = None
    aud: str | list[str] = ""
    azp: str | None = None
    email: str | None = None
    email_verified: bool | str = False
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdRegistration:
    """As what an OpenID provider knows us; ``other_issuers`` are further names that its tokens bear."""

    provider: Provider
    name: str
    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    other_issuers: tuple[str, ...] = ()


def google(client_id: str, client_secret: str) -> OpenIdRegistration:
    """Make what is known of Google, whose tokens may name it without a scheme."""
    return OpenIdRegistration(
        provider=Provider.GOOGLE,
        name="Google",
        issuer="https://accounts.google.com",
        client_id=client_id,
        client_secret=client_secret,
        other_issuers=("accounts.google.com",),
    )


class OpenIdProvider:
    """An OpenID provider; what it says of itself, and its keys, are had once an hour, or as they are new."""

    def __init__(self, registration: OpenIdRegistration, client: Client, clock: Clock) -> None:
        """Ask by ``client``."""
        self._known = registration
        self._client = client
        self._configuration = Document(self._configure, clock)
        self._keys = Document(self._fetch_keys, clock)

    @property
    def issuer(self) -> str:
        """Whose subjects they are."""
        return self._known.issuer

    @property
    def name(self) -> str:
        """What people call it."""
        return self._known.name

    async def address(self, attempt: Attempt, *, callback: str) -> str:
        """Tell where to send the browser."""
        configuration = await self._configuration.get()
        query = {
            "response_type": "code",
            "client_id": self._known.client_id,
            "redirect_uri": callback,
            "scope": SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return with_query(configuration.authorization_endpoint, query)

    async def redeem(self, answer: Answer, attempt: Attempt, *, callback: str) -> Vouched:
        """Redeem the code, and check the ID token (OpenID Connect Core 1.0, 3.1.3.7)."""
        configuration = await self._configuration.get()
        named = answer.issuer is not None or configuration.authorization_response_iss_parameter_supported
        if answer.code is None or (named and answer.issuer != self._known.issuer):  # RFC 9207
            raise SignInFailed
        tokens = await self._exchange(configuration, answer.code, attempt, callback)
        claims = await self._verify(tokens.id_token, attempt)
        if claims.email is None:
            claims = await self._complete(configuration, tokens, claims)
        return Vouched(
            provider=self._known.provider,
            issuer=self._known.issuer,
            subject=claims.sub,
            email=claims.email,
            email_verified=claims.email_verified in {True, "true"},
            full_name=claims.name,
        )

    async def _exchange(
        self, configuration: _Configuration, code: str, attempt: Attempt, callback: str
    ) -> _Tokens:
        known, authorised = self._known, None
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback,
            "code_verifier": attempt.verifier,
        }
        if known.client_secret is None:
            form["client_id"] = known.client_id
        elif "client_secret_basic" in configuration.token_endpoint_auth_methods_supported:
            authorised = basic(known.client_id, known.client_secret)
        else:
            form |= {"client_id": known.client_id, "client_secret": known.client_secret}
        try:
            return await self._client.post(configuration.token_endpoint, _Tokens, form, basic=authorised)
        except Refused as error:
            raise SignInFailed from error

    async def _verify(self, token: str, attempt: Attempt) -> _Claims:
        try:
            key, algorithm = await self._key(token)
            payload = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._known.client_id,
                issuer=[self._known.issuer, *self._known.other_issuers],
                leeway=LEEWAY,
                options={"require": _REQUIRED},
            )
            claims = msgspec.convert(payload, _Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, UnicodeEncodeError) as error:
            raise SignInFailed from error
        same = hmac.compare_digest((claims.nonce or "").encode(errors="replace"), attempt.nonce.encode())
        if not same or not is_subject(claims.sub):
            raise SignInFailed
        several = isinstance(claims.aud, list) and len(claims.aud) > 1
        if (several or claims.azp is not None) and claims.azp != self._known.client_id:
            raise SignInFailed
        return claims

    async def _key(self, token: str) -> tuple[jwt.PyJWK, str]:
        """Find the key that a token names, and the algorithm; keys that are new to us are fetched."""
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if not isinstance(algorithm, str) or algorithm not in ALGORITHMS:
            raise SignInFailed
        for keys in (await self._keys.get(), await self._keys.renew()):
            found = _fitting(keys, header.get("kid"), algorithm)
            if found is not None:
                return found, algorithm
        raise SignInFailed

    async def _complete(self, configuration: _Configuration, tokens: _Tokens, claims: _Claims) -> _Claims:
        """Ask for what is not in the ID token (OpenID Connect Core 1.0, 5.3), of the same subject alone."""
        if configuration.userinfo_endpoint is None or tokens.access_token is None:
            return claims
        try:
            told = await self._client.get(configuration.userinfo_endpoint, _Claims, token=tokens.access_token)
        except Refused as error:
            raise SignInFailed from error
        if told.sub != claims.sub:
            raise SignInFailed
        return told

    async def _configure(self) -> _Configuration:
        issuer = self._known.issuer
        url = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        try:
            found = await self._client.get(require_safe(url, issuer), _Configuration)
        except Refused as error:
            raise ProviderUnavailable(f"{issuer} is no OpenID provider") from error
        if found.issuer != issuer:  # Discovery 1.0, 4.3
            raise ProviderUnavailable(f"{issuer} calls itself {found.issuer}")
        named = (found.authorization_endpoint, found.token_endpoint, found.jwks_uri, found.userinfo_endpoint)
        for address in named:
            if address is not None:
                require_safe(address, issuer)
        return found

    async def _fetch_keys(self) -> _Keys:
        configuration = await self._configuration.get()
        try:
            return await self._client.get(configuration.jwks_uri, _Keys)
        except Refused as error:
            raise ProviderUnavailable(f"{self._known.issuer} does not show its keys") from error


def challenge(verifier: str) -> str:
    """Compute the challenge of a verifier (RFC 7636, 4.2: S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def with_query(address: str, query: dict[str, str]) -> str:
    """Add to the query of an address, which may have one already."""
    parts = urlsplit(address)
    whole = "&".join(part for part in (parts.query, urlencode(query)) if part)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, whole, ""))


def _fitting(keys: _Keys, name: object, algorithm: str) -> jwt.PyJWK | None:
    """Find the key of a name that verifies by an algorithm; without a name, the only one."""
    fitting: list[jwt.PyJWK] = []
    for found in keys.keys:
        if found.get("use", "sig") != "sig" or (name is not None and found.get("kid") != name):
            continue
        if found.get("alg", algorithm) != algorithm:
            continue
        try:
            fitting.append(jwt.PyJWK(found, algorithm))
        except (jwt.PyJWTError, ValueError):  # malformed, or of no kind for this
            continue
    return fitting[0] if len(fitting) == 1 else None
