"""What is there at the moment, read when somebody asks for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version

from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from wexstream.entrypoints.infrastructure.running import Load, PoolState


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Whom a server holds: streams of events, and sockets of rooms."""

    streams: Callable[[], int]
    sockets: Callable[[], int]


class Standing(Collector):
    """The gauges of a process. ``load`` is what was seen of the database, None where it does not answer."""

    def __init__(self, pool: Callable[[], PoolState], people: People | None) -> None:
        self.load: Load | None = None
        self._pool = pool
        self._people = people

    def collect(self) -> Iterable[Metric]:
        """Read them."""
        yield InfoMetricFamily("wexstream_build", "The version.", {"version": version("wexstream")})
        yield from self._of_pool()
        if self._people is not None:
            yield _gauge(
                "wexstream_event_streams", "Streams of events that are open here.", self._people.streams()
            )
            yield _gauge(
                "wexstream_room_sockets", "Sockets of rooms that are open here.", self._people.sockets()
            )
        yield _gauge("wexstream_database_up", "Whether the database answers.", self.load is not None)
        if self.load is not None:
            yield from _of_load(self.load)

    def _of_pool(self) -> Iterator[Metric]:
        state = self._pool()
        connections = GaugeMetricFamily(
            "wexstream_database_connections",
            "Connections of the pool, by state: idle or in use.",
            labels=["state"],
        )
        connections.add_metric(["idle"], state.idle)
        connections.add_metric(["used"], state.size - state.idle)
        yield connections
        yield _gauge("wexstream_database_connections_most", "How many the pool may have.", state.most)
        yield _gauge("wexstream_database_waiting", "How many wait for a connection.", state.waiting)


def _of_load(load: Load) -> Iterator[Metric]:
    labels = ["kind", "state"]
    count = GaugeMetricFamily(
        "wexstream_jobs", "Jobs, by kind and state: due, later, running, held.", labels=labels
    )
    oldest = GaugeMetricFamily(
        "wexstream_jobs_oldest_seconds",
        "Age of the oldest: of what is due, since then; of all else, since it was queued.",
        labels=labels,
    )
    for jobs in load.jobs:
        count.add_metric([jobs.kind, jobs.state], jobs.count)
        oldest.add_metric([jobs.kind, jobs.state], jobs.oldest)
    yield count
    yield oldest
    yield _gauge(
        "wexstream_people_in_rooms",
        "How many are in rooms, whichever server holds them.",
        load.people_in_rooms,
    )
    yield _gauge("wexstream_conferences_live", "Conferences that are live.", load.live_conferences)


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, documentation, value=value)
