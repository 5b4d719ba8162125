"""Turning off mails by the link in one of them."""

import httpx
from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look


async def test_who_wants_no_more_mails_of_a_kind_follows_the_link_in_one_and_needs_not_sign_in(
    sit_down: Arrive,
) -> None:
    amal, kofi = await sit_down("Amal Haddad"), await sit_down("Kofi Mensah")
    await kofi.call("POST", f"/api/connections/{amal.id}/request")
    link = httpx.URL(await amal.mailed_link("/unsubscribe"))
    elsewhere = await sit_down("Amal Haddad", member=False)
    page = elsewhere.page
    await elsewhere.open(
        f"/api/unsubscribe/{link.params['token']}"
    )  # as a mail program does that knows no click
    await expect(page).to_have_url(elsewhere.url + link.raw_path.decode())
    await expect(page.get_by_role("heading", name="No more of these mails?")).to_be_visible()
    await expect(page.get_by_text("Mail me when somebody asks to connect")).to_be_visible()
    await look(page)
    assert (await amal.call("GET", "/api/me"))["mail_requests"]
    await page.get_by_role("button", name="Turn these mails off").click()
    await expect(page.get_by_role("heading", name="You get no more of these mails")).to_be_focused()
    await look(page)
    await amal.open("/settings")
    switch = amal.page.get_by_role("switch", name="Mail me when somebody asks to connect")
    await expect(switch).not_to_be_checked()
    await elsewhere.open("/unsubscribe?token=requests.cut")
    await page.get_by_role("button", name="Turn these mails off").click()
    await expect(page.get_by_role("heading", name="This link does nothing any more")).to_be_visible()
    await look(page)
