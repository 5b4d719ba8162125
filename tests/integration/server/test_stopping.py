"""A server that stops: whoever has asked, or is just asking, is answered."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from tests.integration.server.client import REQUEST, Client, connected, greet
from tests.integration.server.conftest import LOCAL, Receive, Running, Send, say, serving
from wexstream.entrypoints.server.protocol import PromptProtocol
from wexstream.entrypoints.settings.parts import Tls

LONG = 60.0  # seconds
UPGRADE = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"


@pytest.fixture
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PromptProtocol, "spared_for", LONG)


@asynccontextmanager
async def stopping(*first: bytes) -> AsyncIterator[tuple[Running, Client]]:
    """Have a server that begins to stop when something was sent to it, and answered where that is all."""
    begun = asyncio.Event()
    async with serving(greet, stopping=begun.set) as running, connected(running.port) as client:
        for data in first:
            await client.send(data)
            if data.endswith(b"\r\n\r\n"):
                await client.answer()
        running.server.should_exit = True
        await begun.wait()
        yield running, client


def certified(folder: Path) -> tuple[Tls, ssl.SSLContext]:
    """A certificate of this machine's, and who trusts it."""
    authority, trusting = trustme.CA(), ssl.create_default_context()
    made = authority.issue_cert("localhost")
    made.private_key_pem.write_to_path(str(folder / "key"))
    made.cert_chain_pems[0].write_to_path(str(folder / "certificate"))
    authority.configure_trust(trusting)
    return Tls(certificate=folder / "certificate", private_key=folder / "key"), trusting


@pytest.mark.usefixtures("_patient")
@pytest.mark.parametrize("first", [[], [REQUEST]], ids=["new", "kept"])
async def test_what_is_asked_by_an_open_connection_is_answered_as_the_last_on_it(first: list[bytes]) -> None:
    async with stopping(*first) as (running, client):
        await client.send(REQUEST)
        answer = await client.rest()
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert b"\r\nconnection: close\r\n" in answer
        assert answer.endswith(b"hello")
        await running.serving


@pytest.mark.parametrize("first", [[], [REQUEST]], ids=["new", "kept"])
async def test_what_has_come_in_part_is_waited_for(
    first: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PromptProtocol, "spared_for", 0.0)
    async with stopping(*first, REQUEST[:9]) as (running, client):
        await asyncio.sleep(0.2)  # much longer than it would be spared
        await client.send(REQUEST[9:])
        assert (await client.rest()).endswith(b"hello")
        await running.serving


async def test_a_connection_on_which_nothing_is_asked_is_closed_soon() -> None:
    async with stopping(REQUEST) as (running, client):
        assert await client.rest() == b""
        await running.serving


async def test_an_answer_under_way_is_finished() -> None:
    asked, goes_on, begun = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def ponder(_scope: object, _receive: Receive, send: Send) -> None:
        asked.set()
        await goes_on.wait()
        await say("hello", send)

    async with serving(ponder, stopping=begun.set) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await asked.wait()
        running.server.should_exit = True
        await begun.wait()
        goes_on.set()
        answer = await client.rest()
        assert b"\r\nconnection: close\r\n" in answer
        assert answer.endswith(b"hello")


@pytest.mark.usefixtures("_patient")
async def test_whoever_was_not_told_that_an_answer_is_the_last_may_ask_once_more() -> None:
    begun = asyncio.Event()

    async def tell_slowly(_scope: object, _receive: Receive, send: Send) -> None:
        length = (b"content-length", b"10")
        await send({"type": "http.response.start", "status": 200, "headers": [length]})
        await send({"type": "http.response.body", "body": b"hello", "more_body": True})
        await begun.wait()
        await send({"type": "http.response.body", "body": b"hello"})

    async with serving(tell_slowly, stopping=begun.set) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await client.answer()
        running.server.should_exit = True
        assert await client.answer() == b"hello"
        await client.send(REQUEST)
        answer = await client.rest()
        assert b"\r\nconnection: close\r\n" in answer
        assert answer.endswith(b"hellohello")


@pytest.mark.usefixtures("_patient")
async def test_nobody_begins_to_speak_by_a_web_socket() -> None:
    async with stopping(REQUEST) as (running, client):
        await client.send(UPGRADE)
        assert (await client.rest()).startswith(b"HTTP/1.1 503 ")
        await running.serving


@pytest.mark.parametrize("way", ["plainly", "by TLS"])
async def test_who_waits_to_be_accepted_is_served(way: str, tmp_path: Path) -> None:
    waiting: list[socket.socket] = []
    waits = asyncio.Event()
    tls, trusting = certified(tmp_path) if way == "by TLS" else (None, None)

    def come() -> None:
        """Connect at the last moment, as the loop sees it only afterwards."""
        waiting.append(socket.create_connection(("127.0.0.1", port)))
        waits.set()

    def ask() -> bytes:
        client = trusting.wrap_socket(waiting[0], server_hostname="localhost") if trusting else waiting[0]
        with client:
            client.sendall(REQUEST)
            return client.makefile("rb").read()

    async with serving(greet, replace(LOCAL, tls=tls), stopping=come) as running:
        port = running.port
        stopped = asyncio.create_task(running.stop())
        await waits.wait()
        answer = await asyncio.to_thread(ask)
        await stopped
    assert b"\r\nconnection: close\r\n" in answer
    assert answer.endswith(b"hello")


async def test_nobody_else_is_let_in() -> None:
    async with stopping(REQUEST) as (running, _):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", running.port)
        await running.serving


async def test_whether_it_stops_is_the_servers_own() -> None:
    async with serving(greet) as one, serving(greet) as other, connected(other.port) as client:
        await one.stop()
        await client.send(REQUEST)
        assert b"connection: close" not in await client.answer()
