"""What every answer tells browsers to be careful about."""

import pytest

from tests.http.world import World

PATHS = ("/", "/schema", "/schema/openapi.json", "/healthz", "/api/me", "/api/nothing", "/dev/mailbox")
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", PATHS)
async def test_no_answer_is_taken_for_what_it_is_not_or_tells_other_sites_where_one_was(
    world: World, path: str
) -> None:
    headers = (await world.guest().call("GET", path)).headers
    assert headers.get_list("x-content-type-options") == ["nosniff"]
    assert headers.get_list("referrer-policy") == ["same-origin"]
    assert len(headers.get_list("content-security-policy")) == 1
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/schema/openapi.json", "/healthz", "/api/me", "/api/nothing"])
async def test_what_is_no_page_may_load_nothing(world: World, path: str) -> None:
    assert (await world.guest().call("GET", path)).headers["content-security-policy"] == NOTHING


async def test_a_refusal_and_an_answer_without_content_bear_them_too(world: World) -> None:
    amal = await world.member()
    for answer in (await amal.call("PUT", "/healthz"), await amal.call("DELETE", "/api/me/avatar")):
        assert answer.headers["content-security-policy"] == NOTHING


async def test_over_tls_browsers_stay_with_tls(world: World, austere: World) -> None:
    for path in ("/", "/healthz", "/api/nothing"):
        answer = await austere.guest().call("GET", path)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        assert "strict-transport-security" not in (await world.guest().call("GET", path)).headers
