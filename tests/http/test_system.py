"""The server about itself, and what is the same for every resource."""

import pytest

from tests.http.world import PASSWORD, World
from wexstream.ports.files import UPLOAD_LARGEST


async def test_the_process_tells_that_it_lives(world: World) -> None:
    assert await world.guest().ok("GET", "/healthz") == {"ok": True}


async def test_a_server_that_has_all_it_takes_is_ready(world: World) -> None:
    assert await world.guest().ok("GET", "/readyz") == {"ok": True, "missing": [], "warnings": []}


async def test_a_server_that_lacks_something_says_what_and_lives_on(austere: World) -> None:
    answer = await austere.guest().call("GET", "/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json() == {
        "ok": False,
        "missing": ["The database does not answer in time."],
        "warnings": ["Something is odd."],
    }
    assert (await austere.guest().ok("GET", "/healthz"))["ok"]


async def test_a_client_learns_what_it_has_to_know(world: World, austere: World) -> None:
    told = await world.guest().ok("GET", "/api/client-config")
    assert (told["engine"], told["terms_version"]) == ("peer", "1")
    assert (told["languages"], told["default_language"]) == (["en", "fr", "ar"], "en")
    assert (told["contact"], told["public_preview"]) == (True, True)
    other = await austere.guest().ok("GET", "/api/client-config")
    assert (other["contact"], other["public_preview"]) == (False, False)


async def test_the_limits_that_a_client_learns_are_those_that_hold(world: World) -> None:
    limits = (await world.guest().ok("GET", "/api/client-config"))["limits"]
    assert limits.pop("picture_bytes") == UPLOAD_LARGEST
    amal = await world.member()
    kofi = await world.member("Kofi")
    draft = {
        "title": "x" * limits["title"],
        "description": "x" * limits["description"],
        "visibility": "private",
    }
    letter = {"to": [kofi.id], "subject": "x" * limits["subject"], "body": "x" * limits["body"]}
    await amal.ok("POST", "/api/conferences", json=draft)
    await amal.ok("POST", "/api/messages", json=letter)
    await amal.ok(
        "PATCH", "/api/me", json={"full_name": "x" * limits["full_name"], "bio": "x" * limits["bio"]}
    )
    password = {"current": PASSWORD, "new": "ab" * (limits["password_longest"] // 2)}
    await amal.ok("PUT", "/api/me/password", json=password)
    for name in ("title", "description"):
        await amal.refused(422, "invalid", "POST", "/api/conferences", json=draft | {name: draft[name] + "x"})
    for name in ("subject", "body"):
        too_long = {**letter, name: f"{letter[name]}x"}
        await amal.refused(422, "invalid", "POST", "/api/messages", json=too_long)
    crowd = letter | {"to": [kofi.id] * (limits["recipients"] + 1)}
    await amal.refused(422, "invalid", "POST", "/api/messages", json=crowd)
    short = {"current": password["new"], "new": "x" * (limits["password_shortest"] - 1)}
    await amal.refused(422, "invalid", "PUT", "/api/me/password", json=short)


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/api/me", "DELETE, GET, HEAD, OPTIONS, PATCH"),
        ("/api/sessions", "DELETE, GET, HEAD, OPTIONS, POST"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/api/contact", "OPTIONS, POST"),
    ],
)
async def test_a_resource_says_which_methods_it_has(world: World, path: str, methods: str) -> None:
    answer = await world.guest().call("OPTIONS", path)
    assert (answer.status_code, answer.headers["allow"]) == (204, methods)
    assert (await world.guest().call("PUT", path)).headers["allow"] == methods


@pytest.mark.parametrize("path", ["/", "/healthz", "/schema/openapi.json", "/api/client-config", "/api/me"])
async def test_head_is_answered_as_get_is(world: World, path: str) -> None:
    head, get = await world.guest().call("HEAD", path), await world.guest().call("GET", path)
    assert head.status_code == get.status_code
    for name in ("content-type", "content-length", "cache-control"):
        assert head.headers[name] == get.headers[name]


@pytest.mark.parametrize("path", ["/schema/swagger", "/schema/redoc", "/schema/x.json", "/schema/x/y", "/x"])
async def test_what_is_not_served_is_answered_with_a_problem(world: World, path: str) -> None:
    answer = await world.guest().call("GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["code"] == "not-found"


async def test_head_of_what_cannot_be_had_by_get_is_refused(world: World) -> None:
    assert (await world.guest().call("HEAD", "/api/contact")).status_code == 405


async def test_over_tls_the_cookie_is_bound_to_this_host_and_sent_over_tls_alone(austere: World) -> None:
    amal = await austere.member()
    answer = await amal.call("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-ws=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert (await amal.ok("GET", "/api/me"))["id"] == amal.id
