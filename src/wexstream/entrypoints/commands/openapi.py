"""`wexstream openapi`: the description of the HTTP API."""

import json
from argparse import ArgumentParser, Namespace

from wexstream.entrypoints.commands.common import say
from wexstream.entrypoints.container import in_memory
from wexstream.entrypoints.http.app import create_app
from wexstream.entrypoints.http.site import Site
from wexstream.entrypoints.readiness import Found

SUMMARY = "print the description of the HTTP API"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes: nothing, as every server has the same."""
    parser.description = "Print the description of the HTTP API (OpenAPI 3.1, JSON)."


def run(_: Namespace) -> None:
    """Print it."""
    app = create_app(in_memory(), Site(secure=True, readiness=_nothing_missing))
    say(json.dumps(app.openapi_schema.to_schema(), indent=2, ensure_ascii=False))


async def _nothing_missing() -> Found:
    return Found()
