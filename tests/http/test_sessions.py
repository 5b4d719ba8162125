"""Signing in, who asks, and what other sites may not."""

from datetime import timedelta
from unittest.mock import AsyncMock, patch

import pytest

from tests.http.world import PASSWORD, World
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.session import DEVICE_KNOWN_FOR, LASTS_FOR, STAYS_FOR
from wexstream.ports.persistence import StorageUnavailable


async def test_signing_in_sets_a_cookie_that_scripts_cannot_read_and_other_sites_cannot_send(
    world: World,
) -> None:
    amal = await world.member()
    answer = await amal.call("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    [cookie] = [value for value in answer.headers.get_list("set-cookie") if value.startswith("ws=")]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie
    assert answer.json()["token"] is None


async def test_who_stays_signed_in_has_a_cookie_for_thirty_days(world: World) -> None:
    amal = await world.member()
    body = {"email": amal.email, "password": PASSWORD, "stay": True}
    answer = await amal.call("POST", "/api/sessions", json=body)
    assert f"Max-Age={int(STAYS_FOR.total_seconds())}" in answer.headers["set-cookie"]


async def test_a_client_gets_the_token_when_it_asks_and_no_cookie(world: World) -> None:
    amal = await world.member("Amal")
    client = world.guest()
    body = {"email": amal.email, "password": PASSWORD, "token": True}
    answer = await client.call("POST", "/api/sessions", json=body)
    assert "set-cookie" not in answer.headers
    bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert (await client.ok("GET", "/api/me", headers=bearer))["id"] == amal.id


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer x.y.z", "Basic eDp5", "nonsense"])
async def test_what_is_no_token_is_nobody(world: World, header: str) -> None:
    await world.guest().refused(401, "not-signed-in", "GET", "/api/me", headers={"Authorization": header})


async def test_whoever_is_not_let_in_is_told_how_one_gets_in(world: World) -> None:
    wrong = {"email": "nobody@example.org", "password": PASSWORD}
    for answer in (
        await world.guest().call("GET", "/api/me"),
        await world.guest().call("POST", "/api/sessions", json=wrong),
    ):
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_session_ends_by_its_time(world: World) -> None:
    amal = await world.member()
    world.clock.advance(LASTS_FOR)
    await amal.refused(401, "not-signed-in", "GET", "/api/me")


async def test_signing_out_ends_the_session_and_takes_the_cookie_away(world: World) -> None:
    amal = await world.member()
    token = amal.client.cookies["ws"]
    await amal.ok("DELETE", "/api/sessions/current")
    assert "ws" not in amal.client.cookies
    shown = {"Authorization": f"Bearer {token}"}
    await world.guest().refused(401, "not-signed-in", "GET", "/api/me", headers=shown)


async def test_a_session_is_ended_from_another(world: World) -> None:
    amal = await world.member()
    other = world.guest()
    await other.ok("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    listed = (await amal.ok("GET", "/api/sessions"))["items"]
    (elsewhere,) = [item for item in listed if not item["current"]]
    await amal.ok("DELETE", f"/api/sessions/{elsewhere['id']}")
    await other.refused(401, "not-signed-in", "GET", "/api/me")
    await amal.refused(404, "not-found", "DELETE", f"/api/sessions/{elsewhere['id']}")


async def test_all_other_sessions_end_at_once(world: World) -> None:
    amal = await world.member()
    other = world.guest()
    await other.ok("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    await amal.ok("DELETE", "/api/sessions")
    await other.refused(401, "not-signed-in", "GET", "/api/me")
    assert len((await amal.ok("GET", "/api/sessions"))["items"]) == 1


async def test_a_session_of_another_is_none_of_mine(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    (session,) = (await kofi.ok("GET", "/api/sessions"))["items"]
    await amal.refused(404, "not-found", "DELETE", f"/api/sessions/{session['id']}")
    await kofi.ok("GET", "/api/me")


async def test_the_use_of_a_session_is_noted_after_five_minutes(world: World) -> None:
    amal = await world.member()
    before = (await amal.ok("GET", "/api/sessions"))["items"][0]["last_seen_at"]
    world.clock.advance(timedelta(minutes=4))
    await amal.ok("GET", "/api/me")
    assert (await amal.ok("GET", "/api/sessions"))["items"][0]["last_seen_at"] == before
    world.clock.advance(timedelta(minutes=1))
    await amal.ok("GET", "/api/me")
    assert (await amal.ok("GET", "/api/sessions"))["items"][0]["last_seen_at"] > before


async def test_a_wrong_password_and_an_unknown_address_answer_alike(world: World) -> None:
    amal = await world.member()
    wrong = await amal.call("POST", "/api/sessions", json={"email": amal.email, "password": "wrong wrong"})
    unknown = await amal.call(
        "POST", "/api/sessions", json={"email": "x@example.org", "password": "wrong wrong"}
    )
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert wrong.status_code == 401


async def test_a_suspended_account_is_refused_with_a_session_that_is_good_for_leaving_alone(
    world: World,
) -> None:
    operator, amal = await world.moderator(), await world.member()
    await operator.ok("POST", f"/api/moderation/users/{amal.id}/suspend", json=SUSPENDING)
    await amal.refused(401, "not-signed-in", "GET", "/api/me")
    body = {"email": amal.email, "password": PASSWORD}
    await amal.refused(403, "account-suspended", "POST", "/api/sessions", json=body)
    for method, path in (("GET", "/api/me"), ("GET", "/api/timeline"), ("GET", "/api/sessions")):
        await amal.refused(403, "account-suspended", method, path)
    assert (await amal.call("GET", "/api/me/export")).status_code == 200
    problem = await amal.refused(
        403, "account-suspended", "POST", "/api/sessions", json={**body, "token": True}
    )
    bearer = {"Authorization": f"Bearer {problem['token']}"}
    await world.guest().ok("GET", "/api/me/export", headers=bearer)
    await amal.ok("DELETE", "/api/me", json={"password": PASSWORD})
    await amal.refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)


async def test_the_cookie_of_who_is_suspended_goes_with_the_browser_even_of_who_wants_to_stay(
    world: World,
) -> None:
    operator, amal = await world.moderator(), await world.member()
    await operator.ok("POST", f"/api/moderation/users/{amal.id}/suspend", json=SUSPENDING)
    body = {"email": amal.email, "password": PASSWORD, "stay": True}
    answer = await amal.call("POST", "/api/sessions", json=body)
    [cookie] = answer.headers.get_list("set-cookie")
    assert cookie.startswith("ws=")
    assert "Max-Age" not in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9"},
        {"Origin": "http://[::1"},
    ],
)
async def test_what_another_sites_page_makes_a_browser_send_is_refused(
    world: World, headers: dict[str, str]
) -> None:
    amal = await world.member()
    await amal.refused(403, "cross-site", "PATCH", "/api/me", json={"bio": "taken over"}, headers=headers)
    assert (await amal.ok("GET", "/api/me", headers=headers))["bio"] is None


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost:4003"}, {}]
)
async def test_what_our_own_page_sends_is_taken(world: World, headers: dict[str, str]) -> None:
    amal = await world.member()
    assert (await amal.ok("PATCH", "/api/me", json={"bio": "mine"}, headers=headers))["bio"] == "mine"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/me", {"bio": "not mine"}),
        ("POST", "/api/conferences", {"title": "Bees", "visibility": "private"}),
        ("DELETE", "/api/sessions/current", None),
        ("GET", "/api/me", None),
    ],
)
async def test_what_is_asked_as_one_account_is_not_done_as_the_other_that_is_signed_in_by_now(
    world: World, method: str, path: str, body: object
) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    as_amal = {"X-Account": amal.id}
    await kofi.refused(409, "other-account", method, path, json=body, headers=as_amal)
    assert (await kofi.ok("GET", "/api/me"))["bio"] is None
    assert (await kofi.ok("GET", f"/api/users/{kofi.id}/conferences"))["items"] == []
    assert (await amal.call(method, path, json=body, headers=as_amal)).is_success


