"""Secrets: the server's own, made once where none is given, and what is none although it is given."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from wexstream.entrypoints.settings import table
from wexstream.entrypoints.settings.setting import Reading, WrongSettings

NAME = "secret"
SHORTEST = 32  # bytes: as long as the hash that it keys (RFC 7518, 3.2)
_BYTES = 48
_ANOTHER_WAY = (
    f"Name another folder, {table.DATA.name}={table.DATA.example}, or give the secret itself, "
    f"{table.JWT_SECRET.name}={table.JWT_SECRET.example}"
)
_KINDS_OF_CHARACTERS_LEAST = 8
_PLACEHOLDERS = frozenset({"password", "pass", "secret", "user", "admin", "example", "wexstream"})
_IN_PLACEHOLDERS = (
    "changeme",
    "changethis",
    "replaceme",
    "placeholder",
    "yoursecret",
    "jwtsecret",
    "opensslrand",
)


def given_secret(reading: Reading) -> bytes | None:
    """Read the secret that was given."""
    given = reading[table.JWT_SECRET]
    if given is None:
        return None
    if len(given.encode()) < SHORTEST:
        reading.refuse(table.JWT_SECRET, f"is too short: it has fewer than {SHORTEST} characters")
    return given.encode()


def refuse_placeholders(reading: Reading) -> None:
    """Refuse secrets that everybody knows or can guess, as those of examples."""
    ours = (table.JWT_SECRET, table.JITSI_SECRET, table.TURN_SECRET)
    for setting in (*ours, table.DB_PASSWORD, table.SMTP_PASS):
        value = reading[setting]
        if value is None:
            continue
        if value == setting.example or _is_placeholder(value, ours=setting in ours):
            reading.refuse(
                setting, "is a placeholder or easy to guess, and WS_APP_HOST is not this machine's own"
            )
    shared = reading[table.JITSI_SECRET]
    if shared is not None and len(shared.encode()) < SHORTEST:
        reading.refuse(table.JITSI_SECRET, f"is too short: it has fewer than {SHORTEST} characters")


def _is_placeholder(value: str, *, ours: bool) -> bool:
    plain = "".join(character for character in value.casefold() if character.isalnum())
    if plain in _PLACEHOLDERS or any(words in plain for words in _IN_PLACEHOLDERS):
        return True
    return ours and len(set(value)) < _KINDS_OF_CHARACTERS_LEAST


def kept_secret(data: Path) -> bytes:
    """Read the secret of a data folder, made at the first time; whoever else starts at once gets the same.

    Raises WrongSettings where it cannot be kept, is cut off, or others can read it.
    """
    file = data / NAME
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        mode = stat.S_IMODE(file.stat().st_mode)
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(
            [f"The server's secret cannot be kept in {file}: {error}. {_ANOTHER_WAY}"]
        ) from error
    if mode & 0o077:
        raise WrongSettings(
            [f"{file} can be read by others (mode {mode:04o}). Take that away: chmod 600 {file}"]
        )
    if len(secret) < len(_new()):
        raise WrongSettings(
            [f"{file} is cut off. Put it back from a backup, or remove it, which signs everybody out."]
        )
    return secret.encode()


def _make(file: Path) -> None:
    """Write a new secret beside the file and link it there: whole, and only if there is none yet."""
    draft = file.with_name(f"{NAME}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(_new() + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        with suppress(FileExistsError):  # another process was faster
            os.link(draft, file)
    finally:
        draft.unlink()


def _new() -> str:
    return secrets.token_urlsafe(_BYTES)
