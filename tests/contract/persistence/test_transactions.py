import asyncio
from dataclasses import replace

import pytest

from tests.support.builders import account, viewer
from tests.support.keeping import keep
from tests.support.overlap import at_once, either, started, transaction, waiting
from tests.support.storage import Storage
from wexstream.domain.model.account import Account
from wexstream.ports.persistence import Transaction, UnitOfWork


class Interruption(Exception):
    """Something went wrong."""


async def name_of(unit: UnitOfWork, account: Account) -> str | None:
    found = await at_once(unit, lambda tx: tx.accounts.find(account.id))
    return found.full_name if found else None


async def rename(tx: Transaction, known: Account, name: str) -> None:
    kept = (await tx.accounts.lock([known.id]))[known.id]
    await tx.accounts.save(replace(kept, full_name=name))


async def test_what_the_work_returns_is_returned(unit: UnitOfWork) -> None:
    async def work(_: Transaction) -> str:
        return "done"

    assert await unit.run(work) == "done"


async def test_what_was_written_is_there_once_the_work_returned(unit: UnitOfWork) -> None:
    ada = account("Ada")
    await unit.run(lambda tx: tx.accounts.add(ada))
    assert await name_of(unit, ada) == "Ada"


async def test_nothing_of_work_that_raised_is_kept_and_its_error_is_passed_on(unit: UnitOfWork) -> None:
    ada, bob = account("Ada"), account("Bob")
    await keep(unit, ada)

    async def work(tx: Transaction) -> None:
        await tx.accounts.add(bob)
        await rename(tx, ada, "Augusta")
        raise Interruption

    with pytest.raises(Interruption):
        await unit.run(work)
    assert await name_of(unit, ada) == "Ada"
    assert await name_of(unit, bob) is None


async def test_nothing_of_work_that_was_cancelled_is_kept(unit: UnitOfWork) -> None:
    ada = account("Ada")
    written = asyncio.Event()

    async def work(tx: Transaction) -> None:
        await tx.accounts.add(ada)
        written.set()
        await asyncio.Event().wait()

    running = started(unit, work)
    await written.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert await name_of(unit, ada) is None
    await keep(unit, ada)


async def test_a_transaction_sees_what_it_wrote_itself(unit: UnitOfWork) -> None:
    ada = account("Ada")

    async def work(tx: Transaction) -> Account | None:
        await tx.accounts.add(ada)
        return await tx.accounts.find(ada.id)

    assert await unit.run(work) == ada


async def test_what_is_not_committed_is_seen_by_nobody_else(unit: UnitOfWork) -> None:
    ada, bob = account("Ada"), account("Bob")
    await keep(unit, ada)
    async with transaction(unit) as open_one:
        await rename(open_one, ada, "Augusta")
        await open_one.accounts.add(bob)
        assert await name_of(unit, ada) == "Ada"
        assert await name_of(unit, bob) is None
    assert await name_of(unit, ada) == "Augusta"
    assert await name_of(unit, bob) == "Bob"


async def test_what_is_not_committed_is_read_by_no_query(storage: Storage) -> None:
    ada = account("Ada")
    await keep(storage.unit, ada)
    async with transaction(storage.unit) as open_one:
        await rename(open_one, ada, "Augusta")
        before = await storage.queries.me(viewer(ada))
    after = await storage.queries.me(viewer(ada))
    assert before
    assert after
    assert [before.full_name, after.full_name] == ["Ada", "Augusta"]


async def test_what_others_commit_is_seen_between_two_calls(unit: UnitOfWork) -> None:
    ada = account("Ada")
    await keep(unit, ada)
    async with transaction(unit) as open_one:
        assert await open_one.accounts.find(ada.id) == ada
        await unit.run(lambda tx: rename(tx, ada, "Augusta"))
        assert (await open_one.accounts.find(ada.id)) == replace(ada, full_name="Augusta")


