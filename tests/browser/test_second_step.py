"""A second step of signing in: an app with codes is set up, asked for, gone, and turned off."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person
from tests.support.totp import shown


def code(secret: str, *, steps: int) -> str:
    """What the app shows, some steps from now: three of them are good at once, and each once."""
    return shown(secret, datetime.now(UTC) + steps * timedelta(seconds=30))


async def do_the_first(person: Person) -> None:
    """Show the password at the page to sign in."""
    page = person.page
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="The second step")).to_be_visible()


async def set_up(page: Page) -> tuple[str, str, list[str]]:
    """Set up an app in the settings; its secret, the code that is used up, and those for when it is gone."""
    await page.get_by_role("button", name="Set up: Codes of an app").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Password", exact=True)).to_be_focused()
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("img", name="QR code of the secret")).to_be_visible()
    await look(page)
    secret = (await dialog.locator("dd").inner_text()).replace(" ", "")
    await dialog.get_by_role("textbox", name="Code").fill("12345")
    await dialog.get_by_role("button", name="Turn on").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("This code is wrong")
    used = code(secret, steps=-1)
    await dialog.get_by_role("textbox", name="Code").fill(used)
    await dialog.get_by_role("button", name="Turn on").click()
    kept = dialog.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(kept).to_have_count(10)
    await look(page)
    return secret, used, await kept.all_inner_texts()


async def test_an_app_is_set_up_and_asked_for_and_its_codes_work_once(sit_down: Arrive) -> None:
    noor = await sit_down("Noor Aziz")
    page = noor.page
    await noor.open("/settings#security")
    secret, used, kept = await set_up(page)
    await page.keyboard.press("Escape")  # shown this once, they are not lost by a slip of the finger
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download").click()
    assert (await download.value).suggested_filename == "wexstream-recovery-codes.txt"
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 recovery codes are left")).to_be_visible()
    await look(page)

    await noor.context.clear_cookies()
    await noor.open("/messages")
    await do_the_first(noor)
    field = page.get_by_role("textbox", name="Code")
    await expect(field).to_be_focused()
    await look(page)
    for wrong in ("000000", used):
        await field.fill(wrong)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("This code is wrong")
        await look(page)
    await field.fill(code(secret, steps=0))
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/messages")

    await noor.context.clear_cookies()
    await noor.open("/settings#security")
    await do_the_first(noor)
    await page.get_by_role("button", name="Use a recovery code instead").click()
    field = page.get_by_label("Recovery code")
    await expect(field).to_be_focused()
    await look(page)
    await page.keyboard.type(kept[0])
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("9 recovery codes are left")).to_be_visible()

    await page.get_by_role("button", name="New recovery codes").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Go on").click()
    made = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    await expect(made).to_have_count(10)
    assert not set(kept) & set(await made.all_inner_texts())
    await page.get_by_role("button", name="I have kept them").click()
    await expect(page.get_by_text("10 recovery codes are left")).to_be_visible()

    await page.get_by_role("button", name="Turn off: Codes of an app").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("dialog").get_by_role("button", name="Turn off").click()
    await expect(page.get_by_role("button", name="Set up: Codes of an app")).to_be_visible()
    await noor.context.clear_cookies()
    await noor.sign_in()


async def test_who_is_asked_to_sign_in_again_does_both_steps_and_loses_nothing(sit_down: Arrive) -> None:
    mara = await sit_down("Mara Keller")
    setup = await mara.call("POST", "/api/me/second-step", data={"password": PASSWORD})
    first = {"code": code(setup["secret"], steps=-1)}
    await mara.call("POST", "/api/me/second-step/confirm", data=first)
    page = mara.page
    await mara.open("/settings")
    name = page.get_by_label("Full name")
    await name.fill("Mara Keller-Roth")
    await mara.call("DELETE", "/api/sessions/current")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await dialog.get_by_label("Password", exact=True).press("Enter")
    await expect(dialog.get_by_role("textbox", name="Code")).to_be_focused()
    await mara.context.clear_cookies()  # as after five minutes
    await page.keyboard.type("123456")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_contain_text("Sign in again from the start")
    await dialog.get_by_role("button", name="Sign in in another way").click()
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await dialog.get_by_label("Password", exact=True).press("Enter")
    await expect(dialog.get_by_role("textbox", name="Code")).to_be_focused()
    await look(page)
    await dialog.get_by_role("textbox", name="Code").fill(code(setup["secret"], steps=0))
    await dialog.get_by_role("textbox", name="Code").press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(name).to_have_value("Mara Keller-Roth")
