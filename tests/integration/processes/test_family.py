"""A server of several processes: any of them dies, or is replaced, and nobody is the worse for it."""

import asyncio
import os
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from tests.integration.events.listening import listening
from tests.integration.postgres_processes import processes, wait_for_end
from tests.integration.processes.family import Family, all_processes, family_of
from tests.integration.processes.load import Client, busy
from tests.integration.processes.staging import staged
from tests.integration.serving.processes import free_port, mails, sign_up
from tests.support.postgres import PostgresStorage
from wexstream.adapters.postgres.pool import open_pool
from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.entrypoints.cli import main
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.processes.supervisor import places, supervise
from wexstream.entrypoints.settings import load


def free_ports(number: int) -> int:
    """The first of so many free ports one after the other."""
    while True:
        with ExitStack() as tried, suppress(OSError, OverflowError):
            first = tried.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1]
            for port in range(first + 1, first + number):
                tried.enter_context(socket.create_server(("127.0.0.1", port)))
            return int(first)


@pytest.fixture(scope="module")
async def family(prepared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Family]:
    """Three servers, and one that does the jobs, on an embedded database."""
    folder = tmp_path_factory.mktemp("family")
    shutil.copytree(prepared_folder, folder, dirs_exist_ok=True)
    async with family_of(3, folder) as made:
        yield made
        children = made.children("serve") | made.children("jobs")
        made.parent.tell(signal.SIGTERM)
        assert await made.parent.process.wait() == 0
        assert not [line for line in made.heard.lines if "Traceback" in str(line)]
    assert not children & all_processes()
    assert not processes(folder)
    shutil.rmtree(folder)


async def test_it_says_once_where_it_is_and_one_process_more_does_the_jobs(family: Family) -> None:
    assert family.parent.said == [
        f"Wexstream is at {family.url}\n",
        f"Mails are kept at {family.url}/dev/mailbox\n",
        f"Data lies in {family.folder}\n",
    ]
    assert (len(family.children("serve")), len(family.children("jobs"))) == (3, 1)
    async with httpx.AsyncClient() as client:
        await sign_up(client, family.url)
        assert len(await mails(client, family.url)) == 1


async def test_a_process_that_is_killed_is_replaced(family: Family) -> None:
    await family.lose("serve")
    await family.heard.until("a process has ended (serve, status -9)")


async def test_while_all_are_replaced_no_request_is_lost_and_nothing_that_was_acknowledged(
    family: Family,
) -> None:
    port = family.parent.port
    async with (
        open_pool(Folder.within(family.folder).dsn) as pool,
        staged(pool, near=family.url, far=family.url) as stage,
        AsyncExitStack() as stack,
    ):
        ada = await stage.person("Ada")
        conference = await stage.broadcast(ada)
        room = await ada.enter(conference)
        stream = await stack.enter_async_context(listening(ada))
        known = {"Authorization": f"Bearer {ada.token}"}
        kept, resting, anew = ([Client(port=port, headers=known) for _ in range(3)] for _ in range(3))
        before = family.children("serve") | family.children("jobs")
        assert not (await ada.ok("GET", "/api/client-config"))["public_preview"]
        family.folder.joinpath(".env").write_text("WS_PUBLIC_PREVIEW=true", encoding="ascii")
        async with busy(*kept, pause=0.02), busy(*resting, pause=0.2), busy(*anew, pause=0.05, last=True):
            replacing = asyncio.create_task(family.replace())
            number, writer = 0, Client(port=port, headers=known)
            while not replacing.done():
                number += 1
                assert await writer.ask("PATCH", "/api/me", {"bio": f"{number}"}) == 200
                await asyncio.sleep(0.02)
            await replacing
        after = family.children("serve") | family.children("jobs")
        assert (len(after), after & before) == (4, set())
        assert (await ada.ok("GET", "/api/me"))["bio"] == f"{number}"
        assert (await ada.ok("GET", "/api/client-config"))["public_preview"]
        writer.close()
        assert [event.kind for event in await stream.rest() if event.kind == "end"] == []
        assert (await room.rest())[0] == 1012
        async with listening(ada):
            await ada.enter(conference)


async def test_one_whose_parent_is_killed_leaves_nothing_behind(
    empty_folder: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    port = free_port()
    settings = {"WS_DATABASE_URL": postgres_dsn, "WS_METRICS_PORT": f"{port}"}
    async with family_of(1, empty_folder, **settings) as family, httpx.AsyncClient() as client:
        assert "wexstream_event_streams" in (await client.get(f"http://127.0.0.1:{port}/metrics")).text
        (child,) = family.children("serve")
        assert not family.children("jobs")  # which are for workers, with a database of one's own
        family.parent.tell(signal.SIGKILL)
        await asyncio.to_thread(wait_for_end, [child])


def test_each_process_has_metrics_at_a_port_of_its_own(tmp_path: Path) -> None:
    wanted = {"WS_DATA": str(tmp_path), "WS_PORT": f"{free_port()}", "WS_METRICS_PORT": f"{free_ports(3)}"}
    settings = load(wanted, env_file=tmp_path / ".env").settings
    jobs, *serving = places(settings, 2)
    assert (jobs.task, jobs.sockets, [place.task for place in serving]) == ("jobs", (), ["serve", "serve"])
    ports = [{each.getsockname()[1] for each in place.metrics} for place in (*serving, jobs)]
    assert settings.metrics is not None
    assert ports == [{settings.metrics.port + number} for number in range(3)]
    assert serving[0].sockets == serving[1].sockets
    for place in (jobs, *serving):
        for each in (*place.sockets, *place.metrics):
            each.close()


def test_metrics_for_which_there_are_no_ports_are_told(tmp_path: Path) -> None:
    wanted = {"WS_DATA": str(tmp_path), "WS_PORT": f"{free_port()}", "WS_METRICS_PORT": "65535"}
    with pytest.raises(Failure, match=r"No port comes after 65535.* lower WS_METRICS_PORT"):
        places(load(wanted, env_file=tmp_path / ".env").settings, 2)


async def test_a_database_that_cannot_be_had_stops_the_start(empty_folder: Path) -> None:
    nowhere = {"WS_DATA": str(empty_folder), "WS_DATABASE_URL": "postgresql://127.0.0.1:1/wexstream"}
    settings = load(nowhere, env_file=empty_folder / ".env").settings
    with pytest.raises(Failure, match="The database cannot be used"):
        await supervise(settings, [])


async def test_a_process_that_cannot_be_started_says_why(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = await asyncio.create_subprocess_exec(
            *(
                sys.executable,
                "-P",
                "-m",
                "wexstream.entrypoints.processes",
                "serve",
                str(theirs.fileno()),
                "",
                "",
            ),
            stderr=asyncio.subprocess.PIPE,
            pass_fds=[theirs.fileno()],
            env={**os.environ, "WS_PORT": "none"},
            cwd=tmp_path,
        )
        _, complained = await process.communicate()
    assert process.returncode == 1
    assert complained.decode().startswith("wexstream: One setting is wrong:\n  WS_PORT")


@pytest.mark.parametrize("number", ["0", "65", "many"])
def test_a_number_that_is_none_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["serve", "--processes", number])
    assert repr(number) in capsys.readouterr().err
