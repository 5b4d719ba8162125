"""Answers whose time tells nothing."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

SECONDS: Final = 0.1
"""More than it takes to find an account and write a link; what takes longer shows."""


@asynccontextmanager
async def evenly() -> AsyncGenerator[None]:
    """Let what is done within take as long whatever is found, as far as that can be."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + SECONDS
    try:
        yield
    finally:
        await asyncio.sleep(ends - loop.time())
