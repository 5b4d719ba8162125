"""What others show of a conference's link: the head of the page that they are served."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from dependency_injector import providers

from tests.http.test_failures import Failing
from tests.http.world import DOCUMENT, NEVER, Guest, Member, World, visitor
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.account import Language
from wexstream.domain.model.conference import ConferenceState
from wexstream.entrypoints.http.page import Page
from wexstream.entrypoints.http.unfurling import TITLE
from wexstream.ports.persistence import StorageUnavailable

FRONTEND = Path(__file__).parents[2] / "frontend"
PERSON = {"Accept": "text/html,application/xhtml+xml"}
WORDS = {
    Language.ENGLISH: "\u2068Kofi Mensah\u2069 is live",
    Language.FRENCH: "\u2068Kofi Mensah\u2069 est en direct",
    Language.ARABIC: "\u2068Kofi Mensah\u2069 على الهواء",
}
STATES = {
    ConferenceState.CREATED: "\u2068Kofi Mensah\u2069 is not live yet",
    ConferenceState.LIVE: "\u2068Kofi Mensah\u2069 is live",
    ConferenceState.FINISHED: "\u2068Kofi Mensah\u2069 has finished",
}


class Head(HTMLParser):
    """What a page says of itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "meta":
            self.said[given.get("property") or given.get("name") or ""] = given.get("content") or ""

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] == ["title"] and data.strip():
            self.said["title"] = data


@pytest.fixture
def anybody(world: World, folder: Path) -> Guest:
    return visitor(world, Page(folder=folder))


async def served(anybody: Guest, name: object, **headers: str) -> httpx.Response:
    return await anybody.call("GET", f"/conference?c={name}", headers={**PERSON, **headers})


async def public(world: World, **given: Any) -> tuple[Member, str]:
    kofi = await world.member("Kofi Mensah")
    return kofi, await world.conference(kofi, visibility="public", **given)


def same(one: httpx.Response, other: httpx.Response) -> bool:
    essences = [
        (
            answer.status_code,
            answer.content,
            sorted(item for item in answer.headers.multi_items() if item[0] != "x-request-id"),
        )
        for answer in (one, other)
    ]
    return essences[0] == essences[1]


async def test_a_public_conference_says_title_speaker_and_state_with_a_picture_of_our_own(
    world: World, anybody: Guest
) -> None:
    _, made = await public(world, title="Tuning a kora")
    answer = await served(anybody, made)
    said = Head(answer.text).said
    assert said["title"] == "Tuning a kora · Wexstream"
    assert (said["og:title"], said["og:description"]) == ("Tuning a kora", STATES[ConferenceState.LIVE])
    assert (said["og:site_name"], said["og:type"], said["og:locale"]) == ("Wexstream", "website", "en_GB")
    assert said["og:url"] == f"http://localhost:4003/conference?c={made}"
    assert (said["twitter:card"], said["twitter:title"]) == ("summary", "Tuning a kora")
    assert said["description"] == said["twitter:description"] == STATES[ConferenceState.LIVE]
    assert said["og:image"] == said["twitter:image"]
    picture = said["og:image"].removeprefix("http://localhost:4003/")
    assert (FRONTEND / "public" / picture).read_bytes()[16:24] == (
        int(said["og:image:width"]).to_bytes(4) + int(said["og:image:height"]).to_bytes(4)
    )
    assert answer.text.startswith("<!doctype html><title>")


async def test_the_page_that_is_built_has_a_place_for_it() -> None:
    assert (FRONTEND / "index.html").read_bytes().count(TITLE) == 1


@pytest.mark.parametrize("state", ConferenceState)
async def test_it_says_how_the_conference_stands_now(
    world: World, anybody: Guest, state: ConferenceState
) -> None:
    kofi, made = await public(world, live=state is not ConferenceState.CREATED)
    if state is ConferenceState.FINISHED:
        await kofi.ok("POST", f"/api/conferences/{made}/finish")
    assert Head((await served(anybody, made)).text).said["og:description"] == STATES[state]


@pytest.mark.parametrize("language", Language)
async def test_it_speaks_the_language_of_the_instance(
    world: World, anybody: Guest, language: Language
) -> None:
    policy = replace(world.platform.policy(), default_language=language)
    with world.platform.policy.override(providers.Object(policy)):
        _, made = await public(world)
        said = Head((await served(anybody, made)).text).said
    assert said["og:description"] == WORDS[language]
    assert said["og:locale"].startswith(language)