async def test_a_lock_is_released_when_its_transaction_is_committed(storage: Storage) -> None:
    ada = account("Ada")
    await keep(storage.unit, ada)
    async with transaction(storage.unit) as open_one:
        await open_one.accounts.lock([ada.id])
        second = await waiting(storage, lambda tx: rename(tx, ada, "Augusta"))
    await second
    assert await name_of(storage.unit, ada) == "Augusta"


async def test_a_lock_is_released_when_its_transaction_is_rolled_back(storage: Storage) -> None:
    ada = account("Ada")
    await keep(storage.unit, ada)
    locked, ended = asyncio.Event(), asyncio.Event()

    async def work(tx: Transaction) -> None:
        await rename(tx, ada, "Nobody")
        locked.set()
        await ended.wait()
        raise Interruption

    first = started(storage.unit, work)
    await locked.wait()
    second = await waiting(storage, lambda tx: rename(tx, ada, "Augusta"))
    ended.set()
    with pytest.raises(Interruption):
        await first
    await second
    assert await name_of(storage.unit, ada) == "Augusta"


async def test_who_stops_waiting_stands_in_nobodys_way(storage: Storage) -> None:
    ada = account("Ada")
    await keep(storage.unit, ada)
    async with transaction(storage.unit) as open_one:
        await open_one.accounts.lock([ada.id])
        second = await waiting(storage, lambda tx: rename(tx, ada, "Augusta"))
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
    await storage.unit.run(lambda tx: rename(tx, ada, "Ada King"))
    assert await name_of(storage.unit, ada) == "Ada King"


async def test_of_two_who_hold_the_same_and_want_to_change_it_one_is_run_again(storage: Storage) -> None:
    ada = account("Ada")
    await keep(storage.unit, ada)
    both_hold, one_is_through = asyncio.Barrier(2), asyncio.Event()
    runs: list[str] = []

    async def work(tx: Transaction, letter: str) -> None:
        runs.append(letter)
        again = len(runs) > 2
        if again:  # else it might hold again before the other, who may go on now, has woken up
            await one_is_through.wait()
        await tx.accounts.hold([ada.id])
        if not again:
            await both_hold.wait()
        kept = (await tx.accounts.lock([ada.id]))[ada.id]
        await tx.accounts.save(replace(kept, full_name=kept.full_name + letter))

    async def run(letter: str) -> None:
        await storage.unit.run(lambda tx: work(tx, letter))
        one_is_through.set()

    await asyncio.gather(run("x"), run("y"))
    assert sorted(runs) in (["x", "x", "y"], ["x", "y", "y"])
    assert await name_of(storage.unit, ada) in {"Adaxy", "Adayx"}


async def test_two_who_lock_the_same_in_opposite_orders_both_come_through(storage: Storage) -> None:
    ada, bob = account("Ada"), account("Bob")
    await keep(storage.unit, ada, bob)
    has_first = {ada.id: asyncio.Event(), bob.id: asyncio.Event()}

    async def work(tx: Transaction, first: Account, second: Account, letter: str) -> None:
        for known in (first, second):
            kept = (await tx.accounts.lock([known.id]))[known.id]
            await tx.accounts.save(replace(kept, full_name=kept.full_name + letter))
            has_first[first.id].set()
            await either(has_first[second.id].wait(), storage.until_waiting(1))

    await asyncio.gather(
        storage.unit.run(lambda tx: work(tx, ada, bob, "x")),
        storage.unit.run(lambda tx: work(tx, bob, ada, "y")),
    )
    assert await name_of(storage.unit, ada) in {"Adaxy", "Adayx"}
    assert await name_of(storage.unit, bob) in {"Bobxy", "Bobyx"}


async def test_work_that_failed_by_itself_is_not_run_again(unit: UnitOfWork) -> None:
    runs: list[int] = []

    async def work(_: Transaction) -> None:
        runs.append(1)
        raise Interruption

    with pytest.raises(Interruption):
        await unit.run(work)
    assert len(runs) == 1
