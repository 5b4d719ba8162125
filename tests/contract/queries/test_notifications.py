from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from tests.support.builders import (
    IDS,
    account,
    asked,
    blocked,
    conference,
    connected,
    message,
    notification,
    viewer,
)
from tests.support.changing import change, erase
from tests.support.clock import NOW
from tests.support.keeping import keep, send
from tests.support.pages import present, walk
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.ids import NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.ports import views
from wexstream.ports.persistence import UnitOfWork
from wexstream.ports.queries import Queries


async def listed(queries: Queries, who: Account) -> list[views.Notification]:
    return await walk(partial(queries.notifications, viewer(who)))


async def is_shown(queries: Queries, who: Account, told: Notification) -> bool:
    """Tell whether it is listed, shown alone and counted: all of it, or nothing."""
    shown = await queries.notification(viewer(who), told.id)
    counted = (await queries.counters(viewer(who))).notifications
    rows = await listed(queries, who)
    assert rows == ([shown] if shown else [])
    assert counted == len(rows)
    return shown is not None


async def told_of_live(unit: UnitOfWork, owner: Account, speaker: Account) -> Notification:
    """Let an account have been told of a public broadcast."""
    made = conference(speaker, visibility=Visibility.PUBLIC)
    told = notification(owner, NotificationKind.CONFERENCE_LIVE, actor=speaker, about=made)
    await keep(unit, made, told)
    return told


class TestShowing:
    async def test_a_broadcast_is_named_with_its_title_and_present_state(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        made = conference(bob, state=ConferenceState.FINISHED, title="On tea")
        told = notification(ada, NotificationKind.CONFERENCE_LIVE, actor=bob, about=made)
        await keep(unit, connected(ada, bob), made, told)
        expected = views.Notification(
            id=told.id,
            kind=NotificationKind.CONFERENCE_LIVE,
            actor=views.Person(id=bob.id, full_name="Bob", picture=None),
            conference=views.ConferenceMention(id=made.id, title="On tea", state=ConferenceState.FINISHED),
            message=None,
            sanction=None,
            answerable=False,
            read=False,
            created_at=told.created_at,
        )
        assert await listed(queries, ada) == [expected]
        assert await queries.notification(viewer(ada), told.id) == expected

    async def test_a_message_is_named_by_its_subject(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        sent = message(bob, subject="Tea")
        await send(unit, sent, bob, ada)
        told = notification(ada, NotificationKind.MESSAGE_RECEIVED, actor=bob, about=sent)
        await keep(unit, told)
        shown = present(await queries.notification(viewer(ada), told.id))
        assert shown.message == views.MessageMention(id=sent.id, subject="Tea")

    async def test_what_a_moderator_decided_comes_from_nobody(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        told = notification(ada, NotificationKind.MODERATOR_WARNED)
        await keep(unit, told)
        shown = present(await queries.notification(viewer(ada), told.id))
        assert (shown.actor, shown.conference, shown.message) == (None, None, None)

    async def test_a_request_can_be_answered_while_it_is_open(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        still_open, answered = notification(ada, actor=bob), notification(ada, actor=eve)
        other = notification(ada, NotificationKind.CONNECTION_APPROVED, actor=bob)
        await keep(unit, asked(bob, ada), connected(ada, eve), still_open, answered, other)
        answerable = {shown.id for shown in await listed(queries, ada) if shown.answerable}
        assert answerable == {still_open.id}

    async def test_the_newest_are_first_and_the_id_breaks_ties(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        told = [
            replace(notification(ada, actor=bob), created_at=NOW + timedelta(hours=hours))
            for hours in (1, 3, 1, 2)
        ]
        await keep(unit, *told, notification(bob, actor=ada))
        for limit in (1, 2, 4):
            rows = await walk(partial(queries.notifications, viewer(ada)), limit=limit)
            assert [row.id for row in rows] == [told[number].id for number in (1, 3, 2, 0)]

    async def test_nobody_is_shown_what_another_was_told_or_what_nobody_was(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        told = notification(bob)
        await keep(unit, told)
        for name in (told.id, NotificationId(IDS.new())):
            assert await queries.notification(viewer(ada), name) is None


class TestHiding:
    async def test_a_suspended_actor_hides_it_until_he_is_back(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        told = notification(ada, actor=bob)
        await keep(unit, told)
        assert await is_shown(queries, ada, told)
        await change(unit, bob.suspend(at=NOW))
        assert not await is_shown(queries, ada, told)
        await change(unit, bob)
        assert await is_shown(queries, ada, told)

    async def test_to_moderators_a_suspended_actor_stays_visible_but_his_broadcasts_do_not(
        self, unit: UnitOfWork, queries: Queries, bob: Account
    ) -> None:
        moderator = account(moderator=True)
        told = notification(moderator, actor=bob)
        await keep(unit, moderator, asked(bob, moderator), told)
        await change(unit, bob.suspend(at=NOW))
        assert await is_shown(queries, moderator, told)
        assert not present(await queries.notification(viewer(moderator), told.id)).answerable
        await unit.run(lambda tx: tx.notifications.remove(moderator.id, told.id))
        assert not await is_shown(queries, moderator, await told_of_live(unit, moderator, bob))

    @pytest.mark.parametrize("mine", [True, False])
    async def test_a_block_hides_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, *, mine: bool
    ) -> None:
        told = notification(ada, actor=bob)
        await keep(unit, told, blocked(ada, bob) if mine else blocked(bob, ada))
        assert not await is_shown(queries, ada, told)

    async def test_a_broadcast_that_may_not_be_seen_hides_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        made = conference(bob)
        told = notification(ada, NotificationKind.CONFERENCE_LIVE, actor=eve, about=made)
        await keep(unit, made, told)
        assert not await is_shown(queries, ada, told)
        await keep(unit, connected(ada, bob))
        assert await is_shown(queries, ada, told)

    async def test_a_message_whose_copy_was_deleted_hides_it(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        sent = message(bob)
        await send(unit, sent, bob, ada)
        told = notification(ada, NotificationKind.MESSAGE_RECEIVED, actor=bob, about=sent)
        await keep(unit, told)
        assert await is_shown(queries, ada, told)
        await unit.run(lambda tx: tx.messages.remove(ada.id, sent.id))
        assert not await is_shown(queries, ada, told)

    async def test_an_erased_actor_takes_it_along(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account
    ) -> None:
        told = await told_of_live(unit, ada, bob)
        await erase(unit, bob)
        assert not await is_shown(queries, ada, told)


class TestCounters:
    async def test_they_count_what_is_unread_and_what_is_open(
        self, unit: UnitOfWork, queries: Queries, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = [message(bob) for _ in range(3)]
        for one in sent:
            await send(unit, one, bob, ada)
        await send(unit, message(ada), ada, bob)
        await unit.run(lambda tx: tx.messages.mark(ada.id, sent[0].id, read=True))
        await unit.run(lambda tx: tx.messages.remove(ada.id, sent[1].id))
        read = replace(notification(ada, actor=bob), read=True)
        await keep(unit, read, notification(ada, actor=bob), notification(bob), asked(bob, ada))
        await keep(unit, asked(ada, eve))
        assert await queries.counters(viewer(ada)) == views.Counters(messages=1, notifications=1, requests=1)

    async def test_a_request_of_somebody_suspended_is_not_counted(
        self, unit: UnitOfWork, queries: Queries, ada: Account
    ) -> None:
        gone = account(state=AccountState.SUSPENDED)
        await keep(unit, gone, asked(gone, ada))
        assert (await queries.counters(viewer(ada))).requests == 0
