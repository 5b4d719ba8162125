"""Which notifications are mailed together."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS, account, conference, connected, message, notification
from tests.support.clock import NOW
from tests.support.keeping import keep, send
from tests.support.overlap import transaction, tried, waiting
from tests.support.properties import few
from tests.support.storage import Storage
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.ids import BundleId, NotificationId
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.ports.persistence import Transaction, UnitOfWork

REQUESTED = NotificationKind.CONNECTION_REQUESTED
APPROVED = NotificationKind.CONNECTION_APPROVED
TIMES = st.datetimes().map(lambda time: time.replace(tzinfo=NOW.tzinfo))


def bundle(owner: Account, kind: NotificationKind = REQUESTED) -> Bundle:
    return Bundle(id=BundleId(IDS.new()), account=owner.id, kind=kind, due_at=NOW)


async def save(unit: UnitOfWork, *bundles: Bundle) -> None:
    async def work(tx: Transaction) -> None:
        for one in bundles:
            await tx.accounts.lock([one.account])
            await tx.bundles.save(one)

    await unit.run(work)


async def last(unit: UnitOfWork, owner: Account, kind: NotificationKind = REQUESTED) -> Bundle | None:
    return await unit.run(lambda tx: tx.bundles.last(owner.id, kind))


async def put(unit: UnitOfWork, where: BundleId, told: NotificationId) -> bool:
    return await unit.run(lambda tx: tx.bundles.put(where, told))


async def told_in(unit: UnitOfWork, where: BundleId) -> list[Notification]:
    return list(await unit.run(lambda tx: tx.bundles.told(where)))


@few
@given(due=TIMES, closed=st.none() | TIMES, kind=st.sampled_from(NotificationKind))
async def test_a_bundle_is_read_as_it_was_kept(
    unit: UnitOfWork, due: datetime, closed: datetime | None, kind: NotificationKind
) -> None:
    owner = account()
    kept = replace(bundle(owner, kind), due_at=due, closed_at=closed)

    async def work(tx: Transaction) -> list[Bundle | None]:
        await tx.accounts.add(owner)
        await tx.bundles.save(kept)
        return [await tx.bundles.last(owner.id, kind), await tx.bundles.find(kept.id)]

    assert await tried(unit, work) == [kept, kept]


async def test_each_account_has_a_last_one_of_each_kind(unit: UnitOfWork, ada: Account, bob: Account) -> None:
    kept = [bundle(ada), bundle(ada, APPROVED), bundle(bob)]
    await save(unit, *kept)
    assert [await last(unit, ada), await last(unit, ada, APPROVED), await last(unit, bob)] == kept
    assert await last(unit, bob, APPROVED) is None


async def test_a_later_one_takes_the_place_of_the_one_before(unit: UnitOfWork, ada: Account) -> None:
    former, later = bundle(ada), bundle(ada)
    closed = later.close(at=NOW + timedelta(minutes=1))
    await save(unit, former, later, closed)
    assert await last(unit, ada) == closed
    assert await unit.run(lambda tx: tx.bundles.find(former.id)) is None


async def test_one_that_is_dropped_was_never_and_what_is_in_it_stays(
    unit: UnitOfWork, ada: Account, bob: Account
) -> None:
    kept, told = bundle(ada), notification(ada, REQUESTED, actor=bob)
    await save(unit, kept)
    await keep(unit, told)
    await put(unit, kept.id, told.id)
    await unit.run(lambda tx: tx.bundles.drop(kept.id))
    assert await last(unit, ada) is None
    assert await told_in(unit, kept.id) == [told]
    assert not await put(unit, bundle(ada).id, told.id)


async def test_a_notification_is_put_in_once(unit: UnitOfWork, ada: Account, bob: Account) -> None:
    told, first, second = notification(ada, REQUESTED, actor=bob), bundle(ada), bundle(ada)
    await keep(unit, told)
    assert await put(unit, first.id, told.id)
    assert not await put(unit, first.id, told.id)
    assert not await put(unit, second.id, told.id)
    assert await told_in(unit, first.id) == [told]
    assert await told_in(unit, second.id) == []


async def test_one_that_is_gone_is_put_in_nowhere(unit: UnitOfWork, ada: Account, bob: Account) -> None:
    told, kept = notification(ada, REQUESTED, actor=bob), bundle(ada)
    await keep(unit, told)
    await unit.run(lambda tx: tx.notifications.remove(ada.id, told.id))
    assert not await put(unit, kept.id, told.id)


async def test_one_that_is_being_deleted_is_waited_for(storage: Storage, ada: Account, bob: Account) -> None:
    told, kept = notification(ada, REQUESTED, actor=bob), bundle(ada)
    await keep(storage.unit, told)
    async with transaction(storage.unit) as deleting:
        await deleting.notifications.remove(ada.id, told.id)
        putting = await waiting(storage, lambda tx: tx.bundles.put(kept.id, told.id))
    assert not await putting


async def test_what_is_told_is_unread_and_the_newest_comes_first(
    unit: UnitOfWork, ada: Account, bob: Account
) -> None:
    kept = bundle(ada)
    told = [
        replace(notification(ada, REQUESTED, actor=bob), created_at=NOW + timedelta(minutes=minutes))
        for minutes in (2, 1, 3, 1)
    ]
    await keep(unit, *told)
    for one in told:
        await put(unit, kept.id, one.id)
    await unit.run(lambda tx: tx.notifications.mark(ada.id, told[0].id, read=True))
    assert await told_in(unit, kept.id) == [told[2], *sorted([told[1], told[3]], key=_age, reverse=True)]


def _age(told: Notification) -> tuple[datetime, NotificationId]:
    return (told.created_at, told.id)


async def test_what_its_owner_may_not_see_now_is_not_told(
    unit: UnitOfWork, ada: Account, bob: Account
) -> None:
    hidden, deleted = conference(bob), message(bob)
    suspended = account("Eve", state=AccountState.SUSPENDED)
    await keep(unit, suspended, hidden)
    await send(unit, deleted, bob, ada)
    await unit.run(lambda tx: tx.messages.remove(ada.id, deleted.id))
    live = NotificationKind.CONFERENCE_LIVE
    of_stranger = notification(ada, live, actor=bob, about=hidden)
    of_suspended = notification(ada, REQUESTED, actor=suspended)
    of_deleted = notification(ada, NotificationKind.MESSAGE_RECEIVED, actor=bob, about=deleted)
    kept = bundle(ada)
    await keep(unit, of_stranger, of_suspended, of_deleted)
    for one in (of_stranger, of_suspended, of_deleted):
        await put(unit, kept.id, one.id)
    assert await told_in(unit, kept.id) == []
    await keep(unit, connected(ada, bob))
    assert await told_in(unit, kept.id) == [of_stranger]


async def test_with_the_account_its_bundles_go(unit: UnitOfWork, ada: Account, bob: Account) -> None:
    kept, told = bundle(ada), notification(ada, REQUESTED, actor=bob)
    await save(unit, kept)
    await keep(unit, told)
    await put(unit, kept.id, told.id)

    async def erase(tx: Transaction) -> None:
        await tx.accounts.lock([ada.id])
        await tx.accounts.erase(ada.id)

    await unit.run(erase)
    assert await unit.run(lambda tx: tx.bundles.find(kept.id)) is None
    assert await told_in(unit, kept.id) == []
