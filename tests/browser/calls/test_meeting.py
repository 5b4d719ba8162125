"""The room of the built-in engine: people see, hear and write to each other from browser to browser."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, WebSocketRoute, expect

from tests.browser.conftest import Arrive, launched, listening
from tests.browser.looking import SIDEWAYS, look
from tests.browser.meeting import (
    CONNECTED,
    FLAGS,
    KEEP,
    UNBROKEN,
    all_meet,
    hears,
    in_room,
    join,
    meet,
    moves,
    sees,
    tile,
    told,
    write,
)
from tests.browser.people import PASSWORD, Person
from tests.integration.serving.processes import serving

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"  # six people take minutes
SOON = 30_000  # milliseconds in which a page notices what others do
GONE = 60_000  # milliseconds after which nobody waits any longer for somebody who does not come back
UNSEEN_AND_UNHEARD = """
localStorage.setItem("wexstream.devices", JSON.stringify({ muted: true, cameraOff: true }));
"""
# Whether it is the screen that goes out to everybody.
SENDS_THE_SCREEN = """
() => window.connections.every((connection) =>
  connection.getSenders().some(({ track }) => track === window.screenShown.getVideoTracks()[0]))
"""
NAMES = ("Amal Haddad", "Peter Lindqvist", "Clara Weiss", "Mireille Fontaine", "Kofi Mensah", "Yuki Tanaka")


@pytest.fixture(scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a server that does not wait for long for somebody who is gone."""
    settings = {"WS_TRUSTED_PROXIES": "127.0.0.1,::1", "WS_PRESENCE_GRACE": "15"}
    async with serving(tmp_path_factory.mktemp("meetings"), **settings) as server:
        async with listening(server):
            yield server.url
        await server.stop()


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched(*FLAGS) as browser:
        yield browser


