"""Who is told to ask, where proxies stand before the server."""

import asyncio
from collections.abc import MutableMapping
from dataclasses import replace
from typing import Any, cast

import pytest
from litestar.connection import ASGIConnection
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.integration.server.conftest import LOCAL, Receive, Send, say, serving
from wexstream.entrypoints.http.authentication import origin_of

BEHIND = replace(LOCAL, trusted_proxies=("127.0.0.1", "10.0.0.0/8", "2001:db8:ff::/48"))
IN_THE_OPEN = replace(LOCAL, trusted_proxies=("192.0.2.1",))  # another than who asks here
FORGED = [b"X-Forwarded-For: 203.0.113.9", b"X-Forwarded-Proto: https", b"Forwarded: for=203.0.113.9"]
ME = "127.0.0.1"

# What proxies pass on, and whom it names: the last one whom no proxy of ours is.
NAMED: dict[str, tuple[list[str], str]] = {
    "nothing": ([], ME),
    "a client": (["198.51.100.7"], "198.51.100.7"),
    "a client who forged another": (["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
    "a client who forged one of ours": (["10.0.0.1, 198.51.100.7"], "198.51.100.7"),
    "a client through two of ours": (["203.0.113.9, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
    "a client through one with an IPv6 address": (["198.51.100.7, 2001:db8:ff::2"], "198.51.100.7"),
    "none but ours": (["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
    "a forged header before ours": (["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
    "a port": (["198.51.100.7:4711"], "198.51.100.7"),
    "an IPv6 address": (["2001:db8:1:2::3"], "2001:db8:1:2::/64"),
    "an IPv6 address and a port": (["203.0.113.9, [2001:db8:1:2:a::3]:4711"], "2001:db8:1:2::/64"),
    "an IPv4 address as IPv6 has it": (["::ffff:198.51.100.7"], "198.51.100.7"),
    "a word": (["203.0.113.9, unknown"], ""),
    "another word": (["_hidden"], ""),
    "an open bracket": (["[2001:db8:1:2::3"], ""),
    "nobody": ([""], ME),
    "nobody at the end": (["203.0.113.9, "], ME),
}


async def tell(scope: MutableMapping[str, Any], _receive: Receive, send: Send) -> None:
    """Answer, and refuse a socket, with where somebody asks from, and how."""
    text = f"{origin_of(ASGIConnection[Any, Any, Any, Any](cast('Any', scope)))} {scope['scheme']}"
    if scope["type"] == "http":
        await say(text, send)
        return
    await send({"type": "websocket.http.response.start", "status": 403, "headers": []})
    await send({"type": "websocket.http.response.body", "body": text.encode()})


async def told(port: int, *headers: bytes) -> str:
    reader, writer = await asyncio.open_connection(ME, port)
    asked = [b"GET / HTTP/1.1", b"Host: localhost", b"Connection: close", *headers, b"", b""]
    writer.write(b"\r\n".join(asked))
    answer = await reader.read()
    writer.close()
    return answer.rpartition(b"\r\n\r\n")[2].decode()


async def told_a_socket(port: int, *headers: bytes) -> str:
    parts = [header.decode().partition(": ") for header in headers]
    pairs = [(name, value) for name, _, value in parts]
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"ws://{ME}:{port}/", additional_headers=pairs, proxy=None).__aenter__()
    return (refused.value.response.body or b"").decode()


@pytest.mark.parametrize("what", NAMED)
async def test_the_last_who_is_no_proxy_of_ours_is_who_asks(what: str) -> None:
    passed_on, origin = NAMED[what]
    headers = [f"X-Forwarded-For: {value}".encode() for value in passed_on]
    async with serving(tell, BEHIND) as running:
        assert await told(running.port, *headers) == f"{origin} http"
        assert await told_a_socket(running.port, *headers) == f"{origin} ws"


async def test_a_proxy_of_ours_says_whether_it_was_asked_over_tls() -> None:
    async with serving(tell, BEHIND) as running:
        assert await told(running.port, b"X-Forwarded-Proto: https") == f"{ME} https"
        assert await told_a_socket(running.port, b"X-Forwarded-Proto: https") == f"{ME} wss"
        assert await told(running.port, b"X-Forwarded-Proto: gopher") == f"{ME} http"


@pytest.mark.parametrize("http", [LOCAL, IN_THE_OPEN], ids=["without proxies", "with another proxy"])
async def test_who_is_no_proxy_of_ours_forges_in_vain(http: Any) -> None:
    async with serving(tell, http) as running:
        assert await told(running.port, *FORGED) == f"{ME} http"
        assert await told_a_socket(running.port, *FORGED) == f"{ME} ws"


async def test_what_is_no_header_of_proxies_of_ours_names_nobody() -> None:
    async with serving(tell, BEHIND) as running:
        for name in ("Forwarded: for=", "X-Real-IP: ", "X-Client-IP: ", "CF-Connecting-IP: "):
            assert await told(running.port, f"{name}203.0.113.9".encode()) == f"{ME} http"
