"""The database: whether it can be reached, and is fit."""

from datetime import UTC, datetime

from wexstream.entrypoints.checks.finding import Finding, Offset, works, wrong
from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.infrastructure.database import OLDEST, Inspection, database, examine
from wexstream.entrypoints.settings import Settings

PART = "database"
_WITHOUT_LETTERS = frozenset({"C", "POSIX"})


async def look_at_database(settings: Settings) -> tuple[Finding, Offset | None]:
    """Look at the database, and at its clock."""
    try:
        async with database(settings) as address:
            began = datetime.now(UTC)
            seen = await examine(address)
            ended = datetime.now(UTC)
    except Failure as failure:
        return wrong(PART, str(failure)), None
    half = (ended - began) / 2
    finding = judge(seen, embedded=settings.database is None)
    return finding, Offset(whose="the database", ahead=seen.now - (began + half), within=half)


def judge(seen: Inspection, *, embedded: bool) -> Finding:
    """Tell whether a database is fit."""
    name = f"{'embedded ' if embedded else ''}PostgreSQL {seen.version}"
    if seen.major < OLDEST:
        return wrong(PART, f"{name} is too old. Install PostgreSQL {OLDEST} or newer.")
    if not seen.trigrams:
        return wrong(PART, f"{name} lacks pg_trgm. Install PostgreSQL's contrib modules.")
    if seen.letters in _WITHOUT_LETTERS:
        text = f"{name}, of which LC_CTYPE is {seen.letters}: searching for names in Arabic is slow"
        return works(PART, f"{text}. Make a database with LC_CTYPE 'C.UTF-8' where that matters.")
    if seen.pending:
        count = len(seen.pending)
        return works(
            PART, f"{name}; {count} migration(s) will be applied at the start, or by `wexstream migrate`"
        )
    return works(PART, f"{name}, up to date, with pg_trgm")
