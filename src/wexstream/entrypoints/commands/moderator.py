"""`wexstream moderator`: who sees reports, suspends and restores."""

import asyncio
from argparse import ArgumentParser, Namespace

from wexstream.domain.model.errors import AccountSuspended, EmailNotVerified, Invalid, NotFound
from wexstream.entrypoints.commands.common import configured, say
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.running import running
from wexstream.entrypoints.settings import Settings

SUMMARY = "make somebody a moderator"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = "Make the verified account of an address a moderator's."
    parser.add_argument("what", choices=["add"])
    parser.add_argument("address", help="the e-mail address of the account")


def run(options: Namespace) -> None:
    """Appoint. Raises Failure."""
    asyncio.run(_appoint(configured(), options.address))
    say(f"{options.address} is a moderator from the next page on.")


async def _appoint(settings: Settings, address: str) -> None:
    async with running(settings) as platform:
        try:
            await platform.container.operating().appoint(address)
        except Invalid as error:
            raise Failure(f"{address} is no e-mail address. Example: name@example.org") from error
        except NotFound as error:
            raise Failure(f"No account has the address {address}. Let its owner sign up first.") from error
        except EmailNotVerified as error:
            raise Failure(f"The owner of {address} has to follow the link in the mail first.") from error
        except AccountSuspended as error:
            raise Failure(f"The account of {address} is suspended. Restore it first.") from error
