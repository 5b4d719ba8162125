"""What a process tells of itself at a port of its own."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.integration.serving.processes import free_port
from tests.support.builders import IDS, account, conference, presence
from tests.support.keeping import keep
from tests.support.measured import Read, metrics, registered
from tests.support.outage import gated
from tests.support.postgres import PostgresStorage
from wexstream.adapters.memory.mailbox import MemoryMailbox
from wexstream.adapters.system.clock import SystemClock
from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.entrypoints.infrastructure.running import Running
from wexstream.entrypoints.metrics import server
from wexstream.entrypoints.metrics.around import CountedCarrier
from wexstream.entrypoints.metrics.measures import Measures
from wexstream.entrypoints.server.sockets import CannotListen, listen_for_metrics
from wexstream.entrypoints.settings import load
from wexstream.entrypoints.settings.parts import Metrics
from wexstream.entrypoints.watched import watched
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.mail import Mail, MailRefused
from wexstream.ports.push import AccountChanged


@asynccontextmanager
async def measured(folder: Path, dsn: str, *, serves: bool = True) -> AsyncIterator[tuple[Running, str]]:
    """A platform with metrics, and their port."""
    port = str(free_port())
    given = {"WS_DATA": str(folder), "WS_DATABASE_URL": dsn, "WS_METRICS_PORT": port}
    settings = load(given, env_file=folder / ".env").settings
    async with watched(settings, listen_for_metrics(settings.metrics), serves=serves) as platform:
        yield platform, port


def letter(subject: str = "Tea") -> Mail:
    return Mail(
        message_id="1@example.org",
        to_address="amal@example.org",
        to_name=None,
        reply_to=None,
        language=Language.ENGLISH,
        subject=subject,
        text="At five?",
        html="",
    )


async def look(port: str) -> Read:
    async with httpx.AsyncClient() as client:
        return await metrics(client, port)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the database looked at each time."""
    monkeypatch.setattr(server, "LOOKED_AT_EVERY", 0.0)


