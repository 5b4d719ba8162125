"""Requests within requests: whatever two servers could read in two ways, this one does not read at all."""

import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest

from tests.integration.server.client import connected
from tests.integration.server.conftest import Receive, Send, say, serving

POST = b"POST /first HTTP/1.1\r\nHost: localhost\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
END = b"0\r\n\r\n"

AMBIGUOUS = {
    "a length and chunks": POST + b"Content-Length: 4\r\n" + CHUNKED + b"\r\n" + END,
    "chunks and a length": POST + CHUNKED + b"Content-Length: 4\r\n\r\n" + END,
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "one length twice": POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
    "a list of lengths": POST + b"Content-Length: 4, 4\r\n\r\nabcd",
    "a length with a sign": POST + b"Content-Length: +4\r\n\r\nabcd",
    "a length below nothing": POST + b"Content-Length: -1\r\n\r\n",
    "a length in hexadecimal": POST + b"Content-Length: 0x4\r\n\r\nabcd",
    "a length beyond all numbers": POST + b"Content-Length: 18446744073709551620\r\n\r\nabcd",
    "a space before the colon": POST + b"Content-Length : 4\r\n\r\nabcd",
    "an unknown coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n" + END,
    "a coding after chunks": POST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + END,
    "two codings": POST + CHUNKED + b"Transfer-Encoding: identity\r\n\r\n" + END,
    "an odd space before a coding": POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n" + END,
    "a folded header": POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n" + END,
    "a header that begins with a space": POST + b" Transfer-Encoding: chunked\r\n\r\n" + END,
    "a line that ends in LF alone": POST + b"X: y\nContent-Length: 4\r\n\r\nabcd",
    "headers that end in LF alone": b"GET /first HTTP/1.1\nHost: localhost\n\n",
    "a CR in a header": POST + b"X: y\rTransfer-Encoding: chunked\r\n\r\n" + END,
    "a NUL in a header": POST + b"X: y\0z\r\n\r\n",
    "a chunk whose size has a sign": POST + CHUNKED + b"\r\n+4\r\nabcd\r\n" + END,
    "a chunk whose size has a prefix": POST + CHUNKED + b"\r\n0x4\r\nabcd\r\n" + END,
    "a chunk that ends in LF alone": POST + CHUNKED + b"\r\n4\nabcd\n0\n\n",
    "an extension that ends in LF alone": POST + CHUNKED + b"\r\n4;x\nabcd\r\n" + END,
    "a chunk longer than it says": POST + CHUNKED + b"\r\n4\r\nabcdXX" + END,
    "two hosts": b"GET /first HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


async def name_what_was_asked(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await say(f"asked for {scope['path']}", send)


async def answers(sent: bytes) -> bytes:
    """Send something, and hear all that is answered until the connection ends."""
    async with serving(name_what_was_asked) as server, connected(server.port) as client:
        await client.send(sent)
        async with asyncio.timeout(30):
            return await client.rest()


@pytest.mark.parametrize("what", AMBIGUOUS)
async def test_what_is_ambiguous_is_refused_and_nothing_behind_it_is_read(what: str) -> None:
    answered = await answers(AMBIGUOUS[what] + SMUGGLED)
    assert answered.startswith(b"HTTP/1.1 400 ")
    assert answered.count(b"HTTP/1.1 ") == 1
    assert b"connection: close" in answered
    assert b"asked for" not in answered


async def test_what_is_plain_is_read_and_what_comes_behind_it_too() -> None:
    for body in (b"Content-Length: 4\r\n\r\nabcd", CHUNKED + b"\r\n4\r\nabcd\r\n" + END):
        last = SMUGGLED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        answered = await answers(POST + body + last)
        assert answered.count(b"HTTP/1.1 200 ") == 2
        assert answered.index(b"asked for /first") < answered.index(b"asked for /smuggled")


async def test_an_old_client_that_sends_chunks_asks_nothing_more() -> None:
    answered = await answers(POST.replace(b"1.1", b"1.0") + CHUNKED + b"\r\n" + END + SMUGGLED)
    assert answered.count(b"HTTP/1.1 ") == 1
    assert b"/smuggled" not in answered


async def test_no_connection_becomes_one_of_another_protocol() -> None:
    upgrade = (
        b"Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"
    )
    answered = await answers(b"GET /first HTTP/1.1\r\nHost: localhost\r\n" + upgrade + b"\r\n")
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert b"upgrade" not in answered.lower()


async def test_a_header_in_an_address_stays_an_address() -> None:
    for path in (b"/%0d%0aX-Evil:%20y", b"/\\r\\nX-Evil:y"):
        answered = await answers(
            b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        head = answered.partition(b"\r\n\r\n")[0]
        assert b"evil" not in head.lower()
