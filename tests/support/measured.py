"""Metrics, as Prometheus reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.parser import text_string_to_metric_families


@dataclass(frozen=True, slots=True)
class Read:
    """What was read at one time."""

    families: tuple[Metric, ...]

    def value(self, name: str, **labels: str) -> float | None:
        """The value of one sample; None where there is none of those labels."""
        found = [
            sample.value
            for family in self.families
            for sample in family.samples
            if sample.name == name and sample.labels == labels
        ]
        return found[0] if found else None

    def labels(self) -> Iterator[tuple[str, str, str]]:
        """Every metric with every label and its value."""
        for family in self.families:
            for sample in family.samples:
                for label, value in sample.labels.items():
                    yield sample.name, label, value


def read(text: str) -> Read:
    return Read(tuple(text_string_to_metric_families(text)))


def registered(registry: CollectorRegistry) -> Read:
    return read(generate_latest(registry).decode())


async def metrics(client: httpx.AsyncClient, port: str) -> Read:
    """Ask a process on this machine."""
    answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    assert answer.status_code == 200, answer.text
    assert re.match(r"text/plain; version=[\d.]+; charset=utf-8", answer.headers["content-type"])
    return read(answer.text)
