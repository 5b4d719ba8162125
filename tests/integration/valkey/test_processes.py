"""Two servers on one database that tell each other by Valkey, and what becomes of them while it is away."""

import json
from typing import Any

import pytest

from tests.integration.events.listening import Listener, listening
from tests.integration.rooms.conftest import Servers, two_servers
from tests.integration.rooms.people import Stage
from tests.support.valkey import Valkey, valkey
from wexstream.adapters.postgres.push import HEARING, TELLING


async def back(server: Valkey, *listeners: Listener) -> None:
    """Start it, and wait until all are told to look at everything again."""
    await server.start()
    for listener in listeners:
        while (await listener.next()).kind != "snapshot":
            pass


async def readiness(stage: Stage, url: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await stage.client.get(f"{url}/readyz")).json()
    return answer


async def listens_by_postgres(servers: Servers) -> bool:
    found = await servers.pool.fetchval(
        "SELECT EXISTS (SELECT FROM pg_stat_activity"
        " WHERE application_name IN ($1, $2) AND datname = current_database())",
        *(HEARING, TELLING),
    )
    return bool(found)


async def test_what_happens_at_one_comes_to_the_other_once_valkey_is_there_and_again_after_an_outage(
    postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with valkey("--requirepass", "geheim") as server:
        await server.kill()
        url = server.url.replace("//", "//:geheim@")
        async with (
            two_servers(postgres_dsn, tmp_path_factory, WS_VALKEY_URL=url) as servers,
            servers.staged(servers.one.url, servers.other.url) as stage,
        ):
            ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
            message = {"to": [bob.id], "subject": "Tea", "body": "At five."}
            assert ada.url != bob.url
            async with listening(bob) as his, listening(ada) as hers:
                for _ in range(2):
                    await ada.ok("POST", "/api/messages", json=message)
                    while not (ready := await readiness(stage, bob.url))["warnings"]:
                        pass
                    assert ready["ok"]
                    await back(server, his, hers)
                    while (await readiness(stage, bob.url))["warnings"]:
                        pass
                    await ada.ok("POST", "/api/messages", json=message)
                    await his.until("messages", "notifications")
                    assert not await listens_by_postgres(servers)
                    await server.kill()
            for process in (servers.one, servers.other):
                complained = await process.stop()
                said = [line["event"] for line in map(json.loads, complained.splitlines())]
                about_it = [event for event in said if "by Valkey" in event]
                assert len(about_it) in {4, 5}  # it may be told to stop before it notices the last outage
                assert all("just now, trying again: " in event for event in about_it[::2])
                assert about_it[1::2] == ["hears and tells other processes by Valkey again"] * 2
                assert "geheim" not in complained
                assert "Traceback" not in complained


async def test_what_is_said_in_a_room_comes_to_those_who_are_there_by_another_server(
    postgres_dsn: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async with (
        valkey() as server,
        two_servers(postgres_dsn, tmp_path_factory, WS_VALKEY_URL=server.url) as servers,
        servers.staged(servers.one.url, servers.other.url) as stage,
    ):
        _, ada, bob = await stage.meeting()
        for number in range(3):
            await ada.socket.send(type="say", kind="signal", to=bob.socket.peer, data=number)
            assert (await bob.socket.until("said"))["data"] == number
