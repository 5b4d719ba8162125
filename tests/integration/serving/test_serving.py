"""The server as a process: what it starts, it stops."""

import asyncio
import json
import signal
from contextlib import suppress
from pathlib import Path

import httpx

from tests.integration.postgres_processes import processes, wait_for_quiet
from tests.integration.serving.processes import APPLICATION, hurry, mails, serving, sign_up, started


def of_the_database(data: Path) -> list[str]:
    return [command for command in processes(data).values() if "postgres" in command]


async def test_without_any_settings_it_serves_sends_mails_and_stops_and_all_is_there_the_next_time(
    data_folder: Path,
) -> None:
    async with httpx.AsyncClient() as client:
        async with serving(data_folder) as server:
            assert server.said == [
                f"Wexstream is at {server.url}\n",
                f"Mails are kept at {server.url}/dev/mailbox\n",
                f"Data lies in {data_folder}\n",
            ]
            assert (await client.get(f"{server.url}/readyz")).json() == {
                "ok": True,
                "missing": [],
                "warnings": [],
            }
            await sign_up(client, server.url)
            (mail,) = await mails(client, server.url)
            assert mail["to"] == "amal@example.org"
            complained = await server.stop()
            assert "error" not in complained
            assert "amal" not in complained
        assert not of_the_database(data_folder)
        async with serving(data_folder) as server:
            assert len(await mails(client, server.url)) == 1
            credentials = {name: APPLICATION[name] for name in ("email", "password")}
            assert (await client.post(f"{server.url}/api/sessions", json=credentials)).is_success
            server.tell(signal.SIGINT)
            assert (await server.ended())[0] == 0
    assert not of_the_database(data_folder)


async def test_two_on_one_data_folder_share_what_is_in_it(data_folder: Path) -> None:
    async with httpx.AsyncClient() as client, serving(data_folder) as one, serving(data_folder) as other:
        await sign_up(client, one.url)
        assert len(await mails(client, other.url)) == 1
        await one.stop()
        assert (await client.get(f"{other.url}/readyz")).is_success
        await other.stop()
    assert not of_the_database(data_folder)


async def test_one_that_was_killed_leaves_nothing_behind_and_the_next_one_goes_on(data_folder: Path) -> None:
    async with httpx.AsyncClient() as client:
        async with serving(data_folder) as server:
            await sign_up(client, server.url)
            server.tell(signal.SIGKILL)
            await server.ended()
        wait_for_quiet(data_folder)
        async with serving(data_folder) as server:
            await hurry(data_folder)
            assert len(await mails(client, server.url)) == 1
            await server.stop()


async def until_it_does_not_listen(port: int) -> None:
    with suppress(ConnectionRefusedError, ConnectionResetError):
        while True:
            _, connection = await asyncio.open_connection("127.0.0.1", port)
            connection.close()


async def test_whoever_asks_one_that_stops_whether_it_is_ready_is_told_so(
    data_folder: Path,
) -> None:
    async with serving(data_folder) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /readyz HTTP/1.1\r\n")
        await reader.readuntil(b'{"ok":true}')  # it has begun to read what is asked next
        server.tell(signal.SIGTERM)
        await until_it_does_not_listen(server.port)
        writer.write(b"Host: localhost\r\n\r\n")
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 ")
        assert b"connection: close" in head.lower()
        assert json.loads(body)["missing"] == ["This server is about to stop."]
        assert (await server.ended())[0] == 0
        writer.close()


async def test_told_again_to_stop_as_it_begins_to_it_stops_as_if_told_once(data_folder: Path) -> None:
    async with serving(data_folder) as server:
        server.tell(signal.SIGTERM)
        await until_it_does_not_listen(server.port)
        server.tell(signal.SIGTERM)
        status, _, complained = await server.ended()
    assert status == 0
    assert "error" not in complained
    assert "warning" not in complained


async def test_told_to_stop_while_it_starts_it_stops(data_folder: Path) -> None:
    async with started("serve", data_folder) as server:
        while not of_the_database(data_folder):  # noqa: ASYNC110 (nobody tells that a process has started)
            await asyncio.sleep(0.01)
        await server.stop()
    assert not of_the_database(data_folder)


async def test_a_database_that_cannot_be_had_stops_the_start(empty_folder: Path) -> None:
    async with started("serve", empty_folder, WS_DATABASE_URL="postgresql://127.0.0.1:1/wexstream") as server:
        status, said, complained = await server.ended()
    assert (status, said) == (1, "")
    assert complained.startswith("wexstream: The database cannot be used. ")
