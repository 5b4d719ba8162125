"""Reports, and what moderators make of them."""

from zipfile import ZipFile

from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person
from tests.support.verdicts import SUSPENDING


async def send_report(page: Page, about: str, reason: str) -> None:
    dialog = page.get_by_role("dialog", name=f"Report {about}")
    await dialog.get_by_label("What is wrong?").fill(reason)
    await dialog.get_by_role("button", name="Send report").click()
    await expect(dialog).to_be_hidden()
    said = page.get_by_text("Thank you. The moderators will look at it.")
    await expect(said.last).to_be_visible()  # of the one before it may still be said too


async def test_a_report_reaches_the_moderator_who_warns(sit_down: Arrive, moderator: Person) -> None:
    reporter = await sit_down("Rosa Delgado")
    accused = await sit_down("Viktor Holm")
    page = reporter.page
    await reporter.open(f"/profile?u={accused.id}")
    await page.get_by_role("button", name="More about Viktor Holm").click()
    await page.get_by_role("menuitem", name="Report").click()
    dialog = page.get_by_role("dialog", name="Report Viktor Holm")
    await dialog.get_by_role("button", name="Send report").click()
    await expect(dialog.get_by_label("What is wrong?")).to_have_attribute("aria-invalid", "true")
    await look(page)
    await send_report(page, "Viktor Holm", "He pretends to be somebody else.")
    page = moderator.page
    await moderator.open("/moderation")
    await expect(page.get_by_role("heading", name="One report is open")).to_be_visible()
    await expect(page.get_by_text("He pretends to be somebody else.")).to_be_visible()
    await look(page)
    await page.get_by_role("button", name="Warn").click()
    dialog = page.get_by_role("dialog", name="Warn Viktor Holm?")
    await dialog.get_by_role("button", name="Warn").click()
    await expect(dialog.get_by_label("What do you tell them?")).to_have_attribute("aria-invalid", "true")
    await look(page)
    await dialog.get_by_label("What do you tell them?").fill("Go by your own name here.")
    await dialog.get_by_role("button", name="Warn").click()
    await expect(page.get_by_text("Viktor Holm is warned.")).to_be_visible()
    await expect(page.get_by_role("heading", name="No report is open")).to_be_visible()
    await accused.open("/notifications")
    await expect(accused.page.get_by_text("The moderators warn you")).to_be_visible()
    await expect(accused.page.get_by_text("Go by your own name here.")).to_be_visible()
    await look(accused.page)
    await accused.open("/moderation")
    await expect(accused.page.get_by_role("heading", name="This page is for moderators")).to_be_visible()
    await look(accused.page)


async def test_whoever_is_suspended_is_shut_out_and_let_in_again(sit_down: Arrive, moderator: Person) -> None:
    reporter = await sit_down("Rosa Ibarra")
    accused = await sit_down("Viktor Brandt")
    about = {"user_id": accused.id, "reason": "It sells things."}
    await reporter.call("POST", "/api/reports", data=about)
    await accused.open("/connections")
    await expect(accused.page.get_by_role("heading", level=1)).to_be_visible()
    page = moderator.page
    await moderator.open("/moderation")
    card = page.get_by_role("article").filter(has_text="It sells things.")
    await card.get_by_role("button", name="Suspend").click()
    dialog = page.get_by_role("dialog", name="Suspend Viktor Brandt?")
    await dialog.get_by_label("What do you tell them?").fill("This is no place for adverts.")
    await dialog.get_by_role("radio", name="For good").click()
    await look(page)
    await dialog.get_by_role("button", name="Suspend").click()
    await expect(page.get_by_text("Viktor Brandt is suspended.")).to_be_visible()
    await page.get_by_role("link", name="Decided").click()
    await expect(card).to_contain_text("Suspended by")
    await look(page)
    page = accused.page
    again = page.get_by_role("dialog", name="This account is suspended")
    await again.get_by_label("Password", exact=True).fill(PASSWORD)
    await look(page)
    await again.get_by_role("button", name="Sign in", exact=True).click()
    await expect(page.get_by_role("heading", name="This account is suspended", level=1)).to_be_visible()
    await expect(page.get_by_text("This is no place for adverts.")).to_be_visible()
    await expect(page.get_by_text("The suspension is for good.")).to_be_visible()
    await look(page)
    await accused.open("/reset-password")
    await expect(page.get_by_role("heading", name="This account is suspended")).to_be_visible()
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Take my data along").click()
    with ZipFile(await (await kept.value).path()) as archive:
        assert b"Viktor Brandt" in archive.read("data.json")
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await reporter.open(f"/profile?u={accused.id}")
    await expect(reporter.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    page = moderator.page
    await card.get_by_role("link", name="Viktor Brandt").first.click()
    await expect(page.get_by_text("This account is suspended.")).to_be_visible()
    await look(page)
    await page.get_by_role("button", name="Restore").click()
    await expect(page.get_by_text("Viktor Brandt has been restored.")).to_be_visible()
    await reporter.page.reload()
    await expect(reporter.page.get_by_role("heading", name="Viktor Brandt")).to_be_visible()


async def test_what_moderators_did_and_who_is_gone_is_read_in_the_log(
    sit_down: Arrive, moderator: Person
) -> None:
    accused = await sit_down("Viktor Lang")
    gone = await sit_down("Rosa Quintero")
    await moderator.call("POST", f"/api/moderation/users/{accused.id}/suspend", data=SUSPENDING)
    await gone.call("DELETE", "/api/me", data={"password": PASSWORD})
    page = moderator.page
    await moderator.open("/moderation")
    await page.get_by_role("link", name="Log").click()
    erased = page.get_by_role("listitem").filter(has_text="was erased").first
    await expect(erased).to_contain_text("Deleted account person-")
    await expect(page.get_by_text(f"{moderator.name} suspended Viktor Lang")).to_be_visible()
    await expect(page.get_by_text("Rosa Quintero")).to_have_count(0)
    await look(page)
    await page.get_by_label("What is shown").select_option("What moderators did")
    await expect(erased).to_have_count(0)
    await expect(page.get_by_text(f"{moderator.name} suspended Viktor Lang")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("What is shown")).to_have_value("moderation")
    await expect(page.get_by_text(f"{moderator.name} suspended Viktor Lang")).to_be_visible()
    await look(page)


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
