"""Passkeys: adding them, signing in by one, and what does not pass for one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from dependency_injector import providers

from tests.http.test_second_step import set_up
from tests.http.world import NEVER, PASSWORD, Guest, Member, World
from tests.support.authenticator import PRESENT, VERIFIED, Device, decoded, encoded
from tests.support.facebook import APPLICATION, Facebook
from tests.support.verdicts import SUSPENDING
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.domain.model.identity import Provider, Vouched
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.passkey import CHALLENGE_LASTS, PASSKEYS_MOST
from wexstream.domain.model.session import LEAVING_LASTS_FOR, RECENT_FOR, STAYS_FOR
from wexstream.ports.persistence import Transaction

OWN, SIGN_IN = "/api/me/passkeys", "/api/sessions/passkey"
PROOF = {"password": PASSWORD}
# Nothing, half a byte, no JSON, JSON of another kind, and brackets within brackets: JSON's, and CBOR's.
JUNK = ["", "A", "AAAA", encoded(b'{"type":1}'), encoded(b"[" * 9_000), "gYGB" * 3_000]
ISSUER = f"https://www.facebook.com/{APPLICATION.app_id}"


async def ask_for_new(member: Guest, **proof: str) -> Any:
    return await member.ok("POST", f"{OWN}/options", json=proof)


async def ask(guest: Guest) -> Any:
    return await guest.ok("POST", f"{SIGN_IN}/options")


async def add(member: Guest, device: Device | None = None, *, name: str = "My phone") -> Device:
    """Add a passkey of a device to a member's account."""
    device = device or Device()
    await member.ok("POST", OWN, json=device.make(await ask_for_new(member, **PROOF), name=name))
    return device


async def sign_in(guest: Guest, device: Device, **more: Any) -> Any:
    return await guest.ok("POST", SIGN_IN, json=device.sign(await ask(guest), **more))


async def refused(guest: Guest, answer: dict[str, Any], why: str = "passkey-refused") -> None:
    await guest.refused(403, why, "POST", SIGN_IN, json=answer)
    await guest.refused(401, "not-signed-in", "GET", "/api/me")


async def not_added(member: Member, made: dict[str, Any], why: str = "passkey-refused") -> None:
    await member.refused(403, why, "POST", OWN, json=made)
    assert (await member.ok("GET", OWN))["items"] == []


async def change(world: World, member: Member, **given: Any) -> None:
    """Change an account whatever its owner may."""

    async def work(tx: Transaction) -> None:
        name = AccountId(UUID(member.id))
        account = (await tx.accounts.lock([name]))[name]
        await tx.accounts.save(replace(account, **given))

    await world.platform.unit().run(work)


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


async def test_an_account_has_several_each_with_its_name_and_times(world: World) -> None:
    member = await world.member()
    phone, ring = await add(member), await add(member, name="  Key ring ")
    world.clock.advance(timedelta(hours=1))
    await sign_in(world.guest(), ring)
    first, second = (await member.ok("GET", OWN))["items"]
    assert (first["name"], first["used_at"]) == ("My phone", None)
    assert second["name"] == "Key ring"
    assert second["used_at"] > second["created_at"]
    known = (await ask_for_new(member, **PROOF))["excludeCredentials"]
    assert [one["id"] for one in known] == [encoded(phone.credential), encoded(ring.credential)]


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
    ids=lambda faulty: "-".join(f"{name}" for name in faulty),
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
@pytest.mark.parametrize(
    "junk", ["", "A", "AAAA", encoded(b'{"type":1}'), encoded(b"[" * 9_000), "gQ" * 5_000]
)
async def test_what_is_nothing_of_the_kind_signs_nobody_in(world: World, name: str, junk: str) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    await refused(guest, {**device.sign(await ask(guest)), name: junk})


@pytest.mark.parametrize("name", ["client_data", "attestation_object"])
@pytest.mark.parametrize(
    "junk", ["", "A", "AAAA", encoded(b'{"type":1}'), encoded(b"[" * 9_000), "gYGB" * 3_000]
)
async def test_what_is_nothing_of_the_kind_is_not_added(world: World, name: str, junk: str) -> None:
    member = await world.member()
    await not_added(member, {**Device().make(await ask_for_new(member, **PROOF)), name: junk})


async def test_without_a_passkey_in_it_what_was_made_is_none(world: World) -> None:
    member, guest = await world.member(), world.guest()
    made = Device().make(await ask_for_new(member, **PROOF))
    signed = Device().sign(await ask(guest))
    bare = b"\xa3cfmtdnonegattStmt\xa0hauthDataX\x25" + decoded(signed["authenticator_data"])
    await not_added(member, {**made, "attestation_object": encoded(bare)})


async def test_to_add_one_takes_the_password_or_a_sign_in_of_the_last_minutes(world: World) -> None:
    member = await world.member()
    await ask_for_new(member)
    world.clock.advance(RECENT_FOR + timedelta(seconds=1))
    await member.refused(403, "proof-required", "POST", f"{OWN}/options", json={})
    await member.refused(403, "wrong-password", "POST", f"{OWN}/options", json={"password": "wrong"})
    await ask_for_new(member, **PROOF)


