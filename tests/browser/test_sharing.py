"""Telling others of a conference: the link, the device's own sheet, and the ways there are else."""

from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import Person

TITLE = "Bees & wasps: 100 % honey?"
# Of a device that has a sheet of its own; whoever looks at it closes it.
SHEET = """
navigator.share = async (data) => {
  window.shared = data;
  throw new DOMException("Closed", "AbortError");
};
"""
# The browser asks another program to open it, and the page stays.
MAIL = """
() => navigation.addEventListener("navigate", (event) => (window.mailed = event.destination.url))
"""


async def conference(speaker: Person) -> str:
    """Go live; the link."""
    draft = {"title": TITLE, "visibility": "public"}
    made: str = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    return f"{speaker.url}/conference?c={made}"


async def choose(page: Page, way: str) -> None:
    await page.get_by_role("button", name="Share", exact=True).click()
    await page.get_by_role("menuitem", name=way, exact=True).click()


async def test_the_link_is_copied_and_leads_to_the_conference(sit_down: Arrive) -> None:
    yuki, guest = await sit_down("Yuki Tanabe"), await sit_down("Rui Costa")
    link = await conference(yuki)
    await yuki.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await yuki.page.goto(link)
    await yuki.page.get_by_role("button", name="Copy link").click()
    await expect(yuki.page.get_by_text("The link is copied")).to_be_visible()
    copied = await yuki.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == link
    await guest.page.goto(copied)
    await expect(guest.page.get_by_role("heading", name="is live")).to_be_visible()
    await expect(guest.page.get_by_role("heading", name=TITLE)).to_be_visible()


async def test_where_nothing_can_be_copied_the_link_stands_there_to_be_marked(sit_down: Arrive) -> None:
    yuki = await sit_down("Yuki Tanabe")
    link = await conference(yuki)
    await yuki.page.add_init_script("delete Navigator.prototype.clipboard")
    await yuki.page.goto(link)
    await yuki.page.get_by_role("button", name="Copy link").click()
    await expect(yuki.page.get_by_text(link)).to_be_visible()
    await look(yuki.page)


async def test_without_a_sheet_there_are_the_usual_ways_each_in_a_window_of_its_own(
    sit_down: Arrive,
) -> None:
    yuki = await sit_down("Yuki Tanabe")
    link = await conference(yuki)
    await yuki.context.route(
        lambda url: not url.startswith(yuki.url), lambda route: route.fulfill(body="Elsewhere")
    )
    await yuki.page.goto(link)
    for way, address, said in (
        ("WhatsApp", "https://wa.me/", {"text": [f"{TITLE}\n{link}"]}),
        ("Facebook", "https://www.facebook.com/sharer/sharer.php", {"u": [link]}),
        ("X", "https://x.com/intent/post", {"text": [TITLE], "url": [link]}),
    ):
        async with yuki.context.expect_page() as opened:
            await choose(yuki.page, way)
        window = await opened.value
        await expect(window.get_by_text("Elsewhere")).to_be_visible()
        assert window.url.partition("?")[0] == address
        assert parse_qs(urlsplit(window.url).query) == said
        assert await window.evaluate("() => [window.opener, document.referrer]") == [None, ""]
    assert yuki.page.url == link


async def test_a_mail_is_written_by_the_program_for_mails(sit_down: Arrive) -> None:
    yuki = await sit_down("Yuki Tanabe")
    link = await conference(yuki)
    await yuki.page.goto(link)
    await yuki.page.evaluate(MAIL)
    await choose(yuki.page, "By mail")
    await yuki.page.wait_for_function("() => window.mailed")
    mail = urlsplit(await yuki.page.evaluate("() => window.mailed"))
    assert (mail.scheme, mail.path) == ("mailto", "")
    assert parse_qs(mail.query) == {"subject": [TITLE], "body": [f"{TITLE}\n{link}"]}
    assert yuki.page.url == link


async def test_a_device_with_a_sheet_of_its_own_shows_that_and_closing_it_changes_nothing(
    sit_down: Arrive,
) -> None:
    yuki = await sit_down("Yuki Tanabe")
    link = await conference(yuki)
    await yuki.page.add_init_script(SHEET)
    await yuki.page.goto(link)
    for _ in range(2):
        await yuki.page.evaluate("() => { window.shared = null; }")
        await yuki.page.get_by_role("button", name="Share", exact=True).click()
        await yuki.page.wait_for_function("() => window.shared")
        assert await yuki.page.evaluate("() => window.shared") == {"title": TITLE, "url": link}
    await expect(yuki.page.get_by_role("menu")).to_have_count(0)
    await expect(yuki.page.get_by_role("heading", name=TITLE)).to_be_visible()
