"""Suspended accounts, and letting them in again."""

from playwright.async_api import Page, Request, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import PASSWORD, Person
from tests.support.verdicts import SUSPENDING


async def let_everybody_in(moderator: Person) -> None:
    """Leave nobody on the list whom another journey has suspended."""
    for left in (await moderator.call("GET", "/api/moderation/suspended"))["items"]:
        await moderator.call("POST", f"/api/moderation/users/{left['id']}/restore")


async def shut_out(accused: Person, moderator: Person) -> None:
    await moderator.call("POST", f"/api/moderation/users/{accused.id}/suspend", data=SUSPENDING)


def noting_restores(page: Page) -> list[str]:
    """Keep a list of whom the page asks to restore from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/restore"):
            asked.append(request.url.split("/")[-2])

    page.on("request", note)
    return asked


async def test_the_suspended_are_listed_with_since_when_and_a_way_to_their_profiles(
    sit_down: Arrive, moderator: Person
) -> None:
    await let_everybody_in(moderator)
    page = moderator.page
    await moderator.open("/moderation")
    await page.get_by_role("link", name="Suspended").click()
    await expect(page.get_by_role("heading", name="Nobody is suspended")).to_be_visible()
    await look(page)
    await shut_out(await sit_down("Ines Duarte"), moderator)
    await shut_out(await sit_down("Pavel Novak"), moderator)
    await page.reload()
    rows = page.get_by_role("list", name="Suspended").get_by_role("listitem")
    await expect(rows).to_contain_text(["Pavel Novak", "Ines Duarte"])
    await expect(rows.first).to_contain_text("Suspended · Today")
    await look(page)
    await rows.first.get_by_role("link", name="Pavel Novak").click()
    await expect(page.get_by_text("This account is suspended.")).to_be_visible()


async def test_the_links_of_mails_tell_who_is_suspended_that(sit_down: Arrive, moderator: Person) -> None:
    accused = await sit_down("Olaf Brink")
    page = accused.page
    elsewhere = "olaf.brink@example.org"
    await accused.call("PUT", "/api/me/email", data={"email": elsewhere, "password": PASSWORD})
    moving = await accused.mailed_link("/verify-email", to=elsewhere)
    await shut_out(accused, moderator)
    await page.goto(moving)
    await page.get_by_label("Your password").fill(PASSWORD)
    await page.get_by_role("button", name="Confirm the new address").click()
    await expect(page.get_by_role("alert")).to_contain_text("This account is suspended.")
    await page.goto(await accused.mailed_link("/verify-email"))
    await page.get_by_label("E-mail").fill(accused.email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Confirm and sign in").click()
    await expect(page.get_by_role("heading", name="This account is suspended")).to_be_visible()


async def test_two_quick_clicks_let_one_in_again_and_not_who_stands_there_then(
    sit_down: Arrive, moderator: Person
) -> None:
    await let_everybody_in(moderator)
    mona, karim = await sit_down("Mona Lindqvist"), await sit_down("Karim Saleh")
    for accused in (mona, karim):
        await shut_out(accused, moderator)
    page = moderator.page
    await moderator.open("/moderation?tab=suspended")
    asked = noting_restores(page)
    restore = page.get_by_role("button", name="Restore")
    await expect(restore).to_have_count(2)
    place = await restore.first.bounding_box()
    await restore.first.dblclick()
    await expect(page.get_by_text("Karim Saleh has been restored.")).to_be_visible()
    await expect(restore).to_have_count(1)
    assert await restore.bounding_box() == place
    await page.mouse.down(click_count=2)  # the second of two clicks, come late
    await page.mouse.up(click_count=2)
    await restore.click()
    await expect(page.get_by_text("Mona Lindqvist has been restored.")).to_be_visible()
    await expect(page.get_by_role("heading", name="Nobody is suspended")).to_be_visible()
    assert asked == [karim.id, mona.id]


async def test_two_quick_clicks_on_a_profile_let_in_again_once(sit_down: Arrive, moderator: Person) -> None:
    accused = await sit_down("Teun Bakker")
    await shut_out(accused, moderator)
    page = moderator.page
    await moderator.open(f"/profile?u={accused.id}")
    asked = noting_restores(page)
    await page.get_by_role("button", name="Restore").dblclick()
    await expect(page.get_by_text("Teun Bakker has been restored.")).to_be_visible()
    await expect(page.get_by_role("button", name="Connect")).to_be_visible()
    assert asked == [accused.id]
