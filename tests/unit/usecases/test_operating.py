"""A second step that its owner has lost, and the operator turns off."""

from dataclasses import replace

import pytest

from tests.support import builders
from tests.support.builders import account
from tests.support.keeping import keep
from tests.support.platform import Platform
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import Invalid, NotFound, SecondStepOff

EMAIL = "ada@example.org"


async def test_it_is_turned_off_by_the_address_and_its_owner_is_told(platform: Platform) -> None:
    ada = replace(account(email=EMAIL), password_hash="hash of x")
    await keep(platform.storage.unit, ada, builders.second_step(ada))
    await platform.second_steps.turn_off_for("ADA@example.org")
    assert await platform.storage.unit.run(lambda tx: tx.second_steps.of(ada.id)) is None
    await platform.run_jobs()
    (mail,) = await platform.mails_to(EMAIL)
    assert mail.subject == "Signing in takes no second step any more"


async def test_where_there_is_none_or_nobody_that_is_said(platform: Platform) -> None:
    await keep(platform.storage.unit, account(email=EMAIL))
    await keep(platform.storage.unit, account(email="bob@example.org", state=AccountState.UNVERIFIED))
    for address, error in (
        (EMAIL, SecondStepOff),
        ("bob@example.org", NotFound),
        ("eve@example.org", NotFound),
        ("ada", Invalid),
    ):
        with pytest.raises(error):
            await platform.second_steps.turn_off_for(address)


async def test_who_has_lost_the_passkeys_as_well_signs_in_without_them(platform: Platform) -> None:
    ada = replace(account(email=EMAIL), password_hash="hash of x")
    await keep(platform.storage.unit, ada, builders.passkey(ada))
    await platform.second_steps.turn_off_for(EMAIL)
    assert await platform.storage.unit.run(lambda tx: tx.passkeys.of(ada.id)) == []
    await platform.run_jobs()
    (mail,) = await platform.mails_to(EMAIL)
    assert mail.subject == "A passkey was removed from your account"
