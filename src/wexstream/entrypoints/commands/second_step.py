"""`wexstream second-step`: for who has lost the phone that shows the codes, or the only passkey."""

import asyncio
from argparse import ArgumentParser, Namespace

from wexstream.domain.model.errors import Invalid, NotFound, SecondStepOff
from wexstream.entrypoints.commands.common import configured, say
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.running import running
from wexstream.entrypoints.settings import Settings

SUMMARY = "have somebody sign in by one step again"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes."""
    parser.description = (
        "Turn off the second step of an account whose owner has lost it, remove its passkeys, and tell him "
        "by mail."
    )
    parser.add_argument("what", choices=["off"])
    parser.add_argument("address", help="the e-mail address of the account")


def run(options: Namespace) -> None:
    """Turn it off. Raises Failure."""
    asyncio.run(_turn_off(configured(), options.address))
    say(f"{options.address} signs in by one step from now on.")


async def _turn_off(settings: Settings, address: str) -> None:
    async with running(settings) as platform:
        try:
            await platform.container.operating().turn_off_second_step(address)
        except Invalid as error:
            raise Failure(f"{address} is no e-mail address. Example: name@example.org") from error
        except NotFound as error:
            raise Failure(
                f"No verified account has the address {address}. Look how it is written."
            ) from error
        except SecondStepOff as error:
            raise Failure(
                f"The account of {address} has no second step and no passkey. There is nothing to do."
            ) from error
