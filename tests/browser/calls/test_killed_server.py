"""Two people in a room whose server is killed, with another one beside it."""

import signal
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.conftest import Arrive, launched, listening
from tests.browser.meeting import CONNECTED, FLAGS, UNBROKEN, all_meet, meet, told, write
from tests.integration.serving.processes import Process, free_port, serving, started
from tests.support.balancer import balanced
from tests.support.databases import empty_database

SOON = 30_000  # milliseconds in which a page notices what has happened
SECRET = "one secret of two servers that share a database"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with launched(*FLAGS) as browser:
        yield browser


@pytest.fixture(scope="module")
def ports() -> tuple[int, int]:
    """Where the server is, and where another will be."""
    return free_port(), free_port()


@pytest.fixture(scope="module")
async def url(ports: tuple[int, int]) -> AsyncIterator[str]:
    """The address of whichever of them is there."""
    async with balanced(*ports) as url:
        yield url


@pytest.fixture(scope="module")
async def settings(postgres_dsn: str, url: str) -> AsyncIterator[dict[str, str]]:
    """What servers at one address, on one database, have in common."""
    async with empty_database(postgres_dsn) as dsn:
        yield {
            "WS_DATABASE_URL": dsn,
            "WS_JWT_SECRET": SECRET,
            "WS_PUBLIC_URL": url,
            "WS_TRUSTED_PROXIES": "127.0.0.1,::1",
        }


@pytest.fixture(scope="module")
async def server(
    settings: dict[str, str], ports: tuple[int, int], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Process]:
    folder = tmp_path_factory.mktemp("one")  # where the mails are kept
    async with (
        serving(folder, WS_PORT=str(ports[0]), **settings) as server,
        listening(server),
        started("worker", folder, **settings) as worker,
        listening(worker),
    ):
        yield server


async def test_pages_find_another_server_and_people_see_each_other_all_the_time(
    server: Process,
    sit_down: Arrive,
    settings: dict[str, str],
    ports: tuple[int, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    room = await meet(sit_down, "Amal Haddad", "Peter Lindqvist")
    people = (room.speaker, *room.guests)
    await all_meet(room)
    folder, port = tmp_path_factory.mktemp("other"), str(ports[1])
    async with serving(folder, WS_PORT=port, **settings) as other, listening(other):
        server.tell(signal.SIGKILL)
        for person in people:
            await expect(told(person.page)).to_have_text("You are connected again.", timeout=SOON)
        await all_meet(room)
        await write(room.guests[0].page, "Still there?")
        await expect(room.speaker.page.get_by_role("log").get_by_text("Still there?")).to_be_visible()
        for person in people:
            assert await person.page.evaluate(CONNECTED) == UNBROKEN
