"""Becoming a member, moving, forgetting a password: over HTTP and by the links of mails."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.http.world import PASSWORD, World
from tests.support.verdicts import SUSPENDING

NEW_PASSWORD = "another unlikely phrase"


def application(email: str, **more: object) -> dict[str, Any]:
    return {"full_name": "Amal", "email": email, "password": PASSWORD, "terms_version": "1", **more}


def alike(one: httpx.Response, other: httpx.Response) -> bool:
    ignored = "x-request-id"
    first, second = ({**answer.headers, ignored: ""} for answer in (one, other))
    return (one.status_code, one.content, first) == (other.status_code, other.content, second)


async def test_who_signs_up_and_follows_the_link_is_a_member(world: World) -> None:
    guest = world.guest()
    answer = await guest.call("POST", "/api/accounts", json=application("amal@example.org"))
    assert (answer.status_code, answer.content) == (202, b"")
    signing_in = {"email": "amal@example.org", "password": PASSWORD}
    await guest.ok("POST", "/api/sessions", json=signing_in)
    assert (await guest.ok("GET", "/api/me"))["state"] == "unverified"
    await guest.refused(403, "email-not-verified", "GET", "/api/timeline")
    token = await world.mailed_token("amal@example.org")
    verified = await world.guest().call(
        "POST", "/api/accounts/verify", json={"token": token, "password": PASSWORD}
    )
    assert (verified.status_code, verified.content) == (204, b"")
    assert (await guest.ok("GET", "/api/me"))["state"] == "active"
    await guest.ok("GET", "/api/timeline")


async def test_language_and_time_zone_are_those_given_or_the_operators(world: World) -> None:
    guest = world.guest()
    given = application("amal@example.org", language="fr", time_zone="Europe/Paris")
    await guest.ok("POST", "/api/accounts", json=given)
    await guest.ok("POST", "/api/sessions", json={"email": "amal@example.org", "password": PASSWORD})
    me = await guest.ok("GET", "/api/me")
    assert (me["language"], me["time_zone"]) == ("fr", "Europe/Paris")
    other = await (await world.member()).ok("GET", "/api/me")
    assert (other["language"], other["time_zone"]) == ("en", "UTC")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"email": "nonsense"}, "email", None),
        ({"full_name": " "}, "full_name", None),
        ({"password": "password1"}, "password", "breached"),
        ({"terms_version": "0"}, "terms_version", None),
        ({"time_zone": "../etc"}, "time_zone", None),
        ({"language": "xx"}, "language", "malformed"),
    ],
)
async def test_an_application_that_cannot_be_names_its_field(
    world: World, change: dict[str, str], field: str, code: str | None
) -> None:
    body = application("amal@example.org") | change
    problem = await world.guest().refused(422, "invalid", "POST", "/api/accounts", json=body)
    (fault,) = problem["fields"]
    assert fault["field"] == field
    assert fault["message"]
    assert code in {None, fault["code"]}
    assert await world.subjects("amal@example.org") == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/accounts", {**application(""), "email": ""}),
        ("/api/accounts/verification", {"email": ""}),
        ("/api/password-resets", {"email": ""}),
    ],
)
async def test_no_answer_tells_which_addresses_are_known(
    world: World, path: str, body: dict[str, Any]
) -> None:
    operator = await world.moderator()
    active = await world.member()
    unverified = await world.member(verified=False)
    banned = await world.member()
    await operator.ok("POST", f"/api/moderation/users/{banned.id}/suspend", json=SUSPENDING)
    unknown = await world.guest().call("POST", path, json={**body, "email": "nobody@example.org"})
    assert unknown.status_code == 202
    for member in (active, unverified, banned):
        answer = await world.guest().call("POST", path, json={**body, "email": member.email})
        assert alike(answer, unknown)


async def test_signing_up_with_a_members_address_tells_the_owner_by_mail_alone(world: World) -> None:
    amal = await world.member()
    await world.guest().ok("POST", "/api/accounts", json=application(amal.email.upper(), full_name="Mallory"))
    assert await world.subjects(amal.email) == [
        "Confirm your address for Wexstream",
        "You have an account already",
    ]
    assert (await amal.ok("GET", "/api/me"))["full_name"] == amal.name


async def test_signing_up_again_before_verifying_leaves_nothing_to_whoever_did_first(world: World) -> None:
    squatter = await world.member("Mallory", verified=False)
    early = await world.mailed_token(squatter.email)
    again = application(squatter.email, password=NEW_PASSWORD)
    await world.guest().ok("POST", "/api/accounts", json=again)
    await squatter.refused(401, "not-signed-in", "GET", "/api/me")
    await world.guest().refused(
        410, "link-expired", "POST", "/api/accounts/verify", json={"token": early, "password": PASSWORD}
    )
    body = {"email": squatter.email, "password": PASSWORD}
    await world.guest().refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)


async def test_signing_up_and_then_in_tells_nothing_about_the_address(world: World) -> None:
    operator, active, banned = await world.moderator(), await world.member(), await world.member()
    await operator.ok("POST", f"/api/moderation/users/{banned.id}/suspend", json=SUSPENDING)
    seen = []
    for email in ("nobody@example.org", active.email, banned.email):
        guest = world.guest()
        await guest.ok("POST", "/api/accounts", json=application(email, password=NEW_PASSWORD))
        await guest.ok("POST", "/api/sessions", json={"email": email, "password": NEW_PASSWORD})
        me = await guest.ok("GET", "/api/me")
        seen.append({**me, "id": None, "email": None})
    assert seen[0] == seen[1] == seen[2]
    await active.ok("GET", "/api/me")


async def test_who_signed_up_with_anothers_address_is_not_let_in_by_the_owners_click(world: World) -> None:
    guest = world.guest()
    await guest.ok("POST", "/api/accounts", json=application("amal@example.org"))
    mallory = application("amal@example.org", full_name="Mallory", password=NEW_PASSWORD)
    await world.guest().ok("POST", "/api/accounts", json=mallory)
    proof = {"token": await world.mailed_token("amal@example.org"), "password": PASSWORD}
    await guest.refused(403, "wrong-password", "POST", "/api/accounts/verify", json=proof)
    body = {"email": "amal@example.org", "password": NEW_PASSWORD}
    await world.guest().ok("POST", "/api/sessions", json=body)
    await world.guest().ok("POST", "/api/password-resets", json={"email": "amal@example.org"})
    reset = {"token": await world.mailed_token("amal@example.org"), "new": "yet another phrase"}
    await guest.ok("POST", "/api/password-resets/confirm", json=reset)
    await world.guest().refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)
    await guest.ok("POST", "/api/sessions", json=body | {"password": "yet another phrase"})
    assert (await guest.ok("GET", "/api/me"))["state"] == "active"


async def test_of_the_mails_asked_for_again_the_newest_link_works(world: World) -> None:
    amal = await world.member(verified=False)
    first = await world.mailed_token(amal.email)
    await world.guest().ok("POST", "/api/accounts/verification", json={"email": amal.email})
    second = await world.mailed_token(amal.email)
    await amal.refused(
        410, "link-expired", "POST", "/api/accounts/verify", json={"token": first, "password": PASSWORD}
    )
    await amal.ok("POST", "/api/accounts/verify", json={"token": second, "password": PASSWORD})
    await amal.ok("POST", "/api/accounts/verify", json={"token": second, "password": PASSWORD})
    assert (await amal.ok("GET", "/api/me"))["state"] == "active"


async def test_a_link_works_for_a_day(world: World) -> None:
    amal = await world.member(verified=False)
    token = await world.mailed_token(amal.email)
    world.clock.advance(timedelta(hours=24))
    await amal.refused(
        410, "link-expired", "POST", "/api/accounts/verify", json={"token": token, "password": PASSWORD}
    )


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/api/accounts/verify", {"password": PASSWORD}),
        ("/api/me/email/confirm", {"password": PASSWORD}),
        ("/api/password-resets/confirm", {"new": NEW_PASSWORD}),
    ],
)
async def test_a_link_that_is_none_of_ours_is_unknown(world: World, path: str, more: dict[str, str]) -> None:
    amal = await world.member(verified=False)
    await world.guest().refused(404, "link-unknown", "POST", path, json={"token": "made-up", **more})
    if path != "/api/accounts/verify":
        for_something_else = {"token": await world.mailed_token(amal.email), **more}
        await world.guest().refused(404, "link-unknown", "POST", path, json=for_something_else)


async def test_an_account_moves_when_the_new_address_is_confirmed(world: World) -> None:
    amal = await world.member()
    move = {"email": "new@example.org", "password": PASSWORD}
    assert (await amal.call("PUT", "/api/me/email", json=move)).status_code == 202
    assert (await amal.ok("GET", "/api/me"))["email"] == amal.email
    token = await world.mailed_token("new@example.org")
    assert "Your address is about to change" in await world.subjects(amal.email)
    proof = {"token": token, "password": PASSWORD}
    wrong = proof | {"password": NEW_PASSWORD}
    await world.guest().refused(403, "wrong-password", "POST", "/api/me/email/confirm", json=wrong)
    await world.guest().ok("POST", "/api/me/email/confirm", json=proof)
    assert (await amal.ok("GET", "/api/me"))["email"] == "new@example.org"
    await world.guest().refused(409, "link-used", "POST", "/api/me/email/confirm", json=proof)
    body = {"email": amal.email, "password": PASSWORD}
    await world.guest().refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)
    await world.guest().ok("POST", "/api/sessions", json=body | {"email": "new@example.org"})


async def test_moving_takes_the_password(world: World) -> None:
    amal = await world.member()
    move = {"email": "new@example.org", "password": "not the password"}
    await amal.refused(403, "wrong-password", "PUT", "/api/me/email", json=move)
    assert await world.subjects("new@example.org") == []


async def test_moving_to_anothers_address_is_answered_like_any_move(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    to_known = await amal.call("PUT", "/api/me/email", json={"email": kofi.email, "password": PASSWORD})
    free = {"email": "free@example.org", "password": PASSWORD}
    assert alike(to_known, await amal.call("PUT", "/api/me/email", json=free))
    assert (await world.subjects(kofi.email))[-1] == "You have an account already"


async def test_a_forgotten_password_is_set_anew_by_the_link_once_and_ends_all_sessions(world: World) -> None:
    amal = await world.member()
    await world.guest().ok("POST", "/api/password-resets", json={"email": amal.email})
    reset = {"token": await world.mailed_token(amal.email), "new": NEW_PASSWORD}
    await world.guest().ok("POST", "/api/password-resets/confirm", json=reset)
    await amal.refused(401, "not-signed-in", "GET", "/api/me")
    body = {"email": amal.email, "password": PASSWORD}
    await amal.refused(401, "wrong-credentials", "POST", "/api/sessions", json=body)
    await amal.ok("POST", "/api/sessions", json=body | {"password": NEW_PASSWORD})
    await world.guest().refused(409, "link-used", "POST", "/api/password-resets/confirm", json=reset)
    assert (await world.subjects(amal.email))[-1] == "Your password was changed"


async def test_a_new_password_that_is_refused_does_not_use_the_link_up(world: World) -> None:
    amal = await world.member()
    await world.guest().ok("POST", "/api/password-resets", json={"email": amal.email})
    reset = {"token": await world.mailed_token(amal.email), "new": "password1"}
    problem = await world.guest().refused(422, "invalid", "POST", "/api/password-resets/confirm", json=reset)
    assert [(fault["field"], fault["code"]) for fault in problem["fields"]] == [("new", "breached")]
    await world.guest().ok("POST", "/api/password-resets/confirm", json=reset | {"new": NEW_PASSWORD})


async def test_whoever_asks_for_too_many_mails_to_an_address_keeps_nobody_from_the_last_of_them(
    world: World,
) -> None:
    amal = await world.member()
    path = "/api/password-resets"
    known, unknown = {"email": amal.email}, {"email": "nobody@example.org"}
    answers = []
    for body in [known, unknown] * 7:
        answers.append(await world.guest().call("POST", path, json=body))
        await world.work()
    assert all(alike(answer, answers[0]) for answer in answers)
    assert (await world.subjects(amal.email)).count("Set a new password") == 6
    reset = {"token": await world.mailed_token(amal.email), "new": NEW_PASSWORD}
    await world.guest().ok("POST", "/api/password-resets/confirm", json=reset)


async def test_networks_are_throttled_each_and_an_ipv6_network_as_one(world: World) -> None:
    async def ask(peer: str, number: int) -> int:
        body = {"email": f"nobody{number}@example.org"}
        return (
            await world.guest(peer=peer).call("POST", "/api/accounts/verification", json=body)
        ).status_code

    answers = [await ask(f"2001:db8:0:1::{number:x}", number) for number in range(21)]
    assert answers == [202] * 20 + [429]
    for number, peer in enumerate(("2001:db8:0:2::1", "198.51.100.7", "unix")):
        assert await ask(peer, 100 + number) == 202
