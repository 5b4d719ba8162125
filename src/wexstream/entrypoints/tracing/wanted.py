"""Whether traces are wanted, by OpenTelemetry's own variables; asked before any of it is loaded."""

from collections.abc import Mapping
from typing import Final

from wexstream.entrypoints.failure import Failure

ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")

_EXPORTER = "OTEL_TRACES_EXPORTER"
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_PROTOCOL = "http/protobuf"


def traces_wanted(environment: Mapping[str, str]) -> bool:
    """Tell whether a collector is named, and nothing is said against it.

    Raises Failure for what is asked for and there is not.
    """

    def said(name: str) -> str:
        return environment.get(name, "").strip().lower()

    exporter = said(_EXPORTER) or "otlp"
    if said("OTEL_SDK_DISABLED") == "true" or exporter == "none" or not any(map(said, ENDPOINTS)):
        return False
    if exporter != "otlp":
        raise Failure(f"{_EXPORTER} is {exporter!r}: traces are sent by OTLP alone. Leave it out.")
    name = next(filter(said, _PROTOCOLS), None)
    if name is not None and said(name) != _PROTOCOL:
        raise Failure(
            f"{name} is {said(name)!r}: traces are sent by {_PROTOCOL} alone, for which collectors listen at "
            "port 4318. Leave it out."
        )
    return True
