"""Two servers on one database: one is killed, or stopped, or out of touch, and people go on."""

import asyncio
import json
import signal
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from websockets.exceptions import InvalidStatus

from tests.integration.rooms.conftest import Servers, behind_a_gate
from tests.integration.rooms.people import Page
from tests.support.balancer import balanced
from tests.support.carriers import end_connections
from wexstream.adapters.postgres.push import HEARING


async def numbers_held(pool: asyncpg.Pool) -> list[int]:
    """How many each server holds."""
    found = await pool.fetch("SELECT count(*) AS held FROM presences GROUP BY held_by ORDER BY held")
    return [row["held"] for row in found]


async def presences(pool: asyncpg.Pool) -> list[tuple[Any, ...]]:
    """Who is and was where, from when to when."""
    found = await pool.fetch("SELECT id, account_id, began_at, ended_at FROM presences ORDER BY id")
    return [tuple(row) for row in found]


async def test_people_whose_server_is_killed_find_another_by_the_same_address_and_never_left(
    own_servers: Servers,
) -> None:
    one, other = own_servers.one, own_servers.other
    async with balanced(one.port, other.port) as address, own_servers.staged(address, other.url) as stage:
        ada = await stage.person("Ada")
        conference = await stage.broadcast(ada, password="engine")
        speaking = await ada.enter(conference)
        crowd = [await stage.person(name, near=True) for name in ("Bob", "Eve", "Dan")]
        pages = [Page(person=person, conference=conference) for person in crowd]
        coming = [asyncio.create_task(page.run(password="engine")) for page in pages]
        await speaking.until_there(ada, *crowd)
        assert await numbers_held(own_servers.pool) == [1, 3]
        before = await presences(own_servers.pool)
        peers = {account: there["peer"] for account, there in speaking.people.items()}
        one.tell(signal.SIGKILL)
        while any(speaking.people[person.id]["peer"] in {None, peers[person.id]} for person in crowd):
            await speaking.next()
        assert await numbers_held(own_servers.pool) == [4]
        assert await presences(own_servers.pool) == before  # nor was anybody asked for the password
        await ada.ok("POST", f"/api/conferences/{conference}/finish")
        assert await asyncio.gather(*coming) == ["finished"] * 3


async def test_a_server_that_stops_says_so_and_lets_go_of_everybody(own_servers: Servers) -> None:
    async with own_servers.staged(own_servers.one.url, own_servers.other.url) as stage:
        conference, ada, bob = await stage.meeting(password="engine")
        before = await presences(own_servers.pool)
        assert await own_servers.pool.fetchval("SELECT count(*) FROM processes") == 2
        stopping = asyncio.create_task(own_servers.one.stop())
        assert await bob.socket.rest() == (1012, [])
        changed = await ada.socket.until("changed")
        assert (changed["person"]["account"], changed["person"]["peer"]) == (bob.person.id, None)
        complained = await stopping
        assert "Traceback" not in complained
        assert await own_servers.pool.fetchval("SELECT count(*) FROM processes") == 1
        again = await bob.person.at(stage.far).enter(conference)
        assert set(again.people) == {ada.person.id, bob.person.id}
        assert await presences(own_servers.pool) == before


async def test_of_each_socket_there_is_a_line_in_the_log_that_names_nobody(own_servers: Servers) -> None:
    async with own_servers.staged(own_servers.one.url, own_servers.one.url) as stage:
        conference, ada, bob = await stage.meeting()
        await ada.socket.send(type="leave")
        await ada.socket.rest()
        await bob.socket.send_raw("nonsense")
        await bob.socket.rest()
        complained = await own_servers.one.stop()
    lines = [json.loads(line) for line in complained.splitlines()]
    sockets = [line for line in lines if line["event"] == "socket"]
    route = "/api/conferences/{conference_id}/room"
    assert [(line["status"], line["code"], line["route"]) for line in sockets] == [
        (101, 4000, route),
        (101, 4400, route),
    ]
    assert all(line["request_id"] and line["seconds"] >= 0 for line in sockets)
    for secret in (conference, ada.person.id, bob.person.token, bob.socket.peer):
        assert secret not in complained


async def test_what_was_not_heard_while_the_connection_was_lost_is_caught_up_with(servers: Servers) -> None:
    async with servers.staged(servers.one.url, servers.other.url) as stage:
        _, ada, bob = await stage.meeting()
        for number in range(3):
            await end_connections(servers.pool, HEARING)
            await bob.socket.send(type="say", kind="chat", data=f"{number}")
            await bob.person.ok("PATCH", "/api/me", json={"full_name": f"Bob {number}"})
            assert (await ada.socket.until("said"))["data"] == f"{number}"
            while ada.socket.people[bob.person.id]["name"] != f"Bob {number}":
                await ada.socket.next()


async def test_while_the_database_is_away_people_stay_and_talk_and_are_told_afterwards(
    postgres_dsn: str, tmp_path: Path
) -> None:
    async with behind_a_gate(postgres_dsn, tmp_path) as there:
        stage = there.stage
        conference, ada, bob = await stage.meeting()
        eve = await stage.person("Eve")
        eves = await eve.enter(conference)
        dan = await stage.person("Dan")
        dans = await dan.enter(conference)
        await ada.socket.until_there(ada.person, bob.person, eve, dan)
        ticket = await bob.person.join(conference)
        early = await bob.person.open(conference)
        await there.gate.shut()
        await early.enter(ticket)
        assert await early.refusal() == (1013, "unavailable")
        with pytest.raises(InvalidStatus) as refused:
            await bob.person.open(conference)
        assert refused.value.response.status_code == 503
        await ada.socket.send(type="say", kind="signal", to=bob.socket.peer, data=1)
        assert (await bob.socket.until("said"))["data"] == 1
        eves.abort()
        await dans.send(type="leave")
        assert await dans.farewell() == "left"
        waiting = await bob.person.call("GET", f"/api/conferences/{conference}")
        assert waiting.status_code == 503
        await there.gate.open()
        while ada.socket.people[eve.id]["peer"] or ada.socket.people[dan.id]["peer"]:
            await ada.socket.next()
        newer = await bob.person.open(conference)
        await newer.enter(ticket)
        assert (await newer.next())["type"] == "welcome"
        assert await bob.socket.farewell() == "replaced"
        await stage.close()
        complained = await there.server.stop()
    assert "Traceback" not in complained