async def test_what_people_wrote_stays_words(world: World, anybody: Guest) -> None:
    title = "\"><script>alert('x')</script> & \\1 {speaker}"
    kofi = await world.member("<b>{0}\"'</b>")
    made = await world.conference(kofi, visibility="public", title=title)
    head = Head((await served(anybody, made)).text)
    assert (head.said["og:title"], head.said["title"]) == (title, f"{title} · Wexstream")
    assert head.said["og:description"] == "\u2068<b>{0}\"'</b>\u2069 is live"
    assert set(head.tags) == {"title", "meta"}


async def test_what_is_not_for_everybody_is_the_plain_page_to_the_byte(world: World, anybody: Guest) -> None:
    operator = await world.moderator()
    kofi, made = await public(world)
    private = await world.conference(kofi)
    deleted = await world.conference(kofi, visibility="public")
    await kofi.ok("DELETE", f"/api/conferences/{deleted}")
    plain = await anybody.call("GET", "/conference", headers=PERSON)
    assert plain.text == DOCUMENT
    for name in (private, deleted, NEVER, "", "1", "%00", f"{made}0"):
        assert same(await served(anybody, name), plain), name
    assert same(await served(anybody, f"{private}&c={private}"), plain)
    await operator.ok("POST", f"/api/moderation/users/{kofi.id}/suspend", json=SUSPENDING)
    assert same(await served(anybody, made), plain)


async def test_where_the_operator_allows_no_preview_every_page_is_the_plain_one(
    austere: World, folder: Path
) -> None:
    _, made = await public(austere)
    anybody = visitor(austere, Page(folder=folder))
    plain = await anybody.call("GET", "/conference", headers=PERSON)
    assert plain.text == DOCUMENT
    assert same(await served(anybody, made), plain)


async def test_while_nothing_can_be_looked_up_the_page_comes_all_the_same(
    world: World, anybody: Guest
) -> None:
    _, made = await public(world)
    platform = world.platform
    with platform.queries.override(providers.Object(Failing(StorageUnavailable("away")))):
        platform.conferences.reset()
        answer = await served(anybody, made)
    platform.conferences.reset()
    assert (answer.status_code, answer.text) == (200, DOCUMENT)


async def test_whoever_is_signed_in_gets_what_anybody_does(world: World, anybody: Guest) -> None:
    kofi, made = await public(world)
    cookie = "; ".join(f"{name}={value}" for name, value in kofi.client.cookies.items())
    assert same(await served(anybody, made, Cookie=cookie), await served(anybody, made))


async def test_caches_ask_each_time_and_never_take_one_conference_for_another(
    world: World, anybody: Guest
) -> None:
    kofi, made = await public(world)
    other, private = await world.conference(kofi, visibility="public"), await world.conference(kofi)
    first = await served(anybody, made)
    assert first.headers["cache-control"] == "no-cache"
    kept = first.headers["etag"]
    again = await served(anybody, made, **{"If-None-Match": kept})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", kept)
    for name in (other, private, NEVER):
        answer = await served(anybody, name, **{"If-None-Match": kept})
        assert (answer.status_code, answer.headers["etag"] != kept) == (200, True)
        assert made not in answer.text
    await kofi.ok("PATCH", f"/api/conferences/{made}", json={"visibility": "private"})
    hidden = await served(anybody, made, **{"If-None-Match": kept})
    assert (hidden.status_code, hidden.text) == (200, DOCUMENT)


async def test_the_policy_is_as_strict_as_everywhere(world: World, anybody: Guest) -> None:
    _, made = await public(world)
    plain = await anybody.call("GET", "/home", headers=PERSON)
    answer = await served(anybody, made)
    for name in ("content-security-policy", "permissions-policy"):
        assert answer.headers[name] == plain.headers[name]


async def test_it_is_the_same_compressed_or_not(world: World, anybody: Guest) -> None:
    _, made = await public(world)
    packed = await served(anybody, made, **{"Accept-Encoding": "gzip"})
    bare = await served(anybody, made, **{"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], "content-encoding" in bare.headers) == ("gzip", False)
    assert packed.content == bare.content


@pytest.mark.parametrize("accept", ["*/*", "image/*,*/*;q=0.1", "text/html"])
async def test_programs_that_look_at_links_are_answered_whatever_they_say_that_they_take(
    world: World, anybody: Guest, accept: str
) -> None:
    _, made = await public(world)
    answer = await served(anybody, made, Accept=accept)
    assert Head(answer.text).said["og:title"] == "Reading circle"


async def test_programs_that_want_something_else_are_told_that_it_is_not_there(
    world: World, anybody: Guest
) -> None:
    _, made = await public(world)
    answer = await served(anybody, made, Accept="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
