"""`wexstream restore`: a backup, into an empty database."""

from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path

from wexstream.entrypoints.backup.archive import Reader
from wexstream.entrypoints.backup.restoring import Restored, opened, restore
from wexstream.entrypoints.commands.common import configured, counted, run_whole, say
from wexstream.entrypoints.infrastructure.database import database
from wexstream.entrypoints.settings import Settings

SUMMARY = "read such a file into an empty database"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "Look whether a backup is whole, and read it into an empty database and the folder of pictures: all "
        "of it, or nothing. A backup of an older Wexstream is brought up to date."
    )
    parser.add_argument("file", type=Path, help="what `wexstream backup` has written")


def run(options: Namespace) -> None:
    """Restore it. Raises Failure."""
    settings = configured()
    with closing(opened(options.file)) as reader:
        restored = run_whole(_restore(settings, reader))
    say(f"Restored {counted(restored.rows, 'row')} and {counted(restored.pictures, 'picture')}.")
    for name in restored.applied:
        say(f"Applied {name}.")
    if not restored.same_secret:
        say(
            "The server's secret is not that of the backup: everybody is signed out, links in mails are "
            "dead, and bans have no effect, until it is given back: WS_JWT_SECRET, or the file "
            f"{settings.data / 'secret'}."
        )
    if restored.jobs and settings.mail.smtp is not None:
        say(
            f"{counted(restored.jobs, 'job')} waited then and will be done once the server, or a worker, "
            f"runs: mails among them are sent by {settings.mail.smtp.host}."
        )


async def _restore(settings: Settings, reader: Reader) -> Restored:
    async with database(settings) as address:
        return await restore(settings, address, reader)
