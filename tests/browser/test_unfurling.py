"""A public conference's page on a server that lets it be previewed, in a browser."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive, listening
from tests.integration.serving.processes import serving

KEPT = """
async () => {
  const names = await caches.keys();
  const opened = await Promise.all(names.map((name) => caches.open(name)));
  const requests = (await Promise.all(opened.map((cache) => cache.keys()))).flat();
  return requests.map((request) => new URL(request.url).pathname).sort();
}
"""


@pytest.fixture
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a server whose operator allows previews."""
    data = tmp_path_factory.mktemp("previews")
    async with serving(data, WS_TRUSTED_PROXIES="127.0.0.1,::1", WS_PUBLIC_PREVIEW="true") as server:
        async with listening(server):
            yield server.url
        await server.stop()


async def test_the_page_says_what_the_conference_is_and_the_browser_keeps_none_of_it(
    sit_down: Arrive,
) -> None:
    kofi = await sit_down("Kofi Mensah")
    made = []
    for title in ("Tuning a kora, slowly", "Choir <rehearsal>"):
        draft = {"title": title, "visibility": "public"}
        made.append((await kofi.call("POST", "/api/conferences", data=draft))["id"])
    guest = await sit_down("A guest", member=False)
    page = guest.page
    said = page.locator("meta[property='og:title']")
    await guest.open("/about")
    async with asyncio.timeout(10):
        await page.evaluate("async () => { await navigator.serviceWorker.ready }")
    for name, title in zip(made, ("Tuning a kora, slowly", "Choir <rehearsal>"), strict=True):
        await guest.open(f"/conference?c={name}")
        await expect(said).to_have_attribute("content", title)
        await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await kofi.call("PATCH", f"/api/conferences/{made[0]}", data={"visibility": "private"})
    await guest.open(f"/conference?c={made[0]}")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await expect(said).to_have_count(0)
    assert await page.evaluate(KEPT) == ["/icons/mark.svg", "/offline.css", "/offline.html"]
    await guest.context.set_offline(True)
    await guest.open(f"/conference?c={made[1]}")
    await expect(page.get_by_role("heading", name="There is no connection")).to_be_visible()
    await expect(said).to_have_count(0)
    guest.complaints.clear()  # that it could not reach the server is what Chromium complained of


async def test_who_is_signed_in_sees_the_page_s_own_title(sit_down: Arrive) -> None:
    kofi = await sit_down("Kofi Mensah")
    draft = {"title": "Tuning a kora, slowly", "visibility": "public"}
    made = (await kofi.call("POST", "/api/conferences", data=draft))["id"]
    await kofi.open(f"/conference?c={made}")
    await expect(kofi.page).to_have_title("Tuning a kora, slowly · Wexstream")
    await kofi.page.get_by_role("link", name="Wexstream").click()
    await expect(kofi.page).to_have_title("Home · Wexstream")
