"""Lists: walked page by page they are whole, each item once, in their order, and end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from operator import itemgetter
from typing import Any, Final

import httpx

from tests.http.world import PASSWORD, Member, World
from tests.support.verdicts import DECIDING, SUSPENDING
from wexstream.domain.model.paging import LIMIT_LARGEST
from wexstream.domain.model.text import folded

NAMES: Final = ("Dora", "ádám", "Cleo", "Bela")


@dataclass(frozen=True)
class Listed:
    """Where a list is, and what its items are ordered by and told apart by."""

    operation: str
    path: str
    by: Callable[[Any], Any]
    falling: bool = True
    name: Callable[[Any], Any] = itemgetter("id")

    async def page(self, reader: Member, **query: str | int | None) -> Any:
        given = {name: value for name, value in query.items() if value is not None}
        return await reader.ok("GET", str(httpx.URL(self.path).copy_merge_params(given)))

    async def walk(self, reader: Member, *, limit: int) -> list[Any]:
        """Read page by page until there is none."""
        found: list[Any] = []
        cursor = None
        while True:
            page = await self.page(reader, limit=limit, cursor=cursor)
            found += page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found


def by_time(operation: str, path: str, key: str = "created_at", **more: Any) -> Listed:
    return Listed(operation, path, by=itemgetter(key), **more)


def by_name(operation: str, path: str) -> Listed:
    return Listed(operation, path, by=lambda item: folded(item["full_name"]), falling=False)


async def crowd(world: World, *, moderated: bool = True) -> list[tuple[Listed, Member]]:
    """Every list with somebody who has at least four items in it, some of one instant."""
    operator = await world.moderator() if moderated else None
    amal = await world.member("Amal Haddad")
    room = await world.conference(amal, visibility="public")
    for number, name in enumerate(NAMES):
        world.clock.advance(timedelta(minutes=number % 2))
        friend = await world.member(f"Friend {name}")
        await _befriended(world, amal, friend, room)
        await world.conference(amal, live=False)
        await world.guest().ok("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
        if operator is not None:
            await _reported_twice(friend, amal, operator)
        enemy = await _at_odds(world, amal, name)
        if operator is not None:
            await operator.ok("POST", f"/api/moderation/users/{enemy.id}/suspend", json=SUSPENDING)
    await world.work()
    lists = [
        by_time("listSessions", "/api/sessions", "last_seen_at"),
        by_name("searchUsers", "/api/users?q=friend"),
        by_time("listUserConferences", f"/api/users/{amal.id}/conferences"),
        by_name("listConnections", "/api/connections"),
        by_name("listConnections", "/api/connections?state=incoming"),
        by_name("listConnections", "/api/connections?state=outgoing"),
        by_name("listBlocks", "/api/blocks"),
        by_time(
            "listMembers",
            f"/api/conferences/{room}/members",
            "joined_at",
            falling=False,
            name=lambda item: item["person"]["id"],
        ),
        by_time("listTimeline", "/api/timeline", "broadcast_at"),
        by_time("listTimeline", "/api/timeline?state=finished", "broadcast_at"),
        by_time("listMessages", "/api/messages"),
        by_time("listMessages", "/api/messages?box=sent"),
        by_time("listNotifications", "/api/notifications"),
    ]
    readers = [(listed, amal) for listed in lists]
    if operator is not None:
        reports = ("/api/moderation/reports", "/api/moderation/reports?resolved=true")
        readers += [(by_time("listReports", path), operator) for path in reports]
        suspended = by_time("listSuspended", "/api/moderation/suspended", "suspended_at")
        appeals = by_time("listAppeals", "/api/moderation/appeals", "appealed_at")
        readers += [(suspended, operator), (appeals, operator)]
        readers.append((by_time("listMySanctions", "/api/me/sanctions", "decided_at"), amal))
        logs = ("/api/moderation/audit", "/api/moderation/audit?group=moderation")
        readers += [(by_time("listLog", path, "at"), operator) for path in logs]
    return readers


async def _befriended(world: World, amal: Member, friend: Member, room: str) -> None:
    await world.connect(amal, friend)
    await world.conference(friend)
    finished = await world.conference(friend)
    await friend.ok("POST", f"/api/conferences/{finished}/finish")
    letter = {"subject": "Seedlings", "body": "I bring the tomatoes."}
    await friend.ok("POST", "/api/messages", json={**letter, "to": [amal.id]})
    await amal.ok("POST", "/api/messages", json={**letter, "to": [friend.id]})
    await friend.ok("POST", f"/api/conferences/{room}/join", json={})


async def _reported_twice(friend: Member, amal: Member, operator: Member) -> None:
    complaint = {"user_id": amal.id, "reason": "Noise"}
    await friend.ok("POST", "/api/reports", json=complaint)
    decided = (await friend.ok("POST", "/api/reports", json=complaint))["id"]
    path = f"/api/moderation/reports/{decided}/resolve"
    await operator.ok("POST", path, json=DECIDING["warn"])
    newest, *_ = (await amal.ok("GET", "/api/me/sanctions"))["items"]
    await amal.ok("POST", "/api/me/appeals", json={"sanction_id": newest["id"], "text": "Why?"})


async def _at_odds(world: World, amal: Member, name: str) -> Member:
    """Have one ask, one asked, and an enemy, who is given back."""
    asking, asked, enemy = [await world.member(f"{kind} {name}") for kind in ("Asking", "Asked", "Enemy")]
    await asking.ok("POST", f"/api/connections/{amal.id}/request")
    await amal.ok("POST", f"/api/connections/{asked.id}/request")
    await amal.ok("PUT", f"/api/blocks/{enemy.id}")
    return enemy


async def test_every_list_walked_by_one_is_whole_and_in_its_order(world: World) -> None:
    walked = await crowd(world)
    described = world.app.openapi_schema.to_schema()["paths"].values()
    assert {listed.operation for listed, _ in walked} == {
        operation["operationId"]
        for operations in described
        for operation in operations.values()
        if "cursor" in {parameter["name"] for parameter in operation.get("parameters", ())}
    }
    for listed, reader in walked:
        whole = await listed.page(reader, limit=LIMIT_LARGEST)
        names = [listed.name(item) for item in whole["items"]]
        assert whole["next_cursor"] is None, listed
        assert len(names) >= len(NAMES), listed
        assert len(set(names)) == len(names), listed
        keys = [listed.by(item) for item in whole["items"]]
        assert keys == sorted(keys, reverse=listed.falling), listed
        assert await listed.walk(reader, limit=1) == whole["items"], listed
        assert await listed.walk(reader, limit=3) == whole["items"], listed


async def test_a_page_that_holds_the_last_item_is_the_last(world: World) -> None:
    for listed, reader in await crowd(world):
        whole = (await listed.page(reader, limit=LIMIT_LARGEST))["items"]
        exact = await listed.page(reader, limit=len(whole))
        assert (exact["items"], exact["next_cursor"]) == (whole, None), listed
        short = await listed.page(reader, limit=len(whole) - 1)
        assert (short["items"], short["next_cursor"] is None) == (whole[:-1], False), listed


async def test_a_page_is_as_long_as_the_operator_says_unless_asked_otherwise(austere: World) -> None:
    for listed, reader in await crowd(austere, moderated=False):
        page = await listed.page(reader)
        assert len(page["items"]) == 2, listed
        assert len((await listed.page(reader, limit=3))["items"]) == 3, listed


async def test_what_is_added_meanwhile_repeats_and_skips_nothing_on_the_pages_to_come(world: World) -> None:
    amal = await world.member()
    made = [await world.conference(amal, live=False) for _ in range(4)]
    listed = by_time("listUserConferences", f"/api/users/{amal.id}/conferences")
    first = await listed.page(amal, limit=2)
    world.clock.advance(timedelta(minutes=1))
    await world.conference(amal, live=False)
    second = await listed.page(amal, limit=2, cursor=first["next_cursor"])
    assert {item["id"] for item in first["items"] + second["items"]} == set(made)


async def test_an_empty_list_is_one_page(world: World) -> None:
    amal = await world.member()
    assert await amal.ok("GET", "/api/messages") == {"items": [], "next_cursor": None}
