"""Beside a server with a database of its own there is a worker."""

import signal
from pathlib import Path

import httpx

from tests.integration.serving.processes import free_port, mails, serving, sign_up, started
from tests.support.measured import metrics
from tests.support.postgres import PostgresStorage


async def test_what_the_server_queues_the_worker_does(
    empty_folder: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    """Both tell what they have done at ports of their own."""
    database, ports = {"WS_DATABASE_URL": postgres_dsn}, (str(free_port()), str(free_port()))
    async with (
        httpx.AsyncClient() as client,
        serving(empty_folder, **database, WS_METRICS_PORT=ports[0]) as server,
    ):
        await sign_up(client, server.url)
        assert not await mails(client, server.url, least=0)
        at_server = await metrics(client, ports[0])
        assert at_server.value("wexstream_jobs", kind="mail-link", state="due") == 1
        signed_up = {"method": "POST", "route": "/api/accounts", "status": "202"}
        assert at_server.value("wexstream_http_request_duration_seconds_count", **signed_up) == 1
        async with started("worker", empty_folder, **database, WS_METRICS_PORT=ports[1]) as worker:
            (mail,) = await mails(client, server.url)
            assert mail["to"] == "amal@example.org"
            at_worker = await metrics(client, ports[1])
            assert at_worker.value("wexstream_mails_total", outcome="sent") == 1
            await worker.stop()
        server.tell(signal.SIGTERM)
        status, said, _ = await server.ended()
    assert status == 0
    assert "Run `wexstream worker` beside it" in said
