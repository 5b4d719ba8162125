"""`wexstream jobs`: work that failed for good, and waits for somebody to look at it."""

import asyncio
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Collection, Sequence

from wexstream.entrypoints.commands.common import configured, counted, say
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.database import bring_up_to_date, database
from wexstream.entrypoints.infrastructure.jobs import HeldJob, HeldJobs
from wexstream.entrypoints.settings import Settings

SUMMARY = "list the work that failed for good; retry or drop it"
_ALL = "all"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "List the jobs that are tried no more: after twenty attempts, or as a mail was refused for good."
    )
    actions = parser.add_subparsers(dest="action", metavar="")
    for name, summary in (("retry", "try some again"), ("drop", "drop some for good")):
        action = actions.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
        action.add_argument("jobs", nargs="+", type=_number, metavar="ID", help=f"its number, or {_ALL}")


def run(options: Namespace) -> None:
    """List, retry or drop. Raises Failure."""
    asyncio.run(_run(configured(), options))


async def _run(settings: Settings, options: Namespace) -> None:
    async with database(settings) as address:
        await bring_up_to_date(address)
        jobs = HeldJobs(address=address)
        held = await jobs.list()
        match options.action:
            case "retry":
                retried = await jobs.retry(_chosen(options.jobs, held))
                say(f"To be tried again: {counted(len(retried), 'job')}.")
                _require_all(options.jobs, retried)
            case "drop":
                dropped = await jobs.drop(_chosen(options.jobs, held))
                say(f"Dropped: {counted(len(dropped), 'job')}.")
                _require_all(options.jobs, dropped)
            case _:
                say("\n".join(_lines(held)) or "No job is held.")


def _number(text: str) -> int | str:
    if text == _ALL:
        return text
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text!r} is no job's number: `wexstream jobs` lists them; or say {_ALL}")
    return int(text)


def _chosen(named: Sequence[int | str], held: Sequence[HeldJob]) -> Collection[int]:
    if _ALL in named:
        return [job.id for job in held]
    return [name for name in named if isinstance(name, int)]


def _require_all(named: Sequence[int | str], done: Sequence[int]) -> None:
    unknown = [str(name) for name in named if name != _ALL and name not in done]
    if unknown:
        raise Failure(f"No job is held under {', '.join(unknown)}. `wexstream jobs` lists those that are.")


def _lines(held: Sequence[HeldJob]) -> Sequence[str]:
    rows = [("ID", "KIND", "ATTEMPTS", "SINCE", "LAST ERROR")]
    rows += [
        (
            str(job.id),
            job.kind,
            str(job.attempts),
            f"{job.created_at:%Y-%m-%d %H:%M} UTC",
            job.last_error or "",
        )
        for job in held
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return [line.rstrip() for line in lines] if held else []
