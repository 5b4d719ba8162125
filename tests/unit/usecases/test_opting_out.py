"""Turning off mails by a link in one of them."""

from dataclasses import asdict

import pytest

from tests.support.acting import NOBODY, account_of, enter
from tests.support.platform import Platform
from wexstream.domain.model.account import AccountChanges, AccountState, MailChoice
from wexstream.domain.model.errors import LinkUnknown
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.persistence import Transaction
from wexstream.ports.security import OptOut

EVERY_MAIL = AccountChanges(mail_live=True, mail_finished=True)


def token(platform: Platform, account: AccountId, choice: MailChoice, address_key: str) -> str:
    opt_out = OptOut(account=account, choice=choice)
    return platform.opting_out.tokens.token(opt_out, address_key=address_key)


async def token_of(platform: Platform, viewer: Viewer, choice: MailChoice = MailChoice.MESSAGES) -> str:
    account = await account_of(platform, viewer)
    return token(platform, account.id, choice, account.address_key)


@pytest.mark.parametrize("choice", MailChoice)
async def test_a_link_turns_off_mails_of_its_kind_and_no_others_however_often(
    platform: Platform, choice: MailChoice
) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    for viewer in (ada, bob):
        await platform.accounts.change(viewer, EVERY_MAIL)
    link = await token_of(platform, ada, choice)
    for _ in range(2):
        await platform.opting_out.turn_off(link)
        chosen = asdict((await account_of(platform, ada)).mail)
        assert [name for name, wanted in chosen.items() if not wanted] == [choice]
    assert all(asdict((await account_of(platform, bob)).mail).values())


async def test_it_goes_on_working_after_mails_were_turned_on_again(platform: Platform) -> None:
    ada = await enter(platform)
    link = await token_of(platform, ada)
    await platform.opting_out.turn_off(link)
    await platform.accounts.change(ada, AccountChanges(mail_messages=True))
    await platform.opting_out.turn_off(link)
    assert not (await account_of(platform, ada)).mail.messages


@pytest.mark.parametrize("state", AccountState)
async def test_it_works_in_whatever_state_the_account_is(platform: Platform, state: AccountState) -> None:
    ada = await enter(platform, state=state)
    await platform.opting_out.turn_off(await token_of(platform, ada))
    assert not (await account_of(platform, ada)).mail.messages


async def test_it_does_nothing_once_mails_go_to_another_address(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    link = await token_of(platform, ada)
    account = await account_of(platform, ada)

    async def move(tx: Transaction) -> None:
        await tx.accounts.lock([ada.account])
        at, key = platform.clock.now(), None
        await tx.accounts.save(account.move("countess@example.org", at=at, admin_key=key))

    await platform.storage.unit.run(move)
    with pytest.raises(LinkUnknown):
        await platform.opting_out.turn_off(link)
    assert (await account_of(platform, ada)).mail.messages


@pytest.mark.parametrize("forged", ["", "messages", "messages.AAAA.x", "\ud800"])
async def test_what_is_no_link_of_ours_does_nothing(platform: Platform, forged: str) -> None:
    with pytest.raises(LinkUnknown):
        await platform.opting_out.turn_off(forged)


async def test_a_link_of_who_is_gone_or_never_was_does_nothing(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    link = await token_of(platform, ada)
    await platform.privacy.erase(ada, password="password of Ada Lovelace")
    for each in (link, token(platform, NOBODY, MailChoice.MESSAGES, "ada@example.org")):
        with pytest.raises(LinkUnknown):
            await platform.opting_out.turn_off(each)