async def test_two_people_see_and_hear_each_other_and_one_shows_the_screen(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    amal, peter = room.speaker, room.guests[0]
    await all_meet(room)
    await look(amal.page)
    await look(peter.page)
    await peter.page.get_by_role("button", name="Share the screen").click()
    screen = amal.page.get_by_role("figure", name="Peter’s screen")
    await expect(screen).to_be_visible(timeout=SOON)
    assert await peter.page.evaluate(SENDS_THE_SCREEN)
    await moves(screen.locator("video"))
    await expect(tile(amal.page, "Peter Lindqvist").locator("video")).to_have_count(0)
    await look(amal.page)
    await peter.page.get_by_role("button", name="Stop sharing").click()
    await expect(screen).to_be_hidden(timeout=SOON)
    await sees(amal, "Peter Lindqvist")


async def test_all_that_a_room_needs_is_there_before_one_goes_in(sit_down: Arrive) -> None:
    speaker, guest = await sit_down("Amal Haddad"), await sit_down("Peter Lindqvist")
    draft = {"title": "Sunday reading circle", "visibility": "public"}
    made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    async with guest.page.expect_response("**/PeerStage-*.js"):
        await guest.open(f"/conference?c={made}")
    await expect(guest.page.get_by_role("button", name="Join", exact=True)).to_be_visible()


async def test_sharing_ends_by_the_browsers_own_button_as_well(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    await all_meet(room)
    amal, peter = room.speaker, room.guests[0]
    await peter.page.keyboard.press("s")
    screen = amal.page.get_by_role("figure", name="Peter’s screen")
    await expect(screen).to_be_visible(timeout=SOON)
    await peter.page.evaluate(
        "() => window.screenShown.getTracks().forEach((track) => track.dispatchEvent(new Event('ended')))"
    )
    await expect(screen).to_be_hidden(timeout=SOON)
    await expect(peter.page.get_by_role("button", name="Share the screen")).to_be_visible()
    await sees(amal, "Peter Lindqvist")


async def test_what_is_written_reaches_all_or_one_alone(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist", "Clara Weiss")
    amal, (peter, clara) = room.speaker, room.guests
    await write(peter.page, "Is this the 1932 translation?")
    for person in (amal, peter, clara):
        chat = person.page.get_by_role("log", name="Chat")
        await expect(chat.get_by_text("Is this the 1932 translation?")).to_be_visible()
    await peter.page.get_by_role("button", name="What you can do with Clara").click()
    await peter.page.get_by_role("menuitem", name="Write to them only").click()
    await expect(peter.page.get_by_role("textbox", name="Write to Clara only")).to_be_focused()
    await look(peter.page)
    await write(peter.page, "Can you read my part?")
    await expect(peter.page.get_by_role("log").get_by_text("Only to Clara")).to_be_visible()
    await expect(clara.page.get_by_role("log").get_by_text("Only to you")).to_be_visible()
    await peter.page.get_by_role("button", name="Write to all again").click()
    await write(peter.page, "Page 84, then.")
    await expect(amal.page.get_by_role("log").get_by_text("Page 84, then.")).to_be_visible()
    await expect(amal.page.get_by_text("Can you read my part?")).to_have_count(0)
    await peter.page.get_by_role("button", name="What you can do with Amal").click()
    async with peter.context.expect_page() as opened:
        await peter.page.get_by_role("menuitem", name="See their page").click()
    await expect((await opened.value).get_by_role("heading", name="Amal Haddad")).to_be_visible()
    await write(peter.page, "Still here.")


async def test_of_what_is_very_long_the_chat_shows_the_beginning(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    amal, peter = room.speaker, room.guests[0]
    await write(peter.page, "Look:" + "\n" * 900 + "\n".join(f"Row {number}" for number in range(100)))
    log = amal.page.get_by_role("log", name="Chat")
    written = log.get_by_text("Look:")
    folded = await written.bounding_box()
    assert folded is not None
    assert folded["height"] < 400
    await log.focus()
    await amal.page.keyboard.press("Tab")
    more = log.get_by_role("button", name="Show more")
    await expect(more).to_be_focused()
    await expect(more).to_be_in_viewport(ratio=1)
    await amal.page.keyboard.press("Enter")
    whole = await written.bounding_box()
    assert whole is not None
    assert 100 * 20 < whole["height"] < 103 * 24
    await expect(log.get_by_role("button", name="Show less")).to_be_focused()
    await amal.page.keyboard.press("Enter")
    again = await written.bounding_box()
    assert again is not None
    assert again["height"] == folded["height"]
    await expect(more).to_be_in_viewport(ratio=1)
    await look(amal.page)


async def test_on_a_phone_what_was_not_read_is_counted_and_told(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    amal, peter = room.speaker, room.guests[0]
    await amal.page.set_viewport_size({"width": 360, "height": 740})
    await amal.page.get_by_role("tab", name="People").click()
    await expect(amal.page.get_by_role("tabpanel").get_by_text("Peter Lindqvist")).to_be_visible()
    await look(amal.page)
    await amal.page.set_viewport_size({"width": 360, "height": 740})
    await write(peter.page, "Hello")
    await expect(amal.page.get_by_role("tab", name="Chat 1")).to_be_visible()
    await expect(told(amal.page)).to_have_text("Message from Peter: Hello")
    await amal.page.get_by_role("tab", name="Chat").click()
    await expect(amal.page.get_by_role("log").get_by_text("Hello")).to_be_visible()
    await expect(amal.page.get_by_role("tab", name="Chat", exact=True)).to_be_visible()
    await amal.page.get_by_role("tab", name="About").click()
    await expect(amal.page.get_by_text("Two chapters aloud.")).to_be_visible()
    await look(amal.page)


async def test_on_a_phone_that_lies_the_stage_and_the_chat_are_beside_each_other(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    page = room.guests[0].page
    for width, height in ((844, 390), (667, 375), (568, 320)):
        await page.set_viewport_size({"width": width, "height": height})
        await page.get_by_role("tab", name="Chat").click()
        await expect(page.get_by_role("textbox", name="Write to all")).to_be_in_viewport(ratio=1)
        await expect(page.get_by_role("button", name="Leave")).to_be_in_viewport(ratio=1)
        side = await page.get_by_role("complementary", name="People and chat").bounding_box()
        for part in (tile(page, "Amal"), tile(page, "You"), page.get_by_role("button", name="Leave")):
            box = await part.bounding_box()
            assert side is not None
            assert box is not None
            assert box["x"] + box["width"] <= side["x"]
            assert box["height"] >= 44
        assert await page.evaluate(SIDEWAYS) == 0


async def test_hands_muting_and_the_camera_are_seen_by_all(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    await all_meet(room)
    amal, peter = room.speaker, room.guests[0]
    seen = tile(amal.page, "Peter Lindqvist")
    await expect(told(amal.page)).to_have_text("Peter has joined")
    await peter.page.get_by_role("button", name="Raise your hand").click()
    await expect(seen.get_by_text("1st")).to_be_visible()
    await expect(told(amal.page)).to_have_text("Peter has raised a hand")
    await peter.page.get_by_role("button", name="Stop the camera").click()
    await expect(seen.locator("video")).to_have_count(0)
    await amal.page.get_by_role("button", name="What you can do with Peter").click()
    await amal.page.get_by_role("menuitem", name="Mute").click()
    await expect(peter.page.get_by_text("The speaker has muted you.")).to_be_visible()
    await expect(peter.page.get_by_role("button", name="Unmute")).to_be_visible()
    await expect(seen.get_by_text("muted")).to_be_attached()
    await peter.page.get_by_role("button", name="Unmute").click()
    await peter.page.get_by_role("button", name="Start the camera").click()
    await peter.page.get_by_role("button", name="Lower your hand").click()
    await expect(seen.get_by_text("muted")).to_have_count(0)
    await expect(seen.get_by_text("1st")).to_have_count(0)
    await sees(amal, "Peter Lindqvist")
    await hears(amal)


async def test_letters_do_what_the_buttons_do_unless_one_writes_or_does_not_want_it(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad")
    page = room.speaker.page
    await expect(page.get_by_role("button", name="Stop the camera")).to_be_visible()
    await page.keyboard.press("m")
    await expect(page.get_by_role("button", name="Unmute")).to_be_visible()
    await page.keyboard.press("v")
    await expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    await page.keyboard.press("c")
    field = page.get_by_role("textbox", name="Write to all")
    await expect(field).to_be_focused()
    await page.keyboard.type("mvhc")
    await expect(field).to_have_value("mvhc")
    await expect(page.get_by_role("button", name="Raise your hand")).to_be_visible()
    await page.get_by_role("button", name="More", exact=True).click()
    await page.get_by_role("menuitem", name="Keys").click()
    await look(page)
    await page.get_by_role("checkbox", name="Use these keys").uncheck()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.keyboard.press("h")
    await page.get_by_role("button", name="Raise your hand").click()
    await expect(page.get_by_role("button", name="Lower your hand")).to_be_visible()


async def test_another_camera_and_microphone_are_taken_during_the_call(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    await all_meet(room)
    amal, peter = room.speaker, room.guests[0]
    await amal.page.get_by_role("button", name="More", exact=True).click()
    await amal.page.get_by_role("menuitem", name="Camera and microphone").click()
    dialog = amal.page.get_by_role("dialog", name="Camera and microphone")
    await expect(dialog.get_by_label("Microphone")).to_be_enabled()
    await look(amal.page)
    options = dialog.get_by_label("Microphone").locator("option")
    last = await options.last.get_attribute("value")
    await dialog.get_by_label("Microphone").select_option(last)
    await dialog.get_by_role("button", name="Close").click()
    await hears(peter)
    await sees(peter, "Amal Haddad")
    await amal.page.reload()
    await in_room(amal.page)
    kept = await amal.page.evaluate("() => JSON.parse(localStorage.getItem('wexstream.devices')).microphone")
    assert kept == last


async def test_whoever_is_removed_is_out_until_let_in_again(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    amal, peter = room.speaker, room.guests[0]
    await amal.page.get_by_role("button", name="What you can do with Peter").click()
    await amal.page.get_by_role("menuitem", name="Remove").click()
    await look(amal.page)
    await amal.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    await expect(peter.page.get_by_role("heading", name="has removed you")).to_be_visible(timeout=SOON)
    await look(peter.page)
    await expect(tile(amal.page, "Peter Lindqvist")).to_have_count(0)
    await peter.open(room.path)
    await peter.page.get_by_role("button", name="Join", exact=True).click()
    await expect(peter.page.get_by_text("The speaker has removed you")).to_be_visible()
    await amal.page.get_by_role("button", name="Let Peter in again").click()
    await expect(amal.page.get_by_text("Peter may come in again")).to_be_visible()
    await join(peter.page)
    await sees(amal, "Peter Lindqvist")


async def test_whoever_may_not_stay_is_told_why(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist", "Clara Weiss")
    amal, (peter, clara) = room.speaker, room.guests
    await amal.connect(clara)
    await amal.call("PATCH", f"/api/conferences/{room.id}", data={"visibility": "private"})
    not_for_him = peter.page.get_by_role("heading", name="This conference is no longer open to you")
    await expect(not_for_him).to_be_visible(timeout=SOON)
    await look(peter.page)
    await clara.call("DELETE", "/api/sessions/current")
    dialog = clara.page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading")).to_be_visible(timeout=SOON)
    await dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    await dialog.get_by_role("button", name="Sign in", exact=True).click()
    await in_room(clara.page)
    await amal.call("DELETE", f"/api/conferences/{room.id}")
    gone = clara.page.get_by_role("heading", name="This conference was deleted")
    await expect(gone).to_be_visible(timeout=SOON)
    await look(clara.page)


async def test_a_page_that_is_killed_is_waited_for_and_then_gone(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    await all_meet(room)
    amal, peter = room.speaker, room.guests[0]
    await peter.page.close()
    await expect(tile(amal.page, "Peter Lindqvist").get_by_text("Coming back")).to_be_visible(timeout=SOON)
    await expect(tile(amal.page, "Peter Lindqvist")).to_have_count(0, timeout=GONE)
    await expect(amal.page.get_by_role("heading", name="You are the only one here so far")).to_be_visible()
    await look(amal.page)


async def test_a_reload_is_no_leaving(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    await all_meet(room)
    await room.guests[0].page.reload()
    await in_room(room.guests[0].page)
    await all_meet(room)


async def test_while_the_socket_is_cut_pictures_and_sound_go_on(sit_down: Arrive) -> None:
    sockets: list[WebSocketRoute] = []

    def connect(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    amal = await sit_down("Amal Haddad")
    await amal.page.route_web_socket("**/room", connect)

    async def sit(name: str) -> Person:
        return amal if name == amal.name else await sit_down(name)

    room = await meet(sit, amal.name, "Peter Lindqvist")
    await all_meet(room)
    again = amal.page.get_by_role("status").get_by_text("You are connected again.")
    for times in (1, 2):
        await sockets[-1].close(code=1012)
        await expect(again).to_have_count(times, timeout=SOON)
        assert len(sockets) == times + 1
        await all_meet(room)
        await write(room.guests[0].page, "Still there?")
    await expect(amal.page.get_by_role("log").get_by_text("Still there?")).to_have_count(2)
    for person in (amal, *room.guests):
        assert await person.page.evaluate(CONNECTED) == UNBROKEN


async def test_a_room_that_cannot_be_reached_is_said_with_what_to_do(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    draft = {"title": "Sunday reading circle", "visibility": "public"}
    made = (await amal.call("POST", "/api/conferences", data=draft))["id"]
    await amal.call("POST", f"/api/conferences/{made}/start")

    async def refuse(socket: WebSocketRoute) -> None:
        await socket.close(code=1011)

    def let_through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()

    await amal.page.route_web_socket("**/room", refuse)
    await amal.open(f"/conference?c={made}")
    await amal.page.get_by_role("button", name="Join", exact=True).click()
    said = amal.page.get_by_role("alert").filter(has_text="You are not connected to the room yet.")
    await expect(said).to_contain_text("WebSocket", timeout=SOON)
    await look(amal.page)
    await amal.page.unroute_all()
    await amal.page.route_web_socket("**/room", let_through)
    await in_room(amal.page)
    await expect(said).to_be_hidden()


async def test_in_another_tab_it_goes_on_there_and_can_be_brought_back(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    amal, peter = room.speaker, room.guests[0]
    second = await peter.context.new_page()
    await second.goto(peter.url + room.path)
    await join(second)
    heading = peter.page.get_by_role("heading", name="You have opened this conference in another tab")
    await expect(heading).to_be_visible(timeout=SOON)
    await look(peter.page)
    await peter.page.get_by_role("button", name="Bring it here").click()
    await in_room(peter.page)
    await expect(second.get_by_role("button", name="Bring it here")).to_be_visible(timeout=SOON)
    await sees(amal, "Peter Lindqvist")
    await expect(tile(amal.page, "Peter Lindqvist")).to_have_count(1)


async def test_another_page_of_ones_own_conference_takes_nothing_over_unasked(sit_down: Arrive) -> None:
    amal = await sit_down("Amal Haddad")
    draft = {"title": "Sunday reading circle", "visibility": "public"}
    made = (await amal.call("POST", "/api/conferences", data=draft))["id"]
    waits = await amal.context.new_page()
    for page in (amal.page, waits):
        await page.goto(f"{amal.url}/conference?c={made}")
        await expect(page.get_by_role("heading", name="You are not live yet")).to_be_visible()
    await amal.page.get_by_role("button", name="Start now").click()
    await in_room(amal.page)
    late = await amal.context.new_page()
    await late.goto(f"{amal.url}/conference?c={made}")
    for page in (waits, late):
        await expect(page.get_by_role("heading", name="You are live")).to_be_visible(timeout=SOON)
        await expect(page.get_by_role("button", name="Join", exact=True)).to_be_visible()
    await look(late)
    await expect(tile(amal.page, "You").first).to_be_visible()
    await join(late)
    heading = amal.page.get_by_role("heading", name="You have opened this conference in another tab")
    await expect(heading).to_be_visible(timeout=SOON)


async def test_whoever_waited_and_has_clicked_nothing_is_offered_to_hear_the_others(sit_down: Arrive) -> None:
    speaker, guest = await sit_down("Amal Haddad"), await sit_down("Peter Lindqvist")
    draft = {"title": "Sunday reading circle", "visibility": "public"}
    made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await guest.page.add_init_script(KEEP)
    await guest.page.add_init_script(UNSEEN_AND_UNHEARD)
    # To look at a page is a click for it, so the others are looked at until it is in.
    async with guest.page.expect_response(f"**/api/conferences/{made}"):
        await guest.open(f"/conference?c={made}")
    await speaker.call("POST", f"/api/conferences/{made}/start")
    await speaker.open(f"/conference?c={made}")
    await join(speaker.page)
    comes = tile(speaker.page, "Peter Lindqvist")
    await expect(comes).to_be_visible(timeout=SOON)
    await expect(comes.get_by_text("Connecting")).to_have_count(0, timeout=SOON)
    await expect(guest.page.get_by_role("button", name="Hear the others")).to_be_visible()
    await look(guest.page)
    await guest.page.get_by_role("button", name="Hear the others").click()
    await hears(guest)
    await expect(guest.page.get_by_role("button", name="Hear the others")).to_be_hidden()


async def test_whoever_has_seen_before_how_one_is_seen_is_in_at_once_and_out_after_leaving(
    sit_down: Arrive,
) -> None:
    speaker, guest = await sit_down("Amal Haddad"), await sit_down("Peter Lindqvist")
    await speaker.connect(guest)
    draft = {"title": "Sunday reading circle", "visibility": "private"}
    made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    await guest.page.add_init_script(UNSEEN_AND_UNHEARD)
    await guest.open("/home")
    await guest.page.get_by_role("link", name="Join").click()
    await in_room(guest.page)
    await expect(guest.page.get_by_role("button", name="Unmute")).to_be_visible()
    await guest.page.get_by_role("button", name="Leave").click()
    await expect(guest.page.get_by_role("button", name="Join", exact=True)).to_be_visible()
    await guest.page.reload()
    await expect(guest.page.get_by_role("button", name="Join", exact=True)).to_be_visible()


async def test_whoever_leaves_is_outside_and_the_camera_is_off(sit_down: Arrive) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    amal, peter = room.speaker, room.guests[0]
    await peter.page.get_by_role("button", name="Leave").click()
    await expect(peter.page.get_by_role("heading", name="is live")).to_be_visible()
    await expect(peter.page.get_by_role("button", name="Try camera and microphone")).to_be_visible()
    await look(peter.page)
    await expect(tile(amal.page, "Peter Lindqvist")).to_have_count(0, timeout=SOON)
    await join(peter.page)
    await sees(amal, "Peter Lindqvist")
    await amal.page.get_by_role("button", name="Leave").click()
    await expect(amal.page.get_by_role("heading", name="You are live")).to_be_visible()
    await expect(amal.page.get_by_role("button", name="Finish")).to_be_visible()


@pytest.mark.parametrize("count", [4, 6] if LONG else [3])
async def test_more_people_meet(sit_down: Arrive, count: int) -> None:
    room = await meet(sit_down, *NAMES[:count])
    await all_meet(room)
    await look(room.guests[-1].page)
    await room.guests[0].page.get_by_role("button", name="Share the screen").click()
    screen = room.speaker.page.get_by_role("figure", name="Peter’s screen")
    await expect(screen).to_be_visible(timeout=SOON)
    await look(room.speaker.page)


async def test_a_seventh_is_told_that_the_room_is_full(sit_down: Arrive) -> None:
    speaker = await sit_down(NAMES[0])
    draft = {"title": "Sunday reading circle", "visibility": "public"}
    made = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    for name in NAMES[1:]:
        guest = await sit_down(name)
        await guest.call("POST", f"/api/conferences/{made}/join", data={})
    seventh = await sit_down("Noor Rahman")
    await seventh.open(f"/conference?c={made}")
    await seventh.page.get_by_role("button", name="Join", exact=True).click()
    await expect(seventh.page.get_by_text("The room is full: it holds six people.")).to_be_visible()
    await look(seventh.page)
