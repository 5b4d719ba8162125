"""Where one's network is now."""

from tests.http.world import Member, World


async def three(world: World) -> tuple[Member, Member, Member]:
    """Amal, who is connected with Ines, and Kofi, a stranger to both."""
    amal, ines = await world.member("Amal Haddad"), await world.member("Inês Carvalho")
    await world.connect(amal, ines)
    return amal, ines, await world.member("Kofi Mensah")


async def where(member: Member) -> list[tuple[str, list[str], int]]:
    items = (await member.ok("GET", "/api/live"))["items"]
    return [
        (
            item["conference"]["title"],
            [one["full_name"] for one in item["network"]],
            item["network_count"],
        )
        for item in items
    ]


async def test_ones_network_is_seen_in_a_stranger_s_public_conference_while_it_is_there(world: World) -> None:
    amal, ines, kofi = await three(world)
    made = await world.conference(kofi, visibility="public", title="Tuning a kora")
    assert await where(amal) == []
    await ines.ok("POST", f"/api/conferences/{made}/join", json={})
    assert await where(amal) == [("Tuning a kora", ["Inês Carvalho"], 1)]
    (item,) = (await amal.ok("GET", "/api/live"))["items"]
    assert item["conference"] == await amal.ok("GET", f"/api/conferences/{made}")
    assert await where(kofi) == []
    await ines.ok("POST", f"/api/conferences/{made}/leave")
    assert await where(amal) == []


async def test_who_speaks_is_there_and_what_is_private_is_seen_by_those_who_may(world: World) -> None:
    amal, ines, kofi = await three(world)
    await world.connect(ines, kofi)
    await world.conference(kofi, title="For Inês alone")
    await world.conference(ines, title="Choir")
    assert await where(amal) == [("Choir", ["Inês Carvalho"], 1)]
    assert await where(ines) == [("For Inês alone", ["Kofi Mensah"], 1)]


async def test_a_block_hides_the_conference_with_everybody_in_it(world: World) -> None:
    amal, ines, kofi = await three(world)
    made = await world.conference(kofi, visibility="public")
    await ines.ok("POST", f"/api/conferences/{made}/join", json={})
    await kofi.ok("PUT", f"/api/blocks/{amal.id}")
    assert await where(amal) == []


async def test_whoever_is_not_signed_in_or_not_verified_is_told_so(world: World) -> None:
    await world.guest().refused(401, "not-signed-in", "GET", "/api/live")
    unverified = await world.member(verified=False)
    await unverified.refused(403, "email-not-verified", "GET", "/api/live")
