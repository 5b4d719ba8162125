"""Signing in by another service, and linking with it: a real OpenID provider, in a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OPERATOR, Arrive, listening
from tests.browser.holding import held
from tests.browser.looking import look
from tests.browser.people import PASSWORD
from tests.integration.serving.processes import serving
from tests.support.openid import CLIENT, OpenIdServer, openid_server


@pytest.fixture(scope="module")
async def provider() -> AsyncIterator[OpenIdServer]:
    async with openid_server() as server:
        yield server


@pytest.fixture(scope="module")
async def url(provider: OpenIdServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a server by which one may sign in there."""
    data: Path = tmp_path_factory.mktemp("services")
    settings = {
        "WS_OIDC_ISSUER": provider.issuer,
        "WS_OIDC_CLIENT_ID": CLIENT,
        "WS_OIDC_CLIENT_SECRET": f"the secret of {CLIENT}",
        "WS_OIDC_NAME": "Example ID",
        "WS_TRUSTED_PROXIES": "127.0.0.1,::1",
        "WS_ADMIN_EMAIL": OPERATOR,
    }
    async with serving(data, **settings) as server:
        async with listening(server):
            yield server.url
        await server.stop()


async def sign_in_there(page: Page, who: str) -> None:
    await page.get_by_placeholder("Enter any login").fill(who)
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()


async def test_who_is_new_signs_up_by_another_service(sit_down: Arrive, provider: OpenIdServer) -> None:
    ines = await sit_down("Ines Duarte", member=False)
    await provider.know(ines={"email": ines.email, "email_verified": True, "name": ines.name})
    page = ines.page
    await ines.open("/messages")
    await page.get_by_role("button", name="Continue with Example ID").click()
    await sign_in_there(page, "ines")
    await expect(page.get_by_role("heading", name="Make an account")).to_be_visible()
    await expect(page.get_by_role("alert")).to_contain_text("no account for you yet")
    await look(page)
    await page.get_by_role("checkbox").check()
    await expect(page.get_by_role("alert")).to_be_hidden()
    await page.get_by_role("button", name="Continue with Example ID").click()
    await page.wait_for_url("**/messages")
    await expect(page.get_by_role("navigation", name="Main").first).to_contain_text(ines.name)
    await ines.open("/settings")
    await expect(page.get_by_text("None yet: you sign in by another service")).to_be_visible()
    await page.get_by_role("button", name="Unlink from Example ID").click()
    await page.get_by_role("dialog").get_by_role("button", name="Unlink").click()
    await expect(page.get_by_role("alert")).to_contain_text("Set a password first")
    await look(page)
    ines.complaints.clear()  # the browser says too that it was refused
    await page.keyboard.press("Escape")
    await ines.call("DELETE", "/api/sessions/current")
    again = page.get_by_role("dialog", name="Sign in again")
    await expect(again.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    await expect(again.get_by_label("Password", exact=True)).to_be_hidden()
    await look(page)
    await again.get_by_role("button", name="Sign in in another way").click()
    await page.get_by_role("button", name="Continue with Example ID").click()
    await page.wait_for_url("**/settings")


async def test_who_is_a_member_links_and_unlinks(sit_down: Arrive, provider: OpenIdServer) -> None:
    omar = await sit_down("Omar Said")
    await provider.know(omar={"email": "elsewhere@example.org", "email_verified": False, "name": "O."})
    page = omar.page
    await omar.open("/settings")
    await page.get_by_role("button", name="Link with Example ID").click()
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Continue with Example ID").click()
    await sign_in_there(page, "omar")
    await page.wait_for_url("**/settings")
    await expect(page.get_by_text("elsewhere@example.org")).to_be_visible()
    await page.get_by_role("button", name="Unlink from Example ID").click()
    await look(page)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("dialog").get_by_role("button", name="Unlink").click()
    await expect(page.get_by_role("button", name="Link with Example ID")).to_be_visible()
    await expect(page.get_by_text("Not linked", exact=True)).to_be_visible()


async def test_who_says_no_there_reads_so_and_signs_in_otherwise(
    sit_down: Arrive, provider: OpenIdServer
) -> None:
    lena = await sit_down("Lena Voss")
    await lena.context.clear_cookies()
    page = lena.page
    await lena.open("/sign-in")
    await page.get_by_role("button", name="Continue with Example ID").click()
    await page.get_by_role("link", name="Cancel").click()
    await expect(page.get_by_role("alert")).to_contain_text("You said no there")
    await look(page)
    await page.get_by_label("E-mail").fill(lena.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Sign in", exact=True).click()
    await page.wait_for_url("**/home")


async def test_who_is_suspended_and_has_no_password_erases_the_account_all_the_same(
    sit_down: Arrive, provider: OpenIdServer
) -> None:
    operator, vera = await sit_down("Olga Petrova", email=OPERATOR), await sit_down("Vera Lind", member=False)
    await provider.know(vera={"email": vera.email, "email_verified": True, "name": vera.name})
    page = vera.page
    await vera.open("/sign-up")
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Continue with Example ID").click()
    await sign_in_there(page, "vera")
    await page.wait_for_url("**/home")
    account = (await vera.call("GET", "/api/me"))["id"]
    verdict = {"term": "7-days", "words": "Threats are against the terms."}
    await operator.call("POST", f"/api/moderation/users/{account}/suspend", data=verdict)
    await vera.open("/sign-in")
    await page.get_by_role("button", name="Continue with Example ID").click()
    await page.wait_for_url("**/suspended")
    await page.get_by_role("button", name="Erase my account").click()
    dialog = page.get_by_role("dialog", name="Erase your account?")
    await expect(dialog.get_by_text("Leave it empty if you have none.")).to_be_visible()
    await look(page)
    await dialog.get_by_role("button", name="Erase for good").click()
    await page.wait_for_url("**/sign-in*")
    await expect(page.get_by_text("Your account is erased")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
async def test_nothing_moves_when_the_other_ways_in_come(sit_down: Arrive, width: int) -> None:
    kofi = await sit_down("Kofi Mensah", member=False)
    page = kofi.page
    await page.set_viewport_size({"width": width, "height": 800})
    async with held(page, "GET", "**/assets/{Passkey,Services}-*.js") as until_asked:
        await kofi.open("/sign-in")
        await until_asked()
        link = page.get_by_role("link", name="Forgotten?")
        before = await link.bounding_box()
    for button in ("Sign in with a passkey", "Continue with Example ID"):
        await expect(page.get_by_role("button", name=button)).to_be_visible()
    assert await link.bounding_box() == before
