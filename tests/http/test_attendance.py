"""How long each was in what is over."""

from datetime import timedelta

from tests.http.world import World


async def test_how_long_each_was_there_is_told_to_the_speaker_and_to_others_of_themselves(
    world: World,
) -> None:
    amal, ines = await world.member("Amal Haddad"), await world.member("Inês Carvalho")
    kofi = await world.member("Kofi Mensah")
    made = await world.conference(kofi, visibility="public")
    path = f"/api/conferences/{made}"
    for member in (kofi, amal, ines):
        await member.ok("POST", f"{path}/join", json={})
    world.clock.advance(timedelta(seconds=20))
    await amal.ok("POST", f"{path}/leave")
    world.clock.advance(timedelta(seconds=20))
    await amal.ok("POST", f"{path}/join", json={})
    world.clock.advance(timedelta(seconds=10))
    assert [one["attended_seconds"] for one in (await kofi.ok("GET", f"{path}/members"))["items"]] == [
        None,
        None,
    ]
    await kofi.ok("POST", f"{path}/finish")
    told = (await kofi.ok("GET", f"{path}/members"))["items"]
    assert {one["person"]["full_name"]: one["attended_seconds"] for one in told} == {
        "Amal Haddad": 30,
        "Inês Carvalho": 50,
    }
    assert {one["attended_seconds"] for one in (await amal.ok("GET", f"{path}/members"))["items"]} == {None}
    own = [(await member.ok("GET", path))["my_attendance_seconds"] for member in (amal, ines, kofi)]
    assert own == [30, 50, None]
