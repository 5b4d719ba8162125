from dataclasses import replace

import pytest
from hypothesis import given

from tests.support.builders import account, asked, blocked, conference, connected, message, notification
from tests.support.clock import NOW
from tests.support.keeping import keep, send
from tests.support.overlap import transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import notifications
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.ids import NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.ports.persistence import Transaction, UnitOfWork

REQUESTED = NotificationKind.CONNECTION_REQUESTED
APPROVED = NotificationKind.CONNECTION_APPROVED
LIVE = NotificationKind.CONFERENCE_LIVE
FINISHED = NotificationKind.CONFERENCE_FINISHED
RECEIVED = NotificationKind.MESSAGE_RECEIVED
WARNED = NotificationKind.MODERATOR_WARNED
ADA = account("Ada")


async def add(unit: UnitOfWork, *told: Notification) -> set[NotificationId]:
    added = await unit.run(lambda tx: tx.notifications.add(told))
    assert len(set(added)) == len(added)
    return set(added)


async def find(unit: UnitOfWork, told: Notification) -> Notification | None:
    return await unit.run(lambda tx: tx.notifications.find(told.id))


async def mark(unit: UnitOfWork, owner: Account, told: Notification, *, read: bool = True) -> bool:
    return await unit.run(lambda tx: tx.notifications.mark(owner.id, told.id, read=read))


async def remove(unit: UnitOfWork, owner: Account, told: Notification) -> bool:
    return await unit.run(lambda tx: tx.notifications.remove(owner.id, told.id))


async def set_state(unit: UnitOfWork, known: Account, state: AccountState) -> None:
    async def work(tx: Transaction) -> None:
        locked = await tx.accounts.lock([known.id])
        await tx.accounts.save(replace(locked[known.id], state=state))

    await unit.run(work)


def as_read(told: Notification) -> Notification:
    return replace(told, read=True)


