"""Passkeys that are gone, or another's, by the time that they are used."""

from dataclasses import replace

import pytest

from tests.support.acting import ORIGIN, enter
from tests.support.authenticator import Device, decoded, encoded
from tests.support.mails import BASE
from tests.support.meanwhile import Meanwhile, overtaken
from tests.support.platform import Platform
from wexstream.domain.model.errors import NotFound, PasskeyRefused
from wexstream.domain.model.ids import PasskeyId
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.passkeys import Assertion, Attestation
from wexstream.ports.persistence import Transaction

PASSWORD = "password of Ada Lovelace"


async def add(platform: Platform, owner: Viewer, device: Device) -> PasskeyId:
    invited = await platform.passkeys.begin_adding(owner, password=None)
    made = device.make(
        {
            "rp": {"id": device.place},
            "user": {"id": encoded(owner.account.bytes)},
            "challenge": encoded(invited.asked.challenge),
        }
    )
    attestation = Attestation(
        client_data=decoded(made["client_data"]), attestation_object=decoded(made["attestation_object"])
    )
    return (await platform.passkeys.add(owner, invited.asked.ticket, attestation, name="Phone")).id


async def sign_in(platform: Platform, device: Device) -> Session:
    asked = await platform.passkeys.begin(origin=ORIGIN)
    signed = device.sign({"rpId": device.place, "challenge": encoded(asked.challenge)})
    assertion = Assertion(
        credential=device.credential,
        client_data=decoded(signed["client_data"]),
        authenticator_data=decoded(signed["authenticator_data"]),
        signature=decoded(signed["signature"]),
        user_handle=device.holder,
    )
    return await platform.passkeys.sign_in(asked.ticket, assertion, stay=False, device=None, origin=ORIGIN)


@pytest.fixture
def device(platform: Platform) -> Device:
    return Device(origin=BASE.rstrip("/"), place=platform.passkeys.authenticators.place)


async def test_one_that_was_removed_while_it_was_checked_signs_nobody_in(
    platform: Platform, device: Device
) -> None:
    ada = await enter(platform)
    kept = await add(platform, ada, device)

    async def remove(tx: Transaction) -> None:
        await tx.accounts.lock([ada.account])
        await tx.passkeys.remove(kept)

    with pytest.raises(PasskeyRefused):
        await overtaken(platform, sign_in(platform, device), remove)


async def test_one_that_became_anothers_while_it_was_checked_signs_in_neither(
    platform: Platform, device: Device
) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    kept = await add(platform, ada, device)
    device.holder = bob.account.bytes

    async def pass_on(tx: Transaction) -> None:
        await tx.accounts.lock([ada.account, bob.account])
        passkey = await tx.passkeys.find(device.credential)
        assert isinstance(passkey, Passkey)
        await tx.passkeys.remove(kept)
        await tx.passkeys.add(replace(passkey, id=PasskeyId(bob.account), account=bob.account))

    with pytest.raises(PasskeyRefused):
        await overtaken(platform, sign_in(platform, device), pass_on)


async def test_one_that_was_removed_while_the_password_was_checked_is_not_removed_again(
    platform: Platform, device: Device
) -> None:
    ada = await enter(platform)
    kept = await add(platform, ada, device)

    async def happens() -> None:
        await platform.passkeys.remove(ada, kept, password=None)

    passwords = replace(platform.passwords, hasher=Meanwhile(happens))
    passkeys = replace(platform.passkeys, passwords=passwords)
    with pytest.raises(NotFound):
        await passkeys.remove(ada, kept, password=PASSWORD)
