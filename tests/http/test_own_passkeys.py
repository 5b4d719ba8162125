"""Having passkeys: adding and removing them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from dependency_injector import providers

from tests.http.passkeys import OWN, PROOF, add, ask, ask_for_new, refused, sign_in
from tests.http.world import NEVER, Member, World
from tests.support.authenticator import Device, encoded
from tests.support.facebook import APPLICATION, Facebook
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.domain.model.identity import Provider, Vouched
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.passkey import PASSKEYS_MOST
from wexstream.domain.model.session import RECENT_FOR

ISSUER = f"https://www.facebook.com/{APPLICATION.app_id}"


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
    await world.without_password(member)
    first, last = (await member.ok("GET", OWN))["items"]
    await member.ok("DELETE", f"{OWN}/{first['id']}", json={})
    await member.refused(409, "last-way-in", "DELETE", f"{OWN}/{last['id']}", json={})


async def test_another_service_is_a_way_in_beside_it_and_it_is_one_beside_that(
    world: World, offered: None
) -> None:
    member = await world.member()
    await add(member)
    await world.without_password(member)
    known = Vouched(provider=Provider.FACEBOOK, issuer=ISSUER, subject="ada")
    linked = known.linked_to(AccountId(UUID(member.id)), at=world.clock.now())
    await world.platform.unit().run(lambda tx: tx.identities.add(linked))
    (kept,) = (await member.ok("GET", OWN))["items"]
    await member.ok("DELETE", f"{OWN}/{kept['id']}", json={})
    await member.refused(409, "last-way-in", "DELETE", "/api/me/identities/facebook", json={})
    await add_without_a_password(member)
    await member.ok("DELETE", "/api/me/identities/facebook", json={})


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


async def test_the_owner_is_mailed_when_one_is_added_and_removed(world: World) -> None:
    member = await world.member()
    await add(member)
    (kept,) = (await member.ok("GET", OWN))["items"]
    await member.ok("DELETE", f"{OWN}/{kept['id']}", json=PROOF)
    assert (await world.subjects(member.email))[-2:] == [
        "A passkey was added to your account",
        "A passkey was removed from your account",
    ]
