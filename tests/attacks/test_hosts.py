"""Who asks says that the server is called otherwise: nothing that is made of its name is made of that."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.http.world import PASSWORD, World, visitor
from wexstream.entrypoints.http.page import Page

EVIL = "evil.example"
NAMES: tuple[dict[str, str], ...] = (
    {"Host": EVIL},
    {"Host": f"localhost:4003@{EVIL}"},
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Proto": "javascript", "X-Forwarded-Port": "9", "X-Forwarded-Prefix": f"//{EVIL}"},
    {"Forwarded": f"host={EVIL};proto=http"},
    {"X-Original-URL": f"//{EVIL}/", "X-Rewrite-URL": f"//{EVIL}/"},
)


@pytest.mark.parametrize("headers", NAMES, ids=str)
async def test_links_in_mails_lead_to_the_address_that_the_operator_named(
    world: World, headers: dict[str, str]
) -> None:
    member = await world.member()
    application = {"full_name": "Zoë", "email": "z@example.org", "password": PASSWORD, "terms_version": "1"}
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        ("/api/accounts", application),
        ("/api/accounts/verification", {"email": "z@example.org"}),
        ("/api/password-resets", {"email": member.email}),
    )
    before = len(await world.platform.mailbox().list())
    for path, body in asked:
        await world.guest().ok("POST", path, json=body, headers=headers)
    move = {"email": "new@example.org", "password": PASSWORD}
    await member.ok("PUT", "/api/me/email", json=move, headers=headers)
    await world.work()
    mails = (await world.platform.mailbox().list())[: -before or None]
    assert len(mails) == 4  # of the links that verify, the newer one alone is mailed
    for kept in mails:
        assert kept.mail.links
        assert {httpx.URL(link).netloc for link in kept.mail.links} == {b"localhost:4003"}
        assert EVIL not in f"{kept.mail}"


@pytest.mark.parametrize("headers", NAMES, ids=str)
async def test_no_answer_is_another_one_for_it(world: World, folder: Path, headers: dict[str, str]) -> None:
    """So that no cache in front keeps what somebody else's address is written in."""
    kofi = await world.member("Kofi")
    made = await world.conference(kofi, visibility="public")
    anybody = visitor(world, Page(folder=folder))
    for path in (
        f"/conference?c={made}",
        "/home",
        "/api/client-config",
        "/api/unsubscribe/x",
        "/api/me",
        "/x",
    ):
        plain = await anybody.call("GET", path, headers={"Accept": "text/html"})
        answer = await anybody.call("GET", path, headers={"Accept": "text/html", **headers})
        assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
        assert without_id(answer) == without_id(plain)


def without_id(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(name, value) for name, value in answer.headers.multi_items() if name != "x-request-id"]


async def test_no_host_that_a_page_names_passes_for_ours(world: World) -> None:
    amal = await world.member()
    for origin, host in (
        ("https://evil.example", "localhost:4003"),
        ("http://localhost:4003.evil.example", "localhost:4003"),
        ("http://evil.example/localhost:4003", "localhost:4003"),
        ("http://localhost:4003@evil.example", "localhost:4003"),
        ("http://localhost", "localhost:4003"),
    ):
        headers = {"Origin": origin, "Host": host, "X-Forwarded-Host": "evil.example"}
        await amal.refused(403, "cross-site", "PATCH", "/api/me", json={"bio": "x"}, headers=headers)
