"""What is too long, has no end or is asked for in a wrong way is refused; what is at its bound is not."""

from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest

from tests.integration.server.client import CHUNKED, REQUEST, connected, greet, read_all
from tests.integration.server.conftest import Receive, Send, say, serving
from wexstream.entrypoints.server.protocol import PromptProtocol


async def test_headers_that_are_too_long_are_refused_although_they_come_whole() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(REQUEST[:-2] + b"X: " + b"x" * PromptProtocol.headers_largest + b"\r\n\r\n")
        assert (await client.rest()).startswith(b"HTTP/1.1 431 ")


async def test_headers_as_long_as_they_may_be_are_taken_and_a_body_with_them() -> None:
    padding = b"x" * (PromptProtocol.headers_largest - 100)
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\nX: " + padding + b"\r\n\r\n"
    async with serving(read_all) as running, connected(running.port) as client:
        for _ in range(2):
            await client.send(head + b"x" * 50_000)
            assert (await client.until(b"50000")).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nContent-Length: 5\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: x\r\n" * 200,
        b"GET / HTTP/1.1\r\nX: " + b"x" * 10_000 + b"\r\n",
    ],
    ids=["with a body", "with many headers", "with a long one"],
)
async def test_a_web_socket_that_is_asked_for_in_a_wrong_way_is_refused_at_once(head: bytes) -> None:
    upgrade = b"Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(head + upgrade)
        assert (await client.rest()).startswith(b"HTTP/1.1 400 ")


async def test_headers_without_an_end_are_refused() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(b"GET / HTTP/1.1\r\nX: " + b"x" * (PromptProtocol.headers_largest + 1))
        assert (await client.rest()).startswith(b"HTTP/1.1 431 ")


async def test_trailers_are_taken_and_are_no_headers() -> None:
    async def tell_headers(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass
        await say(" ".join(name.decode() for name, _ in scope["headers"]) + ";", send)

    trailing = b"1\r\nx\r\n0\r\nX-Trailing: x\r\n\r\n"
    async with serving(tell_headers) as running, connected(running.port) as client:
        for _ in range(2):
            await client.send(CHUNKED + trailing)
            assert (await client.until(b";")).endswith(b"\r\n\r\nhost transfer-encoding;")


@pytest.mark.parametrize(
    "part",
    [b"X: x\r\n" * 1_000, b"X" * 5_000, b"X: " + b"x" * 5_000],
    ids=["many", "a long name", "a long one"],
)
async def test_trailers_without_an_end_are_refused(part: bytes) -> None:
    async with serving(read_all) as running, connected(running.port) as client:
        await client.send(CHUNKED + b"1\r\nx\r\n0\r\n")
        await client.trickle(part)


async def test_a_chunk_whose_size_has_no_end_is_refused() -> None:
    async with serving(read_all) as running, connected(running.port) as client:
        await client.send(CHUNKED + b"1;")
        await client.trickle(b"x" * 5_000)


async def test_a_body_of_many_small_chunks_is_taken_in() -> None:
    async with serving(read_all) as running, connected(running.port) as client:
        await client.send(CHUNKED + b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n")
        assert (await client.until(b"50000")).startswith(b"HTTP/1.1 200 OK")


async def test_a_large_body_is_taken_in() -> None:
    async with serving(read_all) as running, httpx.AsyncClient() as client:
        answer = await client.post(f"http://127.0.0.1:{running.port}/", content=b"x" * 5_000_000)
    assert answer.text == "5000000"


async def test_who_says_that_nothing_more_comes_is_still_answered(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(greet) as running:
        for _ in range(20):
            async with connected(running.port) as client:
                await client.send(REQUEST)
                client.end()
                assert (await client.rest()).endswith(b"hello")
    assert caplog.records == []
