"""Requests that say more than is asked for, or say it in odd ways."""

import pytest

from tests.attacks.routes import described, takes_json
from tests.http.asking import BODIES
from tests.http.cast import Caller
from tests.http.world import PASSWORD, World

NOT_ONES_OWN = (
    {"state": "active"},
    {"role": "moderator"},
    {"moderator": True},
    {"id": "0198ffff-ffff-7fff-8fff-ffffffffffff"},
    {"email": "operator@example.org"},
    {"verified_at": "2026-01-01T00:00:00Z"},
    {"password": PASSWORD},
    {"picture": "0198ffff-ffff-7fff-8fff-ffffffffffff"},
    {"__proto__": {"moderator": True}},
    {"constructor": {"prototype": {"moderator": True}}},
)
JSON = {"Content-Type": "application/json"}


async def test_no_body_takes_a_field_that_it_has_not(world: World) -> None:
    amal = await world.member()
    caller = Caller(token=None, email=amal.email, ticket="")
    tried = 0
    for (method, address), operation in (await described(world)).items():
        if takes_json(operation):
            body = {**BODIES[operation["operationId"]]({"user_id": amal.id}, caller), "moderator": True}
            body.pop("user_id", None)
            problem = await amal.refused(422, "invalid", method, address, json=body)
            assert [fault["field"] for fault in problem["fields"]] == ["moderator"], operation["operationId"]
            tried += 1
    assert tried == len(BODIES)


@pytest.mark.parametrize("more", NOT_ONES_OWN, ids=str)
async def test_nobody_gives_himself_what_is_not_his_to_give(world: World, more: dict[str, object]) -> None:
    amal = await world.member(verified=False)
    before = await amal.ok("GET", "/api/me")
    await amal.refused(422, "invalid", "PATCH", "/api/me", json={"bio": "x", **more})
    assert await amal.ok("GET", "/api/me") == before


@pytest.mark.parametrize(
    "number",
    ["1e400", "-1e400", "9" * 5_000, "0." + "0" * 5_000 + "1", "NaN", "Infinity", "0x10", "01", "1_0"],
)
async def test_numbers_beyond_all_measure_are_refused(world: World, number: str) -> None:
    amal = await world.member()
    answer = await amal.call("PATCH", "/api/me", content=f'{{"mail_live": {number}}}'.encode(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) in {(422, "invalid"), (400, "bad-request")}
    await amal.refused(400, "bad-request", "GET", f"/api/messages?box=inbox&limit={number}")


async def test_what_is_said_twice_is_said_as_it_was_last_to_all_who_look(world: World) -> None:
    """One decoder reads a body, once: no other part takes the first for what was meant."""
    amal = await world.member()
    twice = b'{"bio": "first", "bio": "last"}'
    await amal.ok("PATCH", "/api/me", content=twice, headers=JSON)
    assert (await amal.ok("GET", "/api/me"))["bio"] == "last"
    too_long = b'{"bio": "fine", "bio": "' + b"x" * 3_000 + b'"}'
    await amal.refused(422, "invalid", "PATCH", "/api/me", content=too_long, headers=JSON)


async def test_what_is_asked_twice_in_an_address_is_not_taken_from_elsewhere(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    await amal.ok("PATCH", f"/api/me?bio=evil&user_id={kofi.id}", json={"location": "Lyon"})
    assert (await amal.ok("GET", "/api/me"))["bio"] is None
    found = await amal.ok("GET", "/api/users?q=Kofi&q=Amal")
    assert len(found["items"]) <= 1


@pytest.mark.parametrize("field", ["full_name", "location", "website"])
@pytest.mark.parametrize("broken", ["a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\0b", "a\u2028b", "a\x85b"])
async def test_no_line_that_becomes_a_header_has_a_break(world: World, field: str, broken: str) -> None:
    amal = await world.member()
    await amal.refused(422, "invalid", "PATCH", "/api/me", json={field: broken})


@pytest.mark.parametrize(
    "website",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://x.example",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "https:evil.example",
        "https:///evil.example",
        "https://user:password@evil.example",
        "https://example.org@evil.example",
        "https://example.org\\@evil.example",
        'https://x.example/"onmouseover="alert(1)',
        "https://x.example/<script>",
        "https://x.example/ x",
        "https://\u202egro.elpmaxe",
    ],
)
async def test_no_website_is_anything_but_a_page_on_the_web(world: World, website: str) -> None:
    amal = await world.member()
    await amal.refused(422, "invalid", "PATCH", "/api/me", json={"website": website})
