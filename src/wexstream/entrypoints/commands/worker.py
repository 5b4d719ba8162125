"""`wexstream worker`: what commands have queued, until it is told to stop."""

import sys
from argparse import ArgumentParser, Namespace

from wexstream.entrypoints.commands.common import configured
from wexstream.entrypoints.logging import configure
from wexstream.entrypoints.server.sockets import listen_for_metrics
from wexstream.entrypoints.signals import run_until_told
from wexstream.entrypoints.worker import work

SUMMARY = "send mails, tell people what happens, and tidy up"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes: nothing, as the settings say all."""
    parser.description = (
        "Do the work that the server queues, until SIGTERM or Ctrl-C. Any number may run; with the embedded "
        "database the server does it itself."
    )


def run(_: Namespace) -> None:
    """Work. Raises Failure."""
    configure(sys.stderr)
    settings = configured()
    run_until_told(work(settings, listen_for_metrics(settings.metrics)))
