"""Wexstream as a program among others: installable, and with words where there is no connection."""

import asyncio
from hashlib import sha256

from playwright.async_api import expect

from tests.browser.conftest import ROOT, Arrive

BUILT = ROOT / "frontend/dist"
# The names under which something is kept once the worker has begun.
KEPT_AS = """
async () => {
  const { active } = await navigator.serviceWorker.ready;
  const begun = new Promise((done) => active.addEventListener("statechange", done, { once: true }));
  if (active.state !== "activated") await begun;
  return caches.keys();
}
"""
# Chromium tells the worker later than the page that there is no connection.
UNTIL_OFFLINE = """
async () => {
  while (await fetch("/healthz", { cache: "no-store" }).then(() => true, () => false));
}
"""
# What the page shows of an icon of which the worker has another.
MARK = """
async () => {
  const [name] = await caches.keys();
  await (await caches.open(name)).put("/icons/mark.svg", new Response("of another version"));
  return (await fetch("/icons/mark.svg")).text();
}
"""


async def test_without_a_connection_there_is_a_page_that_says_so_and_nothing_private_is_kept(
    sit_down: Arrive,
) -> None:
    amal = await sit_down("Amal Haddad")
    await amal.open("/home")
    async with asyncio.timeout(10):
        await amal.page.evaluate("async () => { await navigator.serviceWorker.ready }")
    await amal.context.set_offline(True)
    [worker] = amal.context.service_workers
    async with asyncio.timeout(10):
        await worker.evaluate(UNTIL_OFFLINE)
    await amal.page.goto(f"{amal.url}/messages")
    await expect(amal.page.get_by_role("heading", name="There is no connection")).to_be_visible()
    kept = await amal.page.evaluate(
        """async () => {
            const names = await caches.keys();
            const opened = await Promise.all(names.map((name) => caches.open(name)));
            const requests = (await Promise.all(opened.map((cache) => cache.keys()))).flat();
            return requests.map((request) => new URL(request.url).pathname).sort();
        }"""
    )
    assert kept == ["/icons/mark.svg", "/offline.css", "/offline.html"]
    await amal.context.set_offline(False)
    await amal.page.goto(f"{amal.url}/home")
    await expect(amal.page.get_by_role("navigation", name="Main").first).to_be_visible()
    amal.complaints.clear()  # that it could not reach the server is what Chromium complained of


async def test_nothing_stays_of_another_version(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    page = amal.page
    await amal.open("/offline.html")
    await page.evaluate("() => caches.open('offline-of-another-version')")
    await amal.open("/home")
    async with asyncio.timeout(10):
        assert await page.evaluate(KEPT_AS) == [f"offline-{digest()}"]
    await page.reload()
    assert await page.evaluate("() => navigator.serviceWorker.controller !== null")
    assert await page.evaluate(MARK) == (BUILT / "icons/mark.svg").read_text()


def digest() -> str:
    """Tell what the offline page consists of, as the build does."""
    files = ("offline.html", "offline.css", "icons/mark.svg")
    return sha256(b"".join((BUILT / file).read_bytes() for file in files)).hexdigest()[:16]


async def test_the_manifest_is_what_a_browser_wants_to_install(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    await amal.open("/home")
    session = await amal.context.new_cdp_session(amal.page)
    found = await session.send("Page.getInstallabilityErrors")
    assert [error["errorId"] for error in found["installabilityErrors"]] in ([], ["in-incognito"])
