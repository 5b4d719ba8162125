"""Conferences whose pictures and sound a Jitsi server carries, as far as pages have to do with it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import pytest
from playwright.async_api import FrameLocator, Locator, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import OPERATOR, Arrive, listening
from tests.browser.looking import look
from tests.browser.people import Person
from tests.integration.serving.processes import serving
from tests.support.jitsi import GUEST
from tests.support.jitsi_server.server import Site, jitsi_site
from tests.support.prosody_verifier import Prosody
from tests.support.verdicts import SUSPENDING
from wexstream.adapters.jitsi.meetings import JitsiMeetings
from wexstream.adapters.jitsi.server import JitsiServer

APP_ID, SECRET = "wexstream", "a secret that Jitsi and this server share"
FRAME = "The meeting: pictures, sound and chat"
SOON = 30_000  # milliseconds in which a page notices what others do
SETTLED = 31_000  # milliseconds after which it is known who a newcomer is
KEPT = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
UNREACHABLE, REFUSED, BROKEN = "cannot be reached", "did not let you in", "broke"


@pytest.fixture(scope="module")
async def jitsi(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    prosody = Prosody(algorithm="HS256", issuer=APP_ID, subject="localhost", secret=SECRET)
    async with jitsi_site(tmp_path_factory.mktemp("jitsi"), prosody) as site:
        yield site


@pytest.fixture(scope="module")
async def url(jitsi: Site, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a server that has its meetings there."""
    settings = {
        "WS_ADMIN_EMAIL": OPERATOR,
        "WS_JITSI_HOST": jitsi.host,
        "WS_JITSI_APP_ID": APP_ID,
        "WS_JITSI_SECRET": SECRET,
    }
    data = tmp_path_factory.mktemp("with-jitsi")
    async with serving(data, WS_TRUSTED_PROXIES="127.0.0.1,::1", **settings) as server:
        async with listening(server):
            yield server.url
        await server.stop()


@pytest.fixture
def sit(sit_down: Arrive) -> Arrive:
    """Let people sit down at browsers that do not mind who certified Jitsi's server."""
    return partial(sit_down, ignore_https_errors=True)


def meeting(page: Page, title: str = FRAME) -> FrameLocator:
    return page.frame_locator(f'iframe[title="{title}"]')


def there(page: Page) -> Locator:
    """Who is in the meeting, as Jitsi's own page shows it."""
    return meeting(page).get_by_role("list", name="People in the room").get_by_role("listitem")


async def go_live(speaker: Person, visibility: str = "private") -> str:
    draft = {"title": "Rain", "visibility": visibility}
    conference = str((await speaker.call("POST", "/api/conferences", data=draft))["id"])
    await speaker.call("POST", f"/api/conferences/{conference}/start")
    return f"/conference?c={conference}"


async def enter(person: Person, address: str) -> None:
    await person.open(address)
    await person.page.get_by_role("button", name="Join", exact=True).click()


async def meet(speaker: Person, *others: Person) -> str:
    """Have them all in a meeting of the speaker's; the address of the conference."""
    address = await go_live(speaker, "public")
    for person in (speaker, *others):
        await enter(person, address)
        await expect(there(person.page).filter(has_text=person.name)).to_be_visible()
    return address


async def test_a_speaker_and_a_friend_meet(sit: Arrive) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    await clara.connect(jonas)
    address = await go_live(clara)
    await enter(clara, address)
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])
    await enter(jonas, address)
    await expect(there(jonas.page)).to_have_text(["Jonas Petit", "Clara Weiss, moderator"])
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator", "Jonas Petit"])
    powers = "In en, with camera, microphone, display-capture, fullscreen"
    await expect(meeting(jonas.page).get_by_text(powers)).to_be_visible()
    await expect(meeting(jonas.page).get_by_role("heading", name="Rain")).to_be_visible()
    for page in (clara.page, jonas.page):
        await look(page)
    await clara.page.get_by_role("button", name="What you can do with Jonas").click()
    await clara.page.get_by_role("menuitem", name="Mute").click()
    await expect(there(jonas.page)).to_have_text(["Jonas Petit, muted", "Clara Weiss, moderator"])


