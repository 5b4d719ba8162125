"""A conference from going live to what remains of it."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.holding import held
from tests.browser.looking import look

SOON = 30_000  # milliseconds in which a page that is looked at notices what others do


async def test_a_conference_goes_live_is_joined_and_is_remembered(sit_down: Arrive) -> None:
    clara = await sit_down("Clara Weiss")
    jonas = await sit_down("Jonas Petit")
    await clara.connect(jonas)
    await jonas.open("/home")
    await expect(jonas.page.get_by_role("heading", name="It is quiet so far")).to_be_visible()
    await clara.open("/home")
    await clara.page.get_by_role("banner").get_by_role("button", name="Go live").click()
    dialog = clara.page.get_by_role("dialog", name="Go live")
    await expect(dialog.get_by_label("Title")).to_be_focused()
    await look(clara.page)
    await dialog.get_by_label("Title").fill("Sunday reading circle")
    await dialog.get_by_role("button", name="Start now").click()
    await clara.page.wait_for_url("**/conference?c=*")
    await expect(clara.page.get_by_role("heading", name="You are live")).to_be_visible()
    await expect(clara.page.get_by_role("button", name="Try camera and microphone")).to_be_visible()
    await look(clara.page)
    await clara.page.get_by_role("button", name="Join", exact=True).click()
    await expect(clara.page.get_by_role("status").filter(has_text="You are live")).to_be_attached()
    await expect(clara.page.get_by_role("heading", name="Sunday reading circle")).to_be_visible()
    await expect(clara.page.get_by_role("heading", name="You are the only one here so far")).to_be_visible()
    await look(clara.page)
    heading = jonas.page.get_by_role("heading", name="One person is live now")
    await expect(heading).to_be_visible(timeout=SOON)
    await look(jonas.page)
    await jonas.page.get_by_role("link", name="Join").click()
    await expect(jonas.page.get_by_role("heading", name="is live")).to_be_visible()
    await jonas.page.get_by_role("button", name="Try camera and microphone").click()
    without = jonas.page.get_by_role("alert").filter(has_text="You can take part without them as well.")
    await expect(without).to_be_visible()
    await look(jonas.page)
    await jonas.page.get_by_role("button", name="Join", exact=True).click()
    await expect(jonas.page.get_by_role("heading", name="Sunday reading circle")).to_be_visible()
    await expect(jonas.page.get_by_text("You are neither seen nor heard.")).to_be_visible()
    await look(jonas.page)
    beside = clara.page.get_by_role("complementary", name="People and chat")
    await expect(beside.get_by_text("Jonas Petit")).to_be_visible(timeout=SOON)
    await clara.page.get_by_role("button", name="Finish").click()
    await clara.page.get_by_role("alertdialog").get_by_role("button", name="Finish").click()
    await expect(clara.page.get_by_role("heading", name="You have finished")).to_be_visible()
    await expect(jonas.page.get_by_role("heading", name="has finished")).to_be_visible(timeout=SOON)
    await look(jonas.page)
    await jonas.page.get_by_role("link", name="Go to Home").click()
    await expect(jonas.page.get_by_role("heading", name="Sunday reading circle")).to_be_visible()
    await look(jonas.page)
    await jonas.page.get_by_role("button", name="Remove").click()
    await jonas.page.get_by_role("button", name="Undo").click()
    await expect(jonas.page.get_by_role("heading", name="Sunday reading circle")).to_be_visible()


async def test_a_device_whose_clock_is_wrong_shows_for_how_long_one_has_been_live(sit_down: Arrive) -> None:
    clara, jonas = await sit_down("Clara Brandt"), await sit_down("Jonas Brandt")
    await clara.connect(jonas)
    made = await clara.call("POST", "/api/conferences", data={"title": "Bees", "visibility": "private"})
    await clara.call("POST", f"/api/conferences/{made['id']}/start")
    await jonas.context.add_init_script("const right = Date.now; Date.now = () => right() + 3 * 3600 * 1000")
    await jonas.open("/home")
    await expect(jonas.page.get_by_role("article").get_by_text(re.compile(r"^00:\d\d$"))).to_be_visible()


async def test_what_was_made_and_could_not_be_started_is_the_same_when_one_comes_back(
    sit_down: Arrive,
) -> None:
    clara = await sit_down("Clara Benoit")
    page = clara.page
    await clara.open("/home")
    start = "**/api/conferences/*/start"
    await page.route(start, lambda route: route.abort())
    go_live = page.get_by_role("banner").get_by_role("button", name="Go live")
    await go_live.click()
    dialog = page.get_by_role("dialog", name="Go live")
    await dialog.get_by_role("button", name="Start now").click()
    await expect(dialog.get_by_text("This is needed.")).to_be_visible()
    await dialog.get_by_label("Title").fill("Bees")
    await dialog.get_by_role("button", name="Start now").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("There is no connection.")
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_be_hidden()
    await page.unroute(start)
    await go_live.click()
    await dialog.get_by_label("Title").fill("Bees in winter")
    await dialog.get_by_role("button", name="Start now").click()
    await page.wait_for_url("**/conference?c=*")
    made = await clara.call("GET", f"/api/users/{clara.id}/conferences")
    assert [conference["title"] for conference in made["items"]] == ["Bees in winter"]


async def test_whoever_has_closed_the_dialog_is_told_and_not_pulled_into_what_was_made(
    sit_down: Arrive,
) -> None:
    clara = await sit_down("Clara Ostrow")
    page = clara.page
    await clara.open("/home")
    go_live = page.get_by_role("banner").get_by_role("button", name="Go live")
    dialog = page.get_by_role("dialog", name="Go live")
    await go_live.click()
    await dialog.get_by_label("Title").fill("Bees")
    async with held(page, "POST", "**/api/conferences") as until_asked:
        await dialog.get_by_role("button", name="Create for later").click()
        await until_asked()
        await dialog.get_by_role("button", name="Close").click()
        await expect(dialog).to_be_hidden()
        await go_live.click()
        await dialog.get_by_label("Description").fill("Another one")
    said = page.get_by_role("dialog").filter(has_text="Your conference is there, for later.")
    await expect(said).to_be_visible()
    await expect(dialog.get_by_label("Description")).to_have_value("Another one")
    await expect(page).to_have_url(f"{clara.url}/home")
    await dialog.get_by_role("button", name="Close").click()
    await page.get_by_role("button", name="Go there").click()
    await expect(page.get_by_role("heading", name="Bees")).to_be_visible()


async def test_what_is_private_is_on_the_profile_for_connections_and_not_for_strangers(
    sit_down: Arrive,
) -> None:
    speaker = await sit_down("Ewa Zielińska")
    friend = await sit_down("Hugo Marchand")
    stranger = await sit_down("Sami Rahal")
    await speaker.connect(friend)
    for title, visibility in (("Among us", "private"), ("For everybody", "public")):
        draft = {"title": title, "visibility": visibility}
        made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
        await speaker.call("POST", f"/api/conferences/{made}/start")
        await speaker.call("POST", f"/api/conferences/{made}/finish")
    for person, seen in ((friend, ["For everybody", "Among us"]), (stranger, ["For everybody"])):
        await person.open(f"/profile?u={speaker.id}")
        titles = person.page.get_by_role("list", name="Earlier").get_by_role("heading")
        await expect(titles).to_have_text(seen)
        await look(person.page)
