"""The real server and a real browser, for journeys."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright, expect

from tests.browser import people
from tests.browser.people import Person, arrive
from tests.integration.serving.processes import Process, serving

ROOT = Path(__file__).parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
CLOSED_WITHIN = 60  # seconds
OPERATOR = "operator@example.org"
# A page is told by others, or draws six videos beside another test; nothing is slower for it but a failure.
expect.set_options(timeout=30_000)
Arrive = Callable[..., Awaitable[Person]]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps what it has."""
    return tmp_path_factory.mktemp("journeys")


@pytest.fixture(scope="session")
async def url(data: Path) -> AsyncIterator[str]:
    """The address of a server with the built page."""
    assert (ROOT / "frontend/dist/index.html").is_file(), "The page is not built: make page"
    async with serving(data, WS_TRUSTED_PROXIES="127.0.0.1,::1", WS_ADMIN_EMAIL=OPERATOR) as server:
        async with listening(server):
            yield server.url
        await server.stop()


@asynccontextmanager
async def listening(server: Process) -> AsyncIterator[None]:
    """Hear what the server says, which is nothing personal: one that nobody hears stops at a full pipe."""
    heard: list[bytes] = []
    voices = (server.process.stdout, server.process.stderr)
    hearing = [asyncio.create_task(_hear(voice, heard)) for voice in voices if voice is not None]
    yield
    for task in hearing:
        task.cancel()
    await asyncio.gather(*hearing, return_exceptions=True)
    lines = b"".join(heard).decode().lower().splitlines()
    told = [line for line in lines if any(one.lower() in line for one in people.PERSONAL)]
    assert told == []


async def _hear(voice: asyncio.StreamReader, heard: list[bytes]) -> None:
    while said := await voice.read(65536):
        heard.append(said)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


@asynccontextmanager
async def launched(*flags: str) -> AsyncIterator[Browser]:
    """Start Chromium; it is gone at the end."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, "There is no Chromium: sh tools/browser.sh"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=[*FLAGS, *flags])
        yield browser
        await close(browser)


async def close(opened: Browser | BrowserContext) -> None:
    """Close what is open in Chromium, which may never say that it has; it is gone with its program then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(CLOSED_WITHIN):
            await opened.close()


@pytest.fixture
async def sit_down(browser: Browser, url: str) -> AsyncIterator[Arrive]:
    """Let people sit down at browsers of their own, of which none may complain by the end."""
    seated: list[Person] = []

    async def sit(name: str, *, member: bool = True, **options: object) -> Person:
        person = await arrive(browser, url, name, **options)
        seated.append(person)
        if member:
            await person.join_platform()
        return person

    yield sit
    complaints = {person.name: person.complaints for person in seated if person.complaints}
    for person in seated:
        await close(person.context)
    assert complaints == {}


@pytest.fixture(scope="session")
async def account_of_the_operator(browser: Browser, url: str) -> AsyncIterator[None]:
    """There is one on the server, with which each journey signs in for itself."""
    operator = await arrive(browser, url, "Olga Petrova", email=OPERATOR)
    await operator.join_platform()
    yield
    await close(operator.context)


@pytest.fixture
async def moderator(sit_down: Arrive, account_of_the_operator: None) -> Person:
    """The operator, signed in."""
    person = await sit_down("Olga Petrova", email=OPERATOR, member=False)
    await person.sign_in()
    return person
