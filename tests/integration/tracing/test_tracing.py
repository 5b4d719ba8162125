"""What is traced, and what is not said in traces, at a collector that takes them."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import asyncpg
import httpx
import pytest
import structlog
from dependency_injector import providers
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from tests.integration.serving.processes import free_port
from tests.support.builders import IDS
from tests.support.collector import Collector, attributes, collecting
from tests.support.measured import metrics
from tests.support.postgres import PostgresStorage
from tests.support.waiting import until
from wexstream.domain.model.ids import PictureId
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.http.app import create_app
from wexstream.entrypoints.http.site import Site
from wexstream.entrypoints.infrastructure.running import Running
from wexstream.entrypoints.readiness import Found
from wexstream.entrypoints.server.sockets import listen_for_metrics
from wexstream.entrypoints.settings import load
from wexstream.entrypoints.tracing import sending
from wexstream.entrypoints.tracing.wanted import traces_wanted
from wexstream.entrypoints.watch import UNWATCHED
from wexstream.entrypoints.watched import watched
from wexstream.ports.jobs import RemovePicture
from wexstream.ports.mail import MailRefused

DONE = 10  # seconds: far less than an exporter, or its end, waits for an answer
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
APPLICATION = {
    "full_name": "Amal Haddad",
    "email": "amal@example.org",
    "password": "two chapters aloud",
    "terms_version": "1",
}


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as made:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", made.address)
        yield made


@asynccontextmanager
async def traced(folder: Path, dsn: str, **more: str) -> AsyncIterator[tuple[Running, httpx.AsyncClient]]:
    """A platform, and whoever asks it; at the end all spans are sent."""
    given = {"WS_DATA": str(folder), "WS_DATABASE_URL": dsn, **more}
    settings = load(given, env_file=folder / ".env").settings

    async def ready() -> Found:
        return Found()

    async with watched(settings, listen_for_metrics(settings.metrics), serves=True) as platform:
        app = cast(
            "Any", create_app(platform.container, Site(secure=False, readiness=ready, watch=platform.watch))
        )
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://localhost:4003"
        ) as client:
            yield platform, client


def named(spans: list[Span], name: str) -> Span:
    return next(span for span in spans if span.name == name)


def ids(span: Span) -> tuple[str, str, str]:
    return span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()


async def test_a_request_has_a_span_in_the_callers_trace_and_its_statements_are_below_it(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    async with traced(tmp_path, postgres_dsn) as (_, client):
        headers = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
        answer = await client.post("/api/accounts", json=APPLICATION, headers=headers)
        assert answer.status_code == 202
    request = named(collector.spans, "POST /api/accounts")
    trace, span, parent = ids(request)
    assert (trace, parent) == (TRACE, PARENT)
    assert request.kind == Span.SPAN_KIND_SERVER
    assert attributes(request) == {
        "http.request.method": "POST",
        "http.route": "/api/accounts",
        "http.response.status_code": 202,
    }
    statements = [one for one in collector.spans if one.kind == Span.SPAN_KIND_CLIENT]
    assert {ids(one)[0::2] for one in statements} == {(TRACE, span)}
    assert {"INSERT accounts", "INSERT pgqueuer", "COMMIT"} <= {one.name for one in statements}
    added = attributes(named(statements, "INSERT accounts"))
    assert (added["db.system.name"], added["db.query.summary"]) == ("postgresql", "INSERT accounts")
    assert str(added["db.query.text"]).startswith("INSERT INTO accounts (id, ")
    assert all(one.start_time_unix_nano < one.end_time_unix_nano for one in statements)
    assert collector.paths == {"/v1/traces"}


async def test_nothing_personal_is_sent(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    async with traced(tmp_path, postgres_dsn) as (_, client):
        for _ in range(2):
            await client.post("/api/accounts", json=APPLICATION, headers={"User-Agent": "Mozilla of Amal"})
        await client.get("/api/users/018f0000-0000-7000-8000-00000000abcd", params={"q": "Searched For"})
        await client.post("/api/accounts/verify", json={"token": "secret-token", "password": "x"})
        await client.get("/api/me", headers={"Cookie": "ws=secret-cookie", "X-Forwarded-For": "192.0.2.7"})
    sent = b"".join(collector.bodies)
    assert b"/api/users/{user_id}" in sent
    for personal in (
        "Amal",
        "amal",
        "example.org",
        "chapters",
        "abcd",
        "Searched",
        "secret",
        "192.0.2",
        "127.0.0",
    ):
        assert personal.encode() not in sent, personal


async def test_a_job_has_a_trace_of_its_own_and_an_error_is_told_by_its_kind_alone(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    async with traced(tmp_path, postgres_dsn) as (platform, _):
        job = RemovePicture(picture=PictureId(IDS.new()))

        async def handle(_: object) -> None:
            await platform.pool.execute("SELECT amal FROM nowhere")

        async def refuse(_: object) -> None:
            raise MailRefused("550 amal@example.org is unknown")

        for work in (handle, refuse):
            with pytest.raises((asyncpg.UndefinedTableError, MailRefused)):
                await platform.watch.jobs(work, lambda _: "remove-picture")(job)
    jobs = [span for span in collector.spans if span.name == "job remove-picture"]
    assert [ids(span)[2] for span in jobs] == ["", ""]
    assert [attributes(span)["error.type"] for span in jobs] == ["UndefinedTableError", "MailRefused"]
    statement = named(collector.spans, "SELECT nowhere")
    assert ids(statement)[0::2] == ids(jobs[0])[:2]
    assert attributes(statement)["error.type"] == "UndefinedTableError"
    for span in (*jobs, statement):
        assert span.status.code == Status.STATUS_CODE_ERROR
        assert not span.status.message
        assert not span.events
    assert b"550" not in b"".join(collector.bodies)


async def test_probes_streams_and_what_is_not_there_are_not_traced(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    async with traced(tmp_path, postgres_dsn) as (_, client):
        for path in ("/healthz", "/readyz", "/api/events", "/nowhere"):
            await client.get(path)
    assert not collector.bodies


async def test_a_mistake_of_ours_is_marked_as_one(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    async with traced(tmp_path, postgres_dsn) as (platform, client):
        platform.container.meetings.override(providers.Object(None))
        assert (await client.get("/api/client-config")).status_code == 500
    failed = named(collector.spans, "GET /api/client-config")
    assert failed.status.code == Status.STATUS_CODE_ERROR
    assert attributes(failed)["error.type"] == "500"


async def test_who_sends_is_said_by_the_standard_variables(
    tmp_path: Path,
    postgres_dsn: str,
    postgres_storage: PostgresStorage,
    collector: Collector,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with traced(tmp_path, postgres_dsn) as (_, client):
        await client.get("/api/client-config")
    assert collector.resource["service.name"] == "wexstream"
    assert collector.resource["service.version"]
    collector.bodies.clear()
    monkeypatch.setenv("OTEL_SERVICE_NAME", "meet")
    monkeypatch.setenv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging")
    async with traced(tmp_path, postgres_dsn) as (_, client):
        await client.get("/api/client-config")
    assert collector.resource["service.name"] == "meet"
    assert collector.resource["deployment.environment.name"] == "staging"
    collector.bodies.clear()
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", "always_off")
    async with traced(tmp_path, postgres_dsn) as (_, client):
        await client.get("/api/client-config")
    assert not collector.bodies


async def test_logs_bear_the_trace(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as entries:
        async with traced(tmp_path, postgres_dsn) as (_, client):
            await client.get("/api/client-config")
    (entry,) = (entry for entry in entries if entry["event"] == "request")
    assert entry["trace_id"] == collector.spans[0].trace_id.hex()


async def test_metrics_and_traces_go_together(
    tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage, collector: Collector
) -> None:
    port = str(free_port())
    async with traced(tmp_path, postgres_dsn, WS_METRICS_PORT=port) as (_, client):
        await client.get("/api/client-config")
        async with httpx.AsyncClient() as reading:
            seen = await metrics(reading, port)
    labels = {"method": "GET", "route": "/api/client-config", "status": "200"}
    assert seen.value("wexstream_http_request_duration_seconds_count", **labels) == 1
    assert [span.name for span in collector.spans if span.kind == Span.SPAN_KIND_SERVER] == [
        "GET /api/client-config"
    ]


@pytest.fixture
def _no_sender_stays() -> Iterator[None]:
    """Let no thread go on during the tests after this one that still sends what was left."""
    yield
    for thread in threading.enumerate():
        if any(name in thread.name for name in ("Otel", "shutdown")):
            thread.join(DONE)
            assert not thread.is_alive()


@pytest.mark.usefixtures("_no_sender_stays")
async def test_a_collector_that_hangs_is_not_waited_for_at_the_end(
    tmp_path: Path,
    postgres_dsn: str,
    postgres_storage: PostgresStorage,
    collector: Collector,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "SENT_WITHIN", 0.2)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_TIMEOUT", "600")  # seconds, after which it would give up
    collector.answers.clear()
    async with asyncio.timeout(DONE), traced(tmp_path, postgres_dsn) as (_, client):
        await client.get("/api/client-config")
    await until(lambda: bool(collector.bodies))  # it was asked


class TestConfiguration:
    @pytest.mark.parametrize(
        ("said", "wanted"),
        [
            ({}, False),
            ({"OTEL_SERVICE_NAME": "meet"}, False),
            ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
            ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://collector:4318/v1/traces"}, True),
            ({"OTEL_EXPORTER_OTLP_ENDPOINT": " "}, False),
            ({"OTEL_EXPORTER_OTLP_ENDPOINT": "x", "OTEL_SDK_DISABLED": "TRUE"}, False),
            ({"OTEL_EXPORTER_OTLP_ENDPOINT": "x", "OTEL_TRACES_EXPORTER": "none"}, False),
            ({"OTEL_EXPORTER_OTLP_ENDPOINT": "x", "OTEL_TRACES_EXPORTER": "otlp"}, True),
            ({"OTEL_EXPORTER_OTLP_ENDPOINT": "x", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf"}, True),
        ],
    )
    def test_traces_are_wanted_where_a_collector_is_named(
        self, said: dict[str, str], *, wanted: bool
    ) -> None:
        assert traces_wanted(said) is wanted

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("OTEL_TRACES_EXPORTER", "zipkin"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json"),
        ],
    )
    def test_what_there_is_not_stops_the_start(self, name: str, value: str) -> None:
        with pytest.raises(Failure, match=f"{name} is '{value}'"):
            traces_wanted({"OTEL_EXPORTER_OTLP_ENDPOINT": "x", name: value})

    async def test_without_the_package_it_is_said_how_to_have_it(
        self, tmp_path: Path, postgres_dsn: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
        monkeypatch.setitem(sys.modules, "wexstream.entrypoints.tracing.sending", None)
        with pytest.raises(Failure, match=r"OTEL_EXPORTER_OTLP_ENDPOINT is set, .*wexstream\[otel\]"):
            async with traced(tmp_path, postgres_dsn):
                pass

    async def test_not_configured_nothing_is_put_around_anything(
        self, tmp_path: Path, postgres_dsn: str, postgres_storage: PostgresStorage
    ) -> None:
        async with traced(tmp_path, postgres_dsn) as (platform, _):
            assert platform.watch is UNWATCHED

    def test_nor_is_anything_of_it_loaded(self) -> None:
        loaded = (
            "import sys, wexstream.entrypoints.cli; print({name.partition('.')[0] for name in sys.modules})"
        )
        ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)  # noqa: S603
        assert "wexstream" in ran.stdout
        assert not any(name in ran.stdout for name in ("opentelemetry", "prometheus_client", "tqdm"))
