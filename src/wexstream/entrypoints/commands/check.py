"""`wexstream check`: what of the configuration works."""

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator

from wexstream.entrypoints.checks.clock import compare_clocks
from wexstream.entrypoints.checks.database import look_at_database
from wexstream.entrypoints.checks.finding import Finding, Offset, works
from wexstream.entrypoints.checks.folders import look_at_folder
from wexstream.entrypoints.checks.ice import look_at_ice
from wexstream.entrypoints.checks.jitsi import PART as JITSI
from wexstream.entrypoints.checks.jitsi import look_at_jitsi
from wexstream.entrypoints.checks.mail import look_at_mail
from wexstream.entrypoints.checks.valkey import look_at_valkey
from wexstream.entrypoints.commands.common import configured, say
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.trials import jitsi_script
from wexstream.entrypoints.settings import Settings

SUMMARY = "say what of the configuration works"


def describe(parser: ArgumentParser) -> None:
    """Say what it takes: nothing, as the settings say all."""
    parser.description = (
        "Look at the settings, the database, Valkey, folders, mail, Jitsi, or STUN and TURN, and the clock, "
        "and say what to do where something does not work. Exit status 1 where that is so."
    )


def run(_: Namespace) -> None:
    """Look at everything. Raises Failure where something does not work."""
    settings = configured()
    say(str(works("settings", f"{settings.http.public_url}, port {settings.http.port}")))
    failures = asyncio.run(_look(settings))
    if failures:
        raise Failure(f"{failures} part(s) of the configuration do not work.")


async def _look(settings: Settings) -> int:
    failures = 0
    async for finding in _findings(settings):
        say(str(finding))
        failures += not finding.works
    return failures


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    offsets: list[Offset | None] = []

    def noted(found: tuple[Finding, Offset | None]) -> Finding:
        finding, offset = found
        offsets.append(offset)
        return finding

    yield noted(look_at_folder("data", settings.data, "WS_DATA"))
    yield noted(look_at_folder("pictures", settings.pictures, "WS_CDN"))
    yield noted(await look_at_database(settings))
    if settings.valkey is not None:
        yield await look_at_valkey(settings.valkey, settings.secret)
    yield await look_at_mail(settings.mail)
    if settings.jitsi is None:
        yield works(JITSI, "none is set: meetings run between browsers, for up to six people each")
        async for finding in look_at_ice(settings.ice, local=settings.http.local):
            yield finding
    else:
        yield noted(await look_at_jitsi(jitsi_script(settings.jitsi)))
    yield compare_clocks([offset for offset in offsets if offset is not None])
