"""Jitsi: whether its script is there for the page to load."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from wexstream.entrypoints.checks.finding import Finding, Offset, works, wrong

PART = "jitsi"
_PATIENCE = 10  # seconds
_LARGEST = 4 * 1024 * 1024
_SIGN = b"JitsiMeetExternalAPI"


async def look_at_jitsi(script: str) -> tuple[Finding, Offset | None]:
    """Fetch the script as a browser would, and look at the server's clock."""
    return await asyncio.to_thread(_look, script)


def _look(script: str) -> tuple[Finding, Offset | None]:
    try:
        with urlopen(script, timeout=_PATIENCE) as answer:  # noqa: S310 (https, as settings say)
            content = answer.read(_LARGEST)
            offset = _offset(answer.headers)
    except HTTPError as error:
        return wrong(PART, f"{script} answers {error.code} {error.reason}. Look at WS_JITSI_API."), None
    except (URLError, HTTPException, OSError) as error:
        reason = error.reason if isinstance(error, URLError) else error
        text = f"{script} cannot be fetched: {reason}. Look at WS_JITSI_HOST, and whether Jitsi runs there."
        return wrong(PART, text), None
    if _SIGN not in content:
        return wrong(PART, f"{script} is not Jitsi's script. Look at WS_JITSI_API."), offset
    return works(PART, f"{script} is there"), offset


def _offset(headers: HTTPMessage) -> Offset | None:
    """Read the server's clock, which tells whole seconds (RFC 9110, 6.6.1)."""
    date = headers.get("Date")
    if date is None:
        return None
    half = timedelta(seconds=0.5)
    ahead = parsedate_to_datetime(date) + half - datetime.now(UTC)
    return Offset(whose="Jitsi", ahead=ahead, within=half + timedelta(seconds=1))
