"""What whoever asks for a file takes, and has already (RFC 9110)."""

import re
from typing import Any, Final

from litestar import Request
from litestar.datastructures import State

# What is no number counts as nothing.
_CODING: Final = re.compile(r"([^\s;]+)(?:\s*;\s*[qQ]=([^\s;]*))?")
_WEIGHT: Final = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)
_TAG: Final = re.compile(r'"[^"]*"')


def takes_gzip(request: Request[Any, Any, State]) -> bool:
    """Tell whether an answer may be compressed, and is wanted so no less than as it is (12.5.3)."""
    codings = {
        found[1].lower(): _weight(found[2])
        for found in map(_CODING.fullmatch, _listed(request, "accept-encoding"))
        if found is not None
    }
    gzip = codings.get("gzip", codings.get("*", 0))
    return 0 < gzip >= codings.get("identity", 0)


def has_already(request: Request[Any, Any, State], tag: str) -> bool:
    """Tell whether whoever asks has what a strong tag stands for, were it by a weak one (13.1.2)."""
    asked = ",".join(request.headers.getall("if-none-match", []))
    return asked.strip() == "*" or tag in _TAG.findall(asked)


def _listed(request: Request[Any, Any, State], header: str) -> list[str]:
    return [part.strip() for line in request.headers.getall(header, []) for part in line.split(",")]


def _weight(given: str | None) -> float:
    if given is None:
        return 1
    return float(given) if _WEIGHT.fullmatch(given) else 0
