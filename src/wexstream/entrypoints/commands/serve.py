"""`wexstream serve`: the whole platform, until it is told to stop."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from wexstream.entrypoints.commands.common import configured
from wexstream.entrypoints.logging import configure
from wexstream.entrypoints.processes.supervisor import places, supervise
from wexstream.entrypoints.serve import announce, serve
from wexstream.entrypoints.server.sockets import listen, listen_for_metrics
from wexstream.entrypoints.settings import values
from wexstream.entrypoints.signals import run_until_told

SUMMARY = "serve the platform"
_MOST = 64


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = "Serve the platform until SIGTERM or Ctrl-C. Settings: docs/settings.md."
    parser.add_argument(
        "--processes",
        type=_number,
        metavar="N",
        help="serve by so many processes, which SIGHUP has replaced one by one (else by this one)",
    )


def run(options: Namespace) -> None:
    """Serve. Raises Failure."""
    configure(sys.stderr)
    settings = configured()
    if options.processes is not None:
        run_until_told(supervise(settings, places(settings, options.processes)))
        return
    sockets, metrics = listen(settings.http), listen_for_metrics(settings.metrics)
    jobs = settings.database is None
    run_until_told(serve(settings, sockets, metrics, ready=lambda: announce(settings), jobs=jobs))


def _number(text: str) -> int:
    try:
        return values.whole(1, _MOST)(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} {error}") from None
