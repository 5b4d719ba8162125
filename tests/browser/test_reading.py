"""Pages for anybody, and conferences that have not begun."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("fr-FR", "fr"), ("ar-EG", "ar")])
async def test_pages_for_anybody_speak_the_language_of_the_browser(
    sit_down: Arrive, locale: str, language: str
) -> None:
    guest = await sit_down("A guest", member=False, locale=locale)
    for path in ("/sign-in", "/sign-up", "/forgot-password", "/about", "/tos", "/contact", "/no-such-page"):
        await guest.open(path)
        await expect(guest.page.get_by_role("heading", level=1)).to_be_visible()
        await expect(guest.page.locator("html")).to_have_attribute("lang", language)
        await look(guest.page)


async def test_a_locked_conference_is_waited_for_and_entered_by_its_password(sit_down: Arrive) -> None:
    speaker = await sit_down("Irina Sokolova")
    friend = await sit_down("Paul Abadie")
    await speaker.connect(friend)
    draft = {"title": "Behind a door", "visibility": "private", "password": "open sesame"}
    made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await friend.open(f"/conference?c={made}")
    await expect(friend.page.get_by_role("heading", name="is not live yet")).to_be_visible()
    await look(friend.page)
    await speaker.open(f"/conference?c={made}")
    await expect(speaker.page.get_by_role("heading", name="You are not live yet")).to_be_visible()
    await look(speaker.page)
    await speaker.page.get_by_role("button", name="Start now").click()
    await expect(speaker.page.get_by_role("heading", name="Behind a door", level=1)).to_be_visible()
    await friend.page.get_by_role("button", name="Join").click(timeout=15_000)
    password = friend.page.get_by_label("Password", exact=True)
    await password.fill("not it")
    await friend.page.get_by_role("button", name="Join").click()
    await expect(friend.page.get_by_text("That is not the password.")).to_be_visible()
    await look(friend.page)
    await password.fill("open sesame")
    await friend.page.get_by_role("button", name="Join").click()
    await expect(friend.page.get_by_role("heading", name="Behind a door", level=1)).to_be_visible()


async def test_a_server_that_fails_is_said_in_words_and_asked_again(sit_down: Arrive) -> None:
    person = await sit_down("Greta Lund")
    page = person.page
    await person.open("/home")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.route("**/api/messages*", lambda route: route.fulfill(status=503, body=""))
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Messages").first.click()
    again = page.get_by_role("button", name="Try again")
    await expect(again).to_be_visible(timeout=30_000)
    await look(page)
    await page.unroute("**/api/messages*")
    await again.click()
    await expect(page.get_by_text("No messages yet")).to_be_visible()
    person.complaints.clear()  # the refusals were made by this test


async def test_whoever_writes_too_often_is_told_when_to_go_on_and_keeps_the_text(sit_down: Arrive) -> None:
    guest = await sit_down("A guest", member=False)
    page = guest.page
    letter = {"name": "Guest", "email": guest.email, "subject": "Again", "body": "And again."}
    for _ in range(5):
        await guest.call("POST", "/api/contact", data=letter)
    await guest.open("/contact")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_label("Your name")).to_be_focused()
    words = page.get_by_label("Your message")
    await expect(words).to_have_attribute("aria-invalid", "true")
    for label, value in (("Your name", "Guest"), ("Your e-mail", guest.email), ("Subject", "Once more")):
        await page.get_by_label(label).fill(value)
    await words.fill("And once more.")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_role("alert")).to_contain_text("Too many attempts. Try again in")
    await expect(words).to_have_value("And once more.")
    await look(page)
