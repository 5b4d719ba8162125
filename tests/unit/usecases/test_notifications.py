"""What an account was told."""

import pytest

from tests.support import builders
from tests.support.acting import enter, told
from tests.support.platform import Platform
from tests.support.verdicts import SUSPENSION
from wexstream.domain.model.errors import NotFound
from wexstream.domain.model.ids import NotificationId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.visibility import Viewer
from wexstream.ports.views import Counters


async def asked_by(platform: Platform, viewer: Viewer, *names: str) -> list[Viewer]:
    askers = [await enter(platform, name) for name in names]
    for asker in askers:
        await platform.connections.ask(asker, viewer.account)
    return askers


async def test_one_is_shown_marked_and_deleted_by_its_owner_alone(platform: Platform) -> None:
    ada = await enter(platform)
    [bob] = await asked_by(platform, ada, "Bob")
    [one] = await told(platform, ada)
    assert await platform.notifications.show(ada, one.id) == one
    for read in (True, False):
        await platform.notifications.mark(ada, one.id, read=read)
        assert (await platform.notifications.show(ada, one.id)).read is read
    for viewer, name in ((bob, one.id), (ada, NotificationId(builders.IDS.new()))):
        with pytest.raises(NotFound):
            await platform.notifications.show(viewer, name)
        with pytest.raises(NotFound):
            await platform.notifications.mark(viewer, name, read=True)
        with pytest.raises(NotFound):
            await platform.notifications.delete(viewer, name)
    await platform.notifications.delete(ada, one.id)
    assert not await told(platform, ada)


async def test_all_are_read_and_deleted_at_once(platform: Platform) -> None:
    ada, other = await enter(platform), await enter(platform, "Eve")
    await asked_by(platform, ada, "Bob", "Tom")
    await asked_by(platform, other, "Kim")
    assert await platform.notifications.count(ada) == Counters(messages=0, notifications=2, requests=2)
    await platform.notifications.mark_all_read(ada)
    assert all(one.read for one in await told(platform, ada))
    assert await platform.notifications.count(ada) == Counters(messages=0, notifications=0, requests=2)
    await platform.notifications.delete_all(ada)
    assert not await told(platform, ada)
    assert [one.read for one in await told(platform, other)] == [False]


async def test_those_of_who_may_not_be_seen_are_hidden_untouched_and_come_back(platform: Platform) -> None:
    ada, moderator = await enter(platform), await enter(platform, "Clara", moderator=True)
    [bob] = await asked_by(platform, ada, "Bob")
    [one] = await told(platform, ada)
    await platform.moderation.suspend(moderator, bob.account, SUSPENSION)
    assert not (await platform.notifications.list(ada, Slice())).items
    assert await platform.notifications.count(ada) == Counters(messages=0, notifications=0, requests=0)
    with pytest.raises(NotFound):
        await platform.notifications.show(ada, one.id)
    await platform.notifications.mark_all_read(ada)
    await platform.notifications.delete_all(ada)
    await platform.moderation.restore(moderator, bob.account)
    assert await told(platform, ada) == [one]
    assert not one.read
