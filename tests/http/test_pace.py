"""How often everything may be asked, of each process by itself."""

from contextlib import suppress
from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import UUID, uuid4

import pytest
from dependency_injector import providers

from tests.http.world import Guest, Member, World, visitor
from tests.support.asgi import open_socket
from wexstream.domain.model import throttling
from wexstream.domain.model.errors import TooMany
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.throttling import Rate
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.page import Page

HERE = "203.0.113.7"
PERSON = {"Accept": "text/html"}


class Moment:
    """A time that a test moves on; nanoseconds."""

    def __init__(self) -> None:
        self.now = monotonic_ns()

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def moment(world: World) -> Any:
    moment = Moment()
    with world.platform.allowances.override(providers.Object(Allowances(moment))):
        yield moment


def account(member: Member) -> AccountId:
    return AccountId(UUID(member.id))


def use_up(
    world: World, who: object, what: str = "asking", rate: Rate = throttling.ASKING_PER_ORIGIN
) -> None:
    with suppress(TooMany):
        while True:
            world.platform.allowances().require(what, who, rate)


async def is_held_up(guest: Guest, method: str, path: str, moment: Moment, **more: Any) -> None:
    """Ask too often, and again when the time that is told has passed."""
    answer = await guest.call(method, path, **more)
    assert (answer.status_code, answer.headers["content-type"]) == (429, "application/problem+json")
    assert answer.json()["code"] == "too-many-requests"
    assert answer.headers["cache-control"] == "no-store"
    moment.now += int(answer.headers["retry-after"]) * 10**9
    assert (await guest.call(method, path, **more)).status_code != 429


async def test_who_types_a_name_is_never_in_the_way_and_who_reads_out_everybody_is(
    world: World, moment: Moment
) -> None:
    amal, kofi = await world.member(), await world.member("Kofi")
    for number in range(throttling.SEARCH_PER_ACCOUNT.times):
        await amal.ok("GET", f"/api/users?q=k{number}")
    await amal.ok("GET", "/api/me")
    await kofi.ok("GET", "/api/users?q=am")
    await is_held_up(amal, "GET", "/api/users?q=ko", moment)


@pytest.mark.parametrize(
    "path", ["/api/me", "/api/timeline?state=live", "/api/counters", f"/api/users/{UUID(int=0)}/avatar"]
)
async def test_whoever_is_signed_in_is_counted_by_account(world: World, moment: Moment, path: str) -> None:
    amal, kofi = await world.member(), await world.member("Kofi")
    use_up(world, account(amal))
    assert (await kofi.call("GET", path)).status_code != 429
    assert (await world.guest().call("GET", path)).status_code == 401
    await is_held_up(amal, "GET", path, moment)


async def test_what_one_changes_is_counted_too(world: World, moment: Moment) -> None:
    amal = await world.member()
    use_up(world, account(amal))
    await is_held_up(amal, "PATCH", "/api/me", moment, json={"bio": "Gardener"})


async def test_whoever_is_not_signed_in_is_counted_by_place(world: World, moment: Moment) -> None:
    kofi = await world.member("Kofi")
    made = await world.conference(kofi, visibility="public")
    token = kofi.client.cookies["ws"]
    use_up(world, HERE)
    await world.guest(peer=HERE, Cookie=f"ws={token}").ok("GET", "/api/me")
    await world.guest(peer="203.0.113.8").ok("GET", f"/api/conferences/{made}/preview")
    for path in (f"/api/conferences/{made}/preview", "/api/me"):
        for more in ({}, {"Authorization": "Bearer none"}):
            assert (await world.guest(peer=HERE, **more).call("GET", path)).status_code == 429
    assert (await world.guest(peer=HERE).call("POST", "/api/unsubscribe/x")).status_code == 429
    await is_held_up(world.guest(peer=HERE), "GET", f"/api/conferences/{made}/preview", moment)


async def test_all_of_an_ipv6_network_is_one_place(world: World, moment: Moment) -> None:
    use_up(world, "2001:db8:1:2::/64")
    assert (await world.guest(peer="2001:db8:1:3::1").call("GET", "/api/me")).status_code == 401
    await is_held_up(world.guest(peer="2001:db8:1:2:a:b:c:d"), "GET", "/api/me", moment)


async def test_the_page_of_a_conference_comes_all_the_same_without_a_word_of_it(
    world: World, moment: Moment, folder: Path
) -> None:
    made = await world.conference(await world.member("Kofi"), visibility="public")
    anybody = visitor(world, Page(folder=folder))
    path = f"/conference?c={made}"
    assert "Reading circle" in (await anybody.call("GET", path, headers=PERSON)).text
    use_up(world, "127.0.0.1")
    answer = await anybody.call("GET", path, headers=PERSON)
    assert (answer.status_code, "Reading circle" in answer.text) == (200, False)
    moment.now += 10**9
    assert "Reading circle" in (await anybody.call("GET", path, headers=PERSON)).text


async def test_streams_are_opened_so_often_by_an_account(world: World, moment: Moment) -> None:
    amal = await world.member()
    use_up(world, account(amal), "stream", throttling.STREAM_PER_ACCOUNT)
    await amal.refused(429, "too-many-requests", "GET", "/api/events")
    moment.now += 10**9
    assert (await amal.call("HEAD", "/api/events")).status_code == 200


async def test_sockets_are_counted_as_everything_else(world: World, moment: Moment) -> None:
    amal = await world.member()
    token = amal.client.cookies["ws"]
    path = f"/api/conferences/{uuid4()}/room"
    use_up(world, account(amal))
    answer = await open_socket(world.app, path, {"cookie": f"ws={token}"}, "{}")
    assert (answer.status, answer.code) == (429, "too-many-requests")
    use_up(world, "127.0.0.1")
    assert (await open_socket(world.app, path, {}, "{}")).status == 429
    moment.now += 10**9
    assert (await open_socket(world.app, path, {}, "{}")).status == 401