async def test_it_is_in_the_reader_s_own_language(sit: Arrive) -> None:
    amal = await sit("أمل حداد", locale="ar")
    await amal.call("PATCH", "/api/me", data={"language": "ar"})
    await amal.open(await go_live(amal))
    await amal.page.get_by_role("button", name="انضمّ", exact=True).click()
    frame = meeting(amal.page, "الاجتماع: الصورة والصوت والدردشة")
    await expect(frame.get_by_text("In ar")).to_be_visible()
    await look(amal.page)


async def test_a_stranger_gets_nowhere(sit: Arrive, jitsi: Site) -> None:
    clara = await sit("Clara Weiss")
    stranger = await sit("Sami Rahal")
    address = await go_live(clara)
    asked: list[str] = []
    stranger.page.on("request", lambda request: asked.append(request.url))
    await stranger.open(address)
    await expect(stranger.page.get_by_role("heading", name="There is no conference here")).to_be_visible()
    assert [one for one in asked if jitsi.host in one] == []
    conference = address.partition("=")[2]
    join = f"{stranger.url}/api/conferences/{conference}/join"
    answer = await stranger.context.request.post(join, data={}, headers={"Origin": stranger.url})
    assert (answer.status, "jitsi" in await answer.text()) == (404, False)


async def test_a_reload_gets_a_pass_of_its_own_and_nothing_of_it_is_kept(sit: Arrive) -> None:
    clara = await sit("Clara Weiss")
    address = await go_live(clara)
    for arrive in (partial(enter, clara, address), clara.page.reload):
        async with clara.page.expect_response("**/join") as answer:
            await arrive()
        token = (await (await answer.value).json())["jitsi"]["token"]
        await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])
        assert token in (await clara.page.locator("iframe").get_attribute("src") or "")
        kept = await clara.page.evaluate(KEPT)
        assert "wexstream" in kept
        assert token not in kept


async def test_to_hang_up_is_to_leave(sit: Arrive) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    await meet(clara, jonas)
    beside = clara.page.get_by_role("complementary").get_by_text("Jonas Petit")
    await expect(beside).to_be_visible()
    await meeting(jonas.page).get_by_role("button", name="Hang up").click()
    await expect(jonas.page.get_by_role("button", name="Join")).to_be_visible()
    await expect(beside).to_be_hidden(timeout=SOON)
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])
    await jonas.page.get_by_role("button", name="Join").click()
    await expect(there(jonas.page)).to_have_text(["Jonas Petit", "Clara Weiss, moderator"])


async def test_a_room_that_has_a_password_at_jitsi_is_asked_for_it_there(sit: Arrive, jitsi: Site) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    address = await meet(clara)
    jitsi.jitsi.passwords[room_of(jitsi)] = "engine"
    await jonas.page.clock.install()
    await enter(jonas, address)
    field = meeting(jonas.page).get_by_label("Password of the room")
    await expect(field).to_be_visible()
    await jonas.page.clock.fast_forward(SETTLED)
    await field.fill("engine")
    await field.press("Enter")
    await expect(there(jonas.page)).to_have_text(["Jonas Petit", "Clara Weiss, moderator"])
    await expect(jonas.page.get_by_role("alert")).to_have_count(0)


async def test_in_a_lobby_at_jitsi_one_waits_as_long_as_it_takes(sit: Arrive, jitsi: Site) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    address = await meet(clara)
    jitsi.jitsi.lobbies.add(room_of(jitsi))
    await jonas.page.clock.install()
    await enter(jonas, address)
    await expect(meeting(jonas.page).get_by_role("status")).to_have_text("In the lobby")
    await jonas.page.clock.fast_forward(SETTLED)
    await meeting(clara.page).get_by_role("button", name="Admit Jonas Petit").click()
    await expect(there(jonas.page)).to_have_text(["Jonas Petit", "Clara Weiss, moderator"])
    await expect(jonas.page.get_by_role("alert")).to_have_count(0)


def room_of(jitsi: Site) -> str:
    """The one room that there is."""
    (room,) = {each.room for each in jitsi.jitsi.participants.values()}
    return room


