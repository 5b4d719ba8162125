"""A program that uses the embedded PostgreSQL of a data folder until its standard input ends."""

import asyncio
import sys
from pathlib import Path

import uvloop

from wexstream.adapters.system.embedded_postgres import EmbeddedPostgresError, embedded_postgres


async def use(data_folder: Path) -> None:
    async with embedded_postgres(data_folder) as dsn:
        sys.stdout.write(f"{dsn}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    try:
        uvloop.run(use(Path(sys.argv[1])))
    except EmbeddedPostgresError as error:
        sys.exit(str(error))
