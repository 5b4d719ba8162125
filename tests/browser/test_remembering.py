"""What remains of a conference: when it was, who came, and how long, for those who may know."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Arrive
from tests.browser.looking import look
from tests.browser.people import Person


async def over(speaker: Person, *guests: Person) -> str:
    """Hold a conference to which some come; where it was."""
    draft = {"title": "Garden plans for spring", "visibility": "public"}
    made: str = (await speaker.call("POST", "/api/conferences", data=draft))["id"]
    await speaker.call("POST", f"/api/conferences/{made}/start")
    for guest in guests:
        await guest.call("POST", f"/api/conferences/{made}/join", data={})
    await speaker.call("POST", f"/api/conferences/{made}/finish")
    return f"/conference?c={made}"


async def test_the_speaker_sees_how_long_each_was_there_and_a_guest_that_of_himself(sit_down: Arrive) -> None:
    noor, ines = await sit_down("Noor van Dijk"), await sit_down("Inês Carvalho")
    tomasz = await sit_down("Tomasz Zieliński")
    stranger = await sit_down("Sami Rahal")
    room = await over(noor, ines, tomasz)
    await noor.open(room)
    await expect(noor.page.get_by_role("heading", name="You have finished")).to_be_visible()
    await expect(noor.page.get_by_text(re.compile(r"It lasted 1 min, on .+ at \d\d:\d\d\.$"))).to_be_visible()
    came = noor.page.get_by_role("listitem")
    await expect(came).to_have_text([re.compile(r"Inês Carvalho\s*1 min"), re.compile("Tomasz.*1 min")])
    await look(noor.page)
    await ines.open(room)
    await expect(ines.page.get_by_text("You were there for 1 min.")).to_be_visible()
    await expect(ines.page.get_by_role("listitem")).to_have_text(["You", "Tomasz Zieliński"])
    await look(ines.page)
    await stranger.open(room)
    await expect(stranger.page.get_by_role("listitem")).to_have_text(["Inês Carvalho", "Tomasz Zieliński"])
    await expect(stranger.page.get_by_text("It lasted 1 min")).to_be_visible()
    await expect(stranger.page.get_by_text("You were there")).to_have_count(0)


async def test_it_says_so_in_french_and_arabic_as_well(sit_down: Arrive) -> None:
    noor, ines = await sit_down("Noor van Dijk"), await sit_down("Inês Carvalho")
    room = await over(noor, ines)
    for language, own in (("fr", "Vous y étiez pendant 1 min."), ("ar", "مدة حضورك .*دقيقة")):
        for person in (noor, ines):
            await person.call("PATCH", "/api/me", data={"language": language})
            await person.open(room)
            await expect(person.page.locator("html")).to_have_attribute("lang", language)
            await expect(person.page.get_by_role("listitem")).to_be_visible()
            await look(person.page)
        await expect(ines.page.get_by_text(re.compile(own))).to_be_visible()
