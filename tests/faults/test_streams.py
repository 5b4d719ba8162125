"""2,000 streams of events that never read: they take little, delay nobody, and hold up no end."""

import asyncio
from pathlib import Path

import httpx

from tests.faults.memory import KIB, MIB, resident
from tests.faults.service import RETURNS_WITHIN, service
from tests.faults.sockets import connected, timed
from tests.integration.events.listening import listening
from tests.integration.processes.staging import SECRET, staged
from tests.integration.rooms.people import Person
from tests.integration.serving.processes import free_port
from tests.support.databases import empty_database
from tests.support.measured import metrics
from wexstream.adapters.postgres.pool import open_pool
from wexstream.domain.model.stream import STREAMS_MOST

STREAMS = 2_000
PEOPLE = STREAMS // STREAMS_MOST
ROUNDS = 5  # in each of which everybody is told something
EACH = 40 * KIB  # an idle one takes half of that
MEANWHILE = 40 * MIB  # for requests, and what waits to be told
ANSWERED_WITHIN = 5.0  # seconds; on a quiet machine it is some hundredths


def request(person: Person) -> bytes:
    head = f"GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\n\r\n"
    return head.encode()


async def until_open(client: httpx.AsyncClient, port: str, streams: int) -> None:
    async with asyncio.timeout(30):
        while (await metrics(client, port)).value("wexstream_event_streams") != streams:  # noqa: ASYNC110 - metrics
            await asyncio.sleep(0.2)


async def test_they_take_little_memory_and_whoever_reads_is_told_at_once(
    postgres_dsn: str, tmp_path: Path
) -> None:
    metered = str(free_port())
    async with (
        empty_database(postgres_dsn) as dsn,
        service(
            tmp_path, worker=False, WS_DATABASE_URL=dsn, WS_JWT_SECRET=SECRET, WS_METRICS_PORT=metered
        ) as there,
        open_pool(dsn) as pool,
        staged(pool, near=there.server.url, far=there.server.url) as stage,
    ):
        people = [await stage.person() for _ in range(PEOPLE)]
        ada, pid = await stage.person("Ada"), there.server.process.pid
        before = resident(pid)
        async with connected(there.server.port, STREAMS) as silent, listening(ada) as hers:
            for number, client in enumerate(silent):
                assert await client.send(request(people[number % PEOPLE]))
            await until_open(stage.client, metered, STREAMS + 1)
            opened = resident(pid)
            async with timed(lambda: ada.ok("GET", "/api/me")) as took:
                for number in range(ROUNDS):
                    for person in people:
                        await person.ok("PATCH", "/api/me", json={"bio": f"Number {number}"})
                    await ada.ok("PATCH", "/api/me", json={"bio": f"Number {number}"})
                    async with asyncio.timeout(ANSWERED_WITHIN):
                        await hers.until("account")
            told = resident(pid)
        await until_open(stage.client, metered, 0)
        async with connected(there.server.port, STREAMS) as silent:
            for number, client in enumerate(silent):
                assert await client.send(request(people[number % PEOPLE]))
            await until_open(stage.client, metered, STREAMS)
            async with asyncio.timeout(RETURNS_WITHIN):
                await there.stop()
    assert opened - before < STREAMS * EACH + MEANWHILE
    assert told - opened < MEANWHILE
    assert max(took) < ANSWERED_WITHIN
    assert not there.complaints()
    assert not there.tracebacks()
