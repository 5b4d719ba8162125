"""A mail server that is away, or never answers, delays no request and loses no mail."""

import asyncio
from pathlib import Path

import httpx

from tests.integration.serving.processes import APPLICATION, hurry, serving
from tests.support.smtp_server import Server, kept_port
from tests.support.smtp_server import serving as smtp

AT_ONCE = 30  # seconds: half of what the mail server is given to answer, much more than a busy machine takes


async def sign_up(client: httpx.AsyncClient, url: str, *addresses: str) -> None:
    for address in addresses:
        answer = await client.post(f"{url}/api/accounts", json=APPLICATION | {"email": address})
        assert answer.status_code == 202, answer.text


def reached(server: Server) -> set[str]:
    return {address for envelope, _ in server.received for address in envelope.rcpt_tos}


async def test_a_mail_server_that_was_away_gets_every_mail_once_it_is_back(data_folder: Path) -> None:
    away, mute, back = [[f"{when}{number}@example.org" for number in range(4)] for when in ("a", "m", "b")]
    with kept_port() as port:
        settings = {"WS_SMTP_HOST": "localhost", "WS_SMTP_PORT": str(port), "WS_SMTP_TLS": "none"}
        async with (
            httpx.AsyncClient(timeout=AT_ONCE) as client,
            serving(data_folder, **settings) as server,
        ):
            await sign_up(client, server.url, *away)
            async with smtp(Server(port=port, fails_at="greeting", fault="stalls")):
                await sign_up(client, server.url, *mute)
            async with smtp(Server(port=port)) as recovered, asyncio.timeout(60):
                await sign_up(client, server.url, *back)
                while reached(recovered) != {*away, *mute, *back}:
                    await hurry(data_folder)
                    await asyncio.sleep(0.1)
                await server.stop()
