"""Suspensions for a time, which end by themselves."""

from datetime import timedelta

import pytest

from tests.support.acting import (
    account_of,
    broadcast,
    enter,
    kinds_told,
    mailed,
    mailed_to,
    sessions_of,
    sign_in,
    sign_up,
)
from tests.support.meanwhile import overtaken
from tests.support.platform import Platform
from tests.support.verdicts import OF_A_WEEK, SUSPENSION
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.sanction import Verdict
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.entrance import SuspendedSignIn

WEEK = timedelta(days=7)
BOB = "bob@example.org"


async def people(platform: Platform) -> tuple[Viewer, Viewer, Viewer]:
    """A moderator, somebody who looks, and who is suspended."""
    clara, ada = await enter(platform, "Clara", moderator=True), await enter(platform)
    return clara, ada, await enter(platform, "Bob", email=BOB)


async def state_of(platform: Platform, viewer: Viewer) -> AccountState:
    return (await account_of(platform, viewer)).state


async def test_ends_at_its_time_for_everybody(platform: Platform) -> None:
    clara, ada, bob = await people(platform)
    room = await broadcast(platform, bob, Visibility.PUBLIC)
    await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    platform.clock.advance(WEEK - timedelta(seconds=1))
    await platform.suspensions.end_those_due()
    with pytest.raises(NotFound):
        await platform.conferences.show(ada, room)
    platform.clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await platform.suspensions.end_those_due()
    assert (await platform.conferences.show(ada, room)).title == "On engines"
    assert await kinds_told(platform, bob) == ["account-restored"]
    assert (await platform.moderation.list_suspended(clara, Slice())).items == []


async def test_ends_by_signing_in_should_nobody_have_noticed(platform: Platform) -> None:
    clara, ada, bob = await people(platform)
    await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    platform.clock.advance(WEEK - timedelta(seconds=1))
    with pytest.raises(SuspendedSignIn):
        await sign_in(platform, BOB, "password of Bob")
    platform.clock.advance(timedelta(seconds=1))
    opened = await sign_in(platform, BOB, "password of Bob")
    assert await sessions_of(platform, bob) == [opened.id]
    assert await state_of(platform, bob) is AccountState.ACTIVE
    assert (await platform.people.profile(ada, bob.account)).full_name == "Bob"


async def test_for_good_never_ends(platform: Platform) -> None:
    clara, _, bob = await people(platform)
    await platform.moderation.suspend(clara, bob.account, SUSPENSION)
    platform.clock.advance(timedelta(days=10_000))
    await platform.suspensions.end_those_due()
    assert await state_of(platform, bob) is AccountState.SUSPENDED


@pytest.mark.parametrize(("first", "second"), [(SUSPENSION, OF_A_WEEK), (OF_A_WEEK, SUSPENSION)])
async def test_is_made_longer_or_shorter_by_a_new_decision(
    platform: Platform, first: Verdict, second: Verdict
) -> None:
    clara, _, bob = await people(platform)
    for verdict in (first, second):
        await platform.moderation.suspend(clara, bob.account, verdict)
    since = platform.clock.now()
    [row] = (await platform.moderation.list_suspended(clara, Slice())).items
    assert (row.suspended_at, row.suspended_until) == (since, since + WEEK if second == OF_A_WEEK else None)
    holds, replaced = (await platform.appeals.list_own(bob, Slice())).items
    if holds.lifted_at is not None:
        holds, replaced = replaced, holds
    assert (holds.lifted_at, replaced.lifted_at) == (None, since)
    platform.clock.advance(WEEK)
    await platform.suspensions.end_those_due()
    assert (await state_of(platform, bob) is AccountState.ACTIVE) is (second == OF_A_WEEK)


async def test_of_what_was_replaced_no_mail_is_sent(platform: Platform) -> None:
    clara, _, bob = await people(platform)
    for verdict in (SUSPENSION, OF_A_WEEK):
        await platform.moderation.suspend(clara, bob.account, verdict)
    assert await mailed_to(platform, bob) == ["suspended"]
    [mail] = await platform.mails_to(BOB)
    assert "until" in mail.text
    assert f"> {OF_A_WEEK.words}" in mail.text


async def test_bars_the_address_of_who_leaves_as_long_as_it_lasts(platform: Platform) -> None:
    clara, _, bob = await people(platform)
    await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    await platform.privacy.erase(bob, password="password of Bob")
    await sign_up(platform, BOB, "Bob")
    assert await mailed(platform, BOB) == []
    platform.clock.advance(WEEK)
    await sign_up(platform, BOB, "Bob")
    assert await mailed(platform, BOB) == ["verify"]


async def test_does_not_end_a_later_one(platform: Platform) -> None:
    clara, _, bob = await people(platform)
    await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    platform.clock.advance(WEEK)
    await sign_in(platform, BOB, "password of Bob")
    await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    await platform.suspensions.end_those_due()
    assert await state_of(platform, bob) is AccountState.SUSPENDED


async def test_of_who_is_erased_at_the_moment_when_it_ends_does_not_end(platform: Platform) -> None:
    clara, _, bob = await people(platform)
    await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    platform.clock.advance(WEEK)
    ending = platform.suspensions.end_those_due()
    await overtaken(platform, ending, by=lambda tx: tx.accounts.erase(bob.account))
    assert (await platform.moderation.list_suspended(clara, Slice())).items == []


async def test_the_same_decision_sent_twice_counts_once(platform: Platform) -> None:
    clara, _, bob = await people(platform)
    for _ in range(2):
        await platform.moderation.suspend(clara, bob.account, OF_A_WEEK)
    assert len((await platform.appeals.list_own(bob, Slice())).items) == 1
