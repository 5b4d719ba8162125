"""Valkey: whether processes can tell each other by it."""

from urllib.parse import urlsplit

from wexstream.entrypoints.checks.finding import Finding, works, wrong
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.trials import try_valkey

PART = "valkey"


async def look_at_valkey(url: str, secret: bytes) -> Finding:
    """Tell something by it, and hear it."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2] or parts.path
    try:
        await try_valkey(url, secret)
    except Failure as failure:
        return wrong(PART, f"{place} does not do: {failure}. Look at WS_VALKEY_URL.")
    return works(PART, f"{place} passes on what processes tell each other")
