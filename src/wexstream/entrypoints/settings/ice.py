"""What helps browsers to reach each other in the built-in meetings."""

from wexstream.entrypoints.settings import table
from wexstream.entrypoints.settings.parts import Ice
from wexstream.entrypoints.settings.setting import Reading


def servers(reading: Reading) -> Ice:
    """Make what was read of STUN and TURN servers."""
    reading.require(table.TURN_URLS, [table.TURN_SECRET])
    if reading.has(table.TURN_URLS) and not reading.has(table.TURN_SECRET):
        reading.refuse(table.TURN_SECRET, "is missing, as WS_TURN_URLS is given")
    return Ice(
        stun=reading[table.STUN_URLS],
        turn=reading[table.TURN_URLS],
        turn_secret=reading[table.TURN_SECRET] or "",
    )
