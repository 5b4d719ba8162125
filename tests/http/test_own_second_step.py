"""Having a second step: setting it up, turning it on, and having none any more."""

from datetime import timedelta

import pytest

from tests.http.second_steps import OWN, PROOF, begin, finish, refused, set_up
from tests.http.world import World
from tests.support.totp import shown
from wexstream.domain.model.second_step import SETTING_UP_LASTS
from wexstream.domain.model.session import RECENT_FOR


@pytest.mark.parametrize(("method", "path"), [("POST", OWN), ("POST", f"{OWN}/codes"), ("DELETE", OWN)])
async def test_to_change_it_takes_the_password_or_a_sign_in_of_the_last_minutes(
    world: World, method: str, path: str
) -> None:
    member = await world.member()
    if (method, path) != ("POST", OWN):
        await set_up(world, member)
    world.clock.advance(RECENT_FOR + timedelta(seconds=1))
    await member.refused(403, "proof-required", method, path, json={})
    await member.refused(403, "wrong-password", method, path, json={"password": "wrong"})
    await member.ok(method, path, json=PROOF)


async def test_who_has_just_signed_in_needs_no_password_to_change_it(world: World) -> None:
    member = await world.member()
    setup = await member.ok("POST", OWN, json={})
    code = shown(setup["secret"], world.clock.now())
    await member.ok("POST", f"{OWN}/confirm", json={"code": code})
    await member.ok("DELETE", OWN, json={})


async def test_what_is_only_begun_asks_nobody_for_a_code(world: World) -> None:
    member = await world.member()
    await member.ok("POST", OWN, json=PROOF)
    assert not (await member.ok("GET", OWN))["on"]
    await world.guest().ok("POST", "/api/sessions", json={"email": member.email, **PROOF})


async def test_the_secret_is_told_before_it_is_on_and_never_again(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    await member.refused(409, "second-step-on", "POST", OWN, json=PROOF)
    body = {"code": app.code()}
    await member.refused(409, "second-step-on", "POST", f"{OWN}/confirm", json=body)
    exported = (await member.call("GET", "/api/me/export")).content
    assert app.secret.encode() not in exported
    assert app.secret not in str(await member.ok("GET", OWN))


async def test_to_turn_it_on_takes_a_code_of_the_newest_secret_in_time(world: World) -> None:
    member = await world.member()
    await member.refused(409, "second-step-off", "POST", f"{OWN}/confirm", json={"code": "123456"})
    former = await member.ok("POST", OWN, json=PROOF)
    newest = await member.ok("POST", OWN, json=PROOF)
    former_code = shown(former["secret"], world.clock.now())
    await member.refused(403, "wrong-code", "POST", f"{OWN}/confirm", json={"code": former_code})
    world.clock.advance(SETTING_UP_LASTS)
    late = {"code": shown(newest["secret"], world.clock.now())}
    await member.refused(409, "second-step-off", "POST", f"{OWN}/confirm", json=late)


@pytest.mark.parametrize(("method", "path"), [("POST", f"{OWN}/codes"), ("DELETE", OWN)])
async def test_what_is_not_on_is_not_changed(world: World, method: str, path: str) -> None:
    member = await world.member()
    await member.refused(409, "second-step-off", method, path, json=PROOF)
    await member.ok("POST", OWN, json=PROOF)
    await member.refused(409, "second-step-off", method, path, json=PROOF)


async def test_new_codes_put_those_before_out_of_use(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    made = (await member.ok("POST", f"{OWN}/codes", json=PROOF))["codes"]
    assert len(made) == 10
    assert not set(made) & set(app.kept)
    guest = world.guest()
    await begin(guest, member)
    await refused(guest, app.kept[0])
    assert (await finish(guest, made[0])).is_success


async def test_the_owner_is_mailed_when_it_is_turned_on_and_off_and_codes_are_made_anew(
    world: World,
) -> None:
    member = await world.member()
    await set_up(world, member)
    await member.ok("POST", f"{OWN}/codes", json=PROOF)
    await member.ok("DELETE", OWN, json=PROOF)
    assert (await world.subjects(member.email))[-3:] == [
        "Signing in takes a second step now",
        "Your account has new recovery codes",
        "Signing in takes no second step any more",
    ]