async def test_whoever_is_signed_out_is_told_just_that_whatever_account_is_named(world: World) -> None:
    amal = await world.member("Amal")
    as_amal = {"X-Account": amal.id}
    await world.guest().refused(401, "not-signed-in", "PATCH", "/api/me", json={}, headers=as_amal)
    credentials = {"email": amal.email, "password": PASSWORD}
    kofi = await world.member("Kofi")  # signing in is how one becomes the other
    await kofi.ok("POST", "/api/sessions", json=credentials, headers={"X-Account": kofi.id})
    assert (await kofi.ok("GET", "/api/me"))["id"] == amal.id


async def test_what_is_no_account_is_no_request_of_the_form_that_is_described(world: World) -> None:
    amal = await world.member()
    problem = await amal.refused(400, "bad-request", "GET", "/api/me", headers={"X-Account": "amal"})
    assert [fault["field"] for fault in problem["fields"]] == ["X-Account"]


async def test_signing_in_too_often_is_told_how_long_to_wait(world: World) -> None:
    body = {"email": "x@example.org", "password": "wrong wrong"}
    guest = world.guest()
    answers = [await guest.call("POST", "/api/sessions", json=body) for _ in range(12)]
    assert answers[0].status_code == 401
    assert answers[-1].status_code == 429
    wait = int(answers[-1].headers["retry-after"])
    assert wait > 0
    world.clock.advance(timedelta(seconds=wait))
    await guest.refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)


