"""Home shows where people of one's network are, each only where one may look."""

import re

from playwright.async_api import Locator, expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import Person

SOON = 30_000  # milliseconds in which a page that is looked at notices what others do


async def live(speaker: Person, title: str, visibility: str, *guests: Person) -> str:
    """Go live, with some who join."""
    draft = {"title": title, "visibility": visibility}
    made: str = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    for guest in guests:
        await guest.call("POST", f"/api/conferences/{made}/join", data={})
    return made


def tile(person: Person, title: str) -> Locator:
    return person.page.get_by_role("list", name="Live now").get_by_role("listitem").filter(has_text=title)


async def test_people_of_ones_network_are_seen_where_they_are(sit_down: Arrive) -> None:
    clara = await sit_down("Clara Weiss")
    amal, ines = await sit_down("Amal Haddad"), await sit_down("Inês Carvalho")
    bea, stranger = await sit_down("Bea Lindgren"), await sit_down("Kofi Mensah")
    for friend in (amal, ines, bea):
        await clara.connect(friend)
    await stranger.connect(bea)
    await live(amal, "Sunday reading circle", "private")
    kora = await live(stranger, "Tuning a kora, slowly", "public", ines, bea)
    await live(stranger, "Not for Clara", "private", bea)
    page = clara.page
    await clara.open("/home")
    await expect(page.get_by_role("heading", name="Two people are live now")).to_be_visible()
    await expect(page.get_by_text("Three people in your network are there.")).to_be_visible()
    await expect(tile(clara, "Sunday reading circle")).to_contain_text("Nobody here yet")
    await expect(tile(clara, "Tuning a kora, slowly")).to_contain_text("Kofi Mensah")
    await expect(tile(clara, "Tuning a kora, slowly")).to_contain_text("Inês\u2069 and \u2068Bea")
    await expect(page.get_by_text("Not for Clara")).to_have_count(0)
    await look(page)
    await ines.call("POST", f"/api/conferences/{kora}/leave")
    await bea.call("POST", f"/api/conferences/{kora}/leave")
    await expect(tile(clara, "Tuning a kora, slowly")).to_have_count(0, timeout=SOON)
    await expect(page.get_by_role("heading", name="One person is live now")).to_be_visible()
    await expect(page.get_by_text("in your network")).to_have_count(0)


async def test_from_there_one_joins_them(sit_down: Arrive) -> None:
    clara, ines, stranger = (
        await sit_down("Clara Weiss"),
        await sit_down("Inês Carvalho"),
        await sit_down("Kofi Mensah"),
    )
    await clara.connect(ines)
    await clara.open("/home")
    await expect(clara.page.get_by_role("heading", name="It is quiet so far")).to_be_visible()
    await live(stranger, "Tuning a kora, slowly", "public", ines)
    await expect(clara.page.get_by_text("One person in your network is there.")).to_be_visible(timeout=SOON)
    await clara.page.get_by_role("link", name="Join").click()
    await expect(clara.page.get_by_role("link", name="Inês Carvalho")).to_be_visible()
    await clara.page.get_by_role("button", name="Join", exact=True).click()
    await expect(clara.page.get_by_role("heading", name="Tuning a kora, slowly", level=1)).to_be_visible()
    beside = clara.page.get_by_role("complementary", name="People and chat")
    await expect(beside.get_by_text("Inês Carvalho")).to_be_visible()


async def test_it_says_so_in_french_and_arabic_as_well(sit_down: Arrive) -> None:
    clara, stranger = await sit_down("Clara Weiss"), await sit_down("Kofi Mensah")
    friends = [await sit_down(name) for name in ("Inês Carvalho", "Bea Lindgren", "Ravi Menon")]
    for friend in friends:
        await clara.connect(friend)
    await live(stranger, "Tuning a kora, slowly", "public", *friends)
    for language, words in (
        ("fr", "Trois personnes de votre réseau y participent."),
        ("ar", "هناك .*ثلاثة.* أشخاص من شبكتك"),
    ):
        await clara.call("PATCH", "/api/me", data={"language": language})
        await clara.open("/home")
        await expect(clara.page.get_by_text(re.compile(words))).to_be_visible()
        await look(clara.page)
