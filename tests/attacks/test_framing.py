"""Another site's page frames ours, opens it, loads what is ours: every kind of answer forbids that."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from dependency_injector import providers
from PIL import Image

from tests.http.test_avatar import signed, upload
from tests.http.test_failures import Failing
from tests.http.world import Member, World, visitor
from tests.support.images import encoded
from wexstream.entrypoints.http.page import Page
from wexstream.entrypoints.http.static import address

PERSON = {"Accept": "text/html"}
JSON = {"Content-Type": "application/json"}
Ask = Callable[[Member], Awaitable[httpx.Response]]
ANSWERS: dict[str, tuple[int, Ask]] = {
    "json": (200, lambda one: one.call("GET", "/api/me")),
    "nothing": (204, lambda one: one.call("DELETE", "/api/me/avatar")),
    "accepted": (202, lambda one: one.call("POST", "/api/password-resets", json={"email": "a@example.org"})),
    "elsewhere": (303, lambda one: one.call("GET", "/api/unsubscribe/x")),
    "no json": (400, lambda one: one.call("PATCH", "/api/me", content=b"{", headers=JSON)),
    "refused": (403, lambda one: one.call("GET", "/api/moderation/reports")),
    "other site's": (403, lambda one: one.call("PATCH", "/api/me", json={}, headers={"Origin": "null"})),
    "no such thing": (404, lambda one: one.call("GET", "/api/nothing")),
    "no such page": (404, lambda one: one.call("GET", "/assets/nothing.js")),
    "no such method": (405, lambda one: one.call("PUT", "/healthz")),
    "too large": (413, lambda one: one.call("PATCH", "/api/me", json={"bio": "x" * 200_000})),
    "no such kind": (415, lambda one: one.call("PATCH", "/api/me", content=b"a=b")),
    "invalid": (422, lambda one: one.call("PATCH", "/api/me", json={"bio": 5})),
    "head": (200, lambda one: one.call("HEAD", "/api/me")),
    "options": (204, lambda one: one.call("OPTIONS", "/api/me")),
    "archive": (200, lambda one: one.call("GET", "/api/me/export")),
    "static": (200, lambda one: one.call("GET", address("swagger-ui-bundle.js"))),
    "page of the api": (200, lambda one: one.call("GET", "/schema", headers=PERSON)),
    "first page": (200, lambda one: one.call("GET", "/", headers=PERSON)),
    "mailbox": (200, lambda one: one.call("GET", "/dev/mailbox", headers=PERSON)),
}  # fmt: skip
OF_THE_PAGE = ("/home", "/conference?c=x", "/theme.js", "/assets/index-1a2b.js")


def is_apart(answer: httpx.Response) -> bool:
    """Tell whether no page of another site can do anything with an answer."""
    headers = answer.headers
    (policy,) = headers.get_list("content-security-policy")
    said = {part.strip() for part in policy.split(";")}
    is_page = headers.get("content-type", "").startswith("text/html")
    return (
        {"frame-ancestors 'none'", "base-uri 'none'"} <= said
        and headers.get_list("x-content-type-options") == ["nosniff"]
        and headers.get_list("cross-origin-resource-policy") == ["same-origin"]
        and headers.get_list("cross-origin-opener-policy") == (["same-origin"] if is_page else [])
    )


@pytest.mark.parametrize("kind", ANSWERS)
async def test_no_answer_is_for_another_site(world: World, kind: str) -> None:
    status, ask = ANSWERS[kind]
    answer = await ask(await world.member())
    assert answer.status_code == status
    assert is_apart(answer)


async def test_neither_a_mistake_of_ours_nor_a_limit_is_for_another_site(world: World) -> None:
    amal = await world.member()
    with world.platform.accounts.override(providers.Object(Failing(RuntimeError()))):
        mistake = await amal.call("GET", "/api/me")
    wrong = {"email": amal.email, "password": "wrong wrong"}
    refused = [await world.guest().call("POST", "/api/sessions", json=wrong) for _ in range(11)]
    assert (mistake.status_code, refused[-1].status_code) == (500, 429)
    assert is_apart(mistake)
    assert is_apart(refused[-1])


@pytest.mark.parametrize("path", OF_THE_PAGE)
async def test_neither_the_web_page_nor_what_it_is_made_of_is_for_another_site(
    world: World, folder: Path, path: str
) -> None:
    guest = visitor(world, Page(folder=folder))
    answer = await guest.call("GET", path, headers=PERSON)
    assert (answer.status_code, is_apart(answer)) == (200, True)
    had = {**PERSON, "If-None-Match": answer.headers["etag"]}
    again = await guest.call("GET", path, headers=had)
    assert again.status_code == 304
    assert again.headers["cross-origin-resource-policy"] == "same-origin"


async def test_pictures_are_shown_elsewhere_by_signed_addresses_alone(world: World, folder: Path) -> None:
    amal = await world.member()
    await upload(amal, encoded(Image.new("RGB", (9, 9)), "PNG"))
    own = await amal.call("GET", f"/api/users/{amal.id}/avatar")
    assert own.headers["cross-origin-resource-policy"] == "same-origin"
    shown = await world.guest().call("GET", (await signed(world, amal)).raw_path.decode())
    assert shown.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    icon = await visitor(world, Page(folder=folder)).call("GET", "/icons/mark.svg")
    assert icon.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
