"""Finding people, connecting and blocking."""

from datetime import timedelta

import pytest

from tests.http.world import Member, World


async def people(world: World) -> tuple[Member, Member]:
    return await world.member("Amal Haddad"), await world.member("Kofi Mensah")


async def standing(member: Member, other: Member) -> str:
    found = await member.ok("GET", f"/api/connections/{other.id}")
    assert found["user_id"] == other.id
    assert (await member.ok("GET", f"/api/users/{other.id}"))["standing"] == found["standing"]
    shown: str = found["standing"]
    return shown


async def listed(member: Member, path: str) -> list[str]:
    return [item["id"] for item in (await member.ok("GET", path))["items"]]


async def test_people_are_found_by_any_part_of_the_name_with_and_without_marks(world: World) -> None:
    amal = await world.member("Amal Haddad")
    jose = await world.member("José Łuczak")
    for part in ("josé", "JOSE", "lucz", "uczak", "e l"):
        assert await listed(amal, f"/api/users?q={part}") == [jose.id], part
    for part in ("amal", "%", "_", "xyz", "", " "):
        assert await listed(amal, f"/api/users?q={part}") == [], part
    await amal.refused(400, "bad-request", "GET", f"/api/users?q={'x' * 101}")


async def test_only_those_whom_one_may_write_to_are_found_when_asked_for(world: World) -> None:
    amal, kofi = await people(world)
    assert await listed(amal, "/api/users?q=kofi&messageable=true") == [kofi.id]
    await kofi.ok("PATCH", "/api/me", json={"messages_from_strangers": False})
    assert await listed(amal, "/api/users?q=kofi&messageable=true") == []
    assert await listed(amal, "/api/users?q=kofi&messageable=false") == [kofi.id]


async def test_a_profile_shows_who_somebody_is_and_nothing_private(world: World) -> None:
    amal, kofi = await people(world)
    await kofi.ok("PATCH", "/api/me", json={"bio": "Choir", "location": "Accra"})
    assert await amal.ok("GET", f"/api/users/{kofi.id}") == {
        "id": kofi.id,
        "state": "active",
        "full_name": "Kofi Mensah",
        "bio": "Choir",
        "location": "Accra",
        "website": None,
        "picture": None,
        "standing": "stranger",
        "since": None,
        "messageable": True,
    }


async def test_asking_and_approving_connects(world: World) -> None:
    amal, kofi = await people(world)
    asked = await amal.ok("POST", f"/api/connections/{kofi.id}/request")
    assert asked == {"user_id": kofi.id, "standing": "outgoing"}
    assert (await standing(amal, kofi), await standing(kofi, amal)) == ("outgoing", "incoming")
    assert await listed(amal, "/api/connections?state=outgoing") == [kofi.id]
    assert await listed(kofi, "/api/connections?state=incoming") == [amal.id]
    approved = await kofi.ok("POST", f"/api/connections/{amal.id}/approve")
    assert approved == {"user_id": amal.id, "standing": "connected"}
    assert await listed(amal, "/api/connections") == [kofi.id]
    assert await listed(kofi, "/api/connections?state=incoming") == []


async def test_asking_who_has_asked_is_approving(world: World) -> None:
    amal, kofi = await people(world)
    await amal.ok("POST", f"/api/connections/{kofi.id}/request")
    assert (await kofi.ok("POST", f"/api/connections/{amal.id}/request"))["standing"] == "connected"


async def test_what_holds_already_may_be_asked_for_again(world: World) -> None:
    amal, kofi = await people(world)
    for _ in range(2):
        await amal.ok("POST", f"/api/connections/{kofi.id}/request")
    assert (await kofi.ok("GET", "/api/counters"))["requests"] == 1
    for _ in range(2):
        await kofi.ok("POST", f"/api/connections/{amal.id}/approve")
    for _ in range(2):
        await amal.ok("PUT", f"/api/blocks/{kofi.id}")
    for _ in range(2):
        await amal.ok("DELETE", f"/api/blocks/{kofi.id}")
    assert (await kofi.ok("POST", f"/api/connections/{amal.id}/decline"))["standing"] == "stranger"


