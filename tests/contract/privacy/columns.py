"""The columns that the database really has, and everything that is in them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

import asyncpg

COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
"""


async def columns_of(pool: asyncpg.Pool) -> list[tuple[str, str]]:
    return [tuple(row) for row in await pool.fetch(COLUMNS)]


async def kept_in(pool: asyncpg.Pool) -> Mapping[tuple[str, str], set[str]]:
    """Read every value of every column, as text; what says nothing by itself is left out."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table in {table for table, _ in await columns_of(pool)}:
        for row in await pool.fetch(f'TABLE "{table}"'):
            for name, value in row.items():
                found[table, name] |= {as_text(value)} if value is not None else set()
    return found


def as_text(value: object) -> str:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case bytes():
            return value.hex()
    return str(value)
