"""Settings, and leaving."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD


async def test_the_page_speaks_french_and_arabic_and_arabic_is_mirrored(sit_down: Arrive) -> None:
    lea = await sit_down("Léa Moreau")
    page = lea.page
    await lea.open("/settings")
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    await look(page)
    for language, title, code, direction in (
        ("Français", "Réglages", "fr", "ltr"),
        ("العربية", "الإعدادات", "ar", "rtl"),
    ):
        await page.get_by_role("radio", name=language).click()
        await expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        await expect(page.locator("html")).to_have_attribute("lang", code)
        await expect(page.locator("html")).to_have_attribute("dir", direction)
        await look(page)
        for path in ("/home", "/connections", "/messages", "/notifications", "/search"):
            await lea.open(path)
            await expect(page.locator("html")).to_have_attribute("lang", code)
            await expect(page.get_by_role("heading", level=1).first).to_be_visible()
            await look(page)
        await lea.open("/settings")
    rail = await page.get_by_role("navigation").first.bounding_box()
    assert rail is not None
    assert rail["x"] > 640  # what is at the left elsewhere is at the right


async def test_a_session_is_ended_from_another_browser(sit_down: Arrive) -> None:
    here = await sit_down("Ravi Menon")
    there = await sit_down("Ravi Menon", member=False)
    await there.call("POST", "/api/sessions", data={"email": here.email, "password": PASSWORD, "stay": True})
    await there.open("/settings")
    await here.open("/settings")
    await here.page.get_by_role("button", name="End the session").click()
    await expect(here.page.get_by_text("The session has ended.")).to_be_visible()
    await there.page.get_by_role("navigation", name="Main").get_by_role("link", name="Network").first.click()
    await expect(there.page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    await look(there.page)


async def test_whoever_leaves_takes_the_data_along_and_is_gone(sit_down: Arrive) -> None:
    otto = await sit_down("Otto Brandvold")
    page = otto.page
    await otto.open("/settings")
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Take my data along").click()
    assert (await kept.value).suggested_filename == "wexstream.zip"
    await page.get_by_role("button", name="Erase my account").click()
    dialog = page.get_by_role("dialog", name="Erase your account?")
    await look(page)
    await dialog.get_by_label("Your password").fill("not the password")
    await dialog.get_by_role("button", name="Erase for good").click()
    await expect(dialog.get_by_label("Your password")).to_have_value("not the password")
    await dialog.get_by_label("Your password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Erase for good").click()
    await page.wait_for_url("**/sign-in*")
    await expect(page.get_by_text("Your account is erased")).to_be_visible()
    await look(page)
