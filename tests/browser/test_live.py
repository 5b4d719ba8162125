"""What others do is seen at once, by itself: the server tells of it, and one window of a browser listens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Request, expect

from tests.browser.conftest import Arrive, listening
from tests.browser.looking import look
from tests.browser.people import Person, arrive
from tests.integration.serving.processes import free_port, serving

STREAM = "**/api/events"
COUNTERS = "**/api/counters"
MANY = 40  # messages, more than are asked for at once
SOON = 30_000  # milliseconds in which a page notices that a server is there again
TOP_OF = "(row) => row.getBoundingClientRect().top"


async def open_and_listen(person: Person, path: str) -> None:
    """Open a page, until it listens and knows what was before; it cannot ask any more how much is unread."""
    page = person.page
    async with page.expect_response(STREAM):
        await person.open(path)
    async with page.expect_response("**/api/me"):
        await page.route(COUNTERS, lambda route: route.abort())
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


def streams(context: BrowserContext) -> list[Request]:
    """The streams that the windows of a browser ask for from now on."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        if request.url.endswith("/api/events"):
            asked.append(request)

    context.on("request", note)
    return asked


async def write(sender: Person, to: Person, subject: str) -> None:
    await sender.call("POST", "/api/messages", data={"to": [to.id], "subject": subject, "body": "As agreed."})


async def test_who_asks_to_connect_is_there_at_once_and_so_is_who_does_no_more(sit_down: Arrive) -> None:
    ines, tomasz = await sit_down("Inês Carvalho"), await sit_down("Tomasz Zieliński")
    page = ines.page
    await open_and_listen(ines, "/connections?tab=incoming")
    await expect(page.get_by_role("heading", name="Nobody is waiting for an answer")).to_be_visible()
    await tomasz.call("POST", f"/api/connections/{ines.id}/request")
    await expect(page.get_by_role("heading", name="One person asks to connect")).to_be_visible()
    places = page.get_by_role("navigation", name="Main").first
    await expect(places.get_by_role("link", name="Network")).to_contain_text("1")
    await expect(places.get_by_role("link", name="Notifications")).to_contain_text("1")
    await look(page)
    await tomasz.call("DELETE", f"/api/connections/{ines.id}")
    await expect(page.get_by_role("heading", name="Nobody is waiting for an answer")).to_be_visible()
    await expect(places.get_by_role("link", name="Network")).not_to_contain_text("1")


async def test_an_approval_changes_the_profile_that_one_looks_at(sit_down: Arrive) -> None:
    ines, tomasz = await sit_down("Inês Prado"), await sit_down("Tomasz Wilk")
    await ines.call("POST", f"/api/connections/{tomasz.id}/request")
    await open_and_listen(ines, f"/profile?u={tomasz.id}")
    await expect(ines.page.get_by_role("button", name="Cancel request")).to_be_visible()
    await tomasz.call("POST", f"/api/connections/{ines.id}/approve")
    await expect(ines.page.get_by_role("link", name="Message", exact=True)).to_be_visible()
    await expect(ines.page.get_by_role("button", name="Cancel request")).to_be_hidden()


async def test_who_goes_live_is_on_the_timeline_at_once_and_so_is_the_end(sit_down: Arrive) -> None:
    amal, peter = await sit_down("Amal Haddad"), await sit_down("Peter Lindqvist")
    await amal.connect(peter)
    page = peter.page
    await open_and_listen(peter, "/home")
    draft = {"title": "Tuning a kora, slowly", "visibility": "private"}
    made = (await amal.call("POST", "/api/conferences", data=draft))["id"]
    await amal.call("POST", f"/api/conferences/{made}/start")
    await expect(page.get_by_role("heading", name="One person is live")).to_be_visible()
    await amal.call("POST", f"/api/conferences/{made}/finish")
    await expect(page.get_by_role("heading", name="Nobody is live")).to_be_visible()
    await expect(page.get_by_role("list", name="What was live").get_by_text("Tuning a kora")).to_be_visible()