async def test_jobs_are_told_by_kind_and_state_with_the_age_of_the_oldest(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    pool = postgres_storage._pool  # noqa: SLF001 - what the use cases cannot say
    jobs = [RemovePicture(picture=PictureId(IDS.new())) for _ in range(5)]
    await postgres_storage.unit.run(lambda tx: tx.jobs.add(*jobs))
    await pool.execute("UPDATE pgqueuer SET created = now() - interval '1 hour', execute_after = now()")
    for number, change in enumerate(
        (
            "execute_after = now() - interval '10 min'",
            "execute_after = now() + interval '10 min'",
            "status = 'picked'",
            "status = 'failed'",
        )
    ):
        nth = "SELECT id FROM pgqueuer ORDER BY id OFFSET $1 LIMIT 1"
        await pool.execute(f"UPDATE pgqueuer SET {change} WHERE id = ({nth})", number)  # noqa: S608 - ours
    async with measured(tmp_path, postgres_dsn) as (_, port):
        seen = await look(port)

    def told(name: str, state: str, kind: str = "remove-picture") -> float:
        value = seen.value(name, kind=kind, state=state)
        assert value is not None
        return value

    counts = {state: told("wexstream_jobs", state) for state in ("due", "later", "running", "held")}
    assert counts == {"due": 2, "later": 1, "running": 1, "held": 1}
    assert told("wexstream_jobs", "due", "mail-link") == 0
    assert told("wexstream_jobs_oldest_seconds", "due") == pytest.approx(600, abs=60)
    for state in ("later", "running", "held"):
        assert told("wexstream_jobs_oldest_seconds", state) == pytest.approx(3600, abs=60)


async def test_people_in_rooms_and_the_pool_are_told(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_LOOKS_FOR", 0.2)
    ada, kofi = account("Ada"), account("Kofi")
    talk = conference(ada)
    await keep(postgres_storage.unit, ada, kofi, talk, presence(talk, ada), presence(talk, kofi))
    async with measured(tmp_path, postgres_dsn) as (platform, port):
        taken = [await platform.pool.acquire() for _ in range(10)]
        seen = await look(port)
        assert seen.value("wexstream_database_connections", state="used") == 10
        assert seen.value("wexstream_database_connections", state="idle") == 0
        assert seen.value("wexstream_database_connections_most") == 10
        assert seen.value("wexstream_database_up") == 0  # as nobody gets a connection in time
        assert (await look(port)).value("wexstream_database_waiting") == 1  # that look
        for connection in taken:
            await platform.pool.release(connection)
        while not (seen := await look(port)).value("wexstream_database_up"):
            pass
        assert seen.value("wexstream_people_in_rooms") == 2
        assert seen.value("wexstream_conferences_live") == 1
        assert seen.value("wexstream_event_streams") == 0
        assert seen.value("wexstream_room_sockets") == 0
        assert seen.value("wexstream_database_waiting") == 0
        assert (seen.value("process_resident_memory_bytes") or 0) > 0


async def test_hints_and_mails_are_counted(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    async with measured(tmp_path, postgres_dsn) as (platform, port):
        push, carrier = platform.container.push(), platform.container.carrier()
        push.publish([AccountChanged(account=AccountId(IDS.new()))] * 3)
        await carrier.carry(letter())
        await carrier.forget(addresses=["amal@example.org"])
        seen = await look(port)
        assert seen.value("wexstream_push_hints_told_total") == 3
        assert seen.value("wexstream_push_hints_received_total") == 3
        assert seen.value("wexstream_mails_total", outcome="sent") == 1
        while not (await look(port)).value("wexstream_push_gaps_total"):
            pass  # the first one is told as soon as others are heard


async def test_mails_that_are_not_taken_are_told_by_why() -> None:
    class Refusing(MemoryMailbox):
        async def carry(self, mail: Mail) -> None:
            raise MailRefused if mail.subject == "no" else OSError

    measures = Measures()
    carrier = CountedCarrier(Refusing(SystemClock()), measures)
    for subject, error in (("no", MailRefused), ("later", OSError)):
        with pytest.raises(error):
            await carrier.carry(letter(subject))
    seen = registered(measures.registry)
    for outcome in ("refused", "failed"):
        assert seen.value("wexstream_mails_total", outcome=outcome) == 1


async def test_a_database_that_is_away_is_told_and_all_else_as_well(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    async with gated(postgres_dsn) as (address, gate), measured(tmp_path, address) as (_, port):
        assert (await look(port)).value("wexstream_database_up") == 1
        await gate.shut()
        seen = await look(port)
        assert seen.value("wexstream_database_up") == 0
        assert seen.value("wexstream_jobs", kind="announce", state="due") is None
        assert seen.value("wexstream_database_connections_most") == 10
        await gate.open()
        assert (await look(port)).value("wexstream_database_up") == 1


async def test_a_worker_tells_how_attempts_at_jobs_end_and_listens_to_nothing(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    async with measured(tmp_path, postgres_dsn, serves=False) as (platform, port):
        job, handled = RemovePicture(picture=PictureId(IDS.new())), []

        async def handle(one: object) -> None:
            handled.append(one)
            if len(handled) == 2:
                raise MailRefused

        watched_handle = platform.watch.jobs(handle, lambda _: "remove-picture")
        await watched_handle(job)
        with pytest.raises(MailRefused):
            await watched_handle(job)
        seen = await look(port)
        for outcome in ("done", "failed"):
            labels = {"kind": "remove-picture", "outcome": outcome}
            assert seen.value("wexstream_job_duration_seconds_count", **labels) == 1
        assert seen.value("wexstream_event_streams") is None
        assert seen.value("wexstream_push_gaps_total") == 0


async def test_nothing_else_is_there(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage
) -> None:
    async with measured(tmp_path, postgres_dsn) as (_, port), httpx.AsyncClient() as client:
        for path in ("/", "/metrics/", "/api/me", "/healthz"):
            assert (await client.get(f"http://127.0.0.1:{port}{path}")).status_code == 404


@pytest.mark.parametrize(
    "accept", [b"\xe9", b"text/plain;version=x", b"application/openmetrics-text;version=1.x"]
)
async def test_a_form_that_makes_no_sense_is_answered_in_the_usual_one(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, accept: bytes
) -> None:
    async with measured(tmp_path, postgres_dsn) as (_, port), httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{port}/metrics", headers={b"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "wexstream_database_up 1.0" in answer.text


def test_a_port_that_is_taken_stops_the_start_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"Port {port} is taken: .*WS_METRICS_PORT={port + 1}"):
            listen_for_metrics(Metrics(listen=("127.0.0.1",), port=port))
    with pytest.raises(CannotListen, match=r"no network address 192\.0\.2\.1\. Look at WS_METRICS_LISTEN"):
        listen_for_metrics(Metrics(listen=("192.0.2.1",), port=port))


async def test_how_late_things_begin_is_tried_again_and_again(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_TRIED_EVERY", 0.001)
    async with measured(tmp_path, postgres_dsn) as (_, port):
        while not (await look(port)).value("wexstream_event_loop_lag_seconds_count"):
            pass
