"""A mail server that refuses, hangs, or accepts and then fails: it delays nobody, and no mail is lost."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path

import httpx
import pytest
from aiosmtpd.smtp import Envelope

from tests.faults.service import RETURNS_WITHIN, Service, service
from tests.integration.serving.processes import APPLICATION, hurry
from tests.support.smtp_server import Server, kept_port
from tests.support.smtp_server import serving as smtp

AT_ONCE = 30  # seconds: half of what the mail server is given to answer, much more than a busy machine takes
AWAY = "the mail server cannot be used just now, mails are tried again: "
BACK = "the mail server can be used again"


@dataclass(frozen=True, kw_only=True)
class There:
    service: Service
    port: int
    client: httpx.AsyncClient

    async def sign_up(self, prefix: str) -> set[str]:
        """Have some sign up, each of whom is acknowledged at once; who."""
        addresses = {f"{prefix}{number}@example.org" for number in range(4)}
        for address in addresses:
            application = APPLICATION | {"email": address}
            answer = await self.client.post(f"{self.service.server.url}/api/accounts", json=application)
            assert answer.status_code == 202, answer.text
        return addresses

    async def until(self, server: Server, addresses: set[str]) -> None:
        """Wait until so many have their mails; what waits to be tried again does not wait."""
        async with asyncio.timeout(60):
            while reached(server) != addresses:
                await hurry(self.service.data)
                await asyncio.sleep(0.1)


@asynccontextmanager
async def mailing(data: Path) -> AsyncIterator[There]:
    """Have mails go to a server at a port, where nobody listens yet."""
    with kept_port() as port:
        settings = {"WS_SMTP_HOST": "127.0.0.1", "WS_SMTP_PORT": str(port), "WS_SMTP_TLS": "none"}
        async with (
            service(data, worker=False, **settings) as there,
            httpx.AsyncClient(timeout=AT_ONCE) as client,
        ):
            yield There(service=there, port=port, client=client)
            await there.stop()
            assert not there.tracebacks()


def reached(server: Server) -> set[str]:
    return {address for envelope, _ in server.received for address in envelope.rcpt_tos}


def message_id(envelope: Envelope) -> str:
    assert isinstance(envelope.content, bytes)
    return str(BytesHeaderParser().parsebytes(envelope.content)["Message-ID"])


def mails_of(envelopes: list[Envelope]) -> dict[str, set[str]]:
    """The ids of mails, by whom they are for."""
    found: dict[str, set[str]] = {}
    for envelope in envelopes:
        found.setdefault(envelope.rcpt_tos[0], set()).add(message_id(envelope))
    return found


async def test_one_that_was_away_and_one_that_hangs_delay_nobody_and_every_mail_comes_once_it_is_back(
    data_folder: Path,
) -> None:
    async with mailing(data_folder) as there:
        everybody = await there.sign_up("away")
        await there.service.heard.until(AWAY)
        async with smtp(Server(port=there.port, fails_at="greeting", fault="stalls")):
            everybody |= await there.sign_up("mute")
        async with smtp(Server(port=there.port)) as recovered:
            everybody |= await there.sign_up("back")
            await there.until(recovered, everybody)
            assert all(len(own) == 1 for own in mails_of(recovered.taken).values())
            await there.service.heard.until(BACK)
    assert len(there.service.heard.events(AWAY)) == len(there.service.heard.events(BACK)) == 1


@pytest.mark.parametrize("answer", ["451 4.3.0 Try again later", "421 4.3.2 Shutting down"])
async def test_one_that_refuses_for_now_gets_every_mail_afterwards(data_folder: Path, answer: str) -> None:
    async with mailing(data_folder) as there:
        refusing = Server(port=there.port, answers={"RCPT": [answer] * 1_000})
        async with smtp(refusing) as server:
            everybody = await there.sign_up("refused")
            await there.service.heard.until("job ", 4)
            server.answers.clear()
            await there.until(server, everybody)


async def test_a_mail_that_it_took_and_did_not_say_so_comes_again_as_the_same(data_folder: Path) -> None:
    async with (
        mailing(data_folder) as there,
        smtp(Server(port=there.port, fails_at="message", fault="hangs up")) as server,
    ):
        everybody = await there.sign_up("taken")
        async with asyncio.timeout(RETURNS_WITHIN):
            await there.service.heard.until("job ", 4)
        server.fails_at = None
        await there.until(server, everybody)
        times, ids = Counter(map(message_id, server.taken)), mails_of(server.taken)
    assert len(times) == 4
    assert min(times.values()) >= 2
    assert all(len(own) == 1 for own in ids.values())
    assert there.service.heard.events(AWAY) == [f"{AWAY}it breaks off connections"]
    assert there.service.heard.events(BACK)
