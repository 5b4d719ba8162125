"""An OpenID provider that is not as it should be: what is believed of it, and what not."""

import asyncio
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from tests.support.clock import NOW, ManualClock
from wexstream.adapters.identity.client import BYTES_MOST, Client
from wexstream.adapters.identity.documents import AWAY_FOR
from wexstream.adapters.identity.openid import OpenIdProvider, OpenIdRegistration
from wexstream.domain.model.errors import SignInFailed
from wexstream.domain.model.identity import Attempt, Provider, Vouched
from wexstream.ports.identity import Answer, ProviderUnavailable

ISSUER, CALLBACK = "https://id.example.org", "https://meet.example.org/api/auth/oidc/callback"
KNOWN = OpenIdRegistration(
    provider=Provider.OIDC, name="ID", issuer=ISSUER, client_id="we: us", client_secret="a/b c"
)
ATTEMPT = Attempt(
    provider=Provider.OIDC,
    state="state",
    nonce="nonce",
    verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
    expires_at=NOW,
    target="/",
)
ANSWER = Answer(state="state", code="code")


@cache
def key(name: str) -> RSAPrivateKey:
    assert name
    return generate_private_key(public_exponent=65_537, key_size=2_048)


@dataclass
class Server(httpx.AsyncBaseTransport):
    """A provider whose every answer a test may change; ``asked`` are the paths and forms that came."""

    configuration: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "one"})
    keys: list[str] = field(default_factory=lambda: ["one"])
    signed_by: str = "one"
    userinfo: dict[str, Any] | None = None
    instead: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
    asked: list[tuple[str, dict[str, list[str]], str]] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        form = parse_qs(request.content.decode())
        self.asked.append((request.url.path, form, request.headers.get("authorization", "")))
        if (other := self.instead(request)) is not None:
            return other
        match request.url.path:
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self._configured())
            case "/jwks":
                return httpx.Response(200, json={"keys": [_public(name) for name in self.keys]})
            case "/token":
                return httpx.Response(200, json={"id_token": self._token(), "access_token": "access"})
            case "/me" if self.userinfo is not None:
                return httpx.Response(200, json=self.userinfo)
            case _:
                return httpx.Response(404)

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def _configured(self) -> dict[str, Any]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize?tenant=1",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "userinfo_endpoint": f"{ISSUER}/me",
        } | self.configuration

    def _token(self) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "sub": "ada",
            "aud": KNOWN.client_id,
            "exp": now + 300,
            "iat": now,
            "nonce": "nonce",
            "email": "ada@example.org",
            "email_verified": True,
        } | self.claims
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, key(self.signed_by), algorithm="RS256", headers=self.header)


def _public(name: str) -> dict[str, Any]:
    public: dict[str, Any] = RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True)
    return public | {"kid": name, "use": "sig", "alg": "RS256"}


def at(path: str, answer: httpx.Response) -> Callable[[httpx.Request], httpx.Response | None]:
    return lambda request: answer if request.url.path == path else None


async def redeem(server: Server, known: OpenIdRegistration = KNOWN, answer: Answer = ANSWER) -> Vouched:
    provider = OpenIdProvider(known, Client(server), ManualClock())
    return await provider.redeem(answer, ATTEMPT, callback=CALLBACK)


async def test_what_holds_is_believed() -> None:
    assert await redeem(Server()) == Vouched(
        provider=Provider.OIDC, issuer=ISSUER, subject="ada", email="ada@example.org", email_verified=True
    )


async def test_the_browser_is_sent_with_a_challenge_and_what_the_address_had_already() -> None:
    provider = OpenIdProvider(KNOWN, Client(Server()), ManualClock())
    sent = httpx.URL(await provider.address(ATTEMPT, callback=CALLBACK))
    assert sent.params["tenant"] == "1"
    assert sent.params["code_challenge"] == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, B
    assert sent.params["nonce"] == "nonce"
    assert sent.params["redirect_uri"] == CALLBACK


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://elsewhere.example.org"},
        {"aud": "another"},
        {"aud": ["we: us", "another"]},
        {"aud": ["we: us", "another"], "azp": "another"},
        {"azp": "another"},
        {"exp": 1},
        {"iat": 2**40},
        {"nonce": "another"},
        *({name: None} for name in ("iss", "sub", "aud", "exp", "iat", "nonce")),
        {"sub": "x" * 256},
        {"sub": "é"},
        {"sub": "a\0"},
        {"email_verified": 7},
        {"azp": ["we: us"]},
    ],
    ids=str,
)
async def test_a_token_that_says_something_else_is_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(SignInFailed):
        await redeem(Server(claims=claims))


