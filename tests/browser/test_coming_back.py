"""A conference's link leads there also for whoever is not signed in, or not registered, yet."""

from urllib.parse import quote

from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person

ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "/.//evil.example/", "home")


async def live(speaker: Person) -> str:
    """Go live; where."""
    draft = {"title": "Tuning a kora, slowly", "visibility": "public"}
    made: str = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    return f"/conference?c={made}"


async def sign_in(page: Page, person: Person) -> None:
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def sign_up(page: Page, person: Person) -> None:
    """Go from the page to sign in at on to that for an account, and make one."""
    await page.get_by_role("link", name="Make an account").click()
    await page.get_by_label("Full name").fill(person.name)
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Make an account").click()
    await expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()


async def expect_the_room(person: Person, page: Page, room: str) -> None:
    await page.wait_for_url(person.url + room)
    await expect(page.get_by_role("heading", name="is live")).to_be_visible()
    await page.get_by_role("button", name="Join").click()
    await expect(page.get_by_role("heading", name="Tuning a kora, slowly", level=1)).to_be_visible()


async def test_signing_in_leads_to_the_room(sit_down: Arrive) -> None:
    kofi, amal = await sit_down("Kofi Mensah"), await sit_down("Amal Haddad")
    room = await live(kofi)
    await amal.context.clear_cookies()
    await amal.open(room)
    await expect(amal.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await sign_in(amal.page, amal)
    await expect_the_room(amal, amal.page, room)


async def test_signing_up_and_confirming_by_mail_leads_to_the_room(sit_down: Arrive) -> None:
    kofi, peter = await sit_down("Kofi Mensah"), await sit_down("Peter Lindqvist", member=False)
    room = await live(kofi)
    await peter.open(room)
    await sign_up(peter.page, peter)
    window = await peter.context.new_page()  # as programs for mails open links
    await window.goto(await peter.mailed_link("/verify-email"))
    await window.get_by_label("E-mail").fill(peter.email)
    await window.get_by_label("Password", exact=True).fill(PASSWORD)
    await window.get_by_role("button", name="Confirm and sign in").click()
    await expect_the_room(peter, window, room)
    await look(window)
    await window.goto(f"{peter.url}/")
    await window.wait_for_url("**/home")  # it led there once


async def test_where_nothing_is_remembered_confirming_leads_home(sit_down: Arrive) -> None:
    kofi, bea = await sit_down("Kofi Mensah"), await sit_down("Bea Lindgren", member=False)
    elsewhere = await sit_down("Bea Lindgren", member=False)
    room = await live(kofi)
    await bea.open(room)
    await sign_up(bea.page, bea)
    page = elsewhere.page
    await page.goto(await bea.mailed_link("/verify-email"))
    await page.get_by_label("E-mail").fill(bea.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Confirm and sign in").click()
    await page.wait_for_url("**/home")
    await expect(page.get_by_role("heading", name="It is only you so far")).to_be_visible()
    await bea.open("/sign-in")  # where it began, it is known still
    await sign_in(bea.page, bea)
    await expect_the_room(bea, bea.page, room)


async def test_who_waits_for_the_confirmation_signed_in_is_led_on_by_itself(sit_down: Arrive) -> None:
    kofi, hugo = await sit_down("Kofi Mensah"), await sit_down("Hugo Marchand", member=False)
    room = await live(kofi)
    await hugo.open(room)
    await sign_up(hugo.page, hugo)
    await hugo.open(room)
    await sign_in(hugo.page, hugo)
    await expect(hugo.page.get_by_role("heading", name="is not confirmed yet")).to_be_visible()
    token = (await hugo.mailed_link("/verify-email")).partition("token=")[2]
    await hugo.call("POST", "/api/accounts/verify", data={"token": token, "password": PASSWORD})
    await hugo.page.wait_for_url(hugo.url + room, timeout=30_000)
    await expect(hugo.page.get_by_role("heading", name="is live")).to_be_visible()


async def test_a_forgotten_password_set_anew_leads_to_the_room_as_well(sit_down: Arrive) -> None:
    kofi, zola = await sit_down("Kofi Mensah"), await sit_down("Zola Nkemelu")
    room = await live(kofi)
    await zola.context.clear_cookies()
    await zola.open(room)
    await zola.page.get_by_role("link", name="Forgotten?").click()
    await expect(zola.page.get_by_role("heading", name="Set a new password")).to_be_visible()
    await zola.page.get_by_label("E-mail").fill(zola.email)
    await zola.page.get_by_role("button", name="Send the link").click()
    await expect(zola.page.get_by_role("heading", name="Check your mail")).to_be_visible()
    await zola.page.goto(await zola.mailed_link("/reset-password"))
    await zola.page.get_by_label("New password").fill(PASSWORD)
    await zola.page.get_by_role("button", name="Set the password").click()
    await expect(zola.page.get_by_text("Your new password is set")).to_be_visible()
    await sign_in(zola.page, zola)
    await expect_the_room(zola, zola.page, room)


async def test_what_was_wanted_before_is_forgotten_with_what_is_wanted_now(sit_down: Arrive) -> None:
    kofi, ravi = await sit_down("Kofi Mensah"), await sit_down("Ravi Menon")
    room = await live(kofi)
    await ravi.context.clear_cookies()
    await ravi.open(room)
    await expect(ravi.page.get_by_role("heading", name="Sign in")).to_be_visible()
    await ravi.open("/")
    await sign_in(ravi.page, ravi)
    await ravi.page.wait_for_url("**/home")


async def test_a_forged_address_leads_nowhere_else(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    asked: list[str] = []
    amal.page.on("request", lambda request: asked.append(request.url))
    for address in ELSEWHERE:
        await amal.context.clear_cookies()
        await amal.open(f"/sign-in?next={quote(address, safe='')}")
        await sign_in(amal.page, amal)
        await amal.page.wait_for_url(f"{amal.url}/home")
        await expect(amal.page.get_by_role("heading", level=1)).to_be_visible()
    assert all(url.startswith(amal.url) for url in asked)
