"""Signing in by a passkey, and what does not pass for one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.http.passkeys import OWN, PROOF, SIGN_IN, add, ask, ask_for_new, not_added, refused, sign_in
from tests.http.second_steps import set_up
from tests.http.world import World
from tests.support.authenticator import PRESENT, VERIFIED, Device, decoded, encoded
from tests.support.verdicts import SUSPENDING
from wexstream.domain.model.passkey import CHALLENGE_LASTS
from wexstream.domain.model.session import LEAVING_LASTS_FOR, STAYS_FOR

# Nothing, half a byte, no JSON, JSON of another kind, and brackets within brackets: JSON's, and CBOR's.
JUNK = ["", "A", "AAAA", encoded(b'{"type":1}'), encoded(b"[" * 9_000), "gYGB" * 3_000]


async def test_a_passkey_alone_signs_in_who_says_no_name(world: World) -> None:
    member = await world.member()
    device = await add(member)
    guest = world.guest()

    opened = await sign_in(guest, device)

    assert opened["account_id"] == member.id
    assert (await guest.ok("GET", "/api/me"))["id"] == member.id
    assert "ws-passkey" not in guest.client.cookies


async def test_what_a_device_is_asked_is_what_guards_an_account(world: World) -> None:
    member = await world.member()
    options = await ask_for_new(member, **PROOF)
    assert options["rp"] == {"id": "localhost", "name": "Wexstream"}
    assert decoded(options["user"]["id"]) == UUID(member.id).bytes
    assert options["user"]["name"] == member.email
    assert options["authenticatorSelection"] == {
        "residentKey": "required",
        "requireResidentKey": True,
        "userVerification": "required",
    }
    assert [one["alg"] for one in options["pubKeyCredParams"]] == [-7, -8, -257]
    asked = await ask(world.guest())
    assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
    assert len(decoded(asked["challenge"])) == 32


async def test_the_ticket_is_for_this_browser_and_this_site_alone(world: World) -> None:
    answer = await world.guest().call("POST", f"{SIGN_IN}/options")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("ws-passkey=")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=300"} <= set(cookie.split("; "))


async def test_one_stays_signed_in_where_one_wants_to(world: World) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    answer = await guest.call("POST", SIGN_IN, json=device.sign(await ask(guest), stay=True))
    assert f"Max-Age={int(STAYS_FOR.total_seconds())}" in str(answer.headers.get_list("set-cookie"))


async def test_a_client_gets_the_token_when_it_asks(world: World) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    opened = await sign_in(guest, device, token=True)
    bearer = {"Authorization": f"Bearer {opened['token']}"}
    assert "ws" not in guest.client.cookies
    assert (await guest.ok("GET", "/api/me", headers=bearer))["id"] == member.id


async def test_it_is_two_steps_in_one(world: World) -> None:
    member = await world.member()
    await set_up(world, member)
    device = await add(member)
    opened = await sign_in(world.guest(), device)
    sessions = world.platform.store().committed.sessions
    assert {str(one.id): one.two_steps for one in sessions.values()}[opened["session_id"]]


async def test_a_device_that_does_not_count_signs_in_again_and_again(world: World) -> None:
    member = await world.member()
    device = await add(member, Device(counts=False))
    for _ in range(2):
        assert (await sign_in(world.guest(), device))["account_id"] == member.id


async def test_what_was_signed_opens_one_session(world: World) -> None:
    member = await world.member()
    device = await add(member, Device(counts=False))
    guest, thief = world.guest(), world.guest()
    answer = device.sign(await ask(guest))
    ticket = guest.client.cookies["ws-passkey"]
    assert (await guest.call("POST", SIGN_IN, json=answer)).is_success
    thief.client.cookies["ws-passkey"] = ticket
    await refused(thief, answer, "sign-in-outdated")


async def test_what_was_signed_is_good_in_the_browser_that_was_asked(world: World) -> None:
    member = await world.member()
    device, guest, other = await add(member), world.guest(), world.guest()
    answer = device.sign(await ask(guest))
    await refused(other, answer, "sign-in-outdated")
    await ask(other)
    await refused(other, answer)


async def test_what_was_asked_is_good_for_five_minutes(world: World) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    answer = device.sign(await ask(guest))
    ticket = guest.client.cookies["ws-passkey"]
    world.clock.advance(CHALLENGE_LASTS)
    guest.client.cookies["ws-passkey"] = ticket
    await refused(guest, answer, "sign-in-outdated")


async def test_what_was_asked_to_add_one_signs_nobody_in_and_the_other_way_round(world: World) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    options = await ask_for_new(member, **PROOF)
    guest.client.cookies["ws-passkey"] = member.client.cookies["ws-passkey"]
    await refused(guest, device.sign({**options, "rpId": "localhost"}), "sign-in-outdated")
    asked = await ask(member)
    made = Device().make({**options, "challenge": asked["challenge"]})
    await member.refused(403, "sign-in-outdated", "POST", OWN, json=made)


async def test_what_one_account_was_asked_adds_none_to_another(world: World) -> None:
    amal, zoe = await world.member("Amal"), await world.member("Zoë")
    made = Device().make(await ask_for_new(amal, **PROOF))
    zoe.client.cookies["ws-passkey"] = amal.client.cookies["ws-passkey"]
    await not_added(zoe, made, "sign-in-outdated")


async def test_what_was_made_is_added_once(world: World) -> None:
    member = await world.member()
    made = Device().make(await ask_for_new(member, **PROOF))
    ticket = member.client.cookies["ws-passkey"]
    await member.ok("POST", OWN, json=made)
    member.client.cookies["ws-passkey"] = ticket
    await member.refused(403, "sign-in-outdated", "POST", OWN, json=made)


@pytest.mark.parametrize(
    "faulty",
    [
        {"origin": "https://evil.example.org"},
        {"origin": "http://localhost:4004"},
        {"origin": "https://localhost:4003"},
        {"place": "evil.example.org"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"more": {"type": "webauthn.get"}},
        {"more": {"crossOrigin": True}},
        {"more": {"challenge": encoded(bytes(32))}},
        {"algorithm": -65535},
        {"algorithm": -47},
    ],
    ids=str,
)
async def test_what_is_made_elsewhere_or_for_another_or_by_nobody_is_not_added(
    world: World, faulty: dict[str, Any]
) -> None:
    member = await world.member()
    await not_added(member, Device(**faulty).make(await ask_for_new(member, **PROOF)))


@pytest.mark.parametrize(
    "faulty",
    [
        {"origin": "https://evil.example.org"},
        {"origin": "http://localhost:4004"},
        {"place": "evil.example.org"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"more": {"type": "webauthn.create"}},
        {"more": {"crossOrigin": True}},
        {"more": {"challenge": encoded(bytes(32))}},
        {"holder": None},
        {"holder": bytes(16)},
        {"credential": bytes(32)},
        {"count": 0},
        {"key": Device().key},
    ],
    ids="-".join,
)
async def test_what_is_signed_elsewhere_or_for_another_or_by_nobody_signs_nobody_in(
    world: World, faulty: dict[str, Any]
) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    await sign_in(world.guest(), device)
    await refused(guest, replace(device, **faulty).sign(await ask(guest)))
    assert (await sign_in(guest, device))["account_id"] == member.id


async def test_a_copy_that_has_not_counted_on_is_refused(world: World) -> None:
    member = await world.member()
    device = await add(member)
    copy, guest = replace(device), world.guest()
    await sign_in(world.guest(), device)
    await refused(guest, copy.sign(await ask(guest)))


async def test_the_passkey_of_another_opens_that_ones_account_and_no_other(world: World) -> None:
    amal, zoe = await world.member("Amal"), await world.member("Zoë")
    device = await add(zoe)
    guest = world.guest()
    await refused(guest, replace(device, holder=UUID(amal.id).bytes).sign(await ask(guest)))
    assert (await sign_in(guest, device))["account_id"] == zoe.id


async def test_a_changed_signature_signs_nobody_in(world: World) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    answer = device.sign(await ask(guest))
    raw = bytearray(decoded(answer["signature"]))
    raw[-1] ^= 1
    await refused(guest, {**answer, "signature": encoded(bytes(raw))})


@pytest.mark.parametrize("name", ["client_data", "authenticator_data", "signature", "credential"])
@pytest.mark.parametrize("junk", JUNK)
async def test_what_is_nothing_of_the_kind_signs_nobody_in(world: World, name: str, junk: str) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    await refused(guest, {**device.sign(await ask(guest)), name: junk})


@pytest.mark.parametrize("name", ["client_data", "attestation_object"])
@pytest.mark.parametrize("junk", JUNK)
async def test_what_is_nothing_of_the_kind_is_not_added(world: World, name: str, junk: str) -> None:
    member = await world.member()
    await not_added(member, {**Device().make(await ask_for_new(member, **PROOF)), name: junk})


async def test_without_a_passkey_in_it_what_was_made_is_none(world: World) -> None:
    member, guest = await world.member(), world.guest()
    made = Device().make(await ask_for_new(member, **PROOF))
    signed = Device().sign(await ask(guest))
    bare = b"\xa3cfmtdnonegattStmt\xa0hauthDataX\x25" + decoded(signed["authenticator_data"])
    await not_added(member, {**made, "attestation_object": encoded(bare)})


async def test_who_is_suspended_is_let_in_to_leave(world: World) -> None:
    member, moderator = await world.member(), await world.moderator()
    device, guest = await add(member), world.guest()
    await moderator.ok("POST", f"/api/moderation/users/{member.id}/suspend", json=SUSPENDING)
    await guest.refused(403, "account-suspended", "POST", SIGN_IN, json=device.sign(await ask(guest)))
    await guest.ok("GET", "/api/me/export")
    world.clock.advance(LEAVING_LASTS_FOR)
    await guest.refused(401, "not-signed-in", "GET", "/api/me/export")


async def test_who_tries_often_is_slowed_down(world: World) -> None:
    guest = world.guest(peer="198.51.100.9")
    answer = Device().sign(await ask(guest))
    for _ in range(30):
        await guest.refused(403, "passkey-refused", "POST", SIGN_IN, json=answer)
    await guest.refused(429, "too-many-requests", "POST", SIGN_IN, json=answer)


async def test_over_tls_it_is_for_the_host_of_the_public_address(austere: World) -> None:
    answer = await austere.guest().call("POST", f"{SIGN_IN}/options")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-ws-passkey=")
    assert "Secure" in cookie.split("; ")
