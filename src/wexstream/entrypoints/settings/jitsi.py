"""The Jitsi server, and how it is shown that we may open its rooms."""

from pathlib import Path

from wexstream.entrypoints.settings import table
from wexstream.entrypoints.settings.parts import Jitsi
from wexstream.entrypoints.settings.setting import Reading

_PARTS = (
    *(table.JITSI_API, table.JITSI_APP_ID, table.JITSI_SECRET),
    *(table.JITSI_PRIVATE_KEY, table.JITSI_KEY_ID, table.JITSI_SUB),
)


def server(reading: Reading) -> Jitsi | None:
    """Make the Jitsi server of what was read; None where there is none."""
    reading.require(table.JITSI_HOST, _PARTS)
    host = reading[table.JITSI_HOST]
    if host is None:
        return None
    if not reading.has(table.JITSI_APP_ID):
        reading.refuse(table.JITSI_APP_ID, "is missing, as WS_JITSI_HOST is given")
    _require_one_way(reading)
    script = reading[table.JITSI_API]
    if script is not None and not script.startswith("https://"):
        reading.refuse(table.JITSI_API, f"is {script}: a page that comes over TLS loads nothing without it")
    return Jitsi(
        host=host,
        script=script,
        app_id=reading[table.JITSI_APP_ID] or "",
        subject=reading[table.JITSI_SUB],
        secret=reading[table.JITSI_SECRET],
        private_key=_content(reading, reading[table.JITSI_PRIVATE_KEY]),
        key_id=reading[table.JITSI_KEY_ID],
    )


def _require_one_way(reading: Reading) -> None:
    secret, key, key_id = (
        reading.has(setting) for setting in (table.JITSI_SECRET, table.JITSI_PRIVATE_KEY, table.JITSI_KEY_ID)
    )
    if secret and (key or key_id):
        reading.refuse(table.JITSI_SECRET, "and a private key are both given: leave out one of them")
    elif key and not key_id:
        reading.refuse(table.JITSI_KEY_ID, "is missing, as WS_JITSI_PRIVATE_KEY is given")
    elif key_id and not key:
        reading.refuse(table.JITSI_PRIVATE_KEY, "is missing, as WS_JITSI_KEY_ID is given")
    elif not secret and not key:
        reading.refuse(
            table.JITSI_SECRET, "is missing, or WS_JITSI_PRIVATE_KEY with WS_JITSI_KEY_ID in its place"
        )


def _content(reading: Reading, file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        reading.refuse(table.JITSI_PRIVATE_KEY, f"names {file}, which cannot be read: {error}")
        return None
