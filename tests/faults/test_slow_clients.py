"""Clients that are slow on purpose, or send too much: others are served, in bounded memory."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.faults.memory import MIB, most_resident, resident
from tests.faults.service import Service, service
from tests.faults.sockets import Client, connected, timed
from wexstream.entrypoints.server.protocol import PromptProtocol

ANSWERED_WITHIN = 5.0  # seconds; on a quiet machine it is some hundredths
CUT_OFF = "clients were sent away: "
SLOW = 1_000
LARGE = 100
ANSWER = 2 * MIB  # the largest, and what making it takes
HEAD = b"POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
ENDLESS = {
    "headers": (b"GET / HTTP/1.1\r\n", b"X: " + 8_000 * b"x" + b"\r\n", b"HTTP/1.1 431 "),
    "one header": (b"GET / HTTP/1.1\r\nX: ", 8_000 * b"x", b"HTTP/1.1 431 "),
    "a body": (HEAD + b"Content-Length: 10000000000\r\n\r\n", 8_000 * b"x", b"HTTP/1.1 413 "),
    "chunks": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
        b"2000\r\n" + 8_192 * b" " + b"\r\n",
        b"HTTP/1.1 413 ",
    ),
}
ASKED = b"GET /schema/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"


@pytest.fixture
async def there(data_folder: Path) -> AsyncIterator[Service]:
    async with service(data_folder, worker=False) as made:
        yield made
        await made.stop()
        assert not made.tracebacks()


async def ask(client: httpx.AsyncClient, there: Service) -> None:
    answer = await client.get(f"{there.server.url}/readyz")
    assert answer.status_code == 200, answer.text


@asynccontextmanager
async def misused_by(number: int, there: Service, *, most: int) -> AsyncIterator[list[Client]]:
    """Have so many clients connected; others are served, in at most so many bytes more of memory."""
    pid = there.server.process.pid
    before = resident(pid)
    async with (
        httpx.AsyncClient(timeout=30) as client,
        timed(lambda: ask(client, there)) as took,
        connected(there.server.port, number) as clients,
    ):
        yield clients
    assert max(took) < ANSWERED_WITHIN
    assert most_resident(pid) - before < most


async def trickle(client: Client) -> float:
    """Begin to ask, and send a byte a second until the connection is closed; how many seconds that takes."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    ended = asyncio.create_task(client.rest())
    await client.send(b"GET / HTTP/1.1\r\nX: ")
    while not (await asyncio.wait({ended}, timeout=1))[0]:
        await client.send(b"x")
    return loop.time() - began


async def pour(client: Client, first: bytes, again: bytes) -> tuple[bytes, int]:
    """Send more and more until there is an answer; that, and how many times more was sent."""
    answered = asyncio.create_task(client.first())
    await client.send(first)
    sent = 0
    while not answered.done() and await client.send(again):
        sent += 1
        await asyncio.sleep(0)
    return await answered, sent


async def test_a_slowloris_holds_up_nobody_and_is_sent_away_in_time(there: Service) -> None:
    async with misused_by(SLOW, there, most=50 * MIB) as slow:
        lasted = await asyncio.gather(*map(trickle, slow))
    assert max(lasted) < PromptProtocol.headers_within + ANSWERED_WITHIN
    await there.heard.until(CUT_OFF)
    assert 1 <= len(there.complaints()) <= 2


@pytest.mark.parametrize("endless", ENDLESS)
async def test_what_has_no_end_is_refused_and_not_kept(there: Service, endless: str) -> None:
    first, again, refusal = ENDLESS[endless]
    async with misused_by(LARGE, there, most=50 * MIB) as large:
        answers = await asyncio.gather(*(pour(one, first, again) for one in large))
    assert {answer[: len(refusal)] for answer, _ in answers if answer} <= {refusal}
    assert any(answer for answer, _ in answers)


async def test_who_asks_without_end_and_waits_for_no_answer_is_cut_off(there: Service) -> None:
    async with misused_by(LARGE, there, most=100 * MIB) as hasty:
        await asyncio.gather(*(one.send(4_000 * ASKED) for one in hasty))
        await there.heard.until(CUT_OFF)
    assert there.complaints() == [f"{CUT_OFF}{LARGE} sent what is no request, or too many at once"]


async def test_answers_that_nobody_reads_are_made_no_further_and_given_up(there: Service) -> None:
    pid = there.server.process.pid
    before = resident(pid)
    async with (
        httpx.AsyncClient(timeout=30) as client,
        timed(lambda: ask(client, there)) as took,
        connected(there.server.port, LARGE) as mute,
    ):
        await asyncio.gather(*(one.send(PromptProtocol.ahead_most * ASKED) for one in mute))
        await there.heard.until(CUT_OFF, within=2 * PromptProtocol.read_within)
    assert max(took) < ANSWERED_WITHIN
    assert most_resident(pid) - before < LARGE * ANSWER
    assert all("read nothing of an answer" in line for line in there.complaints())