async def block(speaker: Person, other: Person) -> None:
    await speaker.call("PUT", f"/api/blocks/{other.id}")


async def disconnect(speaker: Person, other: Person) -> None:
    conference = speaker.page.url.partition("=")[2]
    await speaker.call("PATCH", f"/api/conferences/{conference}", data={"visibility": "private"})
    await speaker.call("DELETE", f"/api/connections/{other.id}")


@pytest.mark.parametrize("put_out", [block, disconnect])
async def test_whoever_may_not_be_there_any_more_is_out_of_the_meeting_at_once(
    sit: Arrive, put_out: Callable[[Person, Person], Awaitable[None]]
) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    await clara.connect(jonas)
    await meet(clara, jonas)
    await put_out(clara, jonas)
    closed = jonas.page.get_by_role("heading", name="This conference is no longer open to you")
    await expect(closed).to_be_visible(timeout=SOON)
    await expect(jonas.page.locator("iframe")).to_have_count(0)
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])


async def turn_deaf(person: Person) -> None:
    """From now on, have a page that is not told that it is over for it."""

    def attend(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if json.loads(frame)["type"] != "closed":
                route.send(frame)

        server.on_message(pass_on)
        server.on_close(lambda _code, _reason: None)

    await person.page.route_web_socket("**/room", attend)


async def test_a_page_that_stays_is_put_out_by_the_speaker_s(sit: Arrive) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    mara = await sit("Mara Okafor")
    await clara.page.clock.install()
    await turn_deaf(jonas)
    await meet(clara, jonas, mara)
    await expect(there(clara.page)).to_have_count(3)
    await clara.page.clock.fast_forward(SETTLED)
    await expect(there(clara.page)).to_have_count(3)
    await block(clara, jonas)
    await expect(jonas.page.get_by_role("alert")).to_have_text("You were removed from the meeting.")
    await look(jonas.page)
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator", "Mara Okafor"])
    await jonas.page.get_by_role("button", name="Come back").click()
    await expect(jonas.page.get_by_role("alert").filter(has_text="not there")).to_be_visible()


async def test_whoever_nobody_is_is_put_out_and_nobody_by_the_word_of_another(sit: Arrive) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    mallory = await sit("Mallory Grey")
    await clara.page.clock.install()
    seats: list[str] = []

    def attend(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            said = json.loads(frame)
            if said.get("kind") == "signal":
                said["data"] = {"seat": seats[0]}
            server.send(json.dumps(said))

        route.on_message(pass_on)

    await mallory.page.route_web_socket("**/room", attend)
    jonas.page.on("websocket", lambda socket: socket.on("framesent", note_seat))

    def note_seat(frame: str | bytes) -> None:
        said = json.loads(frame)
        if said.get("kind") == "signal":
            seats.append(said["data"]["seat"])

    await meet(clara, jonas, mallory)
    await expect(there(clara.page)).to_have_count(3)
    await clara.page.clock.fast_forward(SETTLED)
    await expect(mallory.page.get_by_role("alert")).to_have_text("You were removed from the meeting.")
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator", "Jonas Petit"])
    await mallory.page.goto("about:blank")
    await block(clara, mallory)
    await clara.page.clock.fast_forward(SETTLED)
    await expect(there(jonas.page)).to_have_text(["Jonas Petit", "Clara Weiss, moderator"])


async def finish(speaker: Page) -> None:
    await speaker.get_by_role("button", name="Finish").click()
    await speaker.get_by_role("alertdialog").get_by_role("button", name="Finish").click()
    await expect(speaker.get_by_role("heading", name="You have finished")).to_be_visible()


async def delete(speaker: Page) -> None:
    await speaker.get_by_role("button", name="More: edit, lock, delete").click()
    await speaker.get_by_role("menuitem", name="Delete").click()
    await speaker.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    await speaker.wait_for_url("**/home")


@pytest.fixture
async def moderator(sit: Arrive) -> Person:
    return await sit("Olga Petrova", email=OPERATOR)


async def test_a_speaker_who_is_suspended_ends_the_meeting_for_all(
    sit: Arrive, jitsi: Site, moderator: Person
) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    await meet(clara, jonas)
    aside = await jonas.context.new_page()
    await aside.goto(await jonas.page.locator("iframe").get_attribute("src") or "")
    await expect(aside.get_by_role("status")).to_contain_text("In ")
    await moderator.call("POST", f"/api/moderation/users/{clara.id}/suspend", data=SUSPENDING)
    await expect(clara.page.get_by_role("dialog", name="This account is suspended")).to_be_visible()
    await clara.page.keyboard.press("Escape")
    await expect(clara.page.get_by_role("heading", name="Your account is suspended")).to_be_visible()
    await expect(aside.get_by_role("status")).to_have_text("Left")
    assert jitsi.jitsi.participants == {}


@pytest.mark.parametrize("end", [finish, delete])
async def test_a_conference_that_its_speaker_ends_has_its_meeting_ended_for_all(
    sit: Arrive, jitsi: Site, end: Callable[[Page], Awaitable[None]]
) -> None:
    clara = await sit("Clara Weiss")
    jonas = await sit("Jonas Petit")
    await meet(clara, jonas)
    source = await jonas.page.locator("iframe").get_attribute("src")
    aside = await jonas.context.new_page()
    await aside.goto(source or "")
    await expect(aside.get_by_role("status")).to_contain_text("In ")
    await end(clara.page)
    await expect(jonas.page.locator("iframe")).to_have_count(0, timeout=SOON)
    await expect(aside.get_by_role("status")).to_have_text("Left")
    assert jitsi.jitsi.participants == {}


async def test_a_server_that_is_away_is_said_and_tried_again(sit: Arrive, jitsi: Site) -> None:
    clara = await sit("Clara Weiss")
    address = await go_live(clara)
    await jitsi.go()
    await enter(clara, address)
    await expect(clara.page.get_by_role("alert")).to_contain_text(UNREACHABLE)
    await look(clara.page)
    await expect(clara.page.get_by_role("complementary").get_by_text("You")).to_be_visible()
    await jitsi.come()
    await clara.page.get_by_role("button", name="Try again").click()
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])
    await jitsi.go()
    await expect(clara.page.get_by_role("alert")).to_contain_text(BROKEN)
    await jitsi.come()
    await clara.page.get_by_role("button", name="Try again").click()
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])


