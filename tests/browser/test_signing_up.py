"""Coming in for the first time, and coming back without the password."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person

OTHER_PASSWORD = "quite another phrase"


async def test_whoever_makes_an_account_confirms_the_address_by_mail_and_is_at_home(sit_down: Arrive) -> None:
    peter = await sit_down("Peter Lindqvist", member=False)
    page = peter.page
    await peter.open("/sign-in")
    await page.get_by_role("link", name="Make an account").click()
    await expect(page.get_by_role("heading", name="Make an account")).to_be_visible()
    await page.get_by_label("Full name").fill(peter.name)
    await page.get_by_label("E-mail").fill(peter.email)
    await page.get_by_label("Password", exact=True).fill("short")
    await page.get_by_role("button", name="Make an account").click()
    password = page.get_by_label("Password", exact=True)
    await expect(password).to_be_focused()
    await look(page)
    await password.fill("shorte")
    await expect(page.get_by_text("This is too short.")).to_be_hidden()
    await page.get_by_role("button", name="Make an account").click()
    await expect(page.get_by_text("This is too short.")).to_be_visible()
    await expect(password).to_be_focused()
    await password.fill(PASSWORD)
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Make an account").click()
    await expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    await look(page)
    await page.goto(await peter.mailed_link("/verify-email"))
    await expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    await look(page)
    await page.get_by_label("E-mail").fill(peter.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Confirm and sign in").click()
    await page.wait_for_url("**/home")
    await expect(page.get_by_role("heading", name="It is only you so far")).to_be_visible()
    await look(page)


async def test_a_mails_link_says_nothing_of_who_signed_up_here_before(sit_down: Arrive) -> None:
    ada, ben = await sit_down("Ada Kowalczyk", member=False), await sit_down("Ben Okafor", member=False)
    page = ada.page
    await fill_in(page, ada)
    await fill_in(ben.page, ben)
    await page.goto(await ben.mailed_link("/verify-email"))
    await expect(page.get_by_role("heading", name="Confirm your address")).to_be_visible()
    await expect(page.get_by_label("E-mail")).to_have_value("")
    assert ada.email not in await page.content()
    assert ada.email not in await page.evaluate("JSON.stringify(localStorage)")
    await page.get_by_label("E-mail").fill(ben.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Confirm and sign in").click()
    await expect(page.get_by_role("navigation", name="Main").first).to_contain_text("Ben Okafor")


async def fill_in(page: Page, person: Person) -> None:
    await person.open("/sign-up")
    await page.get_by_label("Full name").fill(person.name)
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Make an account").click()
    await expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()


async def test_the_address_goes_with_one_from_form_to_form_and_is_kept_in_no_history(
    sit_down: Arrive,
) -> None:
    zola = await sit_down("Zola Nkemelu", member=False)
    page = zola.page
    await zola.open("/sign-in")
    await page.get_by_label("E-mail").fill(zola.email)
    await page.get_by_role("link", name="Forgotten?").click()
    await expect(page.get_by_role("heading", name="Set a new password")).to_be_visible()
    await expect(page.get_by_label("E-mail")).to_have_value(zola.email)
    assert zola.email not in await page.evaluate("JSON.stringify(history.state)")
    await page.reload()
    await expect(page.get_by_label("E-mail")).to_have_value("")


async def test_a_forgotten_password_is_set_anew_by_mail(sit_down: Arrive) -> None:
    zola = await sit_down("Zola Nkemelu")
    await zola.context.clear_cookies()
    page = zola.page
    await zola.open("/sign-in")
    await page.get_by_role("link", name="Forgotten?").click()
    await expect(page.get_by_role("heading", name="Set a new password")).to_be_visible()
    await look(page)
    await page.get_by_label("E-mail").fill(zola.email)
    await page.get_by_role("button", name="Send the link").click()
    await expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    await page.goto(await zola.mailed_link("/reset-password"))
    await expect(page.get_by_role("heading", name="Set a new password")).to_be_visible()
    await look(page)
    await page.get_by_label("New password").fill(OTHER_PASSWORD)
    await page.get_by_role("button", name="Set the password").click()
    await page.wait_for_url("**/sign-in*")
    await expect(page.get_by_text("Your new password is set. Sign in with it.")).to_be_visible()
    await page.get_by_label("E-mail").fill(zola.email)
    await page.get_by_label("Password", exact=True).fill(OTHER_PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url("**/home")
