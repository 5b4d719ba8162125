"""Another site's page has a visitor's browser ask: for whatever changes something, in whatever way."""

import pytest

from tests.attacks.routes import commands, described, takes_json
from tests.http.asking import BODIES
from tests.http.world import NEVER, PASSWORD, World

FROM_ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site", "Origin": "https://evil.meet.example.org"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.example"},  # a browser from before Fetch Metadata
    {"Origin": "null"},
    {"Origin": ""},
)
# A form sends no other, and asks nobody before (Fetch, CORS-safelisted request-header).
OF_FORMS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "")
OPEN_TO_ALL_SITES = {("POST", f"/api/unsubscribe/{NEVER}")}
"""Pressed in mail programs, on pages of those who provide mailboxes: a mail's token opens it, no cookie."""


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
async def test_whatever_changes_something_is_refused(world: World, headers: dict[str, str]) -> None:
    amal = await world.member()
    let_through = set()
    for method, address in commands(world.app):
        answer = await amal.call(method, address, headers=headers)
        if answer.status_code != 403 or answer.json()["code"] != "cross-site":
            let_through.add((method, address))
    assert let_through == OPEN_TO_ALL_SITES


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
async def test_no_stream_is_opened_that_would_end_another(world: World, headers: dict[str, str]) -> None:
    amal = await world.member()
    await amal.refused(403, "cross-site", "GET", "/api/events", headers=headers)


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
async def test_nobody_has_somebody_take_the_own_data_along_until_it_may_not_be_done_any_more(
    world: World, headers: dict[str, str]
) -> None:
    amal = await world.member()
    for _ in range(11):
        await amal.refused(403, "cross-site", "GET", "/api/me/export", headers=headers)
    await amal.ok("GET", "/api/me/export")


async def test_it_is_refused_to_whoever_shows_a_token_too(world: World) -> None:
    amal = await world.member()
    bearer = {"Authorization": f"Bearer {amal.client.cookies['ws']}"}
    guest = world.guest(**bearer, Origin="https://evil.example")
    await guest.refused(403, "cross-site", "PATCH", "/api/me", json={"bio": "taken over"})


@pytest.mark.parametrize("kind", OF_FORMS)
async def test_no_form_is_taken_for_json_even_where_a_browser_does_not_say_whose_it_is(
    world: World, kind: str
) -> None:
    amal = await world.member()
    asked = [where for where, operation in (await described(world)).items() if takes_json(operation)]
    assert len(asked) == len(BODIES)
    for method, address in asked:
        headers, form = {"Content-Type": kind}, b'{"password": "="}'
        await amal.refused(415, "unsupported-media-type", method, address, content=form, headers=headers)


async def test_nobody_is_signed_in_as_somebody_else(world: World) -> None:
    mallory, victim = await world.member("Mallory"), world.guest()
    credentials = {"email": mallory.email, "password": PASSWORD}
    for headers in FROM_ELSEWHERE:
        answer = await victim.call("POST", "/api/sessions", json=credentials, headers=headers)
        assert (answer.status_code, answer.headers.get("set-cookie")) == (403, None)
    assert not victim.client.cookies


@pytest.mark.parametrize(
    "asked",
    [
        ("GET", "/api/me?_method=DELETE", {}),
        ("GET", "/api/me", {"X-HTTP-Method-Override": "DELETE"}),
        ("GET", "/api/me", {"X-HTTP-Method": "DELETE"}),
        ("GET", "/api/me", {"X-Method-Override": "DELETE"}),
        ("HEAD", "/api/me", {"X-HTTP-Method-Override": "DELETE"}),
    ],
    ids=str,
)
async def test_no_method_stands_in_for_another(world: World, asked: tuple[str, str, dict[str, str]]) -> None:
    method, address, headers = asked
    amal = await world.member()
    assert (await amal.call(method, address, headers=headers)).status_code == 200
    assert (await amal.ok("GET", "/api/me"))["full_name"] == "Amal Haddad"


@pytest.mark.parametrize("path", ["/api/me", "/api/sessions", "/schema/openapi.json", "/healthz", "/"])
async def test_no_other_site_is_let_read_anything(world: World, path: str) -> None:
    amal = await world.member()
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "PATCH"}
    for method in ("GET", "OPTIONS", "HEAD"):
        answer = await amal.call(method, path, headers=asking)
        assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_no_answer_is_a_program_that_calls_back(world: World) -> None:
    amal = await world.member()
    for query in ("callback=evil", "jsonp=evil", "cb=evil"):
        answer = await amal.call("GET", f"/api/me?{query}", headers={"Sec-Fetch-Dest": "script"})
        assert answer.headers["content-type"] == "application/json"
        assert "evil" not in answer.text
