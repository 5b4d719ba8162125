"""What the server does with connections, whatever the application is."""

import asyncio
import ssl
from collections.abc import AsyncIterator, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
import trustme
from websockets.asyncio.client import connect

from tests.integration.server.conftest import LOCAL, Receive, Send, say, serving
from wexstream.entrypoints.server import sent_away
from wexstream.entrypoints.server.protocol import PromptProtocol
from wexstream.entrypoints.settings.parts import Tls

REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
CHUNKED = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
SHORT = 0.5  # seconds, many times what a request takes on a busy machine


async def greet(_scope: object, _receive: Receive, send: Send) -> None:
    await say("hello", send)


async def read_all(_scope: object, receive: Receive, send: Send) -> None:
    """Answer with how many bytes the body has."""
    size = 0
    while (message := await receive())["type"] == "http.request":
        size += len(message["body"])
        if not message["more_body"]:
            await say(str(size), send)
            return


async def tell_who_asks(scope: MutableMapping[str, Any], _receive: Receive, send: Send) -> None:
    await say(f"{scope['client'][0]} {scope['scheme']}", send)


async def until_past_all_deadlines() -> None:
    """Timers end in the order of their times: when this one has, those of the deadlines have."""
    loop = asyncio.get_running_loop()
    passed = loop.create_future()
    loop.call_later(2 * SHORT, passed.set_result, None)
    await passed


@pytest.fixture
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PromptProtocol, "headers_within", SHORT)
    monkeypatch.setattr(PromptProtocol, "body_within", SHORT)


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()

    def end(self) -> None:
        """Send nothing more, and listen on."""
        self._writer.write_eof()

    async def answer(self) -> bytes:
        """What has come until the end of ``greet``'s answer."""
        return await self.until(b"hello")

    async def until(self, end: bytes) -> bytes:
        """What has come until something."""
        return await self._reader.readuntil(end)

    async def some(self, most: int) -> bytes:
        """What comes next; nothing once the server has closed the connection."""
        return await self._reader.read(most)

    async def rest(self) -> bytes:
        """What comes until the server closes the connection."""
        return await self._reader.read()

    async def trickle(self, data: bytes) -> None:
        """Send the same again and again, until the server closes the connection."""
        ended = asyncio.create_task(self.rest())
        while not (await asyncio.wait({ended}, timeout=SHORT / 5))[0]:
            self._writer.write(data)
        with suppress(ConnectionResetError):  # what came after it was closed was refused
            ended.result()


@asynccontextmanager
async def connected(port: int) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield Client(reader, writer)
    finally:
        writer.transport.abort()


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


async def test_an_answer_bears_its_date_and_does_not_name_the_program() -> None:
    async with serving(greet) as running, httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{running.port}/")
    assert answer.text == "hello"
    assert "date" in answer.headers
    assert "server" not in answer.headers


@pytest.mark.usefixtures("_hurried")
async def test_who_connects_and_asks_nothing_is_sent_away() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        assert (await client.rest()).startswith(b"HTTP/1.1 408 ")


@pytest.mark.usefixtures("_hurried")
async def test_who_asks_byte_by_byte_is_sent_away() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(b"GET / HTTP/1.1\r\nX: ")
        await client.trickle(b"x")


@pytest.mark.usefixtures("_hurried")
@pytest.mark.parametrize("part", [b"x", b"\r\n"])
async def test_who_asks_for_more_byte_by_byte_is_sent_away(part: bytes) -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await client.answer()
        await client.send(b"\r\n" if part == b"\r\n" else b"GET /")
        await client.trickle(part)


@pytest.mark.usefixtures("_hurried")
async def test_who_sends_a_body_byte_by_byte_is_sent_away() -> None:
    async with serving(read_all) as running, connected(running.port) as client:
        await client.send(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        await client.trickle(b"x")


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


async def test_who_says_that_nothing_more_comes_is_still_answered(caplog: pytest.LogCaptureFixture) -> None:
    async with serving(greet) as running:
        for _ in range(20):
            async with connected(running.port) as client:
                await client.send(REQUEST)
                client.end()
                assert (await client.rest()).endswith(b"hello")
    assert caplog.records == []


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

    async def test_so_it_is_of_those_who_send_what_is_no_request(
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


async def test_before_it_waits_for_answers_it_says_so() -> None:
    stopping = asyncio.Event()

    async def stream(_scope: object, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello", "more_body": True})
        await stopping.wait()
        await send({"type": "http.response.body", "body": b" and farewell"})

    async with serving(stream, stopping=stopping.set) as running, connected(running.port) as client:
        await client.send(REQUEST)
        await client.answer()
        await running.stop()
        assert b" and farewell" in await client.rest()


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


async def test_requests_one_after_another_are_answered_on_one_connection() -> None:
    async with serving(greet) as running, connected(running.port) as client:
        await client.send(REQUEST + REQUEST + REQUEST[:9])
        for _ in range(2):
            assert (await client.answer()).count(b"HTTP/1.1 200 OK") == 1
        await client.send(REQUEST[9:])
        assert (await client.answer()).count(b"HTTP/1.1 200 OK") == 1


async def test_a_large_body_is_taken_in() -> None:
    async with serving(read_all) as running, httpx.AsyncClient() as client:
        answer = await client.post(f"http://127.0.0.1:{running.port}/", content=b"x" * 5_000_000)
    assert answer.text == "5000000"


@pytest.mark.usefixtures("_hurried")
async def test_an_answer_may_take_its_time() -> None:
    async def ponder(_scope: object, _receive: Receive, send: Send) -> None:
        await until_past_all_deadlines()
        await say("hello", send)

    async with serving(ponder) as running, connected(running.port) as client:
        await client.send(REQUEST)
        assert (await client.answer()).startswith(b"HTTP/1.1 200 OK")


@pytest.mark.usefixtures("_hurried")
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


async def test_a_proxy_is_believed_only_where_it_is_named() -> None:
    headers = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    trusting = replace(LOCAL, trusted_proxies=("127.0.0.0/8",))
    elsewhere = replace(LOCAL, trusted_proxies=("10.0.0.1",))
    for http, seen in (
        (trusting, "203.0.113.7 https"),
        (elsewhere, "127.0.0.1 http"),
        (LOCAL, "127.0.0.1 http"),
    ):
        async with serving(tell_who_asks, http) as running, httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{running.port}/", headers=headers)
        assert answer.text == seen


async def test_it_serves_tls_by_itself(tmp_path: Path) -> None:
    authority = trustme.CA()
    made = authority.issue_cert("localhost")
    made.private_key_pem.write_to_path(str(tmp_path / "key"))
    made.cert_chain_pems[0].write_to_path(str(tmp_path / "certificate"))
    http = replace(LOCAL, tls=Tls(certificate=tmp_path / "certificate", private_key=tmp_path / "key"))
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    async with serving(tell_who_asks, http) as running, httpx.AsyncClient(verify=trusting) as client:
        answer = await client.get(f"https://localhost:{running.port}/")
    assert answer.text.endswith(" https")


async def test_it_stops_although_an_answer_has_no_end() -> None:
    async def stream(_scope: object, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello", "more_body": True})
        await receive()  # the request
        await receive()  # its end

    async with serving(stream) as running, connected(running.port) as client:
        running.server.config.timeout_graceful_shutdown = 0
        await client.send(REQUEST)
        await client.answer()
        await running.stop()
        await client.rest()
