"""From the click on "Join" to the first picture, beside bare WebRTC between the same two browsers."""

import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from uuid import UUID

import asyncpg
from playwright.async_api import Browser, BrowserContext, Locator, Page, ViewportSize, async_playwright

from benchmarks.broadcasts import create, forget, start
from benchmarks.network import Member, Network
from benchmarks.servers import Server, Servers
from benchmarks.spread import Paired

JOINS_A_ROUND: Final = 3
_WATCHING = Path(__file__).with_name("watching.js").read_text("utf-8")
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
)
_VIEWPORT: ViewportSize = {"width": 1280, "height": 800}
_PAUSE = 1_000  # milliseconds for which one looks at oneself before one joins
_SEES_ONESELF = "() => [...document.querySelectorAll('video')].some((video) => video.currentTime > 0)"
_AT_REST = "() => new Promise(requestIdleCallback)"
_SAW_SOMEBODY = "async () => [window.joined, await window.sawSomebody]"

Meet = Callable[[Page, Page], Awaitable[None]]


@dataclass(slots=True, kw_only=True)
class Joining:
    """Seconds from the click until whoever joins sees the other, and until the other sees them."""

    sees: Paired = field(default_factory=Paired)
    is_seen: Paired = field(default_factory=Paired)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Two:
    """Two people, each at a browser's context: one is in already, the other one joins."""

    waiting: BrowserContext
    joining: BrowserContext

    async def meet(self, meet: Meet) -> tuple[float, float]:
        """Have them meet in pages of their own; seconds until the one who joins sees, and is seen."""
        waiting, joining = await self.waiting.new_page(), await self.joining.new_page()
        await meet(waiting, joining)
        clicked, sees = await joining.evaluate(_SAW_SOMEBODY)
        _, is_seen = await waiting.evaluate(_SAW_SOMEBODY)
        for page in (joining, waiting):
            await page.close()
        return (sees - clicked) / 1000, (is_seen - clicked) / 1000


async def measure_joining(
    servers: Servers, network: Network, connection: asyncpg.Connection, *, rounds: int
) -> Joining:
    """Have two people meet at Wexstream and at the bare page in turn; the pages' code was loaded before."""
    speaker, guest = network.guests[:2]
    joining = Joining()
    async with servers.wexstream() as server, servers.relay() as relay, _launched() as browser:
        two = _Two(waiting=await _sit(browser, server, speaker), joining=await _sit(browser, server, guest))
        for turn in range(rounds * JOINS_A_ROUND + 1):
            [conference] = await create(connection, speaker, 1, visibility="public")
            await start(server, speaker, conference)
            own = await two.meet(_at_wexstream(server, conference))
            bare = await two.meet(_at_bare_page(relay))
            await forget(connection, [conference])
            if turn > 0:
                joining.sees.add(own[0], bare[0])
                joining.is_seen.add(own[1], bare[1])
    return joining


def _at_wexstream(server: Server, conference: UUID) -> Meet:
    address = f"{_address(server)}/conference?c={conference}"

    async def meet(waiting: Page, joining: Page) -> None:
        await waiting.goto(address)
        await _button(waiting).click()
        await waiting.locator("[data-room] video").wait_for()
        await joining.goto(address)
        await _join(waiting, joining)

    return meet


def _at_bare_page(relay: Server) -> Meet:
    async def meet(waiting: Page, joining: Page) -> None:
        await waiting.goto(_address(relay))
        await _button(waiting).click()
        await waiting.wait_for_function("() => document.title === 'In'")
        await joining.goto(_address(relay))
        await _join(waiting, joining)

    return meet


async def _join(waiting: Page, joining: Page) -> None:
    """Join once both see themselves and their pages are at rest."""
    for page in (waiting, joining):
        await page.wait_for_function(_SEES_ONESELF)
    await joining.wait_for_timeout(_PAUSE)
    for page in (waiting, joining):
        await page.evaluate(_AT_REST)
    await _button(joining).click()


def _button(page: Page) -> Locator:
    return page.get_by_role("button", name="Join", exact=True)


async def _sit(browser: Browser, server: Server, member: Member) -> BrowserContext:
    """Have a member sit down at the browser, signed in, who lets pages have camera and microphone."""
    context = await browser.new_context(
        viewport=_VIEWPORT, locale="en-GB", permissions=["camera", "microphone"]
    )
    await context.add_init_script(_WATCHING)
    await context.add_cookies([{"name": "ws", "value": member.token, "url": _address(server)}])
    return context


def _address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}"


@asynccontextmanager
async def _launched() -> AsyncGenerator[Browser]:
    """Start Chromium, whose camera and microphone are made up."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        raise RuntimeError("There is no Chromium: sh tools/browser.sh")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield browser
        await browser.close()
