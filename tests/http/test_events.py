"""Who may listen; what is told is another test's subject, as answers here are whole before they are seen."""

from tests.http.world import World


async def test_only_those_who_may_use_the_platform_may_listen(world: World) -> None:
    await world.guest().refused(401, "not-signed-in", "GET", "/api/events")
    unverified = await world.member(verified=False)
    await unverified.refused(403, "email-not-verified", "GET", "/api/events")


async def test_the_head_of_a_stream_is_no_stream(world: World) -> None:
    amal = await world.member()
    head = await amal.call("HEAD", "/api/events")
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")
