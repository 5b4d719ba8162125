"""Conferences from their making to their end, joining, and what one sees of them at home."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.http.world import NEVER, Member, World
from wexstream.ports.meetings import PASS_LASTS

DRAFT = {"title": "Reading circle", "visibility": "private"}


async def connected(world: World) -> tuple[Member, Member]:
    """A speaker, and somebody connected."""
    kofi, amal = await world.member("Kofi Mensah"), await world.member("Amal Haddad")
    await world.connect(kofi, amal)
    return kofi, amal


async def timeline(member: Member, state: str = "live") -> list[str]:
    return [item["id"] for item in (await member.ok("GET", f"/api/timeline?state={state}"))["items"]]


async def test_a_conference_is_created_for_later_and_listed_to_its_speaker_alone(world: World) -> None:
    kofi, amal = await connected(world)
    answer = await kofi.call("POST", "/api/conferences", json={**DRAFT, "description": "Two chapters"})
    assert answer.status_code == 201
    made = answer.json()
    assert made == await kofi.ok("GET", f"/api/conferences/{made['id']}")
    assert (made["title"], made["description"]) == ("Reading circle", "Two chapters")
    assert (made["state"], made["visibility"]) == ("created", "private")
    assert (made["mine"], made["locked"], made["joined"]) == (True, False, False)
    assert (made["broadcast_at"], made["finished_at"]) == (None, None)
    own = await kofi.ok("GET", f"/api/users/{kofi.id}/conferences")
    assert [item["id"] for item in own["items"]] == [made["id"]]
    assert (await amal.ok("GET", f"/api/users/{kofi.id}/conferences"))["items"] == []
    waiting = await amal.ok("GET", f"/api/conferences/{made['id']}")
    assert (waiting["state"], waiting["mine"]) == ("created", False)


async def test_going_live_and_finishing_happen_once_however_often_they_are_asked_for(world: World) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi, live=False)
    live = await kofi.ok("POST", f"/api/conferences/{made}/start")
    await world.work()
    assert live["state"] == "live"
    assert await timeline(amal) == [made]
    world.clock.advance(timedelta(minutes=1))
    assert await kofi.ok("POST", f"/api/conferences/{made}/start") == live
    finished = await kofi.ok("POST", f"/api/conferences/{made}/finish")
    await world.work()
    assert (finished["state"], finished["finished_at"] > finished["broadcast_at"]) == ("finished", True)
    world.clock.advance(timedelta(minutes=1))
    assert await kofi.ok("POST", f"/api/conferences/{made}/finish") == finished
    assert (await timeline(amal), await timeline(amal, "finished")) == ([], [made])
    told = (await amal.ok("GET", "/api/notifications"))["items"]
    assert [one["kind"] for one in told][:2] == ["conference-finished", "conference-live"]
    assert [one["kind"] for one in told].count("conference-live") == 1


async def test_a_conference_never_goes_back(world: World) -> None:
    kofi = await world.member()
    made = await world.conference(kofi, live=False)
    await kofi.refused(409, "conference-not-live", "POST", f"/api/conferences/{made}/finish")
    await kofi.ok("POST", f"/api/conferences/{made}/start")
    await kofi.ok("POST", f"/api/conferences/{made}/finish")
    await kofi.refused(409, "conference-finished", "POST", f"/api/conferences/{made}/start")


@pytest.mark.parametrize("state", ["created", "live", "finished"])
async def test_the_speaker_edits_locks_unlocks_and_deletes_in_any_state(world: World, state: str) -> None:
    kofi = await world.member()
    made = await world.conference(kofi, live=state != "created", description="Two chapters")
    if state == "finished":
        await kofi.ok("POST", f"/api/conferences/{made}/finish")
    path = f"/api/conferences/{made}"
    assert (await kofi.ok("PATCH", path, json={"password": "sesame"}))["locked"] is True
    edited = await kofi.ok("PATCH", path, json={"title": "Choir", "visibility": "public"})
    assert (edited["title"], edited["visibility"], edited["locked"]) == ("Choir", "public", True)
    assert edited["description"] == "Two chapters"
    emptied = await kofi.ok("PATCH", path, json={"password": None, "description": None})
    assert (emptied["locked"], emptied["description"], emptied["title"]) == (False, None, "Choir")
    await kofi.ok("DELETE", path)
    await kofi.refused(404, "not-found", "GET", path)
    await kofi.refused(404, "not-found", "DELETE", path)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"title": "Taken over"}),
        ("DELETE", "", None),
        ("POST", "/start", None),
        ("POST", "/finish", None),
    ],
)
async def test_who_sees_a_conference_and_is_not_its_speaker_is_told_so(
    world: World, method: str, path: str, body: dict[str, str] | None
) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi, live=False)
    await amal.refused(403, "not-speaker", method, f"/api/conferences/{made}{path}", json=body)
    assert (await kofi.ok("GET", f"/api/conferences/{made}"))["title"] == "Reading circle"


async def test_joining_gives_a_pass_for_this_room_and_person_for_minutes(world: World) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi)
    path = f"/api/conferences/{made}/join"
    given = await amal.ok("POST", path, json={})
    assert given["engine"] == "peer"
    assert (given["moderator"], given["jitsi"]) == (False, None)
    assert given["socket"] == f"/api/conferences/{made}/room"
    assert given["peer"] == {"ice_servers": [], "most_people": 6}
    assert datetime.fromisoformat(given["expires_at"]) - world.clock.now() == PASS_LASTS
    speakers = await kofi.ok("POST", path, json={})
    assert (speakers["moderator"], speakers["socket"]) == (True, given["socket"])
    assert speakers["ticket"] != given["ticket"]


async def test_a_full_room_lets_in_nobody_more_but_the_speaker(world: World) -> None:
    kofi = await world.member("Kofi")
    made = await world.conference(kofi, visibility="public")
    path = f"/api/conferences/{made}/join"
    guests = [await world.member(f"Guest {number}") for number in range(6)]
    for guest in guests[:5]:
        await guest.ok("POST", path, json={})
    await guests[5].refused(409, "room-full", "POST", path, json={})
    await kofi.ok("POST", path, json={})
    await guests[0].ok("POST", path, json={})
    await guests[0].ok("POST", f"/api/conferences/{made}/leave")
    await guests[5].ok("POST", path, json={})


async def test_who_takes_joining_back_is_not_there_however_often(world: World) -> None:
    kofi, amal = await connected(world)
    path = f"/api/conferences/{await world.conference(kofi)}"
    await amal.ok("POST", f"{path}/join", json={})
    for _ in range(2):
        answer = await amal.call("DELETE", f"{path}/join")
        assert (answer.status_code, answer.content) == (204, b"")
        assert (await kofi.ok("GET", f"{path}/members"))["items"][0]["present"] is False
    stranger = await world.member("Stranger")
    await stranger.refused(404, "not-found", "DELETE", f"{path}/join")


async def test_whom_the_speaker_sends_out_joins_again_only_when_let_in_again(world: World) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi)
    path = f"/api/conferences/{made}"
    amals = f"{path}/members/{amal.id}"
    await kofi.refused(404, "not-found", "DELETE", amals)
    await amal.ok("POST", f"{path}/join", json={})
    for method, where in (("DELETE", amals), ("POST", f"{amals}/readmit")):
        await amal.refused(403, "not-speaker", method, where)
        await kofi.refused(404, "not-found", method, where.replace(amal.id, str(NEVER)))
    for _ in range(2):
        answer = await kofi.call("DELETE", amals)
        assert (answer.status_code, answer.content) == (204, b"")
    await amal.refused(403, "removed", "POST", f"{path}/join", json={})
    (member,) = (await kofi.ok("GET", f"{path}/members"))["items"]
    assert (member["present"], member["removed"]) == (False, True)
    (shown,) = (await amal.ok("GET", f"{path}/members"))["items"]
    assert shown["removed"] is False
    zoe = await world.member("Zoe")
    await world.connect(kofi, zoe)
    await zoe.ok("POST", f"{path}/join", json={})
    for looks, told in ((kofi, [amal.id]), (zoe, [])):
        out = (await looks.ok("GET", f"{path}/members?removed=true"))["items"]
        assert [one["person"]["id"] for one in out] == told
    for _ in range(2):
        await kofi.ok("POST", f"{amals}/readmit")
    await amal.ok("POST", f"{path}/join", json={})
    await kofi.ok("POST", f"{path}/finish")
    await kofi.refused(409, "conference-finished", "DELETE", amals)


async def test_who_joined_is_named_and_who_left_has_left(world: World) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi)
    path = f"/api/conferences/{made}"
    await kofi.ok("POST", f"{path}/join", json={})
    await amal.ok("POST", f"{path}/join", json={})
    (member,) = (await kofi.ok("GET", f"{path}/members"))["items"]
    assert (member["person"]["full_name"], member["present"], member["left_at"]) == (
        "Amal Haddad",
        True,
        None,
    )
    assert (await amal.ok("GET", path))["joined"] is True
    world.clock.advance(timedelta(seconds=30))
    for _ in range(2):
        answer = await amal.call("POST", f"{path}/leave")
        assert (answer.status_code, answer.content) == (204, b"")
    (member,) = (await kofi.ok("GET", f"{path}/members"))["items"]
    assert (member["present"], member["left_at"] > member["joined_at"]) == (False, True)


async def refusal(member: Member, conference: str, body: dict[str, Any]) -> tuple[int, str]:
    answer = await member.call("POST", f"/api/conferences/{conference}/join", json=body)
    return answer.status_code, answer.json()["code"]


async def test_joining_is_refused_in_order_invisible_then_not_live_then_locked(world: World) -> None:
    kofi, amal = await connected(world)
    stranger = await world.member("Yuki Tanabe")
    made = await world.conference(kofi, live=False, password="sesame")
    wrong = {"password": "wrong"}
    assert await refusal(stranger, made, wrong) == (404, "not-found")
    assert await refusal(amal, made, wrong) == (409, "conference-not-live")
    await kofi.ok("POST", f"/api/conferences/{made}/start")
    assert await refusal(stranger, made, {"password": "sesame"}) == (404, "not-found")
    assert await refusal(amal, made, wrong) == (403, "wrong-password")
    assert await refusal(amal, made, {}) == (403, "wrong-password")
    assert await refusal(amal, made, {"password": None}) == (403, "wrong-password")
    await amal.ok("POST", f"/api/conferences/{made}/join", json={"password": "sesame"})
    await kofi.ok("POST", f"/api/conferences/{made}/finish")
    assert await refusal(amal, made, wrong) == (409, "conference-finished")
    assert await refusal(stranger, made, wrong) == (404, "not-found")


async def test_the_speaker_and_whoever_is_just_back_are_not_asked_for_the_password(world: World) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi, password="sesame")
    path = f"/api/conferences/{made}"
    await kofi.ok("POST", f"{path}/join", json={})
    await amal.ok("POST", f"{path}/join", json={"password": "sesame"})
    await amal.ok("POST", f"{path}/leave")
    world.clock.advance(timedelta(seconds=59))
    await amal.ok("POST", f"{path}/join", json={})
    await amal.ok("POST", f"{path}/leave")
    world.clock.advance(timedelta(seconds=61))
    await amal.refused(403, "wrong-password", "POST", f"{path}/join", json={})


async def test_who_joins_and_leaves_without_end_is_held_up_in_this_conference_alone(world: World) -> None:
    kofi, amal = await connected(world)
    made, other = await world.conference(kofi), await world.conference(kofi)
    path = f"/api/conferences/{made}"
    for _ in range(20):
        await amal.ok("POST", f"{path}/join", json={})
        await amal.ok("POST", f"{path}/leave")
    answer = await amal.call("POST", f"{path}/join", json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")
    await kofi.ok("POST", f"{path}/join", json={})
    await amal.ok("POST", f"/api/conferences/{other}/join", json={})
    world.clock.advance(timedelta(seconds=5))
    await amal.ok("POST", f"{path}/join", json={})
    await amal.refused(429, "too-many-requests", "POST", f"{path}/join", json={})


async def test_guessing_a_conferences_password_is_throttled(world: World) -> None:
    kofi, amal = await connected(world)
    made = await world.conference(kofi, password="sesame")
    for _ in range(5):
        assert await refusal(amal, made, {"password": "guess"}) == (403, "wrong-password")
    answer = await amal.call("POST", f"/api/conferences/{made}/join", json={"password": "sesame"})
    assert answer.status_code == 429
    world.clock.advance(timedelta(seconds=int(answer.headers["retry-after"])))
    await amal.ok("POST", f"/api/conferences/{made}/join", json={"password": "sesame"})


async def test_a_public_conference_made_private_is_gone_for_strangers(world: World) -> None:
    kofi, stranger = await world.member("Kofi"), await world.member("Yuki")
    made = await world.conference(kofi, visibility="public")
    path = f"/api/conferences/{made}"
    await stranger.ok("POST", f"{path}/join", json={})
    await kofi.ok("PATCH", path, json={"visibility": "private"})
    await stranger.refused(404, "not-found", "GET", path)
    await stranger.refused(404, "not-found", "POST", f"{path}/join", json={})
    (member,) = (await kofi.ok("GET", f"{path}/members"))["items"]
    assert member["present"] is False


async def test_a_broadcast_is_removed_from_ones_own_timeline_alone(world: World) -> None:
    kofi, amal = await connected(world)
    yuki = await world.member("Yuki Tanabe")
    await world.connect(kofi, yuki)
    made = await world.conference(kofi)
    await amal.ok("DELETE", f"/api/timeline/{made}")
    assert (await timeline(amal), await timeline(yuki)) == ([], [made])
    await amal.refused(404, "not-found", "DELETE", f"/api/timeline/{made}")
    await amal.ok("GET", f"/api/conferences/{made}")


async def test_a_preview_is_there_only_where_the_operator_allows(world: World, austere: World) -> None:
    for where, status in ((world, 200), (austere, 401)):
        kofi = await where.member("Kofi")
        made = await where.conference(kofi, visibility="public")
        answer = await where.guest().call("GET", f"/api/conferences/{made}/preview")
        assert answer.status_code == status
