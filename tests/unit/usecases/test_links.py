"""How links in mails are made and followed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.acting import (
    ORIGIN,
    PASSWORD,
    account_of,
    enter,
    newest_token,
    sign_up,
)
from tests.support.meanwhile import overtaken
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from wexstream.domain.model.errors import LinkExpired, LinkUnknown
from wexstream.domain.model.link import LinkPurpose


async def test_they_last_as_long_as_the_operator_decides() -> None:
    platform = Platform(MemoryStorage(), policy=replace(POLICY, link_lasts=timedelta(hours=1)))
    await sign_up(platform, "ada@example.org")
    token = await newest_token(platform, "ada@example.org")
    platform.clock.advance(timedelta(hours=1))
    with pytest.raises(LinkExpired):
        await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)


async def test_their_tokens_are_kept_nowhere(platform: Platform) -> None:
    await sign_up(platform, "ada@example.org")
    token = await newest_token(platform, "ada@example.org")
    assert token not in await platform.storage.everything_kept()


async def test_the_newest_of_a_kind_works_alone_and_of_another_kind_as_well(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    await platform.passwords.request_reset("ada@example.org", origin=ORIGIN)
    reset = await newest_token(platform, "ada@example.org")
    moves = []
    for email in ("first@example.org", "second@example.org"):
        await platform.registration.move(ada, email=email, password="password of Ada Lovelace")
        moves.append(await newest_token(platform, email))
    with pytest.raises(LinkExpired):
        await platform.registration.confirm_move(moves[0], password="password of Ada Lovelace", origin=ORIGIN)
    await platform.passwords.reset(token=reset, new=PASSWORD, origin=ORIGIN)


async def test_one_that_is_put_out_of_use_at_the_same_time_does_nothing(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    await platform.passwords.request_reset("ada@example.org", origin=ORIGIN)
    token = await newest_token(platform, "ada@example.org")
    with pytest.raises(LinkExpired):
        await overtaken(
            platform,
            platform.passwords.reset(token=token, new=PASSWORD, origin=ORIGIN),
            by=lambda tx: tx.links.supersede(ada.account, LinkPurpose.RESET),
        )
    assert (await account_of(platform, ada)).password_hash == "hash of password of Ada Lovelace"


async def test_one_whose_account_is_erased_at_the_same_time_is_none(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    await platform.passwords.request_reset("ada@example.org", origin=ORIGIN)
    token = await newest_token(platform, "ada@example.org")
    with pytest.raises(LinkUnknown):
        await overtaken(
            platform,
            platform.passwords.reset(token=token, new=PASSWORD, origin=ORIGIN),
            by=lambda tx: tx.accounts.erase(ada.account),
        )
