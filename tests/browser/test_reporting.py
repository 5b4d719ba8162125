"""Reports, and what moderators make of them."""

from playwright.async_api import expect

from tests.browser.conftest import OPERATOR, Arrive
from tests.browser.looking import look


async def test_a_report_reaches_the_moderator_who_warns(sit_down: Arrive) -> None:
    operator = await sit_down("Olga Petrova", email=OPERATOR)
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
    await dialog.get_by_label("What is wrong?").fill("He pretends to be somebody else.")
    await dialog.get_by_role("button", name="Send report").click()
    await expect(page.get_by_text("Thank you. The moderators will look at it.")).to_be_visible()
    page = operator.page
    await operator.open("/moderation")
    await expect(page.get_by_role("heading", name="One report is open")).to_be_visible()
    await expect(page.get_by_text("He pretends to be somebody else.")).to_be_visible()
    await look(page)
    await page.get_by_role("button", name="Warn").click()
    await expect(page.get_by_text("Viktor Holm is warned.")).to_be_visible()
    await expect(page.get_by_role("heading", name="No report is open")).to_be_visible()
    await accused.open("/notifications")
    await expect(accused.page.get_by_text("The moderators warn you")).to_be_visible()
    await accused.open("/moderation")
    await expect(accused.page.get_by_role("heading", name="This page is for moderators")).to_be_visible()
    await look(accused.page)
