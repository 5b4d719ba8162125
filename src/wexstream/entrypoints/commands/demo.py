"""`wexstream demo`: a small network to look around in."""

import asyncio
import secrets
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from textwrap import fill

from wexstream.domain.model.errors import Invalid
from wexstream.entrypoints.commands.common import configured, say
from wexstream.entrypoints.demo.people import ME, PEOPLE
from wexstream.entrypoints.demo.story import LIVE_ONES_LAST, play
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.running import running
from wexstream.entrypoints.settings import Settings

SUMMARY = "fill an empty database with people to look around among"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "Fill an empty database with a small network: people, what they broadcast in the last weeks and now, "
        "what they write. Their addresses are at example.org, where nobody gets mail."
    )
    parser.add_argument("--password", help="the password of all of them (else one is made up)")


def run(options: Namespace) -> None:
    """Fill it. Raises Failure."""
    settings = configured()
    password = options.password or secrets.token_urlsafe(9)
    asyncio.run(_fill(settings, password))
    others = ", ".join(person.email for person in PEOPLE if person.key != ME)
    say(
        f"{len(PEOPLE)} people are there. While the server runs, sign in at {settings.http.public_url}/schema"
    )
    say(f"(POST /api/sessions) as {ME}@example.org, who is a moderator too. The others are:")
    say(fill(others, width=100, break_on_hyphens=False))
    say(f"They all have the password {password}")
    say(f"The conferences that are live stay so for {LIVE_ONES_LAST.days} days.")


async def _fill(settings: Settings, password: str) -> None:
    async with running(settings) as platform:
        try:
            await play(platform.container, now=datetime.now(UTC), password=password)
        except Invalid as error:
            raise Failure(f"The password is none: {error.faults[0].message}") from error
