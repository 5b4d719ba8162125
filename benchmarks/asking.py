"""One request at a time, for what is about single answers."""

import time
from http.client import HTTPConnection
from typing import Any

import msgspec

from benchmarks.load import Asked


def ask(port: int, request: Asked) -> tuple[Any, float]:
    """Ask; what was answered (JSON), and after how many seconds. Raises RuntimeError otherwise."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.connect()
    began = time.perf_counter()
    connection.request(request.method, request.path, request.body, request.headers)
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - began
    connection.close()
    if answer.status != 200:  # noqa: PLR2004 (OK)
        raise RuntimeError(f"{request.method} {request.path} was answered with {answer.status}: {body!r}")
    return msgspec.json.decode(body), took
