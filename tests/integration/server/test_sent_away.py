"""Lines in the log that many clients were sent away."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.integration.server.client import SHORT, connected, greet, until_past_all_deadlines
from tests.integration.server.conftest import serving
from wexstream.entrypoints.server import sent_away
from wexstream.entrypoints.server.protocol import PromptProtocol


class TestSentAway:
    @pytest.fixture(autouse=True)
    def _hurried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(PromptProtocol, "headers_within", SHORT)
        monkeypatch.setattr(sent_away, "MOMENT", SHORT)

    async def slow(self, port: int, number: int) -> None:
        """Have so many begin to ask, and wait until they are sent away, and a little longer."""
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(connected(port)) for _ in range(number)]
            for client in clients:
                await client.send(b"GET /")
            await asyncio.gather(*(client.rest() for client in clients))
        await until_past_all_deadlines()

    async def test_that_many_were_is_a_line(self, caplog: pytest.LogCaptureFixture) -> None:
        async with serving(greet) as running:
            for _ in range(2):
                caplog.clear()
                await self.slow(running.port, sent_away.MANY)
                assert caplog.messages == [
                    f"clients were sent away: {sent_away.MANY} sent no whole request in time"
                ]

    async def test_that_many_sent_what_is_no_request_is_a_line(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        async with serving(greet) as running, AsyncExitStack() as stack:
            for _ in range(sent_away.MANY):
                client = await stack.enter_async_context(connected(running.port))
                await client.send(b"nonsense\r\n\r\n")
                assert (await client.rest()).startswith(b"HTTP/1.1 400 ")
            await until_past_all_deadlines()
        assert caplog.messages == [
            f"clients were sent away: {sent_away.MANY} sent what is no request, or too many at once"
        ]

    async def test_that_a_few_were_is_none(self, caplog: pytest.LogCaptureFixture) -> None:
        async with serving(greet) as running:
            await self.slow(running.port, sent_away.MANY - 1)
        assert not caplog.messages
