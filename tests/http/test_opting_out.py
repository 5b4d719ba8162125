"""Turning off mails by one click (RFC 8058), over HTTP."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.http.world import Member, World, visitor
from wexstream.domain.model.bundle import WAITS
from wexstream.entrypoints.http.page import Page
from wexstream.ports.mail import Mail

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
CHOICES = ("requests", "approvals", "messages", "live", "finished")


async def mailed(world: World, member: Member) -> Mail:
    """What comes by mail when somebody writes."""
    friend = await world.member("Kofi Mensah")
    body = {"to": [member.id], "subject": "Seedlings", "body": "I bring the tomatoes."}
    await friend.ok("POST", "/api/messages", json=body)
    await world.work()
    world.clock.advance(max(WAITS.values()))
    await world.work()
    return (await world.platform.mailbox().list())[0].mail


async def path_of(world: World, member: Member) -> str:
    return httpx.URL((await mailed(world, member)).unsubscribe or "").path


async def wanted(member: Member) -> list[str]:
    me = await member.ok("GET", "/api/me")
    return [choice for choice in CHOICES if me[f"mail_{choice}"]]


@pytest.mark.parametrize(
    "sent",
    [
        {"data": ONE_CLICK},
        {"files": {name: (None, value) for name, value in ONE_CLICK.items()}},
        {"headers": {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}, "data": ONE_CLICK},
        {"json": {}},
        {},
    ],
)
async def test_what_a_mail_program_posts_without_a_session_turns_the_mails_off(
    world: World, sent: dict[str, object]
) -> None:
    amal = await world.member()
    path = await path_of(world, amal)
    for _ in range(2):
        answer = await world.guest().call("POST", path, **sent)
        assert (answer.status_code, answer.content) == (204, b"")
        assert await wanted(amal) == ["requests", "approvals"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing_and_leads_to_the_page(world: World, folder: Path, method: str) -> None:
    amal = await world.member()
    answer = await world.guest().call(method, await path_of(world, amal))
    assert answer.status_code == 303
    assert await wanted(amal) == ["requests", "approvals", "messages"]
    page = await visitor(world, Page(folder=folder)).call(
        "GET", answer.headers["location"], headers={"Accept": "text/html"}
    )
    assert page.status_code == 200


async def test_where_it_leads_is_on_this_site_whatever_is_asked_for(world: World) -> None:
    answer = await world.guest().call("GET", "/api/unsubscribe/@evil.example%3Fa%26b%23%0D%0AX: y")
    assert answer.headers["location"] == "/unsubscribe?token=%40evil.example%3Fa%26b%23%0D%0AX%3A%20y"


async def test_a_forged_link_is_refused_and_changes_nothing(world: World) -> None:
    amal = await world.member()
    path = await path_of(world, amal)
    await world.guest().refused(404, "link-unknown", "POST", f"{path[:-1]}!", data=ONE_CLICK)
    assert await wanted(amal) == ["requests", "approvals", "messages"]


async def test_the_link_opens_nothing_else(world: World) -> None:
    amal = await world.member()
    token = (await path_of(world, amal)).rpartition("/")[2]
    for headers in ({"Authorization": f"Bearer {token}"}, {"Cookie": f"ws={token}"}):
        await world.guest().refused(401, "not-signed-in", "GET", "/api/me", headers=headers)


async def test_it_works_a_year_later(world: World) -> None:
    amal = await world.member()
    path = await path_of(world, amal)
    world.clock.advance(timedelta(days=365))
    assert (await world.guest().call("POST", path, data=ONE_CLICK)).status_code == 204