Spoil = Callable[[Site, dict[str, Any]], str]


def forged(jitsi: Site, pass_: dict[str, Any]) -> str:
    return admit(jitsi, pass_, secret="a secret of somebody who is not Jitsi")


def expired(jitsi: Site, pass_: dict[str, Any]) -> str:
    return admit(jitsi, pass_, at=datetime.now(UTC) - timedelta(minutes=11))


def for_elsewhere(jitsi: Site, pass_: dict[str, Any]) -> str:
    return admit(jitsi, pass_ | {"room": "elsewhere"})


def admit(jitsi: Site, pass_: dict[str, Any], *, secret: str = SECRET, at: datetime | None = None) -> str:
    ours = JitsiMeetings(JitsiServer(host=jitsi.host, app_id=APP_ID, secret=secret))
    seat = replace(GUEST, room=pass_["room"])
    return ours.admit(seat, at=at or datetime.now(UTC)).token


@pytest.mark.parametrize("spoil", [forged, expired, for_elsewhere])
async def test_a_token_that_is_no_good_is_refused_and_another_is_asked_for(
    sit: Arrive, jitsi: Site, spoil: Spoil
) -> None:
    clara = await sit("Clara Weiss")
    address = await go_live(clara)

    async def answer(route: Route) -> None:
        given = await route.fetch()
        body = cast("dict[str, Any]", await given.json())
        body["jitsi"]["token"] = spoil(jitsi, body["jitsi"])
        await route.fulfill(response=given, json=body)

    await clara.page.route("**/join", answer)
    await enter(clara, address)
    await expect(clara.page.get_by_role("alert")).to_contain_text(REFUSED)
    await look(clara.page)
    await clara.page.unroute("**/join")
    await clara.page.get_by_role("button", name="Try again").click()
    await expect(there(clara.page)).to_have_text(["Clara Weiss, moderator"])