@pytest.mark.parametrize("claims", [{"aud": ["we: us"]}, {"aud": ["we: us", "b"], "azp": "we: us"}])
async def test_several_audiences_take_who_it_was_made_for(claims: dict[str, Any]) -> None:
    assert (await redeem(Server(claims=claims))).subject == "ada"


async def test_a_key_that_is_not_the_providers_signs_nothing() -> None:
    with pytest.raises(SignInFailed):
        await redeem(Server(signed_by="another"))


@pytest.mark.parametrize("algorithm", ["HS256", "none"])
async def test_what_no_public_key_verifies_is_refused(algorithm: str) -> None:
    server = Server()
    claims = jwt.decode(server._token(), options={"verify_signature": False})  # noqa: SLF001 (the test's own)
    forged = jwt.encode(claims, "" if algorithm == "none" else "k" * 32, algorithm=algorithm)
    server.instead = lambda request: (
        httpx.Response(200, json={"id_token": forged}) if request.url.path == "/token" else None
    )
    with pytest.raises(SignInFailed):
        await redeem(server)


@pytest.mark.parametrize("header", [{"alg": []}, {}, [], "é"])
async def test_what_is_no_token_is_refused(header: object) -> None:
    token = f"{urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip('=')}.e30."
    with pytest.raises(SignInFailed):
        await redeem(Server(instead=at("/token", httpx.Response(200, json={"id_token": token}))))


async def test_a_token_without_the_name_of_its_key_is_of_the_only_one() -> None:
    assert (await redeem(Server(header={}))).subject == "ada"
    with pytest.raises(SignInFailed):
        await redeem(Server(header={}, keys=["one", "another"]))


async def test_keys_for_something_else_are_left_out() -> None:
    def mixed(request: httpx.Request) -> httpx.Response | None:
        if request.url.path != "/jwks":
            return None
        own = _public("one")
        odd = [own | {"use": "enc"}, own | {"alg": "ES256"}, own | {"kty": "EC"}, {"kty": "oct"}]
        odd += [own | {"n": 7}, own | {"n": "?"}, own | {"kty": []}, {}]
        return httpx.Response(200, json={"keys": [*odd, own]})

    assert (await redeem(Server(instead=mixed, header={}))).subject == "ada"


async def test_configuration_and_keys_are_fetched_once_an_hour() -> None:
    server, clock = Server(), ManualClock()
    provider = OpenIdProvider(KNOWN, Client(server), clock)
    for _ in range(3):
        await provider.redeem(ANSWER, ATTEMPT, callback=CALLBACK)
    assert server.paths.count("/jwks") == 1
    assert server.paths.count("/.well-known/openid-configuration") == 1
    clock.advance(timedelta(hours=1))
    await provider.redeem(ANSWER, ATTEMPT, callback=CALLBACK)
    assert server.paths.count("/jwks") == 2
    assert server.paths.count("/.well-known/openid-configuration") == 2


async def test_while_a_provider_is_away_nobody_waits_for_it_in_turn() -> None:
    server, clock = Server(instead=lambda _: httpx.Response(503)), ManualClock()
    provider = OpenIdProvider(KNOWN, Client(server), clock)
    calls = (provider.address(ATTEMPT, callback=CALLBACK) for _ in range(10))
    told = await asyncio.gather(*calls, return_exceptions=True)
    assert {str(one) for one in told} == {"id.example.org: 503"}
    assert len(server.asked) == 1
    server.instead = lambda _: None
    clock.advance(AWAY_FOR)
    assert await provider.address(ATTEMPT, callback=CALLBACK)


async def test_a_new_key_is_fetched_and_an_unknown_one_only_once_a_minute() -> None:
    server, clock = Server(), ManualClock()
    provider = OpenIdProvider(KNOWN, Client(server), clock)
    await provider.redeem(ANSWER, ATTEMPT, callback=CALLBACK)
    server.header, server.signed_by, server.keys = {"kid": "two"}, "two", ["two"]
    with pytest.raises(SignInFailed):
        await provider.redeem(ANSWER, ATTEMPT, callback=CALLBACK)
    assert server.paths.count("/jwks") == 1
    clock.advance(timedelta(minutes=1))
    await provider.redeem(ANSWER, ATTEMPT, callback=CALLBACK)
    assert server.paths.count("/jwks") == 2


