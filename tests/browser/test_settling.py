"""Settings, and leaving."""

from io import BytesIO
from zipfile import ZipFile

from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Arrive
from tests.browser.holding import held
from tests.browser.looking import look
from tests.browser.people import PASSWORD


async def test_the_page_speaks_french_and_arabic_and_arabic_is_mirrored(sit_down: Arrive) -> None:
    lea = await sit_down("Léa Moreau")
    page = lea.page
    await lea.open("/settings")
    await expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    await look(page)
    for language, title, code, direction in (
        ("Français", "Réglages", "fr", "ltr"),
        ("العربية", "الإعدادات", "ar", "rtl"),
    ):
        await page.get_by_role("radio", name=language).click()
        await expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        await expect(page.locator("html")).to_have_attribute("lang", code)
        await expect(page.locator("html")).to_have_attribute("dir", direction)
        await look(page)
        for path in ("/home", "/connections", "/messages", "/notifications", "/search"):
            await lea.open(path)
            await expect(page.locator("html")).to_have_attribute("lang", code)
            await expect(page.get_by_role("heading", level=1).first).to_be_visible()
            await look(page)
        await lea.open("/settings")
    rail = await page.get_by_role("navigation").first.bounding_box()
    assert rail is not None
    assert rail["x"] > 640  # what is at the left elsewhere is at the right


async def test_what_is_typed_while_a_profile_is_saved_stays(sit_down: Arrive) -> None:
    nora = await sit_down("Nora Lindgren")
    page = nora.page
    await nora.open("/settings")
    bio, place = page.get_by_label("About you"), page.get_by_label("Location")
    await bio.fill("Gardens")
    async with held(page, "PATCH", "**/api/me") as until_asked:
        await page.get_by_role("button", name="Save").click()
        await until_asked()
        await place.press_sequentially("Oslo")
    await expect(page.get_by_text("Saved.")).to_be_visible()
    await expect(bio).to_have_value("Gardens")
    await expect(place).to_have_value("Oslo")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="Save")).to_be_hidden()
    me = await nora.call("GET", "/api/me")
    assert (me["bio"], me["location"]) == ("Gardens", "Oslo")


async def test_a_picture_is_cropped_and_shown_to_others(sit_down: Arrive) -> None:
    lotte = await sit_down("Lotte Vermeer")
    other = await sit_down("Anton Krol")
    page = lotte.page
    await lotte.open("/settings")
    dialog = await choose(page, picture())
    await expect(dialog.get_by_role("button", name="Use this picture")).to_be_enabled()
    await look(page)
    await dialog.get_by_role("button", name="Use this picture").click()
    await expect(page.get_by_role("button", name="Change picture")).to_be_visible()
    await other.open(f"/profile?u={lotte.id}")
    shown = other.page.locator(f"img[src^='/api/users/{lotte.id}/avatar']:visible")
    await expect(shown).to_be_visible()
    await shown.evaluate("picture => picture.decode()")  # refused where it is broken


async def test_a_damaged_picture_and_one_that_a_proxy_refuses_have_words(sit_down: Arrive) -> None:
    person = await sit_down("Wanda Kurz")
    page = person.page
    await person.open("/settings")
    dialog = await choose(page, b"no picture at all")
    await expect(dialog.get_by_role("alert")).to_contain_text("This picture is damaged.")
    await look(page)
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_be_hidden()
    await page.route("**/api/me/avatar", lambda route: route.fulfill(status=413, body="<html>"))
    dialog = await choose(page, picture())
    await dialog.get_by_role("button", name="Use this picture").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("This is too large.")
    await look(page)


async def choose(page: Page, content: bytes) -> Locator:
    """Choose a file for one's picture; the dialog that crops it."""
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Choose a picture").click()
    await (await chooser.value).set_files({"name": "a.png", "mimeType": "image/png", "buffer": content})
    dialog = page.get_by_role("dialog", name="Crop your picture")
    await expect(dialog).to_be_visible()
    return dialog


def picture() -> bytes:
    written = BytesIO()
    Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(written, "PNG")
    return written.getvalue()


async def test_whoever_moves_to_another_address_signs_in_with_it(sit_down: Arrive) -> None:
    nils = await sit_down("Nils Aalto")
    page = nils.page
    await nils.open("/settings")
    await page.get_by_role("region", name="Address and password").get_by_role("button").click()
    dialog = page.get_by_role("dialog", name="Another address")
    await dialog.get_by_label("New address").fill("nils.aalto@example.org")
    await dialog.get_by_label("Your password").fill(PASSWORD)
    await look(page)
    await dialog.get_by_role("button", name="Send the link").click()
    await expect(page.get_by_text("We sent a link to nils.aalto@example.org")).to_be_visible()
    await page.goto(await nils.mailed_link("/verify-email", to="nils.aalto@example.org"))
    await expect(page.get_by_role("heading", name="Confirm your new address")).to_be_visible()
    await look(page)
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Confirm the new address").click()
    await expect(page.get_by_role("heading", name="Your new address is confirmed")).to_be_visible()
    await look(page)
    assert (await nils.call("GET", "/api/me"))["email"] == "nils.aalto@example.org"


async def test_a_session_is_ended_from_another_browser(sit_down: Arrive) -> None:
    here = await sit_down("Ravi Menon")
    there = await sit_down("Ravi Menon", member=False)
    await there.call("POST", "/api/sessions", data={"email": here.email, "password": PASSWORD, "stay": True})
    await there.open("/settings")
    await here.open("/settings")
    await here.page.get_by_role("button", name="End the session").click()
    await expect(here.page.get_by_text("The session has ended.")).to_be_visible()
    await expect(there.page.get_by_role("dialog", name="Sign in again")).to_be_visible()
    await look(there.page)


async def test_whoever_leaves_takes_the_data_along_and_is_gone(sit_down: Arrive) -> None:
    otto = await sit_down("Otto Brandvold")
    page = otto.page
    await otto.open("/settings")
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="Take my data along").click()
    download = await kept.value
    assert download.suggested_filename == "wexstream.zip"
    with ZipFile(await download.path()) as archive:
        page_of_mine = await otto.context.new_page()
        await page_of_mine.set_content(archive.read("index.html").decode())
        await expect(page_of_mine.get_by_role("heading", name="Your data")).to_be_visible()
        await expect(page_of_mine.get_by_text("Otto Brandvold")).to_be_visible()
        await look(page_of_mine)
        await page_of_mine.close()
    await page.get_by_role("button", name="Erase my account").click()
    dialog = page.get_by_role("dialog", name="Erase your account?")
    await look(page)
    await dialog.get_by_label("Your password").fill("not the password")
    await dialog.get_by_role("button", name="Erase for good").click()
    await expect(dialog.get_by_label("Your password")).to_have_value("not the password")
    await dialog.get_by_label("Your password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Erase for good").click()
    await page.wait_for_url("**/sign-in*")
    await expect(page.get_by_text("Your account is erased")).to_be_visible()
    await look(page)
