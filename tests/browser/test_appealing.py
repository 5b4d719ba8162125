"""What somebody suspended or warned says against it, suspensions that end, and reporting from within."""

from pathlib import Path

import asyncpg
from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person
from wexstream.adapters.system.postgres_keeper.folder import Folder

OF_A_WEEK = {"term": "7-days", "words": "Threats are against the terms."}


async def suspend(accused: Person, moderator: Person) -> None:
    await moderator.call("POST", f"/api/moderation/users/{accused.id}/suspend", data=OF_A_WEEK)


async def sign_in(person: Person) -> None:
    """Sign in at the page."""
    page = person.page
    await person.open("/sign-in")
    await page.get_by_label("E-mail").fill(person.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()


async def send_report(page: Page, about: str, reason: str) -> None:
    dialog = page.get_by_role("dialog", name=f"Report {about}")
    await dialog.get_by_label("What is wrong?").fill(reason)
    await dialog.get_by_role("button", name="Send report").click()
    await expect(page.get_by_text("Thank you. The moderators will look at it.")).to_be_visible()


async def test_who_is_suspended_appeals_and_is_let_in_by_another_moderator(
    sit_down: Arrive, moderator: Person
) -> None:
    accused = await sit_down("Bruno Keller")
    await suspend(accused, moderator)
    page = accused.page
    await sign_in(accused)
    await expect(page.get_by_text("The suspension lasts until")).to_be_visible()
    await expect(page.get_by_text("Threats are against the terms.")).to_be_visible()
    await look(page)
    await page.get_by_role("button", name="Appeal").click()
    dialog = page.get_by_role("dialog", name="Appeal against this decision")
    await dialog.get_by_role("button", name="Send appeal").click()
    await expect(dialog.get_by_label("Why is the decision wrong?")).to_have_attribute("aria-invalid", "true")
    await look(page)
    await dialog.get_by_label("Why is the decision wrong?").fill("Somebody else sat at my desk.")
    await dialog.get_by_role("button", name="Send appeal").click()
    await expect(page.get_by_text("You have appealed.")).to_be_visible()
    await expect(page.get_by_role("button", name="Appeal")).to_be_hidden()
    await look(page)
    page = moderator.page
    await moderator.open("/moderation")
    await page.get_by_role("link", name="Appeals").click()
    card = page.get_by_role("article").filter(has_text="Somebody else sat at my desk.")
    await expect(card).to_contain_text("Threats are against the terms.")
    await look(page)
    await card.get_by_role("button", name="Grant").click()
    dialog = page.get_by_role("dialog", name="Restore Bruno Keller?")
    await dialog.get_by_label("What do you tell them?").fill("We believe you.")
    await look(page)
    await dialog.get_by_role("button", name="Grant").click()
    await expect(page.get_by_text("The appeal is granted.")).to_be_visible()
    await page.get_by_role("link", name="Answered appeals").click()
    await expect(card).to_contain_text("Granted by Olga Petrova")
    await look(page)
    await sign_in(accused)
    await expect(accused.page.get_by_role("navigation").first).to_be_visible()
    await accused.open("/notifications")
    await expect(accused.page.get_by_text("We believe you.")).to_be_visible()
    await look(accused.page)


async def test_a_warning_is_appealed_against_and_upheld(sit_down: Arrive, moderator: Person) -> None:
    reporter, accused = await sit_down("Selma Aydin"), await sit_down("Jonas Krall")
    complaint = {"user_id": accused.id, "reason": "He shouts."}
    report = (await reporter.call("POST", "/api/reports", data=complaint))["id"]
    warning = {"decision": "warn", "words": "Speak softly."}
    await moderator.call("POST", f"/api/moderation/reports/{report}/resolve", data=warning)
    page = accused.page
    await accused.open("/notifications")
    await page.get_by_role("button", name="Appeal").click()
    await page.get_by_label("Why is the decision wrong?").fill("My microphone is broken.")
    await page.get_by_role("button", name="Send appeal").click()
    await expect(page.get_by_text("Your appeal is sent. The moderators will answer.")).to_be_visible()
    await expect(page.get_by_text("You have appealed.")).to_be_visible()
    await look(page)
    page = moderator.page
    await moderator.open("/moderation?tab=appeals")
    card = page.get_by_role("article").filter(has_text="My microphone is broken.")
    await expect(card).to_contain_text("He shouts.")
    await card.get_by_role("button", name="Uphold").click()
    dialog = page.get_by_role("dialog", name="Uphold the decision?")
    await dialog.get_by_label("What do you tell them?").fill("Then mute yourself.")
    await dialog.get_by_role("button", name="Uphold").click()
    await expect(page.get_by_text("The decision stands.")).to_be_visible()
    await accused.open("/notifications")
    await expect(accused.page.get_by_text("the warning stands")).to_be_visible()
    await expect(accused.page.get_by_text("Then mute yourself.").first).to_be_visible()
    await look(accused.page)


async def test_a_suspension_is_changed_and_ends_by_itself(
    sit_down: Arrive, moderator: Person, data: Path
) -> None:
    accused = await sit_down("Petra Falk")
    await suspend(accused, moderator)
    page = moderator.page
    await moderator.open("/moderation?tab=suspended")
    row = page.get_by_role("listitem").filter(has_text="Petra Falk")
    await expect(row).to_contain_text("until")
    await row.get_by_role("button", name="Change the suspension of Petra Falk").click()
    dialog = page.get_by_role("dialog", name="Change the suspension of Petra Falk")
    await dialog.get_by_label("What do you tell them?").fill("A day is enough.")
    await dialog.get_by_role("radio", name="1 day", exact=True).click()
    await look(page)
    await dialog.get_by_role("button", name="Change").click()
    await expect(page.get_by_text("Petra Falk is suspended.")).to_be_visible()
    await look(page)
    await sign_in(accused)
    await expect(accused.page.get_by_text("A day is enough.")).to_be_visible()
    await let_a_day_pass(data, accused)
    await sign_in(accused)
    await expect(accused.page.get_by_role("navigation").first).to_be_visible()
    me = await accused.call("GET", "/api/me")
    assert me["state"] == "active"


async def let_a_day_pass(data: Path, accused: Person) -> None:
    """Have the suspension of somebody be over, of whom else nothing changes."""
    connection = await asyncpg.connect(Folder.within(data).dsn)
    try:
        await connection.execute(
            "UPDATE accounts SET suspended_until = now() - interval '1 second' WHERE id = $1", accused.id
        )
    finally:
        await connection.close()


async def test_a_message_a_conference_and_whom_one_met_in_it_are_reported_from_where_they_are(
    sit_down: Arrive, moderator: Person
) -> None:
    speaker, guest = await sit_down("Ravi Menon"), await sit_down("Inga Bloom")
    await speaker.connect(guest)
    letter = {"to": [guest.id], "subject": "Seedlings", "body": "Or else!"}
    message = (await speaker.call("POST", "/api/messages", data=letter))["id"]
    page = guest.page
    await guest.open(f"/messages?m={message}")
    await page.get_by_role("button", name="More about this message").click()
    await page.get_by_role("menuitem", name="Report").click()
    await send_report(page, "Seedlings", "A threat in a message.")
    draft = {"title": "Tomatoes at noon", "visibility": "public"}
    room = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{room}/start")
    await guest.open(f"/conference?c={room}")
    await page.get_by_role("button", name="Report").click()
    await look(page)
    await send_report(page, "Tomatoes at noon", "A threat in a title.")
    await speaker.open(f"/conference?c={room}")
    for person in (speaker, guest):
        await person.page.get_by_role("button", name="Join", exact=True).click()
    menu = page.get_by_role("button", name="What you can do with Ravi Menon")
    await menu.click()
    await page.get_by_role("menuitem", name="Report").click()
    await look(page)
    await send_report(page, "Ravi Menon", "A threat in a room.")
    await expect(menu).to_be_visible()  # and one is in the room still
    page = moderator.page
    await moderator.open("/moderation")
    cards = page.get_by_role("article")
    await expect(cards.filter(has_text="A threat in a message.")).to_contain_text("Or else!")
    await expect(cards.filter(has_text="A threat in a title.")).to_contain_text("Tomatoes at noon")
    met = cards.filter(has_text="A threat in a room.")
    await expect(met).to_contain_text("met in a conference")
    await expect(met).to_contain_text("Tomatoes at noon")
    await expect(met).to_contain_text("2 other reports about this person are open")
    await look(page)
    for _ in range(3):  # other journeys count what is open
        left = await cards.count()
        await page.get_by_role("button", name="Dismiss").first.click()
        await expect(cards).to_have_count(left - 1)
