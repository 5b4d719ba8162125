"""What one was told: listed, marked, deleted, counted."""

import pytest

from tests.http.world import Member, World
from tests.support.verdicts import SUSPENDING


async def told(member: Member) -> list[dict[str, object]]:
    items: list[dict[str, object]] = (await member.ok("GET", "/api/notifications"))["items"]
    return items


async def counted(member: Member) -> dict[str, int]:
    counters: dict[str, int] = await member.ok("GET", "/api/counters")
    return counters


async def somebody_told_thrice(world: World) -> tuple[Member, Member]:
    """Amal, whom Kofi asked, wrote to, and broadcast to."""
    amal, kofi = await world.member("Amal Haddad"), await world.member("Kofi Mensah")
    await kofi.ok("POST", f"/api/connections/{amal.id}/request")
    await amal.ok("POST", f"/api/connections/{kofi.id}/approve")
    letter = {"to": [amal.id], "subject": "Seedlings", "body": "I bring the tomatoes."}
    await kofi.ok("POST", "/api/messages", json=letter)
    await world.conference(kofi)
    return amal, kofi


async def test_a_notification_says_what_happened_by_whom_and_about_what(world: World) -> None:
    amal, kofi = await somebody_told_thrice(world)
    by_kind = {one["kind"]: one for one in await told(amal)}
    assert set(by_kind) == {"connection-requested", "message-received", "conference-live"}
    actor = {"id": kofi.id, "full_name": "Kofi Mensah", "picture": None}
    assert all(one["actor"] == actor for one in by_kind.values())
    live, letter = by_kind["conference-live"], by_kind["message-received"]
    assert isinstance(live["conference"], dict)
    assert isinstance(letter["message"], dict)
    assert (live["conference"]["title"], live["conference"]["state"]) == ("Reading circle", "live")
    assert letter["message"]["subject"] == "Seedlings"
    approved = [one["kind"] for one in await told(kofi)]
    assert approved == ["connection-approved"]


async def test_a_request_is_answerable_until_it_is_answered(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    await kofi.ok("POST", f"/api/connections/{amal.id}/request")
    (request,) = await told(amal)
    assert (request["answerable"], request["read"]) == (True, False)
    assert await counted(amal) == {"messages": 0, "notifications": 1, "requests": 1}
    await amal.ok("POST", f"/api/connections/{kofi.id}/decline")
    (request,) = await told(amal)
    assert (request["answerable"], request["read"]) == (False, True)
    assert await counted(amal) == {"messages": 0, "notifications": 0, "requests": 0}


async def test_a_request_that_was_cancelled_was_never_told(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    await kofi.ok("POST", f"/api/connections/{amal.id}/request")
    await kofi.ok("DELETE", f"/api/connections/{amal.id}")
    assert await told(amal) == []


@pytest.mark.parametrize("read", [True, False])
async def test_one_is_marked_as_often_as_one_likes(world: World, *, read: bool) -> None:
    amal, _ = await somebody_told_thrice(world)
    path = f"/api/notifications/{(await told(amal))[0]['id']}"
    for _ in range(2):
        marked = await amal.ok("PATCH", path, json={"read": read})
        assert (marked["read"], marked) == (read, await amal.ok("GET", path))


async def test_all_are_marked_as_read_at_once_and_the_messages_stay_unread(world: World) -> None:
    amal, _ = await somebody_told_thrice(world)
    answer = await amal.call("POST", "/api/notifications/read-all")
    assert (answer.status_code, answer.content) == (204, b"")
    assert all(one["read"] for one in await told(amal))
    assert (await counted(amal))["notifications"] == 0
    assert (await counted(amal))["messages"] == 1


async def test_one_is_deleted_and_then_all_others(world: World) -> None:
    amal, kofi = await somebody_told_thrice(world)
    first, *others = await told(amal)
    await amal.ok("DELETE", f"/api/notifications/{first['id']}")
    await amal.refused(404, "not-found", "DELETE", f"/api/notifications/{first['id']}")
    assert await told(amal) == others
    await amal.ok("DELETE", "/api/notifications")
    await amal.ok("DELETE", "/api/notifications")
    assert await told(amal) == []
    assert len(await told(kofi)) == 1


async def test_while_somebody_is_suspended_nothing_of_him_is_listed_or_counted(world: World) -> None:
    operator = await world.moderator()
    amal, kofi = await somebody_told_thrice(world)
    before, count = await told(amal), await counted(amal)
    await operator.ok("POST", f"/api/moderation/users/{kofi.id}/suspend", json=SUSPENDING)
    await world.work()
    assert [one for one in await told(amal) if one["kind"] != "message-received"] == []
    assert (await counted(amal))["notifications"] == len([one for one in await told(amal) if not one["read"]])
    await operator.ok("POST", f"/api/moderation/users/{kofi.id}/restore")
    kinds = [one["kind"] for one in await told(amal)]
    assert {one["kind"] for one in before} <= set(kinds)
    assert (await counted(amal))["notifications"] >= count["notifications"]
