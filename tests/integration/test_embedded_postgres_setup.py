"""The embedded PostgreSQL: its settings, whom it runs as, who reaches it, and what is said if none can."""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from tests.integration.postgres_processes import (
    another_user,
    keeper,
    kill,
    postmaster,
    processes,
    refusal,
    wait_for_quiet,
)
from wexstream.adapters.system.embedded_postgres import EmbeddedPostgresError, embedded_postgres
from wexstream.adapters.system.postgres_keeper.folder import Folder
from wexstream.adapters.system.postgres_keeper.identity import choose_identity
from wexstream.adapters.system.postgres_keeper.programs import Programs

NOBODY = pwd.getpwnam("nobody")
needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can be somebody else, or refused as root"
)


async def ask(dsn: str, question: str, *given: object) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(question, *given)
    finally:
        await connection.close()


def stand_in(folder: Path, *names: str) -> dict[str, str]:
    """An environment in which these programs are there and do not work."""
    folder.mkdir()
    for name in names:
        (folder / name).write_text("#!/bin/sh\nexit 1\n")
        (folder / name).chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


async def test_it_orders_by_code_point_and_knows_the_letters_of_every_script(data_folder: Path) -> None:
    async with embedded_postgres(data_folder, durable=False) as dsn:
        assert await ask(dsn, "SHOW server_encoding") == "UTF8"
        names = ["Zoë", "adam", "Łukasz", "éva", "東京", "محمد"]
        assert await ask(dsn, "SELECT array_agg(n ORDER BY n) FROM unnest($1::text[]) n", names) == sorted(
            names
        )
        await ask(dsn, "CREATE EXTENSION pg_trgm")
        assert await ask(dsn, "SELECT cardinality(show_trgm('محمد'))") == 5


async def test_it_keeps_what_it_promised_through_a_power_failure_unless_told_otherwise(
    data_folder: Path,
) -> None:
    for durable, setting in ((True, "on"), (False, "off")):
        async with embedded_postgres(data_folder, durable=durable) as dsn:
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                assert await ask(dsn, f"SHOW {name}") == setting


async def test_what_people_wrote_does_not_get_into_its_log(data_folder: Path) -> None:
    async with embedded_postgres(data_folder, durable=False) as dsn:
        await ask(dsn, "CREATE TABLE people (address text UNIQUE)")
        await ask(dsn, "INSERT INTO people VALUES ('ann@example.org')")
        with pytest.raises(asyncpg.UniqueViolationError):
            await ask(dsn, "INSERT INTO people VALUES ('ann@example.org')")
    log = (data_folder / "postgres" / "log").read_text()
    assert "ready to accept connections" in log
    assert "ann@example.org" not in log


async def test_nothing_but_a_socket_of_its_owners_alone_leads_to_it(data_folder: Path) -> None:
    async with embedded_postgres(data_folder, durable=False):
        folder = data_folder / "postgres"
        assert folder.stat().st_mode & 0o777 == 0o700
        (socket,) = (path for path in folder.iterdir() if path.is_socket())
        assert sockets_of(data_folder) == {str(socket)}


def sockets_of(data_folder: Path) -> set[str]:
    """Where the folder's processes can be reached: paths of Unix sockets, and whatever the network has."""
    inodes = {
        match[1]
        for pid in processes(data_folder)
        for file in Path(f"/proc/{pid}/fd").iterdir()
        if (match := re.fullmatch(r"socket:\[(\d+)\]", str(file.readlink())))
    }
    network = {
        line
        for protocol in ("tcp", "tcp6", "udp", "udp6")
        for line in Path(f"/proc/net/{protocol}").read_text().splitlines()[1:]
        if line.split()[9] in inodes
    }
    local = (line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:])
    return network | {
        path for *_, inode, path in (words for words in local if len(words) == 8) if inode in inodes
    }


async def test_a_folder_too_deep_for_a_socket_has_it_elsewhere_until_the_end(empty_folder: Path) -> None:
    deep = empty_folder / ("d" * 100)
    folder = Folder.within(deep)
    assert not folder.socket_folder.is_relative_to(deep)
    async with embedded_postgres(deep, durable=False) as dsn:
        assert await ask(dsn, "SELECT 1") == 1
        assert folder.socket_folder.stat().st_mode & 0o777 == 0o700
    assert not folder.socket_folder.exists()


@needs_root
async def test_a_folder_that_another_account_put_where_the_socket_belongs_is_refused(
    empty_folder: Path,
) -> None:
    deep = empty_folder / ("d" * 100)
    trap = Folder.within(deep).socket_folder
    trap.mkdir()
    try:
        os.chown(trap, NOBODY.pw_uid, -1)
        with pytest.raises(EmbeddedPostgresError, match=f"{trap} belongs to nobody"):
            async with embedded_postgres(deep, durable=False):
                pass
    finally:
        trap.rmdir()


@needs_root
async def test_for_root_it_runs_in_a_user_namespace_and_its_files_stay_roots(empty_folder: Path) -> None:
    async with embedded_postgres(empty_folder, durable=False):
        assert namespace(postmaster(empty_folder)) != namespace(os.getpid())
        assert (empty_folder / "postgres" / "cluster" / "PG_VERSION").stat().st_uid == 0


