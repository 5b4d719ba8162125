"""Links to us that are to end up somewhere else."""

from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from tests.attacks.routes import named, routes
from tests.http.world import World, visitor
from wexstream.entrypoints.http.page import Page

BASE = "https://meet.example.org/"
EVIL = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2Fevil.example",
    "%2F%2Fevil.example",
    "%5C%5Cevil.example",
    "%09//evil.example",
    "%0d%0aLocation:%20https://evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "@evil.example",
    ".evil.example",
    "https:evil.example",
    "https://meet.example.org@evil.example",
)
LEAD_ON = {named("/api/unsubscribe/{token}")}
"""All that answers by leading elsewhere; whatever joins it has to be tried here."""


async def test_of_all_addresses_these_alone_lead_on(world: World) -> None:
    led = set()
    for method, address in routes(world.app):
        if method == "GET" and not address.endswith("/events"):
            answer = await world.guest().call("GET", address)
            if answer.has_redirect_location:
                led.add(address)
    assert led == LEAD_ON


@pytest.mark.parametrize("evil", EVIL)
async def test_nothing_leads_to_another_site(world: World, folder: Path, evil: str) -> None:
    guest = visitor(world, Page(folder=folder))
    queries = "&".join(f"{name}={evil}" for name in ("next", "url", "to", "return", "redirect_uri", "wanted"))
    for path in (
        f"/api/unsubscribe/{evil}",
        f"/api/unsubscribe/x?{queries}",
        f"/{evil}",
        f"/sign-in?{queries}",
        f"/conference?c={evil}",
        f"/{evil}/..",
    ):
        answer = await guest.call("GET", path, headers={"Accept": "text/html"})
        place = answer.headers.get("location", "/")
        assert urlsplit(urljoin(BASE, place.replace("\\", "/"))).netloc == "meet.example.org"
        assert place.isprintable()
        assert "refresh" not in answer.headers
