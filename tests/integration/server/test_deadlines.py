"""Who takes too long to ask is sent away; answers and web sockets may take their time."""

import pytest
from websockets.asyncio.client import connect

from tests.integration.server.client import (
    REQUEST,
    SHORT,
    connected,
    greet,
    read_all,
    until_past_all_deadlines,
)
from tests.integration.server.conftest import Receive, Send, say, serving
from wexstream.entrypoints.server.protocol import PromptProtocol


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PromptProtocol, "headers_within", SHORT)
    monkeypatch.setattr(PromptProtocol, "body_within", SHORT)


async def test_who_connects_and_asks_nothing_is_sent_away() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        assert (await client.rest()).startswith(b"HTTP/1.1 408 ")


async def test_who_asks_byte_by_byte_is_sent_away() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(b"GET / HTTP/1.1\r\nX: ")
        await client.trickle(b"x")


@pytest.mark.parametrize("part", [b"x", b"\r\n"])
async def test_who_asks_for_more_byte_by_byte_is_sent_away(part: bytes) -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await client.answer()
        await client.send(b"\r\n" if part == b"\r\n" else b"GET /")
        await client.trickle(part)


async def test_who_sends_a_body_byte_by_byte_is_sent_away() -> None:
    async with serving(read_all) as running, connected(running.port) as client:
        await client.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        await client.trickle(b"x")


async def test_an_answer_may_take_its_time() -> None:
    async def ponder(_scope: object, _receive: Receive, send: Send) -> None:
        await until_past_all_deadlines()
        await say("hello", send)

    async with serving(ponder) as running, connected(running.port) as client:
        await client.send(REQUEST)
        assert (await client.answer()).startswith(b"HTTP/1.1 200 OK")


async def test_a_web_socket_has_no_such_deadline() -> None:
    async def echo(_scope: object, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        said = await receive()
        await send({"type": "websocket.send", "text": said["text"]})
        await receive()

    async with serving(echo) as running, connect(f"ws://127.0.0.1:{running.port}/") as client:
        await until_past_all_deadlines()
        await client.send("still here")
        assert await client.recv() == "still here"
