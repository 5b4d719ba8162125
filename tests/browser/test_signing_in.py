"""Signing in, as people do it."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD

# As where cookies are switched off.
KEEPS_NOTHING = """
for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("Access is denied for this document.", "SecurityError"); },
  });
}
"""


async def test_the_way_in(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    await amal.context.clear_cookies()
    await amal.open("/home")
    await expect(amal.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await look(amal.page)
    await amal.page.get_by_label("E-mail").fill(amal.email)
    await amal.page.get_by_label("Password", exact=True).fill("not the password")
    await amal.page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(amal.page.get_by_role("alert")).to_contain_text("is wrong")
    await expect(amal.page.get_by_label("E-mail")).to_have_value(amal.email)
    await amal.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await amal.page.get_by_role("button", name="Sign in", exact=True).click()
    await amal.page.wait_for_url("**/home")
    await expect(amal.page.get_by_role("navigation", name="Main").first).to_contain_text("Amal Haddad")


async def test_pages_for_anybody_know_who_has_just_signed_in(sit_down: Arrive) -> None:
    ida = await sit_down("Ida Holm")
    await ida.context.clear_cookies()
    await ida.open("/sign-in?next=/about")
    await ida.page.get_by_label("E-mail").fill(ida.email)
    await ida.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await ida.page.get_by_role("button", name="Sign in", exact=True).click()
    await ida.page.wait_for_url("**/about")
    await expect(ida.page.get_by_role("link", name="Go to Home")).to_be_visible()
    await expect(ida.page.get_by_role("link", name="Sign in")).to_be_hidden()


async def test_windows_of_who_signs_out_elsewhere_do_not_stay(sit_down: Arrive) -> None:
    nadia = await sit_down("Nadia Farouk")
    await nadia.open("/settings")
    other = await nadia.context.new_page()
    await other.goto(f"{nadia.url}/messages")
    await expect(other.get_by_role("heading", name="Messages").first).to_be_visible()
    await nadia.page.get_by_role("button", name="Sign out").click()
    await expect(nadia.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_window_with_something_unsent_does_not_stay_either(sit_down: Arrive) -> None:
    nadia = await sit_down("Nadia Rahimi")
    await nadia.open("/settings")
    other = await nadia.context.new_page()
    questions: list[str] = []
    other.on("dialog", lambda dialog: questions.append(dialog.type))
    await other.goto(f"{nadia.url}/messages?write")
    await other.get_by_label("Message", exact=True).press_sequentially("For nobody else")
    await nadia.page.get_by_role("button", name="Sign out").click()
    await expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    assert questions == []


async def test_what_is_done_where_somebody_else_has_signed_in_is_not_done_as_that_one(
    sit_down: Arrive,
) -> None:
    nadia, samir = await sit_down("Nadia Haddad"), await sit_down("Samir Boulos")
    zola = await sit_down("Zola Iwu")
    for one in (nadia, samir):
        await one.connect(zola)
    page = nadia.page
    await nadia.open(f"/messages?write={zola.id}")
    await page.get_by_label("Subject").fill("From Nadia")
    body = page.get_by_label("Message", exact=True)
    await body.press_sequentially("And from nobody else.")
    await expect(page.get_by_role("button", name="Remove Zola Iwu")).to_be_visible()
    credentials = {"email": samir.email, "password": PASSWORD}
    await nadia.call("POST", "/api/sessions", data=credentials)  # as another window does
    await page.get_by_role("button", name="Send").click()
    dialog = page.get_by_role("dialog", name="Somebody else is signed in here now")
    await expect(dialog).to_be_visible()
    await look(page)
    assert (await zola.call("GET", "/api/messages"))["items"] == []
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(body).to_have_value("And from nobody else.")
    await expect(page.get_by_role("alert")).to_contain_text("Somebody else is signed in here by now.")
    await page.get_by_role("button", name="Send").click()
    await dialog.get_by_role("button", name="Load the page anew").click()
    await expect(page.get_by_role("navigation", name="Main").first).to_contain_text("Samir Boulos")
    await expect(page.get_by_label("Subject")).to_have_value("")


async def test_where_the_browser_keeps_nothing_all_works_as_long_as_the_page_is_open(
    sit_down: Arrive,
) -> None:
    omar = await sit_down("Omar Aziz")
    await omar.context.clear_cookies()
    await omar.context.add_init_script(KEEPS_NOTHING)
    page = omar.page
    await omar.open("/settings")
    await page.get_by_label("E-mail").fill(omar.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url("**/settings")
    await page.get_by_role("radio", name="Dark").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.get_by_role("radio", name="Français").click()
    await expect(page.get_by_role("heading", level=1, name="Réglages")).to_be_visible()
    await page.get_by_role("navigation").first.get_by_role("link", name="Messages").click()
    await expect(page.get_by_role("heading", name="Messages").first).to_be_visible()
    await omar.open("/settings")
    await page.get_by_role("button", name="Se déconnecter").click()
    await page.wait_for_url("**/sign-in")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_a_way_on_that_is_no_place_of_ours_is_not_gone(sit_down: Arrive) -> None:
    omar = await sit_down("Omar Nasser")
    await omar.context.clear_cookies()
    await omar.open("/sign-in?next=/%5Cevil.example/")
    await omar.page.get_by_label("E-mail").fill(omar.email)
    await omar.page.get_by_label("Password", exact=True).fill(PASSWORD)
    await omar.page.get_by_role("button", name="Sign in", exact=True).click()
    await omar.page.wait_for_url(f"{omar.url}/home")
