"""What happens while a command is under way, at a certain point of it, without a race."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import pytest

from tests.support.overlap import PATIENCE, transaction
from tests.support.platform import Platform, QuickPasswords
from wexstream.ports.persistence import Transaction
from wexstream.ports.security import Verdict

T = TypeVar("T")


async def overtaken(
    platform: Platform,
    command: Coroutine[Any, Any, T],
    by: Callable[[Transaction], Awaitable[object]],
) -> T:
    """Run a command that reads before, and locks after, another transaction commits."""
    async with transaction(platform.storage.unit) as tx:
        await by(tx)
        running = asyncio.create_task(command)
        waiting = asyncio.create_task(platform.storage.until_waiting(1))
        await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE)
        waiting.cancel()
        if running.done():
            pytest.fail("It did not have to wait.")
    return await running


class Meanwhile(QuickPasswords):
    """Passwords so slow that something else happens, once, while they are hashed or checked."""

    def __init__(self, happens: Callable[[], Awaitable[object]]) -> None:
        self._happens: Callable[[], Awaitable[object]] | None = happens

    async def hash(self, password: str) -> str:
        await self._let_it_happen()
        return await super().hash(password)

    async def check(self, password: str, kept: str | None) -> Verdict:
        await self._let_it_happen()
        return await super().check(password, kept)

    async def _let_it_happen(self) -> None:
        happens, self._happens = self._happens, None
        if happens is not None:
            await happens()
