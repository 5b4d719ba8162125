"""Moderators who have to sign in by two steps, where the operator wants that."""

from collections.abc import AsyncIterator

import pytest

from tests.http.passkeys import add, sign_in
from tests.http.second_steps import begin, finish, set_up
from tests.http.world import PASSWORD, Guest, Member, World, begin_anew, make_world
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


async def test_who_is_no_moderator_reads_that_and_nothing_of_steps(strict: World) -> None:
    member = await strict.member()
    await member.refused(403, "not-moderator", "GET", REPORTS)


async def test_else_a_password_is_enough(world: World) -> None:
    assert await moderates(await world.moderator())
