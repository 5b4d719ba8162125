"""What is counted and timed while it happens. Each costs a few microseconds, and no label names anybody."""

from collections.abc import Collection
from time import perf_counter
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER: Final = "other"
UNMATCHED: Final = "unmatched"
"""The route of what is asked for and is not there: its address is the asker's, and may be anything."""

_ANSWERS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_JOBS: Final = (0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300)
_LAG: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5)


class Measures:
    """The metrics of a process, in a registry of their own."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # a further series of each: its beginning
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._requests = Histogram(
            "wexstream_http_request_duration_seconds",
            "How long it took until an answer began, by route as it is declared.",
            ("method", "route", "status"),
            buckets=_ANSWERS,
            registry=self.registry,
        )
        self._by_request: dict[tuple[str, str, int], Histogram] = {}
        self._jobs = Histogram(
            "wexstream_job_duration_seconds",
            "How long an attempt at a job took, by its kind and how it ended: done or failed.",
            ("kind", "outcome"),
            buckets=_JOBS,
            registry=self.registry,
        )
        self._mails = Counter(
            "wexstream_mails",
            "Mails, by what became of handing them on: sent, refused for good, or failed for now.",
            ("outcome",),
            registry=self.registry,
        )
        self._told = Counter(
            "wexstream_push_hints_told",
            "Hints of what has changed that this process told.",
            registry=self.registry,
        )
        self._received = Counter(
            "wexstream_push_hints_received",
            "Hints that this process was told, by itself too.",
            registry=self.registry,
        )
        self._gaps = Counter(
            "wexstream_push_gaps",
            "How often hints may have been missed, and everything was looked at again; once at the start.",
            registry=self.registry,
        )
        self._lag = Histogram(
            "wexstream_event_loop_lag_seconds",
            "By how much what was due began late, tried once a second.",
            buckets=_LAG,
            registry=self.registry,
        )

    def note_request(self, method: str, route: str, status: int, began: float) -> None:
        """Count a request that is answered from now on; ``began`` is what ``perf_counter`` said then."""
        key = (method if method in METHODS else OTHER, route, status)
        child = self._by_request.get(key)
        if child is None:
            child = self._by_request[key] = self._requests.labels(*key)
        child.observe(perf_counter() - began)

    def note_job(self, kind: str, outcome: str, began: float) -> None:
        """Count an attempt at a job."""
        self._jobs.labels(kind, outcome).observe(perf_counter() - began)

    def note_mail(self, outcome: str) -> None:
        """Count a mail that was handed on, or was not."""
        self._mails.labels(outcome).inc()

    def note_told(self, hints: Collection[object]) -> None:
        """Count hints that this process tells."""
        self._told.inc(len(hints))

    def note_received(self) -> None:
        """Count a hint that this process is told."""
        self._received.inc()

    def note_gap(self) -> None:
        """Count that hints may have been missed."""
        self._gaps.inc()

    def note_lag(self, seconds: float) -> None:
        """Note by how much something began late."""
        self._lag.observe(seconds)
