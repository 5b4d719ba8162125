"""Acting upon rows: by the keyboard, with a way back, and from a phone."""

import asyncio

from playwright.async_api import Route, ViewportSize, expect

from tests.browser.conftest import Arrive

BARS = "nav, [data-phone-head]"
# What has the focus within the page, where a bar covers its upper or its lower edge.
COVERED = """
bars => {
  const focused = document.activeElement;
  if (!focused.closest("main") || focused.closest(bars)) return "";
  const { left, right, top, bottom } = focused.getBoundingClientRect();
  const seen = (y) => document.elementFromPoint((left + right) / 2, y)?.closest(bars) === null;
  return seen(top + 1) && seen(bottom - 1) ? "" : focused.outerHTML.slice(0, 200);
}
"""
PHONE: ViewportSize = {"width": 360, "height": 740}


async def test_the_keyboard_goes_on_where_a_request_was_answered(sit_down: Arrive) -> None:
    host = await sit_down("Hanna Weber")
    for name in ("Aaron Blum", "Berta Nagy"):
        guest = await sit_down(name)
        await guest.call("POST", f"/api/connections/{host.id}/request")
    page = host.page
    await host.open("/connections?tab=incoming")
    decline = page.get_by_role("button", name="Decline the request of")
    await expect(decline).to_have_count(2)
    await decline.first.focus()
    await page.keyboard.press("Enter")
    await expect(decline).to_have_count(1)
    await expect(decline).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Requests to me")).to_be_focused()
    await expect(page.get_by_role("heading", name="Nobody is waiting for an answer")).to_be_visible()


async def test_a_request_declined_where_it_is_found_can_still_be_taken_back(sit_down: Arrive) -> None:
    host = await sit_down("Ilse Brandt")
    guest = await sit_down("Jonas Quist")
    await guest.call("POST", f"/api/connections/{host.id}/request")
    page = host.page
    await host.open("/search?q=quist")
    decline = page.get_by_role("button", name="Decline the request of Jonas Quist")
    await decline.click()
    await expect(decline).to_be_hidden()
    await expect(page.get_by_role("link", name="Jonas Quist", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="Connect with Jonas Quist")).to_be_hidden()
    await page.get_by_role("button", name="Undo").click()
    await expect(decline).to_be_visible()
    await host.open("/home")
    await decline.click()
    await expect(decline).to_be_hidden()
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Network").click()
    await page.get_by_role("link", name="My requests").click()
    await expect(page.get_by_role("heading", name="No requests are waiting")).to_be_visible()
    await host.open(f"/profile?u={guest.id}")
    await expect(page.get_by_role("button", name="Connect")).to_be_visible()


async def test_nothing_is_said_of_a_search_before_it_is_answered(sit_down: Arrive) -> None:
    seeker = await sit_down("Karin Holm")
    await sit_down("Lennart Ek")
    answered = asyncio.Event()

    async def hold(route: Route) -> None:
        if "q=lennart" in route.request.url:
            await answered.wait()
        await route.continue_()

    page = seeker.page
    await page.route("**/api/users?*", hold)
    await seeker.open("/search?q=nobody+of+this+name")
    await expect(page.get_by_role("heading", name="Nobody matches")).to_be_visible()
    await page.get_by_role("searchbox", name="Find people").fill("lennart")
    await expect(page.get_by_role("heading", name="People who match “lennart”")).to_be_visible()
    await expect(page.get_by_role("heading", name="Nobody matches")).to_be_hidden()
    await page.set_viewport_size(PHONE)
    await expect(page.get_by_role("searchbox", name="Find people")).to_have_value("lennart")
    answered.set()
    await expect(page.get_by_role("link", name="Lennart Ek", exact=True)).to_be_visible()


async def test_on_a_phone_what_has_the_focus_is_not_below_the_bars(sit_down: Arrive) -> None:
    person = await sit_down("Signe Dahl")
    page = person.page
    await page.set_viewport_size(PHONE)
    await person.open("/settings")
    await expect(page.get_by_role("heading", name="Settings").first).to_be_visible()
    own = page.get_by_role("main").locator("a:visible, button:visible, input:visible, select:visible")
    for forth in (True, False):
        await (own.first if forth else own.last).focus()
        for _ in range(await own.count() - 1):
            await page.keyboard.press("Tab" if forth else "Shift+Tab")
            assert await page.evaluate(COVERED, BARS) == ""


async def test_on_a_phone_one_reaches_the_own_page_by_the_settings(sit_down: Arrive) -> None:
    person = await sit_down("Moa Lund")
    await person.page.set_viewport_size(PHONE)
    await person.open("/home")
    await person.page.get_by_role("link", name="Settings").click()
    await person.page.get_by_role("link", name="Your profile").click()
    await expect(person.page.get_by_role("heading", name="Moa Lund")).to_be_visible()
    await expect(person.page.get_by_role("link", name="Edit profile")).to_be_visible()
