"""The few pages that the server itself makes, and what they are made of."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.http.world import World

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'none'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
)
PAGES = ("/", "/schema", "/dev/mailbox")
PINNED = Path(__file__).parents[2] / "tools" / "swagger-ui" / "package-lock.json"
GOOD_FOR = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Page(HTMLParser):
    """What a page loads, where its links lead, and what of it a strict policy would not let be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: set[str] = set()
        self.links: list[str | None] = []
        self.refused: list[str] = []
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._within = tag
        self.refused += [name for name in given if name == "style" or name.startswith("on")]
        self.refused += [tag] if tag == "style" or (tag == "script" and not given.get("src")) else []
        self.loads |= {place for name in ("src", "href") if tag != "a" and (place := given.get(name))}
        if tag == "a":
            self.links.append(given.get("href"))

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in {"script", "style"} and data.strip():
            self.refused.append(data)


async def shown(world: World, path: str) -> Page:
    answer = await world.guest().call("GET", path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


async def test_the_first_page_leads_to_that_of_the_api(world: World) -> None:
    page = await shown(world, "/")
    assert "/schema" in page.links
    for link in page.links:
        assert link is not None
        assert (await world.guest().call("GET", link)).is_success


@pytest.mark.parametrize("path", ["/", "/schema"])
async def test_a_page_may_load_what_is_our_own_and_nothing_else(world: World, path: str) -> None:
    assert (await world.guest().call("GET", path)).headers["content-security-policy"] == POLICY


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_needs_no_more_than_its_policy_allows(world: World, path: str) -> None:
    assert (await shown(world, path)).refused == []


@pytest.mark.parametrize("path", PAGES)
async def test_whatever_a_page_is_made_of_is_our_own_and_kept_by_caches(world: World, path: str) -> None:
    page = await shown(world, path)
    assert page.loads
    for place in page.loads:
        assert place.startswith("/static/")
        answer = await world.guest().call("GET", place)
        kept = set(answer.headers["cache-control"].split(", "))
        assert kept == {"public", "max-age=31536000", "immutable"}
        assert answer.headers["content-type"].startswith(GOOD_FOR[place.rpartition(".")[2]])
        assert answer.content


async def test_no_style_of_a_page_loads_anything_from_elsewhere(world: World) -> None:
    styles = [place for place in (await shown(world, "/schema")).loads if place.endswith(".css")]
    assert len(styles) == 3
    for style in styles:
        text = (await world.guest().call("GET", style)).text
        assert "@import" not in text
        assert set(re.findall(r"url\([\"']?([^:)]*:?)", text)) <= {"data:"}


async def test_the_page_of_the_api_shows_the_description_that_is_served(world: World) -> None:
    (script,) = [place for place in (await shown(world, "/schema")).loads if place.endswith("/api.js")]
    (described,) = re.findall(r'url: "(.*)"', (await world.guest().call("GET", script)).text)
    assert (await world.guest().ok("GET", described))["openapi"].startswith("3.1.")


async def test_the_page_of_the_api_is_of_the_version_that_is_pinned(world: World) -> None:
    (bundle,) = [place for place in (await shown(world, "/schema")).loads if place.endswith("-bundle.js")]
    pinned = json.loads(PINNED.read_text())["packages"]["node_modules/swagger-ui-dist"]["version"]
    assert f'PACKAGE_VERSION:"{pinned}"' in (await world.guest().call("GET", bundle)).text


async def test_a_file_is_the_same_compressed_or_not(world: World) -> None:
    for place in (await shown(world, "/schema")).loads:
        packed = await world.guest().call("GET", place, headers={"Accept-Encoding": "gzip"})
        plain = await world.guest().call("GET", place, headers={"Accept-Encoding": "gzip;q=0"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
        assert packed.content == plain.content


@pytest.mark.parametrize(
    "path",
    [
        "/static/0000000000000000/page.css",
        "/static/0000000000000000/never.css",
        "/static/0000000000000000/..%2fstatic.py",
        "/static/page.css",
        "/static",
    ],
)
async def test_a_file_of_another_version_and_one_that_never_was_are_not_found(
    world: World, path: str
) -> None:
    await world.guest().refused(404, "not-found", "GET", path)
