"""What is put around requests, jobs and statements to trace them.

The instrumentations that OpenTelemetry offers for ASGI and asyncpg note paths, queries, addresses, browsers,
and what PostgreSQL quotes of a row in its errors. So it is said here what is noted, and nothing else is.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from time import time_ns
from typing import Final

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.status_codes import HTTP_500_INTERNAL_SERVER_ERROR
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from opentelemetry.propagate import extract
from opentelemetry.trace import Span, SpanKind, Tracer, format_trace_id, get_current_span
from opentelemetry.trace.status import StatusCode

from wexstream.entrypoints.watch import Handle, KindOf, Watch
from wexstream.ports.jobs import Job

UNTRACED: Final = frozenset({"/healthz", "/readyz", "/api/events"})
"""What is asked all the time, and what has no end."""

_CHANGED = re.compile(
    r'\b(insert)\s+into\s+"?(\w+)|(?<!for )\b(update)\s+"?(\w+)|\b(delete)\s+from\s+"?(\w+)', re.IGNORECASE
)
_READ = re.compile(r'\bfrom\s+"?(\w+)', re.IGNORECASE)


def tracing(tracer: Tracer) -> Watch:
    """Trace all of it."""
    return Watch(
        middleware=[TracedRequests(tracer)],
        jobs=lambda handle, kind_of: _traced_jobs(handle, tracer, kind_of),
        statements=lambda text, seconds, error: _note_statement(tracer, text, seconds, error),
    )


class TracedRequests(ASGIMiddleware):
    """Has a span for each request, by its route; and its id in all that is logged meanwhile.

    It belongs to the trace that the client says (W3C Trace Context), if one.
    """

    scopes = (ScopeType.HTTP,)

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on, and note its outcome."""
        route, method = scope.get("path_template", ""), str(scope.get("method"))
        if route in UNTRACED:
            await next_app(scope, receive, send)
            return
        with self._tracer.start_as_current_span(
            f"{method} {route}",
            context=extract(_headers(scope)),
            kind=SpanKind.SERVER,
            attributes={"http.request.method": method, "http.route": route},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:

            async def watch(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _note_status(span, message["status"])
                await send(message)

            trace = format_trace_id(span.get_span_context().trace_id)
            with structlog.contextvars.bound_contextvars(trace_id=trace):
                await next_app(scope, receive, watch)


def _headers(scope: Scope) -> Mapping[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _note_status(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    if status >= HTTP_500_INTERNAL_SERVER_ERROR:
        span.set_attribute("error.type", str(status))
        span.set_status(StatusCode.ERROR)


def _traced_jobs(handle: Handle, tracer: Tracer, kind_of: KindOf) -> Handle:
    async def attempt(job: Job) -> None:
        kind = kind_of(job)
        with tracer.start_as_current_span(
            f"job {kind}",
            kind=SpanKind.CONSUMER,
            attributes={"wexstream.job.kind": kind},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                await handle(job)
            except BaseException as error:
                _note_error(span, error)
                raise

    return attempt


def _note_statement(tracer: Tracer, text: str, seconds: float, error: BaseException | None) -> None:
    """Note a statement that belongs to a request or job: its text, in which there are no values."""
    if not get_current_span().get_span_context().trace_flags.sampled:
        return
    ended, operation = time_ns(), operation_of(text)
    span = tracer.start_span(
        operation,
        kind=SpanKind.CLIENT,
        start_time=ended - int(seconds * 1e9),
        attributes={
            "db.system.name": "postgresql",
            "db.query.summary": operation,
            "db.query.text": text,
        },
    )
    if error is not None:
        _note_error(span, error)
    span.end(end_time=ended)


@lru_cache(maxsize=1024)
def operation_of(text: str) -> str:
    """Say in short what a statement does, and to which table."""
    changed = _CHANGED.search(text)
    if changed is not None:
        verb, table = (part for part in changed.groups() if part)
        return f"{verb.upper()} {table}"
    verb, read = text.split(None, 1)[0].rstrip(";").upper(), _READ.search(text)
    return f"SELECT {read[1]}" if read and verb in {"SELECT", "WITH"} else verb


def _note_error(span: Span, error: BaseException) -> None:
    """Note of what kind an error is; its words may name a person."""
    span.set_attribute("error.type", type(error).__name__)
    span.set_status(StatusCode.ERROR)
