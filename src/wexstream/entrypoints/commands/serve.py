"""`wexstream serve`: the whole platform, until it is told to stop."""

import sys
from argparse import ArgumentParser, Namespace

from wexstream.entrypoints.commands.common import configured
from wexstream.entrypoints.logging import configure
from wexstream.entrypoints.serve import serve
from wexstream.entrypoints.server.sockets import listen, listen_for_metrics
from wexstream.entrypoints.signals import run_until_told

SUMMARY = "serve the platform"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes: nothing, as the settings say all."""
    parser.description = "Serve the platform until SIGTERM or Ctrl-C. Settings: docs/settings.md."


def run(_: Namespace) -> None:
    """Serve. Raises Failure."""
    configure(sys.stderr)
    settings = configured()
    run_until_told(serve(settings, listen(settings.http), listen_for_metrics(settings.metrics)))
