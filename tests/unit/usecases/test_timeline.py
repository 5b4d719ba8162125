"""What one sees at home."""

from datetime import timedelta

import pytest

from tests.support.acting import NOWHERE, befriend, broadcast, enter
from tests.support.platform import Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.conference import BroadcastState, ConferenceState, Visibility
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import ConferenceId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer


async def listed(platform: Platform, viewer: Viewer, state: BroadcastState) -> list[ConferenceId]:
    return [one.id for one in (await platform.timeline.list(viewer, state, Slice())).items]


async def test_lists_what_is_live_or_finished_the_newest_first(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await befriend(platform, ada, bob)
    made = []
    for _ in range(3):
        made.append(await broadcast(platform, ada))
        platform.clock.advance(timedelta(minutes=1))
    await platform.conferences.finish(ada, made[0])
    assert await listed(platform, bob, ConferenceState.LIVE) == [made[2], made[1]]
    assert await listed(platform, bob, ConferenceState.FINISHED) == [made[0]]
    assert not await listed(platform, ada, ConferenceState.LIVE)


async def test_ones_network_is_shown_where_it_is_as_long_as_it_is_there(platform: Platform) -> None:
    ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
    await befriend(platform, ada, bob)
    conference = await broadcast(platform, eve, Visibility.PUBLIC)
    assert not await platform.timeline.live(ada)
    await platform.rooms.join(bob, conference)
    [company] = await platform.timeline.live(ada)
    assert (company.conference.id, [one.id for one in company.network]) == (conference, [bob.account])
    await platform.rooms.leave(bob, conference)
    assert not await platform.timeline.live(ada)


async def test_what_one_removes_is_gone_for_oneself_and_does_not_come_back(platform: Platform) -> None:
    ada, bob, eve = await enter(platform), await enter(platform, "Bob"), await enter(platform, "Eve")
    await befriend(platform, ada, bob, eve)
    conference = await broadcast(platform, ada)
    await platform.timeline.remove(bob, conference)
    await platform.conferences.finish(ada, conference)
    await platform.run_jobs()
    assert not await listed(platform, bob, ConferenceState.FINISHED)
    assert await listed(platform, eve, ConferenceState.FINISHED) == [conference]
    for viewer, gone in ((bob, conference), (ada, conference), (eve, NOWHERE)):
        with pytest.raises(NotFound):
            await platform.timeline.remove(viewer, gone)


async def test_what_one_may_not_see_now_is_neither_listed_nor_to_be_removed(platform: Platform) -> None:
    ada, bob, moderator = (
        await enter(platform),
        await enter(platform, "Bob"),
        await enter(platform, "Clara", moderator=True),
    )
    await befriend(platform, ada, bob)
    conference = await broadcast(platform, ada)
    await platform.moderation.suspend(moderator, ada.account, SUSPENSION)
    assert not await listed(platform, bob, ConferenceState.FINISHED)
    with pytest.raises(NotFound):
        await platform.timeline.remove(bob, conference)
    await platform.moderation.restore(moderator, ada.account)
    assert await listed(platform, bob, ConferenceState.FINISHED) == [conference]
