"""Finding people, joining them, and parting from them."""

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look


async def test_two_people_find_each_other_and_connect(sit_down: Arrive) -> None:
    ines = await sit_down("Inês Carvalho")
    tomasz = await sit_down("Tomasz Brzeziński")
    await ines.open("/home")
    await ines.page.get_by_role("searchbox", name="Find people").fill("brzezinski")
    await ines.page.wait_for_url("**/search?q=brzezinski")
    await expect(ines.page.get_by_role("heading", name="One person matches “brzezinski”")).to_be_visible()
    await look(ines.page)
    await ines.page.get_by_role("button", name="Connect").click()
    await expect(ines.page.get_by_role("button", name="Cancel request")).to_be_visible()
    await tomasz.open("/connections")
    await tomasz.page.get_by_role("link", name="Requests to me").click()
    await expect(tomasz.page.get_by_role("heading", name="One person asks to connect")).to_be_visible()
    await look(tomasz.page)
    await tomasz.page.get_by_role("button", name="Approve").click()
    await expect(tomasz.page.get_by_role("heading", name="Nobody is waiting for an answer")).to_be_visible()
    await ines.open("/connections")
    await expect(ines.page.get_by_role("heading", name="One person is in your network")).to_be_visible()
    await look(ines.page)
    await ines.page.get_by_role("link", name="Tomasz Brzeziński", exact=True).click()
    await expect(ines.page.get_by_role("heading", name="Tomasz Brzeziński")).to_be_visible()
    await look(ines.page)


async def test_whoever_declines_and_signs_out_at_once_has_declined(sit_down: Arrive) -> None:
    iris = await sit_down("Iris Okonkwo")
    paul = await sit_down("Paul Lindahl")
    await paul.call("POST", f"/api/connections/{iris.id}/request")
    await iris.open("/connections?tab=incoming")
    page = iris.page
    await page.get_by_role("button", name="Decline").click()
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert (await paul.call("GET", f"/api/users/{iris.id}"))["standing"] == "stranger"


async def test_notifications_are_answered_and_deleted_in_place(sit_down: Arrive) -> None:
    bea = await sit_down("Bea Lindgren")
    noor = await sit_down("Noor Haddad")
    await noor.call("POST", f"/api/connections/{bea.id}/request")
    await bea.open("/notifications")
    page = bea.page
    await expect(page.get_by_role("heading", name="One notification is new")).to_be_visible()
    await look(page)
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("button", name="Approve")).to_be_hidden()
    await noor.open("/notifications")
    await expect(noor.page.get_by_text("approved your request")).to_be_visible()
    await noor.page.get_by_role("button", name="Delete all").click()
    await look(noor.page)
    await noor.page.get_by_role("alertdialog").get_by_role("button", name="Delete all").click()
    await expect(noor.page.get_by_role("heading", name="Nothing has happened yet")).to_be_visible()
    await look(noor.page)


async def test_one_notification_is_deleted_and_comes_back_where_that_is_undone(sit_down: Arrive) -> None:
    bea = await sit_down("Bea Novak")
    noor = await sit_down("Noor Rahimi")
    await noor.call("POST", f"/api/connections/{bea.id}/request")
    await bea.call("POST", f"/api/connections/{noor.id}/approve")
    await bea.call("POST", "/api/messages", data={"to": [noor.id], "subject": "Welcome", "body": "Glad."})
    page = noor.page
    await noor.open("/notifications")
    await expect(page.get_by_role("heading", name="Two notifications are new")).to_be_visible()
    wrote = page.get_by_role("listitem").filter(has_text="wrote to you: Welcome")
    await wrote.get_by_role("button", name="More about this notification").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(wrote).to_be_hidden()
    await page.get_by_role("button", name="Undo").click()
    await expect(wrote).to_be_visible()
    await wrote.get_by_role("button", name="More about this notification").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(wrote).to_be_hidden()
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Network").first.click()
    await expect(page.get_by_role("heading", name="One person is in your network")).to_be_visible()
    await noor.open("/notifications")
    await expect(page.get_by_text("approved your request")).to_be_visible()
    await expect(wrote).to_be_hidden()


async def test_whoever_is_blocked_neither_finds_nor_sees_the_other(sit_down: Arrive) -> None:
    mona = await sit_down("Mona Sørensen")
    karl = await sit_down("Karl Overbeek")
    await mona.connect(karl)
    await mona.open(f"/profile?u={karl.id}")
    await mona.page.get_by_role("button", name="More about Karl Overbeek").click()
    await look(mona.page)
    await mona.page.get_by_role("menuitem", name="Block").click()
    dialog = mona.page.get_by_role("alertdialog")
    await expect(dialog).to_contain_text("Block Karl Overbeek?")
    await look(mona.page)
    await dialog.get_by_role("button", name="Block").click()
    await expect(mona.page.get_by_text("Karl Overbeek is blocked.")).to_be_visible()
    await karl.open(f"/profile?u={mona.id}")
    await expect(karl.page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    await look(karl.page)
    await karl.open("/search?q=sorensen")
    await expect(karl.page.get_by_role("heading", name="Nobody matches “sorensen”")).to_be_visible()
    await mona.open("/settings")
    await mona.page.get_by_role("button", name="Unblock Karl Overbeek").click()
    await expect(mona.page.get_by_text("Karl Overbeek is not blocked any more.")).to_be_visible()
