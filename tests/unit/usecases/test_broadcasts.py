"""Telling a speaker's network: the fan-out of going live and of finishing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.acting import (
    NOWHERE,
    befriend,
    broadcast,
    create,
    enter,
    kinds_told,
    mailed_to,
    told,
)
from tests.support.builders import BROADCAST
from tests.support.clock import NOW
from tests.support.meanwhile import overtaken
from tests.support.pages import present
from tests.support.platform import Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.account import AccountChanges
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.jobs import Announce
from wexstream.ports.persistence import Transaction

BOTH = ["conference-finished", "conference-live"]


async def friends(platform: Platform) -> tuple[Viewer, Viewer]:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await befriend(platform, ada, bob)
    return ada, bob


async def rows(platform: Platform, viewer: Viewer) -> int:
    pages = [await platform.timeline.list(viewer, state, Slice()) for state in BROADCAST]
    return sum(len(page.items) for page in pages)


async def test_each_is_told_once_however_often_it_is_announced(platform: Platform) -> None:
    ada, bob = await friends(platform)
    conference = await broadcast(platform, ada)
    for _ in range(2):
        await platform.do_job(Announce(conference=conference))
    [live] = await told(platform, bob)
    assert (live.kind.value, live.created_at) == ("conference-live", NOW)
    platform.clock.advance(timedelta(minutes=1))
    await platform.conferences.finish(ada, conference)
    await platform.run_jobs()
    await platform.do_job(Announce(conference=conference))
    assert await kinds_told(platform, bob) == BOTH
    assert await rows(platform, bob) == 1
    assert not await told(platform, ada)


async def test_what_is_announced_late_is_told_from_beginning_to_end(platform: Platform) -> None:
    ada, bob = await friends(platform)
    conference = await create(platform, ada)
    await platform.conferences.start(ada, conference)
    platform.clock.advance(timedelta(minutes=1))
    await platform.conferences.finish(ada, conference)
    await platform.run_jobs()
    assert await kinds_told(platform, bob) == BOTH


@pytest.mark.parametrize("moment", ["before", "between", "after"])
async def test_who_is_connected_too_late_or_no_longer_is_not_told(platform: Platform, moment: str) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    if moment != "after":
        await befriend(platform, ada, bob)
    conference = await create(platform, ada)
    platform.clock.advance(timedelta(seconds=1))
    await platform.conferences.start(ada, conference)
    platform.clock.advance(timedelta(seconds=1))
    if moment == "between":
        await platform.connections.part(ada, bob.account)
    if moment == "after":
        await befriend(platform, ada, bob)
    await platform.run_jobs()
    await platform.conferences.finish(ada, conference)
    await platform.run_jobs()
    assert await kinds_told(platform, bob) == (BOTH if moment == "before" else [])
    assert await rows(platform, bob) == (1 if moment == "before" else 0)


async def test_the_end_is_told_to_those_alone_who_heard_of_the_beginning(platform: Platform) -> None:
    ada, bob = await friends(platform)
    conference = await broadcast(platform, ada)
    eve = await enter(platform, "Eve")
    await befriend(platform, ada, eve)
    [live] = await told(platform, bob)
    await platform.notifications.delete(bob, live.id)
    await platform.timeline.remove(bob, conference)
    await platform.conferences.finish(ada, conference)
    await platform.run_jobs()
    assert await kinds_told(platform, bob) == ["conference-finished"]
    assert await rows(platform, bob) == 0
    assert not await told(platform, eve)


async def test_who_is_suspended_is_not_told_and_announces_nothing(platform: Platform) -> None:
    ada, bob = await friends(platform)
    eve, moderator = await enter(platform, "Eve"), await enter(platform, "Clara", moderator=True)
    await befriend(platform, ada, eve)
    await platform.moderation.suspend(moderator, eve.account, SUSPENSION)
    await platform.conferences.start(ada, await create(platform, ada))
    await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
    await platform.run_jobs()
    for account in (ada, eve):
        await platform.moderation.restore(moderator, account.account)
    await platform.run_jobs()
    assert not await told(platform, bob)
    assert await kinds_told(platform, eve) == ["account-restored"]
    assert await rows(platform, bob) + await rows(platform, eve) == 0


async def test_mails_are_for_those_who_asked_for_them(platform: Platform) -> None:
    ada, bob = await friends(platform)
    await broadcast(platform, ada)
    assert not await mailed_to(platform, bob)
    await platform.accounts.change(bob, AccountChanges(mail_live=True, mail_finished=True))
    conference = await broadcast(platform, ada)
    await platform.conferences.finish(ada, conference)
    assert await mailed_to(platform, bob) == ["conference-live", "conference-finished"]


async def test_what_is_gone_or_never_began_is_not_told(platform: Platform) -> None:
    ada, bob = await friends(platform)
    for conference in (NOWHERE, await create(platform, ada)):
        await platform.do_job(Announce(conference=conference))
    live = await create(platform, ada)
    await platform.conferences.start(ada, live)
    await overtaken(
        platform,
        platform.do_job(Announce(conference=live)),
        by=lambda tx: tx.conferences.remove(live),
    )
    assert not await told(platform, bob)


async def test_overtaken_by_another_it_tells_of_the_end_those_whom_the_other_told(platform: Platform) -> None:
    ada, bob = await friends(platform)
    conference = await create(platform, ada)
    await platform.conferences.start(ada, conference)
    await platform.conferences.finish(ada, conference)

    async def announce_live(tx: Transaction) -> None:
        found = present(await tx.conferences.lock(conference))
        await tx.conferences.save(replace(found, announced=ConferenceState.LIVE))

    await overtaken(platform, platform.do_job(Announce(conference=conference)), by=announce_live)
    assert not await told(platform, bob)
