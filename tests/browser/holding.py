"""A server that takes its time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Page, Route


@asynccontextmanager
async def held(page: Page, method: str, path: str) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Hold what a page asks for until one leaves this; what is given waits until something is held."""
    asked, let_go = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == method:
            asked.set()
            await let_go.wait()
        await route.continue_()

    async def until_asked() -> None:
        async with asyncio.timeout(10):
            await asked.wait()

    await page.route(path, hold)
    try:
        yield until_asked
    finally:
        let_go.set()
