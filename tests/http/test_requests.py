"""The form of requests: what is malformed is refused, and says where."""

from base64 import urlsafe_b64encode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.http.world import NEVER, Member, World

DRAFT = {"title": "Reading circle", "visibility": "private"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**DRAFT, "title": "x" * 121}, "title"),
        ({**DRAFT, "title": 5}, "title"),
        ({**DRAFT, "visibility": "secret"}, "visibility"),
        ({**DRAFT, "colour": "red"}, "colour"),
        ({"visibility": "private"}, "title"),
        ({**DRAFT, "title": "  \u200b "}, "title"),
        ({**DRAFT, "title": "two\nlines"}, "title"),
    ],
)
async def test_a_field_at_fault_is_named(world: World, body: object, field: str) -> None:
    amal = await world.member()
    problem = await amal.refused(422, "invalid", "POST", "/api/conferences", json=body)
    assert [fault["field"] for fault in problem["fields"]] == [field]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"title": "\xed\xa0\x80"}', b"nonsense"])
async def test_what_is_no_json_is_a_bad_request(world: World, content: bytes) -> None:
    amal = await world.member()
    headers = {"Content-Type": "application/json"}
    await amal.refused(400, "bad-request", "POST", "/api/conferences", content=content, headers=headers)


@pytest.mark.parametrize("begins", ["", '{"colour":', '{"title":', '{"title":"x","password":'])
async def test_what_is_nested_without_end_is_no_mistake_of_ours(world: World, begins: str) -> None:
    amal = await world.member()
    headers, content = {"Content-Type": "application/json"}, begins + "[" * 100_000
    await amal.refused(422, "invalid", "POST", "/api/conferences", content=content, headers=headers)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
async def test_a_form_of_another_page_is_no_json(world: World, kind: str) -> None:
    amal = await world.member()
    headers = {"Content-Type": kind}
    body = b'{"title": "x", "visibility": "private"}'
    await amal.refused(
        415, "unsupported-media-type", "POST", "/api/conferences", content=body, headers=headers
    )


async def test_nothing_is_coerced(world: World) -> None:
    amal = await world.member()
    await amal.refused(422, "invalid", "PATCH", "/api/me", json={"mail_live": "true"})
    await amal.refused(422, "invalid", "PATCH", "/api/me", json={"mail_live": 1})


async def test_a_body_that_is_too_large_is_refused(world: World) -> None:
    amal = await world.member()
    await amal.refused(
        413, "too-large", "POST", "/api/conferences", json={**DRAFT, "description": "x" * 200_000}
    )


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "cursor=%00",
        "cursor=" + "A" * 5000,
        "cursor=W10",
        "state=gone",
    ],
)
async def test_a_query_that_is_malformed_names_its_parameter(world: World, query: str) -> None:
    amal = await world.member()
    problem = await amal.refused(400, "bad-request", "GET", f"/api/timeline?{query}")
    assert [fault["field"] for fault in problem["fields"]] == [query.partition("=")[0]]


async def test_a_query_that_is_missing_is_named(world: World) -> None:
    amal = await world.member()
    problem = await amal.refused(400, "bad-request", "GET", "/api/users")
    assert [(fault["field"], fault["code"]) for fault in problem["fields"]] == [("q", "missing")]


@pytest.mark.parametrize("key", ["x" * 256, "two words", "caf\xe9"])
async def test_a_header_that_is_malformed_is_named_as_it_is_sent(world: World, key: str) -> None:
    amal = await world.member()
    headers = {"Idempotency-Key": key.encode("latin-1")}
    problem = await amal.refused(400, "bad-request", "POST", "/api/conferences", json=DRAFT, headers=headers)
    assert [fault["field"] for fault in problem["fields"]] == ["Idempotency-Key"]


async def test_a_cursor_of_another_kind_of_list_is_refused(world: World) -> None:
    amal = await world.member("Amal")
    for name in ("Ama one", "Ama two"):
        await world.member(name)
    page = await amal.ok("GET", "/api/users?q=ama&limit=1")
    await amal.refused(400, "bad-request", "GET", f"/api/timeline?cursor={page['next_cursor']}")


async def test_a_cursor_that_no_database_takes_is_refused(world: World) -> None:
    amal = await world.member()
    cursor = urlsafe_b64encode(f'["a\\u0000", "{NEVER}"]'.encode()).decode()
    await amal.refused(400, "bad-request", "GET", f"/api/connections?cursor={cursor}")


async def test_an_id_that_is_none_is_not_found(world: World) -> None:
    amal = await world.member()
    await amal.refused(404, "not-found", "GET", "/api/users/me")
    await amal.refused(404, "not-found", "GET", f"/api/users/{NEVER}x")


async def test_a_path_and_a_method_that_there_are_not_are_problems_too(world: World) -> None:
    guest = world.guest()
    await guest.refused(404, "not-found", "GET", "/api/nothing")
    await guest.refused(405, "method-not-allowed", "PUT", "/api/me")


async def test_the_form_is_looked_at_before_who_asks(world: World) -> None:
    guest = world.guest()
    await guest.refused(422, "invalid", "POST", "/api/conferences", json={})
    await guest.refused(401, "not-signed-in", "POST", "/api/conferences", json=DRAFT)


async def test_what_belongs_to_a_person_is_kept_by_no_cache(world: World) -> None:
    amal = await world.member()
    for path in ("/api/me", "/api/timeline", f"/api/users/{NEVER}"):
        assert (await amal.call("GET", path)).headers["cache-control"] == "no-store"


async def test_every_answer_has_an_id_to_ask_the_operator_about(world: World) -> None:
    guest = world.guest()
    one, two = await guest.call("GET", "/api/me"), await guest.call("GET", "/api/me")
    assert one.headers["x-request-id"] != two.headers["x-request-id"]


async def test_a_long_answer_is_compressed(world: World) -> None:
    answer = await world.guest().call("GET", "/schema/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)


@pytest.fixture
async def amal(world: World) -> Member:
    return await world.member()


@given(title=JSON, visibility=JSON)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_json_whatever_is_a_mistake_of_ours(amal: Member, title: object, visibility: object) -> None:
    answer = await amal.call("POST", "/api/conferences", json={"title": title, "visibility": visibility})
    assert answer.status_code in {201, 422}
