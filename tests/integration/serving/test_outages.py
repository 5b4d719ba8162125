"""The server and the worker while their database is away, and afterwards."""

import asyncio
import json
import os
import signal
from pathlib import Path
from uuid import uuid4

import httpx

from tests.integration.postgres_processes import postmaster
from tests.integration.serving.processes import APPLICATION, MANY, mails, serving, sign_up, started
from tests.support.outage import gated
from tests.support.postgres import PostgresStorage

KOFI = {"email": "kofi@example.org"}
AT_ONCE = 20.0  # seconds: far less than a database that hangs would take


async def readiness(client: httpx.AsyncClient, url: str, wanted: int) -> None:
    """Wait until it is ready, or is not."""
    for _ in range(MANY):
        if (await client.get(f"{url}/readyz")).status_code == wanted:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"/readyz never answered {wanted}")


def tracebacks(complained: str) -> list[str]:
    """What was logged with a traceback, but for PgQueuer, which does so when it cannot note what is done."""
    lines = [line for line in complained.splitlines() if "Traceback" in line]
    return [line for line in lines if json.loads(line)["logger"] != "pgqueuer"]


async def test_while_the_database_is_away_all_is_refused_for_now_and_then_goes_on_by_itself(
    empty_folder: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    async with gated(postgres_dsn) as (address, gate), httpx.AsyncClient(timeout=AT_ONCE) as client:
        database = {"WS_DATABASE_URL": address, "WS_PUBLIC_PREVIEW": "true"}
        async with (
            serving(empty_folder, **database) as server,
            started("worker", empty_folder, **database) as worker,
        ):
            await sign_up(client, server.url)
            await mails(client, server.url)
            await gate.shut()
            for _ in range(5):
                for answer in (
                    await client.post(f"{server.url}/api/accounts", json=APPLICATION),
                    await client.get(f"{server.url}/api/conferences/{uuid4()}/preview"),
                ):
                    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
                    assert answer.headers["retry-after"] == "5"
            await readiness(client, server.url, 503)
            assert (await client.get(f"{server.url}/healthz")).is_success
            await gate.open()
            await sign_up(client, server.url, "kofi@example.org")
            await readiness(client, server.url, 200)
            assert len(await mails(client, server.url, least=2)) == 2
            complaints = [await process.stop() for process in (server, worker)]
    assert "the database cannot be used just now" in complaints[0]
    assert not tracebacks(complaints[0])
    assert "lost the database, trying again" in complaints[1]


async def test_an_embedded_database_that_dies_is_back_within_seconds_and_so_is_the_service(
    data_folder: Path,
) -> None:
    statuses: list[int] = []
    async with httpx.AsyncClient() as client, serving(data_folder) as server:
        await sign_up(client, server.url)
        await mails(client, server.url)
        os.kill(postmaster(data_folder), signal.SIGKILL)
        while not statuses or statuses[-1] != 202:
            answer = await client.post(f"{server.url}/api/accounts", json=APPLICATION | KOFI)
            statuses.append(answer.status_code)
            await asyncio.sleep(0.01)
        assert len(await mails(client, server.url, least=2)) == 2
        complained = await server.stop()
    assert set(statuses) <= {202, 503}
    assert not tracebacks(complained)
