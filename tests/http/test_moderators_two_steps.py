"""Moderators who have to sign in by two steps, where the operator wants that."""

from collections.abc import AsyncIterator

import pytest

from tests.http.passkeys import OWN as KEYS
from tests.http.passkeys import add, ask_for_new, sign_in
from tests.http.second_steps import OWN as STEP
from tests.http.second_steps import PROOF, begin, finish, set_up
from tests.http.world import PASSWORD, Guest, Member, World, begin_anew, make_world
from tests.support.authenticator import Device
from tests.support.totp import shown
from tests.support.verdicts import SUSPENDING
from wexstream.domain.usecases.policy import Policy

REPORTS = "/api/moderation/reports"


@pytest.fixture(scope="module")
def every_strict_world() -> World:
    return make_world(Policy(admin_email="op@example.org", moderators_two_steps=True))


@pytest.fixture
async def strict(every_strict_world: World) -> AsyncIterator[World]:
    begin_anew(every_strict_world)
    yield every_strict_world
    await every_strict_world.close()


async def by_password(world: World, member: Member) -> Guest:
    guest = world.guest()
    await guest.ok("POST", "/api/sessions", json={"email": member.email, "password": PASSWORD})
    return guest


async def moderates(guest: Guest) -> bool:
    answer = await guest.call("GET", REPORTS)
    if answer.status_code == 403:
        assert answer.json()["code"] == "second-step-required"
    return answer.is_success


async def test_a_password_alone_does_not_make_a_moderator(strict: World) -> None:
    moderator, member = await strict.moderator(), await strict.member()
    assert not await moderates(moderator)
    for method, path, body in (
        ("GET", "/api/moderation/suspended", None),
        ("POST", f"/api/moderation/users/{member.id}/suspend", SUSPENDING),
        ("POST", f"/api/moderation/users/{member.id}/restore", None),
        ("POST", f"{REPORTS}/{member.id}/resolve", {"decision": "dismiss"}),
    ):
        await moderator.refused(403, "second-step-required", method, path, json=body)
    await member.ok("GET", "/api/me")


async def test_who_is_held_back_sees_what_anybody_sees_and_is_told_that_he_is_a_moderator(
    strict: World,
) -> None:
    moderator = await strict.moderator()
    hidden = await strict.member("Una Byrne", verified=False)
    await moderator.refused(404, "not-found", "GET", f"/api/users/{hidden.id}")
    assert (await moderator.ok("GET", "/api/me"))["moderator"]


async def test_setting_it_up_does_not_change_a_session_that_stands_and_both_steps_do(
    strict: World,
) -> None:
    moderator = await strict.moderator()
    app = await set_up(strict, moderator)
    assert not await moderates(moderator)
    guest = strict.guest()
    await begin(guest, moderator)
    assert (await finish(guest, app.code())).is_success
    assert await moderates(guest)


async def test_a_passkey_is_both_steps(strict: World) -> None:
    moderator = await strict.moderator()
    device = await add(moderator)
    assert not await moderates(moderator)
    guest = strict.guest()
    await sign_in(guest, device)
    assert await moderates(guest)
    assert not await moderates(await by_password(strict, moderator))


async def test_who_knows_a_moderators_password_alone_makes_no_second_step_of_his_own(
    strict: World,
) -> None:
    moderator = await strict.moderator()
    early = await by_password(strict, moderator)
    setup = await early.ok("POST", STEP, json=PROOF)
    asked = await ask_for_new(early, **PROOF)
    await add(moderator)
    passkey = (await moderator.ok("GET", KEYS))["items"][0]["id"]
    thief = await by_password(strict, moderator)

    code = shown(setup["secret"], strict.clock.now())
    for guest, method, path, body in (
        (thief, "POST", STEP, PROOF),
        (early, "POST", f"{STEP}/confirm", {"code": code}),
        (thief, "POST", f"{KEYS}/options", PROOF),
        (early, "POST", KEYS, Device().make(asked)),
        (thief, "DELETE", f"{KEYS}/{passkey}", PROOF),
    ):
        await guest.refused(403, "second-step-required", method, path, json=body)


async def test_a_password_alone_changes_nothing_of_a_moderators_app_either(strict: World) -> None:
    moderator = await strict.moderator()
    await set_up(strict, moderator)
    for method, path in (("POST", f"{STEP}/codes"), ("DELETE", STEP), ("POST", f"{KEYS}/options")):
        await moderator.refused(403, "second-step-required", method, path, json=PROOF)


async def test_by_both_steps_a_moderator_changes_them(strict: World) -> None:
    moderator = await strict.moderator()
    app = await set_up(strict, moderator)
    guest = strict.guest()
    await begin(guest, moderator)
    assert (await finish(guest, app.code())).is_success
    await ask_for_new(guest, **PROOF)
    await guest.ok("POST", f"{STEP}/codes", json=PROOF)
    await guest.ok("DELETE", STEP, json=PROOF)


async def test_who_is_no_moderator_reads_that_and_nothing_of_steps(strict: World) -> None:
    member = await strict.member()
    await member.refused(403, "not-moderator", "GET", REPORTS)


async def test_where_the_operator_does_not_want_two_steps_a_password_is_enough(world: World) -> None:
    assert await moderates(await world.moderator())
