"""Requests that take effect once however often they are sent."""

from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.support.acting import enter
from tests.support.builders import IDS
from tests.support.meanwhile import overtaken
from tests.support.platform import Platform
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import KeyReused
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.once import Once
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports.persistence import Transaction

DIGEST = b"x" * 32
Command = Callable[[Platform, Viewer, AccountId, Once], Coroutine[Any, Any, UUID]]


async def create(platform: Platform, viewer: Viewer, other: AccountId, once: Once) -> UUID:
    draft = ConferenceDraft(title="On engines", visibility=Visibility.PUBLIC)
    return await platform.conferences.create(viewer, draft, once)


async def send(platform: Platform, viewer: Viewer, other: AccountId, once: Once) -> UUID:
    return await platform.messages.send(viewer, to=[other], subject="Tea", body="At five?", once=once)


async def report(platform: Platform, viewer: Viewer, other: AccountId, once: Once) -> UUID:
    return await platform.reporting.report_account(viewer, other, Complaint(reason="Rude.", once=once))


async def things_kept(platform: Platform) -> int:
    kept = await platform.storage.everything_kept()
    return kept.count("(id=") + kept.count("QueuedJob(")


commands = pytest.mark.parametrize("command", [create, send, report])


@commands
async def test_a_request_sent_again_makes_nothing_more(platform: Platform, command: Command) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    once = Once(key="key", digest=DIGEST)
    made = await command(platform, ada, bob.account, once)
    things = await things_kept(platform)
    platform.clock.advance(timedelta(hours=1))
    assert await command(platform, ada, bob.account, once) == made
    assert await things_kept(platform) == things


@commands
async def test_of_two_that_are_under_way_at_once_the_later_makes_nothing(
    platform: Platform, command: Command
) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    once, made = Once(key="key", digest=DIGEST), IDS.new()

    async def claim(tx: Transaction) -> None:
        await once.claim(tx, ada.account, made, at=platform.clock.now())

    assert await overtaken(platform, command(platform, ada, bob.account, once), claim) == made


@commands
async def test_a_key_is_no_others_and_another_key_is_another_request(
    platform: Platform, command: Command
) -> None:
    ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
    once = Once(key="key", digest=DIGEST)
    made = {
        await command(platform, ada, eve.account, once),
        await command(platform, bob, eve.account, once),
        await command(platform, ada, eve.account, Once(key="another", digest=DIGEST)),
    }
    assert len(made) == 3


@commands
async def test_a_key_for_another_request_is_refused(platform: Platform, command: Command) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await command(platform, ada, bob.account, Once(key="key", digest=DIGEST))
    with pytest.raises(KeyReused):
        await command(platform, ada, bob.account, Once(key="key", digest=b"y" * 32))