@pytest.mark.parametrize(
    ("methods", "form", "basic"),
    [
        (["client_secret_basic"], {}, "Basic d2UlM0ErdXM6YSUyRmIrYw=="),
        (["client_secret_post"], {"client_id": ["we: us"], "client_secret": ["a/b c"]}, ""),
    ],
)
async def test_the_secret_is_shown_as_the_provider_wants_it(
    methods: list[str], form: dict[str, list[str]], basic: str
) -> None:
    server = Server(configuration={"token_endpoint_auth_methods_supported": methods})
    await redeem(server)
    (sent,) = [one for one in server.asked if one[0] == "/token"]
    assert sent[1] == form | {
        "grant_type": ["authorization_code"],
        "code": ["code"],
        "redirect_uri": [CALLBACK],
        "code_verifier": [ATTEMPT.verifier],
    }
    assert sent[2] == basic


async def test_without_a_secret_the_id_alone_is_said() -> None:
    server = Server()
    await redeem(server, replace(KNOWN, client_secret=None))
    (sent,) = [one for one in server.asked if one[0] == "/token"]
    assert sent[1]["client_id"] == ["we: us"]
    assert sent[2] == ""


async def test_what_the_token_does_not_say_is_asked_for() -> None:
    told = {"sub": "ada", "email": "a@example.org", "email_verified": "true", "name": "Ada"}
    server = Server(claims={"email": None, "email_verified": None}, userinfo=told)
    found = await redeem(server)
    assert (found.email, found.email_verified, found.full_name) == ("a@example.org", True, "Ada")
    assert server.asked[-1][2] == "Bearer access"


@pytest.mark.parametrize("told", [{"sub": "bob", "email": "a@example.org", "email_verified": True}, None])
async def test_what_is_said_of_somebody_else_is_refused(told: dict[str, Any] | None) -> None:
    with pytest.raises(SignInFailed):
        await redeem(Server(claims={"email": None}, userinfo=told))


async def test_where_there_is_nobody_to_ask_there_is_no_address() -> None:
    server = Server(claims={"email": None}, configuration={"userinfo_endpoint": None})
    assert (await redeem(server)).email is None


@pytest.mark.parametrize(
    "answer", [Answer(state="state"), replace(ANSWER, issuer="https://elsewhere.example.org")]
)
async def test_an_answer_without_a_code_or_from_another_is_refused(answer: Answer) -> None:
    with pytest.raises(SignInFailed):
        await redeem(Server(), answer=answer)


async def test_who_promises_to_name_himself_has_to() -> None:
    server = Server(configuration={"authorization_response_iss_parameter_supported": True})
    with pytest.raises(SignInFailed):
        await redeem(server)
    await redeem(server, answer=replace(ANSWER, issuer=ISSUER))


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": "http://id.example.org/token"},
        {"jwks_uri": "http://localhost/jwks"},
        {"userinfo_endpoint": "file:///etc/passwd"},
        *(
            {"token_endpoint": odd}
            for odd in ("https://[", "https:///token", "https://id.example.org:x/", "")
        ),
        *({"authorization_endpoint": f"https://id.example.org/{odd}"} for odd in ("\r\nx: y", "ł")),
        {"authorization_endpoint": None},
    ],
    ids=str,
)
async def test_a_provider_that_is_none_is_not_asked(configuration: dict[str, Any]) -> None:
    with pytest.raises(ProviderUnavailable):
        await redeem(Server(configuration=configuration))


async def test_a_host_may_be_named_in_any_script_and_by_its_number() -> None:
    for host in ("xn--bcher-kva.example", "ID.example.org:8443", "[2001:db8::1]"):
        await redeem(Server(configuration={"token_endpoint": f"https://{host}/token"}))


PATHS = ["/.well-known/openid-configuration", "/jwks", "/token"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(302, headers={"Location": "http://169.254.169.254/"}),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b'"' + b"x" * BYTES_MOST + b'"'),
    ],
    ids=["500", "302", "no JSON", "too much"],
)
async def test_a_provider_that_answers_amiss_is_unavailable(path: str, answer: httpx.Response) -> None:
    server = Server(instead=at(path, answer))
    with pytest.raises(ProviderUnavailable):
        await redeem(server)
    assert server.paths[-1] == path  # nothing is followed


@pytest.mark.parametrize(
    ("path", "refusal"),
    [(PATHS[0], ProviderUnavailable), (PATHS[1], ProviderUnavailable), (PATHS[2], SignInFailed)],
)
async def test_what_a_provider_refuses_is_told_apart(path: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await redeem(Server(instead=at(path, httpx.Response(400, json={"error": "invalid_grant"}))))
