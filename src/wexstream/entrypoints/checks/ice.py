"""STUN and TURN: whether they would help browsers to meet."""

import asyncio
from collections.abc import AsyncIterator

from wexstream.entrypoints.checks.finding import Finding, works, wrong
from wexstream.entrypoints.checks.stun import Refused, Server, allocate, bind
from wexstream.entrypoints.infrastructure.trials import relay_credentials
from wexstream.entrypoints.settings.parts import Ice

PART = "meetings"
_NO_RELAY = (
    "no relay (TURN) is set: people in networks that browsers cannot reach each other through do not meet. "
    "See WS_TURN_URLS."
)


async def look_at_ice(ice: Ice, *, local: bool) -> AsyncIterator[Finding]:
    """Ask each server that is set, as a browser would; on a ``local`` site none is missed."""
    for address in ice.stun:
        yield await asyncio.to_thread(_look, address, "WS_STUN_URLS", None)
    for address in ice.turn:
        yield await asyncio.to_thread(
            _look, address, "WS_TURN_URLS and WS_TURN_SECRET", relay_credentials(ice)
        )
    if not ice.turn and not local:
        yield works(PART, _NO_RELAY)


def _look(address: str, settings: str, credentials: tuple[str, str] | None) -> Finding:
    server = Server.parse(address)
    try:
        if credentials is None:
            bind(server)
        else:
            allocate(server, *credentials)
    except (Refused, OSError) as error:
        reason = "it does not answer" if isinstance(error, TimeoutError) else error
        return wrong(PART, f"{address} does not do: {reason}. Look at {settings}.")
    return works(PART, f"{address} {'answers' if credentials is None else 'relays'}")