async def test_a_message_is_there_at_once_and_moves_nothing_that_one_reads(sit_down: Arrive) -> None:
    amal, peter = await sit_down("Amal Aziz"), await sit_down("Peter Holm")
    await amal.connect(peter)
    for number in range(MANY):
        await write(amal, peter, f"Letter {number}")
    page = peter.page
    await open_and_listen(peter, "/messages")
    inbox = page.get_by_role("list", name="Inbox")
    await expect(inbox.get_by_role("listitem").first).to_contain_text("Letter 39")
    await write(amal, peter, "Another one")
    await expect(inbox.get_by_role("listitem").first).to_contain_text("Another one")
    await expect(page.get_by_role("link", name="Messages").first).to_contain_text("41")
    seen = inbox.get_by_role("listitem").filter(has_text="Letter 25")
    await inbox.get_by_role("listitem").first.hover()
    await page.mouse.wheel(0, 94 * 12)
    await seen.get_by_role("link").first.focus()
    before = await seen.evaluate(TOP_OF)
    await write(amal, peter, "Yet another one")
    await expect(page.get_by_role("link", name="Messages").first).to_contain_text("42")
    await expect(seen).to_have_attribute("aria-posinset", "17")
    await expect(seen.get_by_role("link").first).to_be_focused()
    assert abs(await seen.evaluate(TOP_OF) - before) < 2


async def test_one_window_listens_for_all_and_another_goes_on_when_it_is_closed(sit_down: Arrive) -> None:
    amal, peter = await sit_down("Amal Nasser"), await sit_down("Peter Dahl")
    await amal.connect(peter)
    asked = streams(peter.context)
    await open_and_listen(peter, "/messages")
    other = await peter.context.new_page()
    await other.route(COUNTERS, lambda route: route.abort())
    await other.goto(f"{peter.url}/messages")
    await expect(other.get_by_text("No messages yet")).to_be_visible()
    await write(amal, peter, "To both")
    for window in (peter.page, other):
        await expect(window.get_by_role("list", name="Inbox").get_by_text("To both")).to_be_visible()
    assert len(asked) == 1
    async with other.expect_response(STREAM):
        await peter.page.close()
    await write(amal, peter, "To the one that is left")
    await expect(other.get_by_role("list", name="Inbox").get_by_text("To the one")).to_be_visible()
    assert len(asked) == 2


async def test_a_session_that_is_ended_elsewhere_asks_to_sign_in_at_once(
    sit_down: Arrive, browser: Browser
) -> None:
    amal = await sit_down("Amal Saleh")
    await open_and_listen(amal, "/messages?write")
    await amal.page.get_by_label("Subject").fill("Not to be lost")
    elsewhere = await arrive(browser, amal.url, amal.name, email=amal.email)
    await elsewhere.sign_in()
    await elsewhere.call("DELETE", "/api/sessions")
    dialog = amal.page.get_by_role("dialog")
    await expect(dialog.get_by_label("Password", exact=True)).to_be_visible()
    await look(amal.page)
    await dialog.get_by_label("Password", exact=True).fill("an unlikely phrase")
    async with amal.page.expect_response(STREAM):
        await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await expect(dialog).to_be_hidden()
    await expect(amal.page.get_by_label("Subject")).to_have_value("Not to be lost")
    await elsewhere.context.close()


async def test_signing_out_asks_nobody_to_sign_in_again(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Darwish")
    page = amal.page
    await open_and_listen(amal, "/settings")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(amal.url)))
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "/api/me" not in asked


@asynccontextmanager
async def at(port: int, data: Path) -> AsyncIterator[str]:
    """Serve what is in a folder, at a port."""
    async with serving(data, WS_PORT=str(port), WS_TRUSTED_PROXIES="127.0.0.1,::1") as server:
        async with listening(server):
            yield f"http://localhost:{port}"
        await server.stop()


async def test_after_a_server_was_away_the_page_catches_up_and_listens_again(
    browser: Browser, tmp_path: Path
) -> None:
    port = free_port()
    async with at(port, tmp_path) as url:
        amal, peter = [await arrive(browser, url, name) for name in ("Amal Karim", "Peter Berg")]
        for person in (amal, peter):
            await person.join_platform()
        await amal.connect(peter)
        await open_and_listen(peter, "/messages")
    inbox = peter.page.get_by_role("list", name="Inbox")
    async with at(port, tmp_path):
        await write(amal, peter, "Before one listens again")
        await expect(inbox.get_by_text("Before one listens again")).to_be_visible(timeout=SOON)
        await write(amal, peter, "Since")
        await expect(inbox.get_by_text("Since")).to_be_visible()
        complaints = amal.complaints + peter.complaints
        for person in (amal, peter):
            await person.context.close()
    assert complaints == []
