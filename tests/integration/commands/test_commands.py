"""The commands that do one thing and end."""

import asyncio
import json
import re
import socket
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.commands.conftest import Command
from tests.support.builders import IDS, account, entry, second_step
from tests.support.clock import NOW
from tests.support.keeping import keep, pseudonym_of
from tests.support.postgres import PostgresStorage
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.audit import AuditKind, Entry
from wexstream.domain.model.ids import LinkId
from wexstream.entrypoints.cli import COMMANDS, main
from wexstream.entrypoints.demo.people import PEOPLE
from wexstream.ports.jobs import Job, MailLink, MailWayChanged
from wexstream.ports.mail import MailRefused
from wexstream.ports.persistence import Transaction


async def test_a_database_that_cannot_be_had_is_explained(wexstream: Command) -> None:
    for command in (["migrate"], ["demo"], ["jobs"], ["audit"], ["moderator", "add", "amal@example.org"]):
        outcome = await wexstream(*command, WS_DATABASE_URL="postgresql://127.0.0.1:1/wexstream")
        assert outcome.status == 1
        assert outcome.complained.startswith("wexstream: The database cannot be used. ")
        assert "Traceback" not in outcome.complained


async def test_a_database_is_migrated_once_the_embedded_one_where_none_is_named(
    wexstream: Command, data_folder: Path
) -> None:
    first = await wexstream("migrate", WS_DATA=str(data_folder))
    assert first.status == 0, first
    assert re.fullmatch(r"(Applied \d{4}_\w+\.\n)+", first.said)
    again = await wexstream("migrate")
    assert again.said == "The database is up to date.\n"


async def test_an_embedded_database_that_cannot_be_had_is_explained(
    wexstream: Command, tmp_path: Path
) -> None:
    (tmp_path / "postgres").touch()
    outcome = await wexstream("migrate", WS_DATA=str(tmp_path))
    assert outcome.status == 1
    assert f"{tmp_path}/postgres" in outcome.complained


class TestDemo:
    async def test_it_fills_an_empty_database_and_says_how_to_sign_in(
        self, over_database: Command, postgres_storage: PostgresStorage, tmp_path: Path
    ) -> None:
        outcome = await over_database("demo")
        assert outcome.status == 0, outcome
        assert all(person.email in outcome.said for person in PEOPLE)
        assert "http://localhost:4003/schema" in outcome.said
        assert re.search(r"^They all have the password [\w-]{12}$", outcome.said, re.MULTILINE)

        async def states(tx: Transaction) -> set[AccountState | None]:
            found = [await tx.accounts.find_by_address(person.email) for person in PEOPLE]
            return {held.owner.state if held.owner else None for held in found}

        assert await postgres_storage.unit.run(states) == {AccountState.ACTIVE}
        assert len(list((tmp_path / "data" / "pictures").rglob("*.webp"))) == 11
        again = await over_database("demo")
        assert again.status == 1
        assert "empty database only" in again.complained

    async def test_its_password_has_to_be_one(self, over_database: Command) -> None:
        outcome = await over_database("demo", "--password", "short")
        assert outcome.status == 1
        assert outcome.complained == "wexstream: The password is none: Give at least 8 character(s).\n"


class TestModerator:
    async def test_a_verified_account_becomes_a_moderators(
        self, over_database: Command, postgres_storage: PostgresStorage
    ) -> None:
        somebody = account(email="amal@example.org")
        await keep(postgres_storage.unit, somebody)
        outcome = await over_database("moderator", "add", "Amal@example.org")
        assert outcome.said == "Amal@example.org is a moderator from the next page on.\n"
        found = await postgres_storage.unit.run(lambda tx: tx.accounts.find(somebody.id))
        assert found is not None
        assert found.moderator

    @pytest.mark.parametrize(
        ("state", "said"),
        [(AccountState.UNVERIFIED, "has to follow the link"), (AccountState.SUSPENDED, "is suspended")],
    )
    async def test_another_one_does_not(
        self, over_database: Command, postgres_storage: PostgresStorage, state: AccountState, said: str
    ) -> None:
        await keep(postgres_storage.unit, account(email="amal@example.org", state=state))
        outcome = await over_database("moderator", "add", "amal@example.org")
        assert outcome.status == 1
        assert said in outcome.complained

    async def test_nobody_is_told_apart_from_a_wrong_address(self, over_database: Command) -> None:
        assert "No account has" in (await over_database("moderator", "add", "amal@example.org")).complained
        assert "is no e-mail address" in (await over_database("moderator", "add", "amal")).complained


