"""`wexstream backup`: all that people have, in one file."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from wexstream.entrypoints.backup.making import Made, make
from wexstream.entrypoints.commands.common import configured, counted, run_whole, say
from wexstream.entrypoints.infrastructure.database import database
from wexstream.entrypoints.settings import Settings

SUMMARY = "write database and pictures to one file"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "Write the database and the pictures to a file, as they are at one moment, with the server running "
        "or not. The server's secret is not in it: keep that too, in another place."
    )
    parser.add_argument("file", type=Path, help="the file; one of that name is replaced when all is done")


def run(options: Namespace) -> None:
    """Make it. Raises Failure."""
    settings = configured()
    made = run_whole(_make(settings, options.file))
    rows, pictures = counted(made.rows, "row"), counted(made.pictures, "picture")
    say(f"{options.file} has {rows} and {pictures} in {counted(options.file.stat().st_size, 'byte')}.")
    if made.lost:
        say(f"{counted(made.lost, 'picture')} of those that people have had no file in {settings.pictures}.")


async def _make(settings: Settings, file: Path) -> Made:
    async with database(settings) as address:
        return await make(settings, address, file)