@needs_root
async def test_where_there_are_no_namespaces_it_runs_as_nobody_on_the_same_data(
    data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = stand_in(tmp_path_factory.mktemp("path") / "bin", "unshare")
    async with embedded_postgres(data_folder) as dsn:
        await ask(dsn, "CREATE TABLE kept AS SELECT 7 AS number")
    async with another_user(data_folder, environment=environment) as user:
        assert await ask(user.dsn, "SELECT number FROM kept") == 7
        assert owner(postmaster(data_folder)) == NOBODY.pw_uid
        await user.kill()
        wait_for_quiet(data_folder)
    async with another_user(data_folder, environment=environment) as user:
        kill(keeper(data_folder))
        wait_for_quiet(data_folder)
    async with embedded_postgres(data_folder) as dsn:
        assert await ask(dsn, "SELECT number FROM kept") == 7


@needs_root
def test_as_nobody_it_finds_programs_below_a_folder_of_roots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", stand_in(tmp_path / "bin", "unshare")["PATH"])
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    shutil.copytree(Programs.find().folder.parent, private / "pginstall")
    program = private / "pginstall" / "bin" / "postgres"
    identity = choose_identity(program)
    assert identity.owner == NOBODY.pw_uid
    asked = subprocess.run(  # noqa: S603 - the program that we copied
        [*identity.prefix, program, "-C", "data_directory", "-D", "/nowhere"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert 'could not access directory "/nowhere"' in asked.stderr


@needs_root
async def test_for_an_ordinary_user_it_runs_as_that_user(empty_folder: Path) -> None:
    async with another_user(
        empty_folder, prefix=("unshare", "--user", f"--map-user={NOBODY.pw_uid}")
    ) as user:
        assert namespace(postmaster(empty_folder)) == namespace(user.process.pid)


async def test_for_an_account_without_a_name_it_runs_all_the_same(empty_folder: Path) -> None:
    nameless = max(account.pw_uid for account in pwd.getpwall() if account.pw_uid < 60_000) + 1
    async with another_user(
        empty_folder, prefix=("unshare", "--user", f"--map-user={nameless}", "--map-group=0")
    ) as user:
        assert await ask(user.dsn, "SELECT 1") == 1


def owner(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def namespace(pid: int) -> str:
    return str(Path(f"/proc/{pid}/ns/user").readlink())


@needs_root
async def test_root_is_told_where_it_can_be_given_no_other_account(
    empty_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = stand_in(tmp_path_factory.mktemp("path") / "bin", "unshare", "setpriv")
    assert "as an ordinary user" in await refusal(empty_folder, environment=environment)


async def test_a_full_disk_is_named_as_such(empty_folder: Path) -> None:
    mount = f'mount -t tmpfs -o size=20m none "{empty_folder}" && exec "$@"'
    prefix = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh")
    said = await refusal(empty_folder, prefix=prefix)
    assert said.startswith("The disk is full: free some space")


async def test_a_folder_that_cannot_be_made_is_named(empty_folder: Path) -> None:
    (empty_folder / "file").touch()
    with pytest.raises(
        EmbeddedPostgresError, match=f"{empty_folder}/file/postgres cannot be made or written"
    ):
        async with embedded_postgres(empty_folder / "file"):
            pass


async def test_something_else_in_the_folders_place_is_named(empty_folder: Path) -> None:
    (empty_folder / "postgres").touch()
    with pytest.raises(EmbeddedPostgresError, match=f"{empty_folder}/postgres"):
        async with embedded_postgres(empty_folder):
            pass


@needs_root
async def test_a_folder_of_somebody_elses_is_left_alone(empty_folder: Path) -> None:
    folder = empty_folder / "postgres"
    folder.mkdir()
    os.chown(folder, NOBODY.pw_uid, -1)
    with pytest.raises(EmbeddedPostgresError, match="belongs to nobody: run this as nobody"):
        async with embedded_postgres(empty_folder):
            pass
    assert not list(folder.iterdir())


async def test_data_of_another_version_is_left_alone(data_folder: Path) -> None:
    async with embedded_postgres(data_folder, durable=False):
        pass
    (data_folder / "postgres" / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match="made by PostgreSQL 17; this Wexstream brings 18"):
        async with embedded_postgres(data_folder):
            pass


async def test_a_server_that_does_not_start_says_why(data_folder: Path) -> None:
    async with embedded_postgres(data_folder, durable=False):
        pass
    shutil.rmtree(data_folder / "postgres" / "cluster" / "global")
    with pytest.raises(EmbeddedPostgresError, match=r"could not be started. It said:\n(.*\n)*.*pg_control"):
        async with embedded_postgres(data_folder):
            pass


async def test_other_systems_than_linux_are_told_so(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(EmbeddedPostgresError, match=r"Linux only.*WS_DATABASE_URL"):
        async with embedded_postgres(empty_folder):
            pass


def test_missing_binaries_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(EmbeddedPostgresError, match="package embedded-postgres is missing"):
        Programs.find()