async def test_to_remove_one_takes_the_same_and_then_it_signs_nobody_in(world: World) -> None:
    member = await world.member()
    device, guest = await add(member), world.guest()
    (kept,) = (await member.ok("GET", OWN))["items"]
    path = f"{OWN}/{kept['id']}"
    world.clock.advance(RECENT_FOR + timedelta(seconds=1))
    await member.refused(403, "proof-required", "DELETE", path, json={})
    await member.refused(403, "wrong-password", "DELETE", path, json={"password": "wrong"})
    answer = device.sign(await ask(guest))
    await member.ok("DELETE", path, json=PROOF)
    await refused(guest, answer)
    await member.refused(404, "not-found", "DELETE", path, json=PROOF)


async def test_nobody_removes_anothers(world: World) -> None:
    amal, zoe = await world.member("Amal"), await world.member("Zoë")
    await add(zoe)
    (kept,) = (await zoe.ok("GET", OWN))["items"]
    for name in (kept["id"], str(NEVER)):
        await amal.refused(404, "not-found", "DELETE", f"{OWN}/{name}", json={})
    assert len((await zoe.ok("GET", OWN))["items"]) == 1


@pytest.fixture
async def offered(world: World) -> AsyncIterator[None]:
    """Facebook is offered to sign in by."""
    facebook = {Provider.FACEBOOK: FacebookProvider(APPLICATION, Client(Facebook()))}
    world.platform.passkeys.reset()
    with world.platform.identity_providers.override(providers.Object(facebook)):
        yield
    world.platform.passkeys.reset()


async def test_the_last_way_in_is_not_removed(world: World) -> None:
    member = await world.member()
    await add(member)
    await add(member)
    await change(world, member, password_hash=None)
    first, last = (await member.ok("GET", OWN))["items"]
    await member.ok("DELETE", f"{OWN}/{first['id']}", json={})
    await member.refused(409, "last-way-in", "DELETE", f"{OWN}/{last['id']}", json={})


async def test_another_service_is_a_way_in_beside_it_and_it_is_one_beside_that(
    world: World, offered: None
) -> None:
    member = await world.member()
    await add(member)
    await change(world, member, password_hash=None)
    known = Vouched(provider=Provider.FACEBOOK, issuer=ISSUER, subject="ada")
    linked = known.linked_to(AccountId(UUID(member.id)), at=world.clock.now())
    await world.platform.unit().run(lambda tx: tx.identities.add(linked))
    (kept,) = (await member.ok("GET", OWN))["items"]
    await member.ok("DELETE", f"{OWN}/{kept['id']}", json={})
    await member.refused(409, "last-way-in", "DELETE", "/api/me/identities/facebook")
    await add_without_a_password(member)
    await member.ok("DELETE", "/api/me/identities/facebook")


async def add_without_a_password(member: Member) -> None:
    await member.ok("POST", OWN, json=Device().make(await ask_for_new(member)))


async def test_a_passkey_that_is_anothers_is_not_added(world: World) -> None:
    amal, zoe = await world.member("Amal"), await world.member("Zoë")
    device = await add(amal)
    made = replace(device).make(await ask_for_new(zoe, **PROOF))
    await zoe.refused(409, "passkey-known", "POST", OWN, json=made)
    assert (await sign_in(world.guest(), device))["account_id"] == amal.id


async def test_there_are_twenty_at_most(world: World) -> None:
    member = await world.member()
    for number in range(PASSKEYS_MOST - 1):
        world.clock.advance(timedelta(minutes=5))
        await member.ok("POST", OWN, json=Device().make(await ask_for_new(member, **PROOF), name=str(number)))
    begun = Device().make(await ask_for_new(member, **PROOF))
    ticket = member.client.cookies["ws-passkey"]
    await add(member)
    member.client.cookies["ws-passkey"] = ticket
    await member.refused(409, "passkeys-full", "POST", OWN, json=begun)
    await member.refused(409, "passkeys-full", "POST", f"{OWN}/options", json=PROOF)


@pytest.mark.parametrize("name", [" ", "\n", "x" * 61])
async def test_a_name_is_a_line_that_can_be_read(world: World, name: str) -> None:
    member = await world.member()
    made = Device().make(await ask_for_new(member, **PROOF), name=name)
    answer = await member.call("POST", OWN, json=made)
    assert answer.status_code == 422


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


async def test_the_owner_is_mailed_when_one_is_added_and_removed(world: World) -> None:
    member = await world.member()
    await add(member)
    (kept,) = (await member.ok("GET", OWN))["items"]
    await member.ok("DELETE", f"{OWN}/{kept['id']}", json=PROOF)
    await world.work()
    mails = await world.platform.mailbox().list()
    subjects = [one.mail.subject for one in mails if one.mail.to_address == member.email]
    assert subjects[:2] == ["A passkey was removed from your account", "A passkey was added to your account"]


async def test_over_tls_it_is_for_the_host_of_the_public_address(austere: World) -> None:
    answer = await austere.guest().call("POST", f"{SIGN_IN}/options")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert cookie.startswith("__Host-ws-passkey=")
    assert "Secure" in cookie.split("; ")
