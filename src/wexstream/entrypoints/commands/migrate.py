"""`wexstream migrate`: bring the database up to what this version needs."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from wexstream.entrypoints.commands.common import configured, say
from wexstream.entrypoints.infrastructure.database import bring_up_to_date, database
from wexstream.entrypoints.settings import Settings

SUMMARY = "bring the database up to date"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes: nothing."""
    parser.description = "Apply the migrations that the database lacks, as every start does too."


def run(_: Namespace) -> None:
    """Migrate. Raises Failure."""
    applied = asyncio.run(_migrate(configured()))
    say("\n".join(f"Applied {name}." for name in applied) or "The database is up to date.")


async def _migrate(settings: Settings) -> Sequence[str]:
    async with database(settings) as address:
        return await bring_up_to_date(address)
