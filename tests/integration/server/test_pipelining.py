"""Requests one after another on one connection, and more of them before an answer has ended."""

import asyncio
from collections.abc import MutableMapping
from http import HTTPStatus
from typing import Any

import pytest

from tests.integration.server.client import REQUEST, SHORT, UPGRADE, connected, greet
from tests.integration.server.conftest import Receive, Send, say, serving
from wexstream.entrypoints.server.protocol import PromptProtocol


async def test_requests_one_after_another_are_answered_on_one_connection() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(REQUEST + REQUEST + REQUEST[:9])
        for _ in range(2):
            assert (await client.answer()).count(b"HTTP/1.1 200 OK") == 1
        await client.send(REQUEST[9:])
        assert (await client.answer()).count(b"HTTP/1.1 200 OK") == 1


@pytest.mark.parametrize("before", [b"", REQUEST], ids=["first", "second"])
@pytest.mark.parametrize("meanwhile", [REQUEST, UPGRADE], ids=["request", "upgrade"])
async def test_an_answer_without_an_end_is_told_that_its_client_has_gone_whatever_that_asked_meanwhile(
    before: bytes, meanwhile: bytes
) -> None:
    begun, gone = asyncio.Event(), asyncio.Event()

    async def go_on(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["path"] == "/":
            await say("hello", send)
            return
        begun.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    async with serving(go_on) as running, connected(running.port) as client:
        await client.send(before + REQUEST.replace(b"/", b"/endless", 1) + meanwhile)
        await begun.wait()
        (protocol,) = running.server.server_state.connections
        protocol.transport.abort()
        await asyncio.wait_for(gone.wait(), SHORT)


async def test_some_may_be_asked_before_an_answer_has_ended() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(REQUEST * PromptProtocol.ahead_most)
        for _ in range(PromptProtocol.ahead_most):
            assert (await client.answer()).startswith(b"HTTP/1.1 200 OK")


async def test_who_asks_for_more_and_more_before_an_answer_has_ended_is_sent_away() -> None:
    async def wait(_scope: object, receive: Receive, _send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    async with serving(wait) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await client.send(REQUEST * 2 * PromptProtocol.ahead_most)
        assert (await client.rest()).startswith(b"HTTP/1.1 400 ")


async def test_that_a_client_has_gone_is_noticed_at_once_although_it_asked_for_more() -> None:
    begun, gone = asyncio.Event(), asyncio.Event()

    async def go_on(_scope: object, receive: Receive, _send: Send) -> None:
        begun.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()

    async with serving(go_on) as running:
        async with connected(running.port) as client:
            await client.send(REQUEST)
            await begun.wait()
            await client.send(REQUEST)
        await asyncio.wait_for(gone.wait(), SHORT)


async def test_what_was_asked_before_headers_that_are_too_long_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = asyncio.Event()
    refuse = PromptProtocol._refuse  # noqa: SLF001 (there is no other sign of it)

    def note(protocol: PromptProtocol, status: HTTPStatus) -> None:
        refuse(protocol, status)
        refused.set()

    async def ponder(_scope: object, _receive: Receive, send: Send) -> None:
        await refused.wait()
        await say("hello", send)

    monkeypatch.setattr(PromptProtocol, "_refuse", note)
    async with serving(ponder) as running, connected(running.port) as client:
        await client.send(REQUEST + REQUEST[:-2] + b"X: " + b"x" * 2 * PromptProtocol.headers_largest)
        assert (await client.rest()).endswith(b"hello")
