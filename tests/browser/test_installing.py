"""Wexstream as a program among others: installable, and with words where there is no connection."""

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import Arrive


async def test_without_a_connection_there_is_a_page_that_says_so_and_nothing_private_is_kept(
    sit_down: Arrive,
) -> None:
    amal = await sit_down("Amal Haddad")
    await amal.open("/home")
    async with asyncio.timeout(10):
        await amal.page.evaluate("async () => { await navigator.serviceWorker.ready }")
    await amal.context.set_offline(True)
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


async def test_the_manifest_is_what_a_browser_wants_to_install(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    await amal.open("/home")
    session = await amal.context.new_cdp_session(amal.page)
    found = await session.send("Page.getInstallabilityErrors")
    assert [error["errorId"] for error in found["installabilityErrors"]] in ([], ["in-incognito"])