async def test_what_the_state_does_not_allow_is_a_conflict(world: World) -> None:
    amal, kofi = await people(world)
    await kofi.refused(409, "nothing-pending", "POST", f"/api/connections/{amal.id}/approve")
    await world.connect(amal, kofi)
    await amal.refused(409, "already-connected", "POST", f"/api/connections/{kofi.id}/request")
    await amal.refused(409, "already-connected", "POST", f"/api/connections/{kofi.id}/decline")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/connections/{}/request"),
        ("POST", "/api/connections/{}/approve"),
        ("POST", "/api/connections/{}/decline"),
        ("DELETE", "/api/connections/{}"),
        ("PUT", "/api/blocks/{}"),
        ("DELETE", "/api/blocks/{}"),
    ],
)
async def test_what_takes_two_is_not_done_with_oneself(world: World, method: str, path: str) -> None:
    amal = await world.member()
    await amal.refused(409, "own-account", method, path.format(amal.id))


async def test_after_a_decline_one_waits_seven_days_and_is_told_so(world: World) -> None:
    amal, kofi = await people(world)
    await amal.ok("POST", f"/api/connections/{kofi.id}/request")
    assert (await kofi.ok("POST", f"/api/connections/{amal.id}/decline"))["standing"] == "stranger"
    assert (await amal.ok("GET", "/api/notifications"))["items"] == []
    answer = await amal.call("POST", f"/api/connections/{kofi.id}/request")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
    assert int(answer.headers["retry-after"]) == int(timedelta(days=7).total_seconds())
    assert (await kofi.ok("POST", f"/api/connections/{amal.id}/request"))["standing"] == "outgoing"


async def test_one_route_disconnects_cancels_and_declines(world: World) -> None:
    amal, kofi = await people(world)
    await amal.refused(404, "not-found", "DELETE", f"/api/connections/{kofi.id}")
    await world.connect(amal, kofi)
    await kofi.ok("DELETE", f"/api/connections/{amal.id}")
    await amal.ok("POST", f"/api/connections/{kofi.id}/request")
    await amal.ok("DELETE", f"/api/connections/{kofi.id}")
    await amal.ok("POST", f"/api/connections/{kofi.id}/request")
    await kofi.ok("DELETE", f"/api/connections/{amal.id}")
    assert (await standing(amal, kofi), await standing(kofi, amal)) == ("stranger", "stranger")


async def test_a_block_is_the_blockers_secret(world: World) -> None:
    amal, kofi = await people(world)
    await world.connect(amal, kofi)
    answer = await amal.call("PUT", f"/api/blocks/{kofi.id}")
    assert (answer.status_code, answer.content) == (204, b"")
    blocks = await amal.ok("GET", "/api/blocks")
    assert blocks["items"] == [{"id": kofi.id, "full_name": "Kofi Mensah"}]
    assert (await kofi.ok("GET", "/api/blocks"))["items"] == []
    for member, other in ((amal, kofi), (kofi, amal)):
        assert await listed(member, f"/api/users?q={other.name}") == []
        assert await listed(member, "/api/connections") == []


async def test_a_block_taken_back_brings_nothing_back(world: World) -> None:
    amal, kofi = await people(world)
    await world.connect(amal, kofi)
    await world.conference(kofi)
    assert len((await amal.ok("GET", "/api/timeline"))["items"]) == 1
    await amal.ok("PUT", f"/api/blocks/{kofi.id}")
    await amal.ok("DELETE", f"/api/blocks/{kofi.id}")
    assert await standing(amal, kofi) == "stranger"
    assert (await amal.ok("GET", "/api/timeline"))["items"] == []
    assert (await amal.ok("GET", "/api/notifications"))["items"] == []
