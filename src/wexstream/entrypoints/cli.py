"""The command line: `wexstream COMMAND`."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Protocol

from wexstream.entrypoints.commands import (
    audit,
    backup,
    check,
    demo,
    erase,
    jobs,
    migrate,
    moderator,
    openapi,
    restore,
    second_step,
    serve,
    worker,
)
from wexstream.entrypoints.failure import Failure


class Command(Protocol):
    """What each module of a command has."""

    @property
    def SUMMARY(self) -> str:  # noqa: N802 (a constant of the module)
        """What it does, in a line."""
        ...

    def describe(self, parser: ArgumentParser, /) -> None:
        """Say what it takes."""
        ...

    def run(self, options: Namespace, /) -> None:
        """Do it. Raises Failure."""
        ...


COMMANDS: Mapping[str, Command] = {
    "serve": serve,
    "worker": worker,
    "migrate": migrate,
    "backup": backup,
    "restore": restore,
    "demo": demo,
    "check": check,
    "jobs": jobs,
    "audit": audit,
    "moderator": moderator,
    "erase": erase,
    "second-step": second_step,
    "openapi": openapi,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked for; the exit status."""
    options = _parser().parse_args(arguments)
    try:
        COMMANDS[options.command].run(options)
    except Failure as failure:
        sys.stderr.write(f"wexstream: {failure}\n")
        return 1
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="wexstream", description="Video conferences with your own network of people."
    )
    parser.add_argument("--version", action="version", version=version("wexstream"))
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        command.describe(commands.add_parser(name, help=command.SUMMARY))
    return parser
