"""What the operator does by commands: moderators, second steps that are lost, accounts that are to go."""

from dataclasses import replace

import pytest

from tests.support import builders
from tests.support.acting import account_at, enter, find_account
from tests.support.builders import account
from tests.support.keeping import keep
from tests.support.pages import present
from tests.support.platform import Platform
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.errors import (
    AccountSuspended,
    EmailNotVerified,
    Invalid,
    NotFound,
    SecondStepOff,
)

EMAIL = "ada@example.org"


class TestAppointing:
    async def test_is_done_by_an_address_and_again_nothing_changes(self, platform: Platform) -> None:
        await enter(platform, email=EMAIL)
        for _ in range(2):
            await platform.operating.appoint("ada@EXAMPLE.org")
            assert present(await account_at(platform, EMAIL)).moderator

    @pytest.mark.parametrize(
        ("state", "refusal"),
        [(AccountState.UNVERIFIED, EmailNotVerified), (AccountState.SUSPENDED, AccountSuspended)],
    )
    async def test_is_for_active_accounts_alone(
        self, platform: Platform, state: AccountState, refusal: type[Exception]
    ) -> None:
        somebody = account(email=EMAIL, state=state)
        await keep(platform.storage.unit, somebody)
        with pytest.raises(refusal):
            await platform.operating.appoint(EMAIL)
        assert await account_at(platform, EMAIL) == somebody

    async def test_wants_an_address_that_is_one_and_somebodys(self, platform: Platform) -> None:
        with pytest.raises(Invalid):
            await platform.operating.appoint("ada")
        with pytest.raises(NotFound):
            await platform.operating.appoint(EMAIL)


class TestTurningOffASecondStep:
    async def test_is_done_by_the_address_and_its_owner_is_told(self, platform: Platform) -> None:
        ada = replace(account(email=EMAIL), password_hash="hash of x")
        await keep(platform.storage.unit, ada, builders.second_step(ada))
        await platform.operating.turn_off_second_step("ADA@example.org")
        assert await platform.storage.unit.run(lambda tx: tx.second_steps.of(ada.id)) is None
        await platform.run_jobs()
        (mail,) = await platform.mails_to(EMAIL)
        assert mail.subject == "Signing in takes no second step any more"

    async def test_says_where_there_is_none_or_nobody(self, platform: Platform) -> None:
        await keep(platform.storage.unit, account(email=EMAIL))
        await keep(platform.storage.unit, account(email="bob@example.org", state=AccountState.UNVERIFIED))
        for address, error in (
            (EMAIL, SecondStepOff),
            ("bob@example.org", NotFound),
            ("eve@example.org", NotFound),
            ("ada", Invalid),
        ):
            with pytest.raises(error):
                await platform.operating.turn_off_second_step(address)

    async def test_lets_who_has_lost_the_passkeys_as_well_sign_in_without_them(
        self, platform: Platform
    ) -> None:
        ada = replace(account(email=EMAIL), password_hash="hash of x")
        await keep(platform.storage.unit, ada, builders.passkey(ada))
        await platform.operating.turn_off_second_step(EMAIL)
        assert await platform.storage.unit.run(lambda tx: tx.passkeys.of(ada.id)) == []
        await platform.run_jobs()
        (mail,) = await platform.mails_to(EMAIL)
        assert mail.subject == "A passkey was removed from your account"


class TestErasing:
    async def test_is_for_whoever_has_an_address_and_done_once(self, platform: Platform) -> None:
        ada = await enter(platform, email=EMAIL)
        assert await platform.operating.holder_of("Ada@example.org") == ada.account
        assert await platform.operating.erase(ada.account)
        assert await find_account(platform, ada) is None
        assert not await platform.operating.erase(ada.account)
        with pytest.raises(NotFound):
            await platform.operating.holder_of(EMAIL)
