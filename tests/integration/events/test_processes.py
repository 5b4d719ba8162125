"""Streams at two servers on one database, while servers stop and the database is out of touch."""

import asyncio
import json
from pathlib import Path

from tests.integration.events.listening import Listener, listening
from tests.integration.rooms.conftest import SECRET, Servers, behind_a_gate
from tests.integration.serving.processes import started
from tests.support.carriers import end_connections
from tests.support.streams import Event
from wexstream.adapters.postgres.push import HEARING

NONE = {"messages": 0, "notifications": 0, "requests": 0}


async def counted(listener: Listener, **counters: int) -> None:
    """Wait until counters are told that are so."""
    while ((await listener.next()).data.get("counters") or {}) != NONE | counters:
        pass


async def test_what_the_worker_tells_a_network_comes_to_the_streams_of_servers(
    own_servers: Servers, tmp_path: Path
) -> None:
    async with own_servers.staged(own_servers.one.url, own_servers.other.url) as stage:
        ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
        await ada.ok("POST", f"/api/connections/{bob.id}/request")
        await bob.ok("POST", f"/api/connections/{ada.id}/approve")
        async with listening(bob) as his:
            await stage.broadcast(ada)
            await his.until("timeline", "live")
            settings = {"WS_DATABASE_URL": own_servers.address, "WS_JWT_SECRET": SECRET}
            async with started("worker", tmp_path, **settings) as worker:
                await his.until("timeline", "notifications")
                assert "Traceback" not in await worker.stop()


async def test_a_server_that_stops_ends_its_streams_without_a_word_and_does_not_wait_for_them(
    own_servers: Servers,
) -> None:
    async with own_servers.staged(own_servers.one.url, own_servers.one.url) as stage:
        ada = await stage.person("Ada")
        async with listening(ada) as hers, listening(ada) as too:
            stopping = asyncio.create_task(own_servers.one.stop())
            assert await hers.rest() == await too.rest() == []
            complained = await stopping
            assert not hers.text.endswith('"}\n\n')
    assert "Traceback" not in complained
    lines = [json.loads(line) for line in complained.splitlines()]
    streams = [line for line in lines if line.get("route") == "/api/events"]
    assert [(line["event"], line["status"]) for line in streams] == [("request", 200)] * 2
    assert {line["level"] for line in lines} == {"info"}
    assert ada.id not in complained


async def test_what_was_not_heard_while_the_connection_was_lost_is_to_be_looked_at_again(
    servers: Servers,
) -> None:
    async with servers.staged(servers.one.url, servers.other.url) as stage:
        ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
        async with listening(bob) as his:
            for messages in (1, 2):
                await end_connections(servers.pool, HEARING)
                body = {"to": [bob.id], "subject": "Tea", "body": "At five."}
                await ada.ok("POST", "/api/messages", json=body)
                await counted(his, messages=messages, notifications=messages)


async def test_after_the_database_was_away_everything_is_to_be_looked_at_again(
    postgres_dsn: str, tmp_path: Path
) -> None:
    async with behind_a_gate(postgres_dsn, tmp_path) as there:
        stage = there.stage
        ada, bob = await stage.person("Ada"), await stage.person("Bob")
        async with listening(ada) as hers, listening(bob) as his:
            await there.gate.shut()
            refused = await bob.call("GET", "/api/events")
            assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
            await there.gate.open()
            for person, listener in ((ada, hers), (bob, his)):
                data = {"account": person.id, "counters": NONE}
                assert await listener.next() == Event(kind="snapshot", data=data)
            body = {"to": [bob.id], "subject": "Tea", "body": "At five."}
            await ada.ok("POST", "/api/messages", json=body)
            await counted(his, messages=1, notifications=1)
        complained = await there.server.stop()
    assert "Traceback" not in complained