async def besiege(world: World, email: str) -> None:
    """Guess somebody's password from so many places that nobody more may."""
    body = {"email": email, "password": "wrong wrong"}
    for number in range(30):
        guest = world.guest(peer=f"203.0.113.{number}")
        await guest.refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)
    await world.guest(peer="198.51.100.1").refused(
        429, "too-many-requests", "POST", "/api/sessions", json=body
    )


async def test_where_one_was_signed_in_one_is_known_and_nobody_who_guesses_is_in_the_way(
    world: World,
) -> None:
    amal = await world.member("Amal")
    body = {"email": amal.email, "password": PASSWORD}
    await amal.ok("DELETE", "/api/sessions/current")
    await besiege(world, amal.email)
    await world.guest().refused(429, "too-many-requests", "POST", "/api/sessions", json=body)
    await amal.ok("POST", "/api/sessions", json=body)


async def test_who_gets_in_by_a_link_is_known_from_then_on(world: World) -> None:
    amal = await world.member("Amal")
    await besiege(world, amal.email)
    elsewhere = world.guest()
    await elsewhere.ok("POST", "/api/password-resets", json={"email": amal.email})
    reset = {"token": await world.mailed_token(amal.email), "new": "another long phrase"}
    await elsewhere.ok("POST", "/api/password-resets/confirm", json=reset)
    body = {"email": amal.email, "password": "another long phrase"}
    await world.guest().refused(429, "too-many-requests", "POST", "/api/sessions", json=body)
    await elsewhere.ok("POST", "/api/sessions", json=body)


async def test_the_cookie_of_a_device_goes_nowhere_but_to_where_one_signs_in(
    world: World, austere: World
) -> None:
    for where, name in (world, "ws-device"), (austere, "__Secure-ws-device"):
        amal = await where.member("Amal")
        answer = await amal.call("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
        cookies = answer.headers.get_list("set-cookie")
        [cookie] = [value for value in cookies if value.startswith(f"{name}=")]
        said = set(cookie.split("; "))
        lasts = int(DEVICE_KNOWN_FOR.total_seconds())
        assert {"HttpOnly", "SameSite=strict", "Path=/api/sessions", f"Max-Age={lasts}"} <= said
        assert ("Secure" in said) is (where is austere)
        assert amal.id not in cookie


async def test_who_has_only_signed_up_is_not_known(world: World) -> None:
    amal = await world.member("Amal", verified=False)
    answer = await amal.call("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    assert "device" not in str(answer.headers.get_list("set-cookie"))


async def test_one_signs_in_also_while_no_device_can_be_made_known(world: World) -> None:
    amal = await world.member("Amal")
    sessions = world.platform.sessions()
    with patch.object(type(sessions), "device_token", AsyncMock(side_effect=StorageUnavailable)):
        answer = await amal.call("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    assert answer.status_code == 201
    assert "device" not in str(answer.headers.get_list("set-cookie"))
