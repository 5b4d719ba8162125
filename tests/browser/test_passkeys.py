"""Passkeys, in a device that Chromium plays: added, signed in by with the keyboard alone, removed."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, CDPSession, Page, Route, expect

from tests.browser.conftest import OPERATOR, Arrive, listening
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person, arrive
from tests.integration.serving.processes import serving

INTERNAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """The device of a browser, which knows who holds it, or not."""

    def __init__(self, session: CDPSession, name: str) -> None:
        self._session = session
        self._name = name

    async def knows(self, *, who_holds_it: bool) -> None:
        await self._send("setUserVerified", isUserVerified=who_holds_it)

    async def passkeys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self._send("getCredentials"))["credentials"]
        return found

    async def _send(self, command: str, **more: object) -> Any:
        return await self._session.send(f"WebAuthn.{command}", {"authenticatorId": self._name, **more})


async def device_of(person: Person) -> Device:
    session = await person.context.new_cdp_session(person.page)
    await session.send("WebAuthn.enable")
    made = await session.send("WebAuthn.addVirtualAuthenticator", {"options": INTERNAL})
    return Device(session, made["authenticatorId"])


async def add(page: Page, name: str) -> None:
    """Add a passkey, with the keyboard alone once the dialog is open."""
    await page.get_by_role("button", name="Add a passkey").click()
    dialog = page.get_by_role("dialog", name="Add a passkey")
    field = dialog.get_by_role("textbox", name="Name")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("Chrome, Linux")
    await look(page)
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_role("list", name="Passkeys")).to_contain_text(name)


async def focus(page: Page, *, on: str) -> None:
    """Go on with the tab key until something has the focus, by what a screen reader says of it."""
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.locator(":focus").aria_snapshot() == on:
            return
    pytest.fail(f"The tab key never comes to {on}")


async def test_a_passkey_is_added_signs_in_by_keyboard_and_is_removed(sit_down: Arrive) -> None:
    hana = await sit_down("Hana Suzuki")
    page, device = hana.page, await device_of(hana)
    await hana.open("/settings#security")
    await add(page, "Laptop of Hana")
    (kept,) = await device.passkeys()
    assert kept["rpId"] == "localhost"
    await look(page)

    await device.knows(who_holds_it=False)
    await hana.context.clear_cookies()
    await hana.open("/messages")
    await expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    await look(page)
    await focus(page, on='- button "Sign in with a passkey"')
    await page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("You cancelled, or it took too long")
    assert await page.locator(":focus").aria_snapshot() == '- button "Sign in with a passkey"'
    await look(page)
    await device.knows(who_holds_it=True)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/messages")
    assert (await hana.call("GET", "/api/me"))["id"] == hana.id

    await hana.open("/settings#security")
    await expect(page.get_by_text("Last used")).to_be_visible()
    await page.get_by_role("button", name="Remove the passkey Laptop of Hana").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await look(page)
    await page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    await expect(page.get_by_role("list", name="Passkeys")).to_be_hidden()
    await expect(page.get_by_role("button", name="Add a passkey")).to_be_focused()

    await hana.context.clear_cookies()
    await hana.open("/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(alert).to_contain_text("This passkey does not open an account here")


async def test_the_browser_offers_passkeys_where_the_address_is_typed(sit_down: Arrive) -> None:
    kira = await sit_down("Kira Novak")
    page = kira.page
    await device_of(kira)
    await kira.open("/settings#security")
    await add(page, "Laptop of Kira")
    await kira.context.clear_cookies()
    await kira.open("/messages")  # Chromium's device is as quick as if one chose what it offers
    await expect(page.get_by_role("navigation", name="Main").first).to_contain_text(kira.name)
    assert (await kira.call("GET", "/api/me"))["id"] == kira.id


async def test_what_goes_wrong_once_an_offered_passkey_is_chosen_is_said_and_what_is_outdated_asked_anew(
    sit_down: Arrive,
) -> None:
    mira = await sit_down("Mira Sand")
    page = mira.page
    await device_of(mira)
    await mira.open("/settings#security")
    await add(page, "Laptop of Mira")
    await mira.context.clear_cookies()
    answers = ["passkey-refused", "sign-in-outdated"]

    async def refuse(route: Route) -> None:
        if not answers:
            await route.continue_()
            return
        problem = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": "No."}
        body = json.dumps(problem | {"code": answers.pop(0)})
        await route.fulfill(status=403, content_type="application/problem+json", body=body)

    await page.route("**/api/sessions/passkey", refuse)
    await mira.open("/sign-in")
    await expect(page.get_by_role("alert")).to_contain_text("This passkey does not open an account here")
    await mira.open("/sign-in")  # as in a page that was open for long, whose next offer is good
    await expect(page.get_by_role("navigation", name="Main").first).to_contain_text(mira.name)
    assert answers == []


async def test_whose_session_has_ended_signs_in_over_the_page_and_nothing_typed_is_lost(
    sit_down: Arrive,
) -> None:
    mina = await sit_down("Mina Kowalski")
    page = mina.page
    await device_of(mina)
    await mina.open("/settings#security")
    await add(page, "Laptop of Mina")
    await mina.open("/messages?write")
    await page.get_by_label("Subject").fill("Not to be lost")
    await mina.call("DELETE", "/api/sessions/current")
    dialog = page.get_by_role("dialog", name="Sign in again")
    await expect(dialog.get_by_label("Password", exact=True)).to_be_focused()
    await look(page)
    await dialog.get_by_role("button", name="Sign in with a passkey").click()
    await expect(dialog).to_be_hidden()
    await expect(page.get_by_label("Subject")).to_have_value("Not to be lost")
    assert (await mina.call("GET", "/api/me"))["id"] == mina.id


async def test_a_device_has_one_passkey_of_an_account(sit_down: Arrive) -> None:
    iris = await sit_down("Iris Blom")
    page = iris.page
    await device_of(iris)
    await iris.open("/settings#security")
    await add(page, "Laptop of Iris")
    await page.get_by_role("button", name="Add a passkey").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("alert")).to_contain_text("This device has a passkey for your account")


async def test_who_has_no_device_for_it_reads_so(sit_down: Arrive) -> None:
    jon = await sit_down("Jon Berg", member=False)
    page = jon.page
    await page.add_init_script("delete window.PublicKeyCredential")
    await jon.open("/sign-in")
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await expect(page.get_by_role("alert")).to_contain_text("This browser knows no passkeys")


@pytest.fixture(scope="module")
async def strict_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a server whose moderators sign in by two steps."""
    data = tmp_path_factory.mktemp("strict")
    settings = {"WS_MODERATORS_SECOND_STEP": "true", "WS_ADMIN_EMAIL": OPERATOR}
    async with serving(data, **settings) as server:
        async with listening(server):
            yield server.url
        await server.stop()


async def test_a_moderator_is_led_to_the_settings_and_moderates_by_a_passkey(
    browser: Browser, strict_url: str
) -> None:
    olga = await arrive(browser, strict_url, "Olga Petrova", email=OPERATOR)
    await olga.join_platform()
    page = olga.page
    device = await device_of(olga)
    await olga.open("/moderation")
    await expect(page.get_by_role("heading", name="Two steps are needed")).to_be_visible()
    await look(page)
    await page.get_by_role("link", name="Open the settings").click()
    await add(page, "Laptop of Olga")
    await device.knows(who_holds_it=False)  # else the browser signs in before anything is pressed
    await olga.context.clear_cookies()
    await olga.open("/moderation")
    button = page.get_by_role("button", name="Sign in with a passkey")
    await expect(button).to_be_visible()
    await device.knows(who_holds_it=True)
    await button.click()
    await page.wait_for_url("**/moderation")
    await expect(page.get_by_role("navigation", name="Moderation")).to_be_visible()
    assert olga.complaints == []
    await olga.context.close()
