"""Signing in by two steps: setting the second one up, doing it, and what does not pass for it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from dependency_injector import providers

from tests.http.world import PASSWORD, Guest, Member, World
from tests.support.facebook import ADA, APPLICATION, Facebook
from tests.support.totp import shown
from tests.support.verdicts import SUSPENDING
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.second_step import HALFWAY_LASTS, SETTING_UP_LASTS
from wexstream.domain.model.session import LEAVING_LASTS_FOR, RECENT_FOR, STAYS_FOR
from wexstream.ports.persistence import Transaction

OWN, STEP = "/api/me/second-step", "/api/sessions/second-step"
PROOF = {"password": PASSWORD}
HALF_A_MINUTE = timedelta(seconds=30)


class App:
    """An app that shows codes for a member, who has set it up."""

    def __init__(self, world: World, secret: str, kept: list[str]) -> None:
        self._world = world
        self.secret = secret
        self.kept = kept

    def code(self) -> str:
        """The code that it shows now."""
        return shown(self.secret, self._world.clock.now())

    def wrong(self) -> str:
        """A code that it never shows around now."""
        now = self._world.clock.now()
        near = {shown(self.secret, now + steps * HALF_A_MINUTE) for steps in range(-9, 10)}
        return next(code for code in map(str, range(300_000, 300_030)) if code not in near)


async def set_up(world: World, member: Member) -> App:
    """Have a member set up an app; its next code is good again."""
    setup = await member.ok("POST", OWN, json=PROOF)
    code = shown(setup["secret"], world.clock.now())
    kept = (await member.ok("POST", f"{OWN}/confirm", json={"code": code}))["codes"]
    world.clock.advance(HALF_A_MINUTE)
    return App(world, setup["secret"], kept)


async def begin(guest: Guest, member: Member, *, password: str = PASSWORD, **more: Any) -> Any:
    """Do the first step."""
    body = {"email": member.email, "password": password, **more}
    return await guest.refused(403, "second-step", "POST", "/api/sessions", json=body)


async def finish(guest: Guest, code: str) -> httpx.Response:
    return await guest.call("POST", STEP, json={"code": code})


async def refused(guest: Guest, code: str, *, why: str = "wrong-code", status: int = 403) -> None:
    await guest.refused(status, why, "POST", STEP, json={"code": code})
    await guest.refused(401, "not-signed-in", "GET", "/api/me")


async def test_without_one_signing_in_takes_a_password_alone(world: World) -> None:
    member = await world.member()
    assert await member.ok("GET", OWN) == {"on": False, "since": None, "codes_left": 0}


async def test_with_one_a_password_opens_nothing_and_a_code_opens_it(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()

    answer = await begin(guest, member)

    assert "token" not in answer
    assert "ticket" not in answer
    assert "ws" not in guest.client.cookies
    await guest.refused(401, "not-signed-in", "GET", "/api/me")
    opened = await finish(guest, app.code())
    assert opened.json()["account_id"] == member.id
    assert (await guest.ok("GET", "/api/me"))["id"] == member.id
    assert "ws-halfway" not in guest.client.cookies


async def test_the_ticket_is_in_a_cookie_that_scripts_do_not_read_for_five_minutes(world: World) -> None:
    member = await world.member()
    await set_up(world, member)
    answer = await world.guest().call("POST", "/api/sessions", json={"email": member.email, **PROOF})
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("ws-halfway=")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=300"} <= set(cookie.split("; "))


async def test_over_tls_the_ticket_is_bound_to_the_host(austere: World) -> None:
    member = await austere.member()
    await set_up(austere, member)
    answer = await austere.guest().call("POST", "/api/sessions", json={"email": member.email, **PROOF})
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-ws-halfway=")
    assert "Secure" in cookie.split("; ")


async def test_staying_signed_in_outlasts_the_second_step(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member, stay=True)
    answer = await finish(guest, app.code())
    assert f"Max-Age={int(STAYS_FOR.total_seconds())}" in str(answer.headers.get_list("set-cookie"))


async def test_a_client_without_cookies_does_both_steps(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    ticket = (await begin(guest, member, token=True))["ticket"]
    assert not guest.client.cookies
    done = await guest.ok("POST", STEP, json={"code": app.code(), "ticket": ticket, "token": True})
    assert not guest.client.cookies
    bearer = {"Authorization": f"Bearer {done['token']}"}
    assert (await guest.ok("GET", "/api/me", headers=bearer))["id"] == member.id


async def test_each_kept_code_opens_it_once_however_it_is_typed(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    assert len(app.kept) == 10
    for typed in (app.kept[0].upper().replace("-", " "), app.kept[1]):
        guest = world.guest()
        await begin(guest, member)
        assert (await finish(guest, typed)).is_success
        again = world.guest()
        await begin(again, member)
        await refused(again, typed)
    assert (await member.ok("GET", OWN))["codes_left"] == 8


async def test_a_code_works_once(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    first, second = world.guest(), world.guest()
    for guest in (first, second):
        await begin(guest, member)
    code = app.code()
    assert (await finish(first, code)).is_success
    await refused(second, code)
    world.clock.advance(HALF_A_MINUTE)
    await refused(second, code)
    assert (await finish(second, app.code())).is_success


async def test_nor_does_the_code_that_turned_it_on(world: World) -> None:
    member = await world.member()
    setup = await member.ok("POST", OWN, json=PROOF)
    code = shown(setup["secret"], world.clock.now())
    await member.ok("POST", f"{OWN}/confirm", json={"code": code})
    guest = world.guest()
    await begin(guest, member)
    await refused(guest, code)


async def test_a_wrong_code_opens_nothing_and_the_next_right_one_does(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    for wrong in (app.wrong(), "", "12345", "aaaaa-aaaaa"):
        await refused(world.guest(), wrong, why="sign-in-outdated")
    await refused(guest, app.wrong())
    await refused(guest, "aaaaa-aaaaa")
    assert (await finish(guest, app.code())).is_success


async def test_a_ticket_has_four_tries(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    for _ in range(4):
        await refused(guest, app.wrong())
    await refused(guest, app.code(), why="sign-in-outdated")


async def test_who_guesses_codes_is_slowed_down_and_kept_codes_and_sessions_still_work(
    world: World,
) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest(peer="198.51.100.7")
    for tries in (4, 1):
        await begin(guest, member)
        for _ in range(tries):
            await refused(guest, app.wrong())
    await refused(guest, app.code(), why="too-many-requests", status=429)
    owner = world.guest()
    await begin(owner, member)
    await refused(owner, app.code(), why="too-many-requests", status=429)
    assert (await finish(owner, app.kept[0])).is_success
    await member.ok("GET", "/api/me")


async def test_kept_codes_are_not_guessed_either(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    for tries in (4, 1):
        await begin(guest, member)
        for number in range(tries):
            await refused(guest, f"aaaaa-aaaa{number}")
    await refused(guest, app.kept[0], why="too-many-requests", status=429)


async def test_a_ticket_is_good_for_five_minutes(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    ticket = guest.client.cookies["ws-halfway"]
    world.clock.advance(HALFWAY_LASTS)
    guest.client.cookies["ws-halfway"] = ticket
    await refused(guest, app.code(), why="sign-in-outdated")


async def test_a_ticket_opens_one_session(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    ticket = guest.client.cookies["ws-halfway"]
    assert (await finish(guest, app.code())).is_success
    world.clock.advance(HALF_A_MINUTE)
    thief = world.guest()
    thief.client.cookies["ws-halfway"] = ticket
    await refused(thief, app.code(), why="sign-in-outdated")
    await refused(thief, app.kept[0], why="sign-in-outdated")
    assert (await member.ok("GET", OWN))["codes_left"] == 10


async def test_the_code_of_another_opens_nothing(world: World) -> None:
    amal, zoe = await world.member("Amal"), await world.member("Zoë")
    await set_up(world, amal)
    other = await set_up(world, zoe)
    guest = world.guest()
    await begin(guest, amal)
    await refused(guest, other.code())
    await refused(guest, other.kept[0])


async def test_a_ticket_is_no_session_and_a_session_no_ticket(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    ticket = (await begin(guest, member, token=True))["ticket"]
    await guest.refused(401, "not-signed-in", "GET", "/api/me", headers={"Authorization": f"Bearer {ticket}"})
    for none in (member.client.cookies["ws"], "x.y.z", f"{ticket}x"):
        body = {"code": app.code(), "ticket": none}
        await guest.refused(403, "sign-in-outdated", "POST", STEP, json=body)


async def test_a_new_password_leaves_it_on_and_ends_what_was_begun(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    await guest.ok("POST", "/api/password-resets", json={"email": member.email})
    reset = {"token": await world.mailed_token(member.email), "new": "another unlikely phrase"}
    await guest.ok("POST", "/api/password-resets/confirm", json=reset)
    await refused(guest, app.code(), why="sign-in-outdated")
    await begin(guest, member, password="another unlikely phrase")
    assert (await finish(guest, app.code())).is_success


async def test_what_was_begun_is_over_once_it_is_turned_off(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    await member.ok("DELETE", OWN, json=PROOF)
    await refused(guest, app.code(), why="sign-in-outdated")
    assert await member.ok("GET", OWN) == {"on": False, "since": None, "codes_left": 0}
    body = {"email": member.email, **PROOF}
    assert (await guest.ok("POST", "/api/sessions", json=body))["account_id"] == member.id


async def test_who_is_suspended_may_leave_after_both_steps(world: World) -> None:
    member, moderator = await world.member(), await world.moderator()
    app = await set_up(world, member)
    await moderator.ok("POST", f"/api/moderation/users/{member.id}/suspend", json=SUSPENDING)
    guest = world.guest()
    await begin(guest, member)
    await guest.refused(403, "account-suspended", "POST", STEP, json={"code": app.code()})
    await guest.ok("GET", "/api/me/export")
    world.clock.advance(LEAVING_LASTS_FOR)
    await guest.refused(401, "not-signed-in", "GET", "/api/me/export")


async def test_another_service_is_one_step_too(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    facebook = Facebook()
    offered = {Provider.FACEBOOK: FacebookProvider(APPLICATION, Client(facebook))}
    guest = world.guest()
    with world.platform.identity_providers.override(providers.Object(offered)):
        sent = await member.ok("POST", "/api/me/identities/facebook", json={})
        await member.call("GET", str(facebook.sign_in(sent["address"], ADA)))
        gone = await guest.call("GET", "/api/auth/facebook?next=/messages&stay=true")
        back = await guest.call("GET", str(facebook.sign_in(gone.headers["location"], ADA)))
    assert back.headers["location"] == "/second-step?next=%2Fmessages"
    assert "ws-attempt" not in guest.client.cookies
    await guest.refused(401, "not-signed-in", "GET", "/api/me")
    answer = await finish(guest, app.code())
    assert f"Max-Age={int(STAYS_FOR.total_seconds())}" in str(answer.headers.get_list("set-cookie"))
    assert (await guest.ok("GET", "/api/me"))["id"] == member.id


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


async def test_the_owner_is_mailed_when_it_is_turned_on_and_off(world: World) -> None:
    member = await world.member()
    await set_up(world, member)
    await member.ok("DELETE", OWN, json=PROOF)
    await world.work()
    kept = await world.platform.mailbox().list()
    subjects = [one.mail.subject for one in kept if one.mail.to_address == member.email]
    assert subjects[:2] == [
        "Signing in takes no second step any more",
        "Signing in takes a second step now",
    ]


async def test_a_session_knows_whether_it_was_opened_by_two_steps(world: World) -> None:
    member = await world.member()
    app = await set_up(world, member)
    guest = world.guest()
    await begin(guest, member)
    opened = (await finish(guest, app.code())).json()
    sessions = world.platform.store().committed.sessions
    steps = {str(one.id): one.two_steps for one in sessions.values()}
    assert steps.pop(opened["session_id"])
    assert not any(steps.values())


async def test_it_goes_with_its_account(world: World) -> None:
    member = await world.member()
    await set_up(world, member)
    await member.ok("DELETE", "/api/me", json=PROOF)
    owner = AccountId(UUID(member.id))

    async def look(tx: Transaction) -> bool:
        return await tx.second_steps.of(owner) is None

    assert await world.platform.unit().run(look)
