"""What somebody suspended or warned says against it, and suspensions that end."""

from pathlib import Path

import asyncpg
from playwright.async_api import expect

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


async def let_a_day_pass(data: Path, accused: Person) -> None:
    """Have the suspension of somebody be over, of whom else nothing changes."""
    connection = await asyncpg.connect(Folder.within(data).dsn)
    try:
        await connection.execute(
            "UPDATE accounts SET suspended_until = now() - interval '1 second' WHERE id = $1", accused.id
        )
    finally:
        await connection.close()


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
