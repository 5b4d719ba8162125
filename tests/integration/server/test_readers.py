"""Who reads an answer slowly, or not at all."""

import asyncio

import pytest

from tests.integration.server.client import REQUEST, SHORT, connected
from tests.integration.server.conftest import Receive, Send, serving
from wexstream.entrypoints.server.protocol import PromptProtocol


async def test_an_answer_that_is_not_read_is_made_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    paused, made, piece, pieces = asyncio.Event(), 0, b"x" * 100_000, 1_000
    pause_writing = PromptProtocol.pause_writing

    def pause(protocol: PromptProtocol) -> None:
        pause_writing(protocol)
        paused.set()

    async def pour(_scope: object, _receive: Receive, send: Send) -> None:
        nonlocal made
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for made in range(1, pieces + 1):
            await send({"type": "http.response.body", "body": piece, "more_body": made < pieces})

    monkeypatch.setattr(PromptProtocol, "pause_writing", pause)
    async with serving(pour) as running, connected(running.port) as client:
        await client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        await paused.wait()
        assert made < pieces
        assert (await client.rest()).count(b"x") == len(piece) * pieces


class TestReaders:
    """Of a large answer in one piece; timers of the server end within ``SHORT``."""

    SIZE = 30_000_000

    @pytest.fixture(autouse=True)
    def _hurried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(PromptProtocol, "read_within", SHORT)

    async def test_who_does_not_read_an_answer_is_given_up(self) -> None:
        gone = asyncio.Event()

        async def pour(_scope: object, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"x" * self.SIZE, "more_body": True})
            while (await receive())["type"] != "http.disconnect":
                pass
            gone.set()

        async with serving(pour) as running, connected(running.port) as client:
            await client.send(REQUEST)
            await gone.wait()

    async def test_who_reads_it_slowly_gets_all_of_it(self) -> None:
        async def pour(_scope: object, _receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"x" * self.SIZE})

        async with serving(pour) as running, connected(running.port) as client:
            await client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            count = 0
            while piece := await client.some(1_000_000):
                count += piece.count(b"x")
                await asyncio.sleep(SHORT / 25)  # so that all of it takes longer than a timer
            assert count == self.SIZE
