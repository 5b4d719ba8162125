"""`wexstream erase`: accounts that are to go, whose owners cannot do it themselves."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from uuid import UUID

from wexstream.domain.model.errors import Invalid, NotFound
from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.commands.common import configured, say
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.running import running
from wexstream.entrypoints.settings import Settings

SUMMARY = "erase accounts for good"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "Erase accounts with everything that identifies them, for good: by their addresses, or by their "
        "numbers as the log says them, as after a backup was restored. One that is gone is passed over."
    )
    parser.add_argument("who", nargs="+", help="an e-mail address, or the number of an account")


def run(options: Namespace) -> None:
    """Erase them. Raises Failure."""
    erased = asyncio.run(_erase(configured(), options.who))
    for one in erased:  # from a backup it would come back, and nothing else tells whom to erase again
        say(f"Erased the account {one}.")
    if not erased:
        say("None of these accounts was there any more.")


async def _erase(settings: Settings, who: Sequence[str]) -> Sequence[AccountId]:
    async with running(settings) as platform:
        operating = platform.container.operating()
        try:
            found = [_number(one) or await operating.holder_of(one) for one in who]
        except Invalid as error:
            raise Failure("Give e-mail addresses like name@example.org, or numbers of accounts.") from error
        except NotFound as error:
            raise Failure("Nothing was done: one of the addresses is no account's.") from error
        return [one for one in found if await operating.erase(one)]


def _number(who: str) -> AccountId | None:
    try:
        return AccountId(UUID(who))
    except ValueError:
        return None
