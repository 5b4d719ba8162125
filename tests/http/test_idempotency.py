"""Idempotency keys: what was made under one is made once, whoever sends it how often."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest

from tests.http.world import PASSWORD, Member, World


@dataclass(frozen=True)
class Making:
    """A route that makes something, a body for it, another, and how many are there."""

    path: str
    body: Mapping[str, object]
    other: Mapping[str, object]
    count: Callable[[], Awaitable[int]]


async def listed(reader: Member, path: str) -> int:
    return len((await reader.ok("GET", path))["items"])


async def conferences(world: World, amal: Member, _: Member, __: Member) -> Making:
    draft = {"title": "Reading circle", "visibility": "private"}
    path = f"/api/users/{amal.id}/conferences"
    return Making("/api/conferences", draft, {**draft, "title": "Choir"}, lambda: listed(amal, path))


async def messages(world: World, amal: Member, kofi: Member, _: Member) -> Making:
    letter = {"to": [kofi.id], "subject": "Seedlings", "body": "I bring the tomatoes."}
    other = {**letter, "body": "I do not."}
    return Making("/api/messages", letter, other, lambda: listed(kofi, "/api/messages"))


async def reports(world: World, amal: Member, kofi: Member, operator: Member) -> Making:
    complaint = {"user_id": kofi.id, "reason": "Noise"}
    other = {**complaint, "reason": "Silence"}
    return Making("/api/reports", complaint, other, lambda: listed(operator, "/api/moderation/reports"))


Make = Callable[[World, Member, Member, Member], Awaitable[Making]]
each_route = pytest.mark.parametrize("make", [conferences, messages, reports])
KEY: Final = {"Idempotency-Key": str(uuid4())}


async def people(world: World) -> tuple[Member, Member, Member]:
    return await world.member("Amal"), await world.member("Kofi"), await world.moderator()


async def sent(member: Member, making: Making, **more: Any) -> Any:
    return await member.ok("POST", making.path, **{"json": making.body, "headers": KEY, **more})


@each_route
async def test_the_same_again_is_answered_with_what_it_made(world: World, make: Make) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    first = await sent(amal, making)
    assert await sent(amal, making) == first
    assert await making.count() == 1


@each_route
async def test_without_a_key_the_same_again_makes_another(world: World, make: Make) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    first, second = await sent(amal, making, headers={}), await sent(amal, making, headers={})
    assert first["id"] != second["id"]
    assert await making.count() == 2


@each_route
async def test_another_request_under_the_same_key_is_refused_and_makes_nothing(
    world: World, make: Make
) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    await sent(amal, making)
    refusal = (422, "idempotency-key-reused", "POST", making.path)
    await amal.refused(*refusal, json=making.other, headers=KEY)
    assert await making.count() == 1


async def test_a_key_is_used_up_for_all_routes(world: World) -> None:
    amal, kofi, operator = await people(world)
    await sent(amal, await messages(world, amal, kofi, operator))
    making = await reports(world, amal, kofi, operator)
    refusal = (422, "idempotency-key-reused", "POST", making.path)
    await amal.refused(*refusal, json=making.body, headers=KEY)


@each_route
async def test_the_same_key_of_another_account_is_another_key(world: World, make: Make) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    yuki = await world.member("Yuki")
    assert (await sent(amal, making))["id"] != (await sent(yuki, making))["id"]


@each_route
async def test_after_a_day_a_key_is_forgotten(world: World, make: Make) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    first = await sent(amal, making)
    world.clock.advance(timedelta(hours=24, seconds=1))
    await world.platform.housekeeping().purge()
    for member in (amal, kofi, operator):
        await member.ok("POST", "/api/sessions", json={"email": member.email, "password": PASSWORD})
    assert (await sent(amal, making))["id"] != first["id"]


@each_route
async def test_within_a_day_housekeeping_forgets_no_key(world: World, make: Make) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    first = await sent(amal, making)
    world.clock.advance(timedelta(hours=23))
    await world.platform.housekeeping().purge()
    assert await sent(amal, making) == first


@pytest.mark.parametrize("make", [conferences, messages])
async def test_what_was_made_and_deleted_is_not_found_and_not_made_again(world: World, make: Make) -> None:
    amal, kofi, operator = await people(world)
    making = await make(world, amal, kofi, operator)
    first = await sent(amal, making)
    before = await making.count()
    await amal.ok("DELETE", f"{making.path}/{first['id']}")
    await amal.refused(404, "not-found", "POST", making.path, json=making.body, headers=KEY)
    assert await making.count() <= before


async def test_the_same_again_shows_what_was_made_as_it_is_now(world: World) -> None:
    amal, kofi, operator = await people(world)
    making = await conferences(world, amal, kofi, operator)
    first = await sent(amal, making)
    await amal.ok("PATCH", f"/api/conferences/{first['id']}", json={"title": "Choir"})
    assert (await sent(amal, making))["title"] == "Choir"


async def test_a_message_is_shown_again_though_its_recipient_is_out_of_reach_by_now(world: World) -> None:
    amal, kofi, operator = await people(world)
    making = await messages(world, amal, kofi, operator)
    first = await sent(amal, making)
    await kofi.ok("PUT", f"/api/blocks/{amal.id}")
    again = await sent(amal, making)
    assert again["id"] == first["id"]
    assert [person["id"] for person in again["recipients"]] == [None]


async def test_a_refusal_uses_no_key_up(world: World) -> None:
    amal, kofi, operator = await people(world)
    making = await messages(world, amal, kofi, operator)
    await kofi.ok("PATCH", "/api/me", json={"messages_from_strangers": False})
    refusal = (422, "recipient-unavailable", "POST", making.path)
    await amal.refused(*refusal, json=making.body, headers=KEY)
    await kofi.ok("PATCH", "/api/me", json={"messages_from_strangers": True})
    await sent(amal, making)
    assert await making.count() == 1
