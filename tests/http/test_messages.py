"""Private messages: each has a copy of its own."""

from datetime import timedelta
from typing import Any

import pytest

from tests.http.world import NEVER, Member, World

LETTER = {"subject": "Seedlings", "body": "I bring the tomatoes."}


async def people(world: World) -> tuple[Member, Member, Member]:
    return await world.member("Amal"), await world.member("Kofi"), await world.member("Yuki")


async def write(sender: Member, *to: Member, **more: Any) -> Any:
    return await sender.ok("POST", "/api/messages", json={**LETTER, "to": [one.id for one in to], **more})


async def listed(member: Member, box: str = "inbox") -> list[Any]:
    items: list[Any] = (await member.ok("GET", f"/api/messages?box={box}"))["items"]
    return items


async def test_a_message_reaches_everyone_and_only_its_sender_sees_to_whom(world: World) -> None:
    amal, kofi, yuki = await people(world)
    answer = await amal.call("POST", "/api/messages", json={**LETTER, "to": [kofi.id, yuki.id]})
    assert answer.status_code == 201
    sent = answer.json()
    assert (sent["box"], sent["read"]) == ("sent", True)
    assert {person["id"] for person in sent["recipients"]} == {kofi.id, yuki.id}
    for reader in (kofi, yuki):
        received = await reader.ok("GET", f"/api/messages/{sent['id']}")
        assert (received["box"], received["recipients"], received["read"]) == ("inbox", [], False)
        assert (received["sender"]["id"], received["body"]) == (amal.id, LETTER["body"])
        assert received["answerable"] is True
    assert [item["id"] for item in await listed(amal, "sent")] == [sent["id"]]
    assert await listed(amal) == []


async def test_a_list_shows_how_a_message_begins(world: World) -> None:
    amal, kofi, _ = await people(world)
    await write(amal, kofi, body="x" * 300)
    (row,) = await listed(kofi)
    assert (row["excerpt"], "body" in row) == ("x" * 200, False)


async def test_reading_does_not_mark_and_marking_follows_into_the_notification(world: World) -> None:
    amal, kofi, _ = await people(world)
    path = f"/api/messages/{(await write(amal, kofi))['id']}"
    await kofi.ok("GET", path)
    for read in (False, True, True, False):
        marked = await kofi.ok("PATCH", path, json={"read": read})
        assert (marked["read"], marked) == (read, await kofi.ok("GET", path))
        (told,) = (await kofi.ok("GET", "/api/notifications"))["items"]
        assert told["read"] is read
        assert await kofi.ok("GET", "/api/counters") == {
            "messages": int(not read),
            "notifications": int(not read),
            "requests": 0,
        }


async def test_deleting_ones_copy_takes_its_notification_and_leaves_the_others(world: World) -> None:
    amal, kofi, yuki = await people(world)
    path = f"/api/messages/{(await write(amal, kofi, yuki))['id']}"
    await kofi.ok("DELETE", path)
    await kofi.refused(404, "not-found", "DELETE", path)
    assert (await kofi.ok("GET", "/api/notifications"))["items"] == []
    assert await listed(kofi) == []
    for other in (amal, yuki):
        await other.ok("GET", path)


async def test_for_whatever_reason_somebody_cannot_be_written_to_the_answer_is_one(world: World) -> None:
    amal, kofi, yuki = await people(world)
    unverified, reserved = await world.member("Une", verified=False), await world.member("Rosa")
    await reserved.ok("PATCH", "/api/me", json={"messages_from_strangers": False})
    await kofi.ok("PUT", f"/api/blocks/{amal.id}")
    bodies = []
    for name in (kofi.id, unverified.id, reserved.id, str(NEVER)):
        answer = await amal.call("POST", "/api/messages", json={**LETTER, "to": [yuki.id, name]})
        bodies.append((answer.status_code, answer.content))
    assert len(set(bodies)) == 1
    assert bodies[0][0] == 422
    assert await listed(yuki) == []
    assert await listed(amal, "sent") == []


async def test_who_takes_no_messages_from_strangers_takes_those_of_the_network(world: World) -> None:
    amal, kofi, _ = await people(world)
    await kofi.ok("PATCH", "/api/me", json={"messages_from_strangers": False})
    await world.connect(amal, kofi)
    await write(amal, kofi)
    assert len(await listed(kofi)) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"to": []}, "to"),
        ({"to": ["nobody"]}, "to"),
        ({"subject": ""}, "subject"),
        ({"subject": "two\nlines"}, "subject"),
        ({"body": " \n "}, "body"),
    ],
)
async def test_a_message_that_cannot_be_names_its_field(
    world: World, change: dict[str, object], field: str
) -> None:
    amal, kofi, _ = await people(world)
    body = {**LETTER, "to": [kofi.id], **change}
    problem = await amal.refused(422, "invalid", "POST", "/api/messages", json=body)
    assert [fault["field"] for fault in problem["fields"]] == [field]


async def test_one_does_not_write_to_oneself_nor_twice_to_one(world: World) -> None:
    amal, kofi, _ = await people(world)
    body = {**LETTER, "to": [amal.id]}
    problem = await amal.refused(422, "invalid", "POST", "/api/messages", json=body)
    assert [fault["field"] for fault in problem["fields"]] == ["to"]
    await write(amal, kofi, kofi)
    assert len(await listed(kofi)) == 1


async def test_a_new_account_is_told_that_it_has_written_to_enough_strangers(world: World) -> None:
    ada = await world.member("Ada")
    others = [await world.member(f"Person {number}") for number in range(11)]
    for other in others[:10]:
        await ada.ok("POST", "/api/messages", json={"to": [other.id], "subject": "Tea", "body": "At five?"})
    body = {"to": [others[10].id], "subject": "Tea", "body": "At five?"}
    answer = await ada.call("POST", "/api/messages", json=body)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-strangers")
    world.clock.advance(timedelta(seconds=int(answer.headers["retry-after"])))
    await ada.ok("POST", "/api/messages", json=body)
