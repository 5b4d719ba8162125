"""Messages: to several people, answered, read, deleted."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look


async def test_a_message_to_two_is_answered_and_deleted(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Kowalczyk")
    ben = await sit_down("Ben Achterberg")
    cleo = await sit_down("Cleo Fontaine")
    await ada.connect(ben)
    await ada.connect(cleo)
    await ada.open("/messages?write=new")
    await address(ada.page, "Ben Achterberg")
    await address(ada.page, "Cleo Fontaine")
    await ada.page.get_by_label("Subject").fill("Chapter four")
    await ada.page.get_by_label("Message", exact=True).fill("Shall we read it aloud?\n\nOn Sunday.")
    await look(ada.page)
    await ada.page.get_by_role("button", name="Send").click()
    await expect(ada.page.get_by_text("Your message is sent.")).to_be_visible()
    await ben.open("/messages")
    row = ben.page.get_by_role("link", name="Chapter four")
    await expect(row).to_contain_text("Unread:")
    await look(ben.page)
    await row.click()
    await expect(ben.page.get_by_text("On Sunday.", exact=True)).to_be_visible()
    await expect(row).not_to_contain_text("Unread:")
    await look(ben.page)
    await ben.page.get_by_label("Reply to Ada").fill("Gladly.")
    await ben.page.get_by_role("button", name="Send").click()
    await expect(ben.page.get_by_text("Your message is sent.")).to_be_visible()
    await ada.open("/messages")
    await expect(ada.page.get_by_role("link", name="Re: Chapter four")).to_contain_text("Gladly.")
    await cleo.open("/messages")
    await cleo.page.get_by_role("link", name="Chapter four").click()
    await cleo.page.get_by_role("article").get_by_role("button", name="Delete").click()
    await expect(cleo.page.get_by_text("No messages yet")).to_be_visible()
    await cleo.page.get_by_role("button", name="Undo").click()
    await expect(cleo.page.get_by_role("link", name="Chapter four")).to_be_visible()


async def address(page: Page, name: str) -> None:
    await page.get_by_role("combobox", name="To").fill(name.split(maxsplit=1)[0])
    await page.get_by_role("option", name=name).click()