class TestAudit:
    @pytest.fixture
    async def logged(self, postgres_storage: PostgresStorage) -> list[Entry]:
        """What somebody did who is there, what was done to somebody who is not, and much else before."""
        amal = account("Amal Haddad")
        await keep(postgres_storage.unit, amal)
        name = await pseudonym_of(postgres_storage.unit, amal)
        hours = [timedelta(hours=count) for count in range(150)]
        earlier = [entry(AuditKind.SIGN_IN_REFUSED, at=NOW + hour) for hour in hours]
        last = [
            entry(AuditKind.EXPORT_TAKEN, at=NOW + timedelta(days=10), actor=name, subject=name),
            entry(AuditKind.ACCOUNT_SUSPENDED, at=NOW + timedelta(days=11), subject="person-gone"),
        ]
        await keep(postgres_storage.unit, *earlier, *last)
        return [*earlier, *last]

    async def test_all_is_shown_a_line_each_the_oldest_first(
        self, over_database: Command, logged: list[Entry]
    ) -> None:
        lines = [json.loads(line) for line in (await over_database("audit")).said.splitlines()]
        assert [line["id"] for line in lines] == [str(one.id) for one in logged]
        assert lines[-2]["actor"]["person"]["full_name"] == "Amal Haddad"
        assert lines[-1]["subject"] == {
            "person": {"id": None, "full_name": None, "picture": None},
            "pseudonym": "person-gone",
        }

    async def test_whoever_has_had_enough_of_it_hears_no_complaint(
        self, over_database: Command, postgres_storage: PostgresStorage
    ) -> None:
        many = [entry(AuditKind.SIGN_IN_REFUSED, at=NOW + timedelta(hours=count)) for count in range(500)]
        await keep(postgres_storage.unit, *many)  # more than a pipe holds
        piped = await asyncio.create_subprocess_shell(
            f"'{sys.executable}' -c 'import sys; from wexstream.entrypoints.cli import main; "
            'sys.exit(main(["audit"]))\' | head -n 1',
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        said, complained = await piped.communicate()
        assert json.loads(said)["id"] == str(many[0].id)
        assert complained == b""

    async def test_a_time_of_it_is_written_to_a_file_for_its_owner_alone(
        self, over_database: Command, logged: list[Entry], tmp_path: Path
    ) -> None:
        file = tmp_path / "audit.jsonl"
        span = ("--since", "2026-03-11T14:00+02:00", "--until", "2026-03-12T12:00:00")
        outcome = await over_database("audit", *span, "--output", str(file))
        assert outcome.said == f"{file} has 1 line.\n"
        [line] = file.read_text().splitlines()
        assert json.loads(line)["id"] == str(logged[-2].id)
        assert file.stat().st_mode & 0o777 == 0o600

    async def test_what_is_no_file_is_left_as_it_is(self, over_database: Command, tmp_path: Path) -> None:
        for place, said in ((tmp_path, "is no file"), (tmp_path / "nowhere" / "log", "cannot be written")):
            outcome = await over_database("audit", "--output", str(place))
            assert outcome.status == 1
            assert said in outcome.complained

    @pytest.mark.parametrize("time", ["yesterday", "0001-01-01T00:00+14:00"])
    def test_a_time_has_to_be_one(self, capsys: pytest.CaptureFixture[str], time: str) -> None:
        with pytest.raises(SystemExit):
            main(["audit", "--since", time])
        assert "is no time" in capsys.readouterr().err


class TestErase:
    async def test_accounts_go_by_address_and_by_number(
        self, over_database: Command, postgres_storage: PostgresStorage
    ) -> None:
        amal, kofi, stays = account(email="amal@example.org"), account(), account()
        await keep(postgres_storage.unit, amal, kofi, stays)
        told = await over_database("erase", "Amal@example.org", str(kofi.id))
        assert told.said == f"Erased the account {amal.id}.\nErased the account {kofi.id}.\n"
        again = await over_database("erase", str(kofi.id))
        assert again.said == "None of these accounts was there any more.\n"
        kept = await postgres_storage.everything_kept()
        assert [str(one.id) in kept for one in (amal, kofi, stays)] == [False, False, True]

    async def test_nothing_is_done_where_somebody_is_not_known(
        self, over_database: Command, postgres_storage: PostgresStorage
    ) -> None:
        await keep(postgres_storage.unit, amal := account(email="amal@example.org"))
        for who, said in {"kofi@example.org": "is no account's", "kofi": "Give e-mail addresses"}.items():
            outcome = await over_database("erase", "amal@example.org", who)
            assert (outcome.status, said in outcome.complained) == (1, True)
        assert str(amal.id) in await postgres_storage.everything_kept()


class TestSecondStep:
    async def test_who_has_lost_it_signs_in_by_one_step_again_and_is_told(
        self, over_database: Command, postgres_storage: PostgresStorage
    ) -> None:
        somebody = account(email="amal@example.org")
        await keep(postgres_storage.unit, somebody, second_step(somebody))
        outcome = await over_database("second-step", "off", "Amal@example.org")
        assert outcome.said == "Amal@example.org signs in by one step from now on.\n"
        assert await postgres_storage.unit.run(lambda tx: tx.second_steps.of(somebody.id)) is None
        told: list[Job] = []

        async def hear(job: Job) -> None:
            told.append(job)

        await postgres_storage.run_jobs(hear)
        assert [type(job) for job in told] == [MailWayChanged]

    async def test_nobody_without_one_does_nor_who_has_not_verified_the_address(
        self, over_database: Command, postgres_storage: PostgresStorage
    ) -> None:
        verified = account(email="amal@example.org")
        other = account(email="zoe@example.org", state=AccountState.UNVERIFIED)
        await keep(postgres_storage.unit, verified, other, second_step(other))
        for address, said in (
            ("amal@example.org", "has no second step"),
            ("zoe@example.org", "No verified account has"),
            ("amal", "is no e-mail address"),
        ):
            outcome = await over_database("second-step", "off", address)
            assert outcome.status == 1
            assert said in outcome.complained


class TestJobs:
    @pytest.fixture
    async def numbers(self, over_database: Command, postgres_storage: PostgresStorage) -> list[str]:
        """Two that failed for good, by their numbers."""
        jobs = [MailLink(link=LinkId(IDS.new())) for _ in range(2)]
        await postgres_storage.unit.run(lambda tx: tx.jobs.add(*jobs))

        async def refuse(_: Job) -> None:
            raise MailRefused

        await postgres_storage.run_jobs(refuse)
        lines = (await over_database("jobs")).said.splitlines()
        return [line.split()[0] for line in lines[1:]]

    async def test_they_are_listed(self, over_database: Command, numbers: list[str]) -> None:
        head, *lines = (await over_database("jobs")).said.splitlines()
        assert head.split() == ["ID", "KIND", "ATTEMPTS", "SINCE", "LAST", "ERROR"]
        assert len(lines) == len(numbers) == 2
        assert all("mail-link" in line and "MailRefused" in line for line in lines)

    async def test_one_is_dropped_and_the_other_tried_again(
        self, over_database: Command, numbers: list[str], postgres_storage: PostgresStorage
    ) -> None:
        dropped = await over_database("jobs", "drop", numbers[0])
        assert dropped.said == "Dropped: 1 job.\n"
        retried = await over_database("jobs", "retry", "all")
        assert retried.said == "To be tried again: 1 job.\n"
        assert (await over_database("jobs")).said == "No job is held.\n"
        done: list[Job] = []

        async def note(job: Job) -> None:
            done.append(job)

        await postgres_storage.run_jobs(note)
        assert len(done) == 1

    async def test_one_that_is_not_held_is_pointed_out(
        self, over_database: Command, numbers: list[str]
    ) -> None:
        outcome = await over_database("jobs", "drop", numbers[0], "987654321")
        assert outcome.status == 1
        assert outcome.said == "Dropped: 1 job.\n"
        assert "No job is held under 987654321" in outcome.complained

    async def test_all_of_none_is_none(self, over_database: Command) -> None:
        assert (await over_database("jobs", "retry", "all")).said == "To be tried again: 0 jobs.\n"


async def test_wrong_settings_stop_a_server_before_anything_is_made(
    wexstream: Command, tmp_path: Path
) -> None:
    outcome = await wexstream("serve", WS_PORT="x", WS_HTTPS="true")
    assert outcome.status == 1
    assert "WS_PORT" in outcome.complained
    assert "WS_CERTIFICATE" in outcome.complained
    assert not (tmp_path / "data").exists()


async def test_a_port_that_is_taken_is_told_before_anything_is_started(
    wexstream: Command, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        outcome = await wexstream("serve", WS_PORT=str(port))
    assert outcome.status == 1
    assert outcome.complained.startswith(f"wexstream: Port {port} is taken")
    assert not (tmp_path / "data" / "postgres").exists()


async def test_the_description_of_the_api_is_printed_without_any_settings(wexstream: Command) -> None:
    outcome = await wexstream("openapi", WS_PORT="not even a port")
    assert outcome.status == 0, outcome
    assert json.loads(outcome.said)["openapi"].startswith("3.1")


def test_every_command_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    overview = capsys.readouterr().out
    for name, command in COMMANDS.items():
        assert name in overview.split()
        assert command.SUMMARY in " ".join(overview.split())
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert len(capsys.readouterr().out.splitlines()) > 3


@pytest.mark.parametrize(
    "arguments",
    [[], ["sevre"], ["jobs", "retry"], ["moderator", "remove", "a@b.org"]],
)
def test_what_is_no_command_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: wexstream" in capsys.readouterr().err


def test_a_job_that_is_no_number_is_refused_with_where_they_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["jobs", "retry", "x"])
    assert ended.value.code == 2
    assert "'x' is no job's number: `wexstream jobs` lists them; or say all" in capsys.readouterr().err
