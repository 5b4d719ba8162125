"""`wexstream audit`: the log of moderators' and security events, as JSON lines."""

import asyncio
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from wexstream.entrypoints.backup.making import require_room_for
from wexstream.entrypoints.commands.common import configured, counted, say
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.copies import written_whole
from wexstream.entrypoints.infrastructure.running import running
from wexstream.entrypoints.settings import Settings

SUMMARY = "write the log of moderators' and security events"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "Write what moderators did, and what happened to the security of accounts, the oldest first: a line "
        "of JSON each. It names people who are there still; who was erased has a pseudonym."
    )
    parser.add_argument(
        "--since",
        type=_time,
        metavar="TIME",
        default=datetime.min.replace(tzinfo=UTC),
        help="from then on: 2026-03-01, or 2026-03-01T12:00+01:00; UTC where nothing else is said",
    )
    parser.add_argument(
        "--until",
        type=_time,
        metavar="TIME",
        default=datetime.max.replace(tzinfo=UTC),
        help="until before then",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="write it to a file, whole or not at all, instead of showing it",
    )


def run(options: Namespace) -> None:
    """Write it. Raises Failure."""
    settings = configured()
    file: Path | None = options.output
    if file is None:
        _show(settings, options)
        return
    try:
        require_room_for(file)
        with written_whole(file) as written:
            count = asyncio.run(_write(settings, options, written))
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror}.") from error
    say(f"{file} has {counted(count, 'line')}.")


def _show(settings: Settings, options: Namespace) -> None:
    try:
        asyncio.run(_write(settings, options, sys.stdout.buffer))
    except BrokenPipeError:  # whoever reads it has had enough, and Python is not to try again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _write(settings: Settings, options: Namespace, file: BinaryIO) -> int:
    """Write a line for each entry; how many."""
    count = 0
    async with running(settings) as platform:
        async for entry in platform.container.operating().log(since=options.since, until=options.until):
            file.write(msgspec.json.encode(entry) + b"\n")
            count += 1
    file.flush()
    return count


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ArgumentTypeError(f"{text!r} is no time. Example: 2026-03-01") from None
