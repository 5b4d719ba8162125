"""Pages and dialogs, whose code comes when one first wants them: offline, and of another version."""

import re

from playwright.async_api import Page, Request, Route, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.test_settling import choose, picture

STYLES = "() => [...document.styleSheets].map((sheet) => sheet.href).join()"
FAILED = "This page could not be loaded"


async def go_to(page: Page, name: str) -> None:
    await page.get_by_role("navigation", name="Main").first.get_by_role("link", name=name).click()


async def test_a_page_that_could_not_be_fetched_is_there_once_there_is_a_connection_and_nothing_is_lost(
    sit_down: Arrive,
) -> None:
    ada = await sit_down("Ada Winter")
    page = ada.page
    await ada.open("/messages?write")
    await page.get_by_label("Subject").fill("Not to be lost")
    await ada.context.set_offline(offline=True)
    await go_to(page, "Notifications")
    await expect(page.get_by_role("heading", name=FAILED)).to_be_visible()
    await expect(page.get_by_text("There is no connection.")).to_be_visible()
    await look(page)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", name=FAILED)).to_be_visible()
    await ada.context.set_offline(offline=False)
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("heading", name="Nothing new", level=1)).to_be_visible()
    assert "/assets/Notifications-" in await page.evaluate(STYLES)
    await ada.context.set_offline(offline=True)
    await go_to(page, "Settings")
    await expect(page.get_by_role("heading", name=FAILED)).to_be_visible()
    await ada.context.set_offline(offline=False)
    await go_to(page, "Settings")
    await expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()
    assert "/assets/Settings-" in await page.evaluate(STYLES)
    await go_to(page, "Messages")
    await page.get_by_role("link", name="Write").click()
    await expect(page.get_by_label("Subject")).to_have_value("Not to be lost")


async def test_a_page_of_another_version_is_loaded_anew_by_itself_but_once(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Summers")
    page = ada.page
    gone = re.compile("/assets/(Notifications|Settings)-.*[.]js$")
    loaded: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "document":
            loaded.append(request.url.removeprefix(ada.url))

    async def refuse(route: Route) -> None:
        await route.fulfill(status=404)

    async def refuse_at_first(route: Route) -> None:
        await (route.continue_() if "/notifications" in loaded else refuse(route))

    page.on("request", note)
    await page.route(gone, refuse_at_first)
    await ada.open("/home")
    await go_to(page, "Notifications")
    await expect(page.get_by_role("heading", name="Nothing new", level=1)).to_be_visible()
    await page.unroute(gone)
    await page.route(gone, refuse)
    await ada.open("/home")
    async with page.expect_event("domcontentloaded"):
        await go_to(page, "Settings")
    await expect(page.get_by_text("Wexstream is of a newer version by now.")).to_be_visible()
    await look(page)
    assert loaded == ["/home", "/notifications", "/home", "/settings"]
    await page.unroute(gone)
    await page.get_by_role("button", name="Load the page anew").click()
    await expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()


async def test_a_dialog_that_could_not_be_fetched_says_so_and_the_page_behind_stays(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Falls")
    page = ada.page
    await ada.open("/settings")
    bio = page.get_by_label("About you")
    await bio.fill("Not to be lost")
    await ada.context.set_offline(offline=True)
    go_live = page.get_by_role("banner").get_by_role("button", name="Go live")
    dialog = page.get_by_role("dialog", name="Go live")
    await go_live.click()
    await expect(dialog).to_contain_text("This could not be loaded.")
    await expect(dialog.get_by_role("alert")).to_contain_text("There is no connection.")
    await look(page)
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_be_hidden()
    await expect(bio).to_have_value("Not to be lost")
    await go_live.click()
    await ada.context.set_offline(offline=False)
    await dialog.get_by_role("button", name="Try again").click()
    await expect(dialog.get_by_label("Title")).to_be_focused()
    await dialog.get_by_role("button", name="Close").click()
    await expect(bio).to_have_value("Not to be lost")


async def test_where_the_dialog_for_a_picture_could_not_be_fetched_the_picture_is_not_chosen_again(
    sit_down: Arrive,
) -> None:
    ada = await sit_down("Ada Springer")
    page = ada.page
    await ada.open("/settings")
    await expect(page.get_by_role("button", name="Choose a picture")).to_be_visible()
    await ada.context.set_offline(offline=True)
    dialog = await choose(page, picture())
    await expect(dialog.get_by_role("alert")).to_contain_text("There is no connection.")
    await look(page)
    await ada.context.set_offline(offline=False)
    await dialog.get_by_role("button", name="Try again").click()
    await dialog.get_by_role("button", name="Use this picture").click()
    await expect(page.get_by_role("button", name="Change picture")).to_be_visible()


async def test_a_dialog_of_another_version_offers_to_load_the_page_anew(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Lenz")
    page = ada.page
    await page.route("**/assets/GoLive-*.js", lambda route: route.fulfill(status=404))
    await ada.open("/home")
    await page.get_by_role("banner").get_by_role("button", name="Go live").click()
    dialog = page.get_by_role("dialog", name="Go live")
    await expect(dialog.get_by_role("alert")).to_contain_text("Wexstream is of a newer version by now.")
    await look(page)
    async with page.expect_navigation():
        await dialog.get_by_role("button", name="Load the page anew").click()
