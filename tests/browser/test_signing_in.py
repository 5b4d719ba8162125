"""Signing in, as people do it."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD


async def test_the_way_in(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    await amal.context.clear_cookies()
    await amal.open("/home")
    await expect(amal.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await look(amal.page)
    await amal.page.get_by_label("E-mail").fill(amal.email)
    await amal.page.get_by_label("Password", exact=True).fill("not the password")
    await amal.page.get_by_role("button", name="Sign in").click()
    await expect(amal.page.get_by_role("alert")).to_contain_text("is wrong")
    await expect(amal.page.get_by_label("E-mail")).to_have_value(amal.email)
    await amal.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await amal.page.get_by_role("button", name="Sign in").click()
    await amal.page.wait_for_url("**/home")
    await expect(amal.page.get_by_role("navigation", name="Main").first).to_contain_text("Amal Haddad")
