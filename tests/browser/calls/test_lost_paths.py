"""The path between two browsers is lost, and found again by themselves."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Arrive, launched
from tests.browser.meeting import CONNECTED, FLAGS, Room, all_meet, meet, tile
from tests.browser.paths import Paths, paths
from tests.browser.people import Person

# Else a browser names its addresses to those alone who share its network.
OPENLY = "--disable-features=WebRtcHideLocalIpsWithMdns"
LATE = 90_000  # milliseconds in which a browser gives a path up
# Resolves when the browser has given the path up.
FAILED = """
() => new Promise((done) => {
  const look = () => (window.connections[0].states.includes("failed") ? done() : setTimeout(look, 100));
  look();
})
"""
# The name of the path that is looked for now; another one after each restart (RFC 8445, 9).
FRAGMENT = "() => /a=ice-ufrag:(.*)/.exec(window.connections[0].localDescription.sdp)[1]"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched(*FLAGS, OPENLY) as browser:
        yield browser


@pytest.fixture
async def between() -> AsyncIterator[Paths]:
    async with paths() as between:
        yield between


async def apart(sit_down: Arrive, between: Paths) -> Room:
    """Two who see each other by paths that can be cut."""

    async def sit(name: str) -> Person:
        person = await sit_down(name)
        await person.page.route_web_socket("**/room", between.attend)
        return person

    room = await meet(sit, "Amal Haddad", "Peter Lindqvist")
    await all_meet(room)
    return room


async def fragments(room: Room) -> list[str]:
    return [await person.page.evaluate(FRAGMENT) for person in (room.speaker, *room.guests)]


async def one_gives_up(room: Room) -> None:
    """Wait until either browser has given the path up; it looks anew, so that the other need not."""
    looking = [asyncio.create_task(person.page.evaluate(FAILED)) for person in (room.speaker, *room.guests)]
    async with asyncio.timeout(LATE / 1000):
        await asyncio.wait(looking, return_when=asyncio.FIRST_COMPLETED)
    for task in looking:
        task.cancel()


async def expect_one_connection(page: Page) -> list[str]:
    """All states of the one connection that the page has had, and has."""
    (states,) = await page.evaluate(CONNECTED)
    assert states[-1] == "connected"
    return list(states)


async def test_a_path_that_is_no_more_is_replaced_by_another(sit_down: Arrive, between: Paths) -> None:
    room = await apart(sit_down, between)
    before = await fragments(room)
    between.cut()
    seen = tile(room.speaker.page, "Peter Lindqvist")
    await expect(seen.get_by_text("Connecting")).to_be_visible(timeout=LATE)
    await expect(seen.get_by_text("Connecting")).to_have_count(0, timeout=LATE)
    await all_meet(room)
    for person in (room.speaker, *room.guests):
        assert "disconnected" in await expect_one_connection(person.page)
    assert set(before).isdisjoint(await fragments(room))


async def test_packets_that_are_dropped_for_long_are_waited_for(sit_down: Arrive, between: Paths) -> None:
    room = await apart(sit_down, between)
    between.cut()
    between.passable = False
    await one_gives_up(room)
    between.passable = True
    await expect(tile(room.speaker.page, "Peter Lindqvist").get_by_text("Connecting")).to_have_count(
        0, timeout=LATE
    )
    await all_meet(room)
    for person in (room.speaker, *room.guests):
        await expect_one_connection(person.page)
