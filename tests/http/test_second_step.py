"""Signing in by two steps: doing the second, and what does not pass for it."""

from uuid import UUID

from dependency_injector import providers

from tests.http.second_steps import HALF_A_MINUTE, OWN, PROOF, STEP, begin, finish, refused, set_up
from tests.http.world import World
from tests.support.facebook import ADA, APPLICATION, Facebook
from tests.support.totp import shown
from tests.support.verdicts import SUSPENDING
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.second_step import HALFWAY_LASTS
from wexstream.domain.model.session import LEAVING_LASTS_FOR, STAYS_FOR
from wexstream.ports.persistence import Transaction


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


async def test_the_code_that_turned_it_on_does_not_work_again(world: World) -> None:
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


async def test_who_knew_the_password_moves_the_account_nowhere_any_more_once_it_is_on(world: World) -> None:
    amal = await world.member()
    move = {"email": "mallory@example.org", **PROOF}
    await amal.ok("PUT", "/api/me/email", json=move)
    token = await world.mailed_token("mallory@example.org")
    await set_up(world, amal)
    known = {"token": token, **PROOF}
    await world.guest().refused(410, "link-expired", "POST", "/api/me/email/confirm", json=known)
    assert (await amal.ok("GET", "/api/me"))["email"] == amal.email


async def test_who_is_in_by_a_stolen_password_is_put_out_once_it_is_on_and_does_not_turn_it_off(
    world: World,
) -> None:
    member = await world.member()
    thief = world.guest()
    await thief.ok("POST", "/api/sessions", json={"email": member.email, **PROOF})

    await set_up(world, member)

    await thief.refused(401, "not-signed-in", "DELETE", OWN, json=PROOF)
    assert (await member.ok("GET", OWN))["on"]


async def test_it_goes_with_its_account(world: World) -> None:
    member = await world.member()
    await set_up(world, member)
    await member.ok("DELETE", "/api/me", json=PROOF)
    owner = AccountId(UUID(member.id))

    async def look(tx: Transaction) -> bool:
        return await tx.second_steps.of(owner) is None

    assert await world.platform.unit().run(look)
