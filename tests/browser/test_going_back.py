"""The way back, of the browser or of a phone: what is open over a page is closed by it first."""

from playwright.async_api import ViewportSize, expect

from tests.browser.conftest import Arrive

BACK = "() => history.back()"
# What a phone's own way back asks to close (Close Watcher API), within a test's reach.
WATCHED = """
window.watched = [];
window.CloseWatcher = class extends CloseWatcher {
  constructor() { super(); window.watched.push(this); }
};
"""
PHONE: ViewportSize = {"width": 360, "height": 740}


async def test_the_way_back_closes_a_dialog_and_then_leads_back(sit_down: Arrive) -> None:
    ida = await sit_down("Ida Brunner")
    page = ida.page
    await ida.open("/home")
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Messages").click()
    await page.wait_for_url("**/messages")
    dialog = page.get_by_role("dialog", name="Go live")
    go_live = page.get_by_role("banner").get_by_role("button", name="Go live")
    await go_live.click()
    await dialog.get_by_label("Title").fill("Bees")
    await page.evaluate(BACK)
    await expect(dialog).to_be_hidden()
    await expect(page).to_have_url(f"{ida.url}/messages")
    await expect(page.get_by_role("heading", name="Messages").first).to_be_visible()
    await go_live.click()
    await expect(dialog.get_by_label("Title")).to_have_value("Bees")
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_be_hidden()
    await page.evaluate(BACK)
    await page.wait_for_url("**/home")
    await page.evaluate("() => history.forward()")
    await page.wait_for_url("**/messages")


async def test_of_two_dialogs_the_way_back_closes_the_one_on_top(sit_down: Arrive) -> None:
    ida = await sit_down("Ida Kessler")
    page = ida.page
    await ida.open("/home")
    await page.get_by_role("link", name="Settings").first.click()
    await page.get_by_role("button", name="Erase my account").click()
    below = page.get_by_role("dialog", name="Erase your account?")
    await below.get_by_label("Your password").fill("not the password")
    await ida.call("DELETE", "/api/sessions/current")
    above = page.get_by_role("dialog", name="Sign in again")
    await expect(above).to_be_visible()
    await page.evaluate(BACK)
    await expect(above).to_be_hidden()
    await expect(below.get_by_label("Your password")).to_have_value("not the password")
    await page.evaluate(BACK)
    await expect(below).to_be_hidden()
    await expect(page).to_have_url(f"{ida.url}/settings")


async def test_what_goes_on_from_a_dialog_is_left_by_the_way_back_once(sit_down: Arrive) -> None:
    ida = await sit_down("Ida Steen")
    page = ida.page
    await ida.open("/home")
    await page.get_by_role("banner").get_by_role("button", name="Go live").click()
    dialog = page.get_by_role("dialog", name="Go live")
    await dialog.get_by_label("Title").fill("Bees")
    await dialog.get_by_role("button", name="Create for later").click()
    await page.wait_for_url("**/conference?c=*")
    await page.evaluate(BACK)
    await page.wait_for_url("**/home")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_a_phones_way_back_closes_a_dialog_even_where_nothing_is_to_go_back_to(
    sit_down: Arrive,
) -> None:
    ida = await sit_down("Ida Moreau", is_mobile=True, has_touch=True)
    page = ida.page
    await page.set_viewport_size(PHONE)
    await page.add_init_script(WATCHED)
    await ida.open("/home")
    await page.get_by_role("button", name="Go live", exact=True).tap()
    dialog = page.get_by_role("dialog", name="Go live")
    await expect(dialog).to_be_visible()
    await page.evaluate("() => watched.at(-1).requestClose()")
    await expect(dialog).to_be_hidden()
    assert await page.evaluate("() => watched.length") == 1
