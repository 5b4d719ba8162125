"""Messages: to several people, answered, read, deleted."""

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Arrive
from tests.browser.holding import held
from tests.browser.looking import look
from tests.browser.people import PASSWORD


async def test_a_message_to_two_is_answered_and_deleted(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Kowalczyk")
    ben = await sit_down("Ben Achterberg")
    cleo = await sit_down("Cleo Fontaine")
    await ada.connect(ben)
    await ada.connect(cleo)
    await ada.open("/messages?write")
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


async def test_a_new_account_hears_when_it_has_written_to_enough_strangers(sit_down: Arrive) -> None:
    ada, ben = await sit_down("Ada Lindqvist"), await sit_down("Ben Lindqvist")
    letter = {"to": [ben.id], "subject": "Chapter four", "body": "Shall we read it aloud?"}
    for _ in range(10):
        await ada.call("POST", "/api/messages", data=letter)
    await ada.open("/messages?write")
    await address(ada.page, "Ben Lindqvist")
    await ada.page.get_by_label("Subject").fill("Chapter five")
    await ada.page.get_by_label("Message", exact=True).fill("And this one?")
    await ada.page.get_by_role("button", name="Send").click()
    await expect(ada.page.get_by_role("alert")).to_contain_text("Your account is new")
    await expect(ada.page.get_by_label("Subject")).to_have_value("Chapter five")
    await look(ada.page)
    await ben.call("POST", "/api/messages", data=letter | {"to": [ada.id]})
    await ada.page.get_by_role("button", name="Send").click()
    await expect(ada.page.get_by_text("Your message is sent.")).to_be_visible()


async def test_after_the_last_recipient_the_field_says_so_and_keeps_the_keyboard(sit_down: Arrive) -> None:
    ada, ben, cleo = [await sit_down(name) for name in ("Ada Nowak", "Ben Nowak", "Cleo Nowak")]
    for other in (ben, cleo):
        await ada.connect(other)
    page = ada.page

    async def allow_two(route: Route) -> None:
        config = await (await route.fetch()).json()
        await route.fulfill(json=config | {"limits": config["limits"] | {"recipients": 2}})

    await page.route("**/api/client-config", allow_two)
    await ada.open("/messages?write")
    field = page.get_by_role("combobox", name="To")
    await address(page, "Ben Nowak")
    await look(page)
    await address(page, "Cleo Nowak")
    await expect(field).to_be_focused()
    await expect(field).not_to_be_editable()
    await expect(page.get_by_text("More people than these cannot be written to at once.")).to_be_visible()
    await look(page)
    await page.keyboard.press("Backspace")
    await expect(page.get_by_text("Cleo Nowak")).to_be_hidden()
    await expect(field).to_be_editable()


async def test_a_message_that_was_read_is_marked_unread_again(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Lindqvist")
    ben = await sit_down("Ben Okafor")
    await ada.connect(ben)
    for subject in ("First", "Second"):
        await ada.call("POST", "/api/messages", data={"to": [ben.id], "subject": subject, "body": "…"})
    await ben.open("/messages")
    page = ben.page
    inbox = page.get_by_role("link", name="Inbox")
    row = page.get_by_role("link", name="First")
    await expect(inbox).to_contain_text("2 new")
    await row.click()
    await expect(row).not_to_contain_text("Unread:")
    await expect(inbox).to_contain_text("1 new")
    await page.get_by_role("button", name="Mark as unread").click()
    await expect(row).to_contain_text("Unread:")
    await expect(inbox).to_contain_text("2 new")
    await page.reload()
    await expect(page.get_by_role("article").get_by_role("heading", name="First")).to_be_visible()
    await page.get_by_role("link", name="Second").click()
    await expect(page.get_by_role("link", name="Second")).not_to_contain_text("Unread:")


async def test_what_is_written_outlives_the_session_the_connection_and_a_second_click(
    sit_down: Arrive,
) -> None:
    ada = await sit_down("Ada Marchetti")
    ben = await sit_down("Ben Sandoval")
    await ada.connect(ben)
    page = ada.page
    await ada.open(f"/messages?write={ben.id}")
    await page.get_by_label("Subject").fill("Not to be lost")
    body = page.get_by_label("Message", exact=True)
    await body.fill("Once, and whole.")
    send = page.get_by_role("button", name="Send")
    await ada.context.set_offline(offline=True)
    await send.click()
    await expect(page.get_by_role("alert")).to_contain_text("There is no connection.")
    await expect(body).to_have_value("Once, and whole.")
    await look(page)
    await ada.context.set_offline(offline=False)
    await ada.call("DELETE", "/api/sessions/current")
    dialog = page.get_by_role("dialog", name="Sign in again")
    await dialog.get_by_label("Password", exact=True).fill("not the password")
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(dialog.get_by_role("alert")).to_contain_text("The password is wrong.")
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(dialog).to_be_hidden()
    await expect(body).to_have_value("Once, and whole.")
    await send.dblclick()
    await expect(page.get_by_text("Your message is sent.")).to_be_visible()
    assert len((await ben.call("GET", "/api/messages"))["items"]) == 1


async def test_what_is_written_while_a_reply_is_on_its_way_stays(sit_down: Arrive) -> None:
    ada, ben = await sit_down("Ada Hartung"), await sit_down("Ben Falk")
    await ada.connect(ben)
    message = {"to": [ben.id], "subject": "Chapter five", "body": "Shall we?"}
    await ada.call("POST", "/api/messages", data=message)
    page = ben.page
    await ben.open("/messages")
    await page.get_by_role("link", name="Chapter five").click()
    reply = page.get_by_label("Reply to Ada")
    await reply.fill("Gladly.")
    async with held(page, "POST", "**/api/messages") as until_asked:
        await page.get_by_role("button", name="Send").click()
        await until_asked()
        await reply.press_sequentially(" And cake?")
    await expect(page.get_by_text("Your message is sent.")).to_be_visible()
    await expect(reply).to_have_value("And cake?")
    await ada.open("/messages")
    await expect(ada.page.get_by_role("link", name="Re: Chapter five")).to_contain_text("Gladly.")


async def test_whoever_writes_on_is_left_where_that_is(sit_down: Arrive) -> None:
    ada, ben = await sit_down("Ada Brecht"), await sit_down("Ben Mauro")
    await ada.connect(ben)
    page = ada.page
    await ada.open("/messages?write")
    await address(page, "Ben Mauro")
    await page.get_by_label("Subject").fill("Tea")
    body = page.get_by_label("Message", exact=True)
    await body.fill("At four?")
    async with held(page, "POST", "**/api/messages") as until_asked:
        await page.get_by_role("button", name="Send").click()
        await until_asked()
        await body.press_sequentially(" Bring the maps.")
    await expect(page.get_by_text("Your message is sent.")).to_be_visible()
    await expect(body).to_have_value("Bring the maps.")
    await page.get_by_role("button", name="Send").click()
    await page.wait_for_url("**/messages?box=sent")
    received = (await ben.call("GET", "/api/messages"))["items"]
    assert [item["excerpt"] for item in received] == ["Bring the maps.", "At four?"]


async def test_whoever_has_gone_on_is_not_pulled_back_when_a_message_is_sent(sit_down: Arrive) -> None:
    ada, ben = await sit_down("Ada Kern"), await sit_down("Ben Stroud")
    await ada.connect(ben)
    page = ada.page
    await ada.open(f"/messages?write={ben.id}")
    await page.get_by_label("Subject").fill("Tea")
    await page.get_by_label("Message", exact=True).fill("At four?")
    async with held(page, "POST", "**/api/messages") as until_asked:
        await page.get_by_role("button", name="Send").click()
        await until_asked()
        await page.get_by_role("navigation", name="Main").get_by_role("link", name="Network").first.click()
        await expect(page.get_by_role("heading", name="Network", level=1)).to_be_visible()
    await expect(page.get_by_text("Your message is sent.")).to_be_visible()
    await expect(page).to_have_url(f"{ada.url}/connections")


async def test_before_an_unsent_message_is_lost_the_browser_asks_wherever_one_is(sit_down: Arrive) -> None:
    ada = await sit_down("Ada Quist")
    page = ada.page
    await ada.open("/messages?write")
    await page.get_by_label("Message", exact=True).press_sequentially("Not to be lost")
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    async with page.expect_event("dialog") as asked:
        await page.close(run_before_unload=True)
    question = await asked.value
    assert question.type == "beforeunload"
    await question.dismiss()
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Messages").click()
    await page.get_by_role("link", name="Write").click()
    await expect(page.get_by_label("Message", exact=True)).to_have_value("Not to be lost")
    await page.get_by_role("button", name="Discard").click()
    async with page.expect_event("close"):
        await page.close(run_before_unload=True)


async def address(page: Page, name: str) -> None:
    await page.get_by_role("combobox", name="To").fill(name.split(maxsplit=1)[0])
    await page.get_by_role("option", name=name).click()
