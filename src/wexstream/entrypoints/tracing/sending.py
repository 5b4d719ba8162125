"""Sending traces to a collector, by OpenTelemetry's SDK and its variables."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib.metadata import version
from threading import Thread

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from wexstream.entrypoints.tracing.around import tracing
from wexstream.entrypoints.watch import Watch

SENT_WITHIN = 3.0  # seconds, when the process ends; a collector may be away


@asynccontextmanager
async def sending() -> AsyncGenerator[Watch]:
    """Send traces until the end of the context, in a thread of its own, and then those that are left."""
    usual = Resource.create({"service.name": "wexstream", "service.version": version("wexstream")})
    provider = TracerProvider(
        resource=usual.merge(OTELResourceDetector().detect()),  # what is said goes before what is usual
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    try:
        yield tracing(provider.get_tracer("wexstream", version("wexstream")))
    finally:
        ending = Thread(target=provider.shutdown, daemon=True)
        ending.start()
        await asyncio.to_thread(ending.join, SENT_WITHIN)
