"""PgQueuer's tables, as far as our own statements look at them."""

from typing import Final

from sqlalchemy import DateTime, Integer, column, table
from sqlalchemy.dialects.postgresql import JSONB

CHANNEL: Final = "ch_pgqueuer"

QUEUE = table(
    "pgqueuer",
    column("id", Integer()),
    column("created", DateTime(timezone=True)),
    column("execute_after", DateTime(timezone=True)),
    column("entrypoint"),
    column("status"),
    column("headers", JSONB()),
    column("attempts", Integer()),
)
LOG = table(
    "pgqueuer_log",
    column("id", Integer()),
    column("created", DateTime(timezone=True)),
    column("job_id", Integer()),
    column("status"),
    column("traceback", JSONB()),
)