class TestAdding:
    @few
    @given(told=notifications(ADA.id, WARNED))
    async def test_a_notification_is_read_as_it_was_added(self, unit: UnitOfWork, told: Notification) -> None:
        async def work(tx: Transaction) -> Notification | None:
            await tx.accounts.add(ADA)
            await tx.notifications.add([told])
            return await tx.notifications.find(told.id)

        assert await tried(unit, work) == told

    async def test_one_about_a_conference_or_a_message_is_read_as_it_was_added(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        broadcast, sent = conference(ada), message(ada)
        await keep(unit, connected(ada, bob), broadcast)
        await send(unit, sent, ada, bob)
        told = [
            notification(bob, LIVE, actor=ada, about=broadcast),
            as_read(notification(bob, RECEIVED, actor=ada, about=sent)),
        ]
        assert await add(unit, *told) == {one.id for one in told}
        assert [await find(unit, one) for one in told] == told

    async def test_nothing_is_added_where_nothing_is_told(self, unit: UnitOfWork) -> None:
        assert await add(unit) == set()

    async def test_an_account_is_told_once_that_a_conference_is_live_and_once_that_it_finished(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        broadcast = conference(ada)
        await keep(unit, connected(ada, bob), broadcast)
        for kind in (LIVE, FINISHED):
            first = notification(bob, kind, actor=ada, about=broadcast)
            again = as_read(notification(bob, kind, actor=ada, about=broadcast))
            assert await add(unit, first) == {first.id}
            assert await add(unit, again) == set()
            assert await find(unit, again) is None
            assert await find(unit, first) == first

    async def test_an_account_is_told_once_of_a_message(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        first, again = (notification(bob, RECEIVED, actor=ada, about=sent) for _ in range(2))
        assert await add(unit, first) == {first.id}
        assert await add(unit, again) == set()
        assert await find(unit, again) is None

    async def test_those_told_before_are_left_out_and_the_others_added(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        first, second = conference(ada), conference(ada)
        await keep(unit, first, second)
        await add(unit, notification(bob, LIVE, actor=ada, about=first))
        again = notification(bob, LIVE, actor=ada, about=first)
        to_another = notification(eve, LIVE, actor=ada, about=first)
        of_another = notification(bob, LIVE, actor=ada, about=second)
        assert await add(unit, again, to_another, of_another) == {to_another.id, of_another.id}

    async def test_many_are_told_of_a_conference_at_once_but_for_those_told_before(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        broadcast = conference(ada)
        await keep(unit, connected(ada, eve), broadcast)
        await add(unit, notification(bob, LIVE, actor=ada, about=broadcast))
        first, second = (notification(each, LIVE, actor=ada, about=broadcast) for each in (bob, eve))
        names = {told.account: told.id for told in (first, second)}
        added = await unit.run(lambda tx: tx.notifications.tell(names, LIVE, broadcast, at=second.created_at))
        assert list(added) == [second.id]
        assert [await find(unit, told) for told in (first, second)] == [None, second]

    async def test_nobody_is_told_of_a_conference_where_nobody_is_named(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        broadcast = conference(ada)
        await keep(unit, broadcast)
        assert not await unit.run(lambda tx: tx.notifications.tell({}, LIVE, broadcast, at=NOW))

    async def test_the_same_twice_in_one_call_is_told_once(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        broadcast = conference(ada)
        await keep(unit, broadcast)
        twice = [notification(bob, LIVE, actor=ada, about=broadcast) for _ in range(2)]
        assert len(await add(unit, *twice)) == 1

    async def test_of_two_who_tell_the_same_at_once_one_does(
        self, storage: Storage, ada: Account, bob: Account
    ) -> None:
        broadcast = conference(ada)
        await keep(storage.unit, broadcast)
        first, second = (notification(bob, LIVE, actor=ada, about=broadcast) for _ in range(2))
        async with transaction(storage.unit) as open_one:
            assert list(await open_one.notifications.add([first])) == [first.id]
            other = await waiting(storage, lambda tx: tx.notifications.add([second]))
        assert list(await other) == []

    @pytest.mark.parametrize("kind", [REQUESTED, APPROVED, WARNED])
    async def test_what_is_about_no_conference_and_no_message_may_be_told_again(
        self, unit: UnitOfWork, ada: Account, bob: Account, kind: NotificationKind
    ) -> None:
        first, again = (notification(bob, kind, actor=ada) for _ in range(2))
        assert await add(unit, first) == {first.id}
        assert await add(unit, again) == {again.id}


class TestTheOwnersOwn:
    async def test_there_is_none_that_was_never_told(self, unit: UnitOfWork, bob: Account) -> None:
        unknown = notification(bob, WARNED)
        assert await find(unit, unknown) is None
        assert not await mark(unit, bob, unknown)
        assert not await remove(unit, bob, unknown)

    async def test_one_is_marked_as_read_and_unread(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        told, other = notification(bob, actor=ada), notification(bob, APPROVED, actor=ada)
        await add(unit, told, other)
        assert await mark(unit, bob, told)
        assert await mark(unit, bob, told)
        assert await find(unit, told) == as_read(told)
        assert await find(unit, other) == other
        assert await mark(unit, bob, told, read=False)
        assert await find(unit, told) == told

    async def test_one_that_was_removed_is_gone(self, unit: UnitOfWork, ada: Account, bob: Account) -> None:
        told, other = notification(bob, actor=ada), notification(bob, APPROVED, actor=ada)
        await add(unit, told, other)
        assert await remove(unit, bob, told)
        assert await find(unit, told) is None
        assert not await remove(unit, bob, told)
        assert not await mark(unit, bob, told)
        assert await find(unit, other) == other

    async def test_nobody_marks_or_removes_what_another_was_told(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        told = notification(bob, actor=ada)
        await add(unit, told)
        for other in (ada, eve):
            assert not await mark(unit, other, told)
            assert not await remove(unit, other, told)
        assert await find(unit, told) == told

    async def test_an_account_that_is_gone_has_none(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        told, gone = notification(bob, actor=ada), account("Nobody")
        await add(unit, told)
        assert not await mark(unit, gone, told)
        assert not await remove(unit, gone, told)
        await unit.run(lambda tx: tx.notifications.mark_all_read(gone.id))
        await unit.run(lambda tx: tx.notifications.remove_all(gone.id))
        assert await find(unit, told) == told

    async def test_all_of_an_owners_are_marked_as_read_and_nobody_elses(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        mine = [notification(bob, actor=ada), as_read(notification(bob, WARNED))]
        of_another = notification(eve, actor=ada)
        await add(unit, *mine, of_another)
        await unit.run(lambda tx: tx.notifications.mark_all_read(bob.id))
        assert [await find(unit, one) for one in mine] == [as_read(one) for one in mine]
        assert await find(unit, of_another) == of_another

    async def test_all_of_an_owners_are_removed_and_nobody_elses(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        mine = [notification(bob, actor=ada), as_read(notification(bob, WARNED))]
        of_another = notification(eve, actor=ada)
        await add(unit, *mine, of_another)
        await unit.run(lambda tx: tx.notifications.remove_all(bob.id))
        assert [await find(unit, one) for one in mine] == [None, None]
        assert await find(unit, of_another) == of_another


class TestWhatTheOwnerMayNotSeeNow:
    """It is left alone, and there again when it may be seen again."""

    async def is_left_alone(self, unit: UnitOfWork, owner: Account, told: Notification) -> bool:
        touched = [
            await find(unit, told) is not None,
            await mark(unit, owner, told),
            await remove(unit, owner, told),
        ]
        await unit.run(lambda tx: tx.notifications.mark_all_read(owner.id))
        await unit.run(lambda tx: tx.notifications.remove_all(owner.id))
        return not any(touched)

    async def test_one_of_a_suspended_account_is_there_again_when_that_is_restored(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        told = notification(bob, actor=ada)
        await add(unit, told)
        await set_state(unit, ada, AccountState.SUSPENDED)
        assert await self.is_left_alone(unit, bob, told)
        await set_state(unit, ada, AccountState.ACTIVE)
        assert await find(unit, told) == told

    @pytest.mark.parametrize("by_owner", [True, False])
    async def test_one_of_a_blocked_account_is_there_again_when_that_is_unblocked(
        self, unit: UnitOfWork, ada: Account, bob: Account, *, by_owner: bool
    ) -> None:
        told = notification(bob, actor=ada)
        block = blocked(bob, ada) if by_owner else blocked(ada, bob)
        await add(unit, told)
        await keep(unit, block)
        assert await self.is_left_alone(unit, bob, told)
        await keep(unit, asked(ada, bob))
        assert await find(unit, told) == told

    async def test_one_about_a_private_conference_is_there_again_when_that_becomes_public(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        broadcast = conference(ada)
        told = notification(bob, LIVE, actor=ada, about=broadcast)
        await keep(unit, broadcast, told)
        assert await self.is_left_alone(unit, bob, told)

        async def publish(tx: Transaction) -> None:
            await tx.conferences.lock(broadcast.id)
            await tx.conferences.save(replace(broadcast, visibility=Visibility.PUBLIC))

        await unit.run(publish)
        assert await find(unit, told) == told

    async def test_one_about_a_message_of_which_the_copy_was_removed_is_not_there(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        told = notification(bob, RECEIVED, actor=ada, about=sent)
        await add(unit, told)
        await unit.run(lambda tx: tx.messages.remove(bob.id, sent.id))
        assert await self.is_left_alone(unit, bob, told)

    async def test_a_moderator_is_still_told_of_a_suspended_account(
        self, unit: UnitOfWork, ada: Account
    ) -> None:
        moderator = account("Grace", moderator=True)
        told = notification(moderator, actor=ada)
        await keep(unit, moderator, told)
        await set_state(unit, ada, AccountState.SUSPENDED)
        assert await find(unit, told) == told
        assert await mark(unit, moderator, told)

    async def test_what_nobody_did_is_always_there(self, unit: UnitOfWork, bob: Account) -> None:
        told = notification(bob, WARNED)
        await add(unit, told)
        assert await find(unit, told) == told
        assert await remove(unit, bob, told)


class TestRequests:
    async def test_an_answered_one_is_read_and_no_other(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        told = notification(bob, REQUESTED, actor=ada)
        others = [
            notification(ada, REQUESTED, actor=bob),
            notification(bob, REQUESTED, actor=eve),
            notification(eve, REQUESTED, actor=ada),
            notification(bob, APPROVED, actor=ada),
        ]
        await add(unit, told, *others)
        await unit.run(lambda tx: tx.notifications.answer_request(asker=ada.id, asked=bob.id))
        assert await find(unit, told) == as_read(told)
        assert [await find(unit, other) for other in others] == others

    async def test_a_withdrawn_one_is_gone_and_no_other(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        told = as_read(notification(bob, REQUESTED, actor=ada))
        others = [
            notification(ada, REQUESTED, actor=bob),
            notification(bob, REQUESTED, actor=eve),
            notification(eve, REQUESTED, actor=ada),
            notification(bob, APPROVED, actor=ada),
        ]
        await add(unit, told, *others)
        await unit.run(lambda tx: tx.notifications.withdraw_request(asker=ada.id, asked=bob.id))
        assert await find(unit, told) is None
        assert [await find(unit, other) for other in others] == others


class TestSevering:
    async def test_each_loses_what_came_from_the_other_and_nothing_else(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        broadcast, sent = conference(ada, visibility=Visibility.PUBLIC), message(bob)
        await keep(unit, broadcast)
        await send(unit, sent, bob, ada)
        gone = [
            notification(bob, APPROVED, actor=ada),
            as_read(notification(bob, LIVE, actor=ada, about=broadcast)),
            notification(ada, RECEIVED, actor=bob, about=sent),
        ]
        stay = [
            notification(bob, REQUESTED, actor=eve),
            notification(eve, LIVE, actor=ada, about=broadcast),
            notification(ada, WARNED),
        ]
        await add(unit, *gone, *stay)
        await unit.run(lambda tx: tx.notifications.sever(ada.id, bob.id))
        assert [await find(unit, one) for one in gone] == [None] * len(gone)
        assert [await find(unit, one) for one in stay] == stay


class TestFollowingCopies:
    @pytest.fixture
    async def told(self, unit: UnitOfWork, ada: Account, bob: Account) -> Notification:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        told = notification(bob, RECEIVED, actor=ada, about=sent)
        await add(unit, told)
        return told

    async def follow(self, unit: UnitOfWork, told: Notification, *, read: bool | None) -> None:
        about = told.message
        assert about is not None
        await unit.run(lambda tx: tx.notifications.follow_copy(told.account, about, read=read))

    async def test_it_is_marked_as_the_copy_is(self, unit: UnitOfWork, told: Notification) -> None:
        await self.follow(unit, told, read=True)
        assert await find(unit, told) == as_read(told)
        await self.follow(unit, told, read=False)
        assert await find(unit, told) == told

    async def test_it_goes_with_the_copy(
        self, storage: Storage, ada: Account, bob: Account, told: Notification
    ) -> None:
        assert told.message is not None
        await storage.unit.run(lambda tx: tx.messages.remove(bob.id, told.message or message(ada).id))
        await self.follow(storage.unit, told, read=None)
        assert str(told.id) not in await storage.everything_kept()

    async def test_it_follows_though_its_sender_is_unseen_for_now(
        self, storage: Storage, ada: Account, told: Notification
    ) -> None:
        await set_state(storage.unit, ada, AccountState.SUSPENDED)
        await self.follow(storage.unit, told, read=True)
        await set_state(storage.unit, ada, AccountState.ACTIVE)
        assert await find(storage.unit, told) == as_read(told)

    async def test_what_others_were_told_of_the_message_and_what_else_there_is_stays(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent, other = message(ada), message(ada)
        await send(unit, sent, ada, bob, eve)
        await send(unit, other, ada, bob)
        told = notification(bob, RECEIVED, actor=ada, about=sent)
        stay = [
            notification(eve, RECEIVED, actor=ada, about=sent),
            notification(bob, RECEIVED, actor=ada, about=other),
            notification(bob, APPROVED, actor=ada),
        ]
        await add(unit, told, *stay)
        await self.follow(unit, told, read=True)
        await self.follow(unit, told, read=None)
        assert await find(unit, told) is None
        assert [await find(unit, one) for one in stay] == stay

    async def test_a_message_that_nobody_was_told_of_has_none_to_follow(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        told = notification(bob, WARNED)
        await add(unit, told)
        await self.follow(unit, replace(told, message=message(ada).id), read=None)
        assert await find(unit, told) == told
