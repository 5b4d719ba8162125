"""Waiting for what nobody tells of."""

import asyncio
from collections.abc import Callable

PATIENCE = 60  # seconds after which what has not happened will not


async def until(holds: Callable[[], bool]) -> None:
    """Let others go on until a condition holds."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0)
