"""Three servers and three workers on one database are one Wexstream."""

import asyncio
import signal
from collections import Counter
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from tests.integration.events.listening import listening
from tests.integration.processes.load import Client, busy
from tests.integration.processes.six import Six
from tests.support.balancer import balanced
from wexstream.adapters.postgres.migrate import scripts
from wexstream.ports.jobs import MailPasswordChanged

PEOPLE, MAILS_EACH = 50, 4
DUE = "SELECT count(*) FROM pgqueuer WHERE status = 'picked' OR execute_after < clock_timestamp()"


async def test_started_together_on_an_empty_database_they_migrate_it_once_and_all_serve(six: Six) -> None:
    async with httpx.AsyncClient() as client:
        for server in six.servers:
            assert (await client.get(f"{server.url}/readyz")).is_success
    migrations = {path.stem for path in (scripts() / "versions").glob("*.py")}
    applied = Counter(event.removeprefix("applied migration ") for event in six.heard.events("applied"))
    assert applied == dict.fromkeys(migrations, 1)


async def test_a_session_that_is_ended_by_one_is_ended_at_all_of_them_at_once(six: Six) -> None:
    async with six.staged() as stage, AsyncExitStack() as streams:
        ada = await stage.person("Ada")
        bob = await stage.person("Bob", near=True)
        conference = await stage.broadcast(ada)
        everywhere = [bob.at(server.url) for server in six.servers]
        listeners = [await streams.enter_async_context(listening(here)) for here in everywhere]
        socket = await bob.enter(conference)
        again = await stage.sign_in(bob.account, six.servers[2].url)
        await again.ok("DELETE", f"/api/sessions/{bob.session.id}")
        for here in everywhere:
            assert (await here.call("GET", "/api/me")).status_code == 401
        for listener in listeners:
            (*_, last) = await listener.rest()
            assert (last.kind, last.data) == ("end", {"reason": "signed-out"})
        assert await socket.farewell() == "signed-out"
        assert (await again.call("GET", "/api/me")).is_success


async def test_what_happens_at_one_is_told_by_all_of_them(six: Six) -> None:
    async with six.staged() as stage, AsyncExitStack() as streams:
        ada, bob = await stage.person("Ada"), await stage.person("Bob")
        listeners = [
            await streams.enter_async_context(listening(bob.at(server.url))) for server in six.servers
        ]
        for number, server in enumerate(six.servers, 1):
            body = {"to": [bob.id], "subject": "Tea", "body": "At five."}
            await ada.at(server.url).ok("POST", "/api/messages", json=body)
            for listener in listeners:
                while (await listener.next()).data["counters"]["messages"] != number:
                    pass


async def test_each_job_is_done_once(six: Six) -> None:
    async with six.staged() as stage:
        crowd = [(await stage.person("Bob")).account for _ in range(PEOPLE)]
        jobs = [
            MailPasswordChanged(account=one.id, occasion=uuid4()) for _ in range(MAILS_EACH) for one in crowd
        ]
        await stage.unit.run(lambda tx: tx.jobs.add(*jobs))
        async with asyncio.timeout(60):
            while await six.pool.fetchval(DUE):  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
    mailed = Counter(envelope.rcpt_tos[0] for envelope, _ in six.mails.received)
    assert mailed == dict.fromkeys((one.email for one in crowd), MAILS_EACH)


async def test_one_that_stops_says_so_to_a_balancer_by_which_no_request_is_lost(six: Six) -> None:
    ports = [server.port for server in six.servers]
    async with six.staged() as stage, balanced(*ports) as address:
        ada = await stage.person("Ada")
        known = {"Authorization": f"Bearer {ada.token}"}
        port = urlsplit(address).port or 0
        kept, anew = ([Client(port=port, headers=known) for _ in range(4)] for _ in range(2))
        async with busy(*kept, pause=0), busy(*anew, pause=0, last=True):
            watching = Client(port=ports[0])
            assert await watching.ask("GET", "/readyz") == 200
            six.servers[0].tell(signal.SIGTERM)
            with suppress(ConnectionRefusedError):  # it listens no more, which a balancer understands as well
                while (status := await watching.ask("GET", "/readyz")) == 200:
                    pass
                assert status == 503
            watching.close()
            assert await six.servers[0].process.wait() == 0
