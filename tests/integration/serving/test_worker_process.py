"""Beside a server with a database of its own there is a worker."""

import signal
from pathlib import Path

import httpx

from tests.integration.serving.processes import mails, serving, sign_up, started
from tests.support.postgres import PostgresStorage


async def test_what_the_server_queues_the_worker_does(
    empty_folder: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    database = {"WS_DATABASE_URL": postgres_dsn}
    async with httpx.AsyncClient() as client, serving(empty_folder, **database) as server:
        await sign_up(client, server.url)
        assert not await mails(client, server.url, least=0)
        async with started("worker", empty_folder, **database) as worker:
            (mail,) = await mails(client, server.url)
            assert mail["to"] == "amal@example.org"
            await worker.stop()
        server.tell(signal.SIGTERM)
        status, said, _ = await server.ended()
    assert status == 0
    assert "Run `wexstream worker` beside it" in said
