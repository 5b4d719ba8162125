"""Transactions that overlap, step by step, without a race."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

import pytest

from tests.support.storage import Storage
from wexstream.ports.persistence import Transaction, UnitOfWork

T = TypeVar("T")

PATIENCE = 30  # seconds after which what should not have to wait counts as waiting


@asynccontextmanager
async def transaction(unit: UnitOfWork, *, commits: bool = True) -> AsyncGenerator[Transaction]:
    """Have a transaction open; at the end of the context it is committed, or rolled back."""
    begun: asyncio.Queue[Transaction] = asyncio.Queue()
    ended = asyncio.Event()

    async def work(tx: Transaction) -> None:
        begun.put_nowait(tx)
        await ended.wait()

    running = asyncio.create_task(unit.run(work))
    try:
        yield await begun.get()
        if commits:
            ended.set()
            await running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def waiting(
    storage: Storage, work: Callable[[Transaction], Awaitable[T]], *, already: int = 0
) -> asyncio.Task[T]:
    """Start a transaction that has to wait for another; so many were waiting ``already``."""
    running = started(storage.unit, work)
    blocked = asyncio.create_task(storage.until_waiting(already + 1))
    await asyncio.wait([running, blocked], return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
    if not blocked.done() or running.done():
        blocked.cancel()
        running.cancel()
        pytest.fail("It did not have to wait.")
    return running


async def at_once(unit: UnitOfWork, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Run a transaction that does not have to wait for those that are open."""
    async with asyncio.timeout(PATIENCE):
        return await unit.run(work)


async def either(*awaited: Coroutine[None, None, object]) -> None:
    """Wait until one of these has come."""
    tasks = [asyncio.create_task(one) for one in awaited]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def started(unit: UnitOfWork, work: Callable[[Transaction], Awaitable[T]]) -> asyncio.Task[T]:
    """Start a transaction."""

    async def run() -> T:
        return await unit.run(work)

    return asyncio.create_task(run())


async def tried(unit: UnitOfWork, work: Callable[[Transaction], Awaitable[T]]) -> T:
    """Run a transaction and roll it back; what it returned."""
    results: list[T] = []

    async def work_and_undo(tx: Transaction) -> None:
        results.append(await work(tx))
        raise _Undone

    with suppress(_Undone):
        await unit.run(work_and_undo)
    return results[-1]


class _Undone(Exception):
    """Nothing of this transaction is to stay."""
