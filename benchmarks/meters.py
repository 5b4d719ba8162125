"""What processes cost: CPU time, memory, and the statements that a database is asked to run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import asyncpg

_BACKENDS = """
    SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_STATEMENTS = "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements WHERE query !~ 'pg_stat_'"


def cpu_time(pid: int) -> int:
    """Read the CPU time of a process's threads so far, in nanoseconds (/proc/[pid]/task/[tid]/schedstat)."""
    tasks = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(task.read_text().partition(" ")[0]) for task in tasks)


def resident_memory(pid: int) -> int:
    """Read how much memory of a process is resident, in bytes (/proc/[pid]/status)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kibibytes = next(line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return int(kibibytes) * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a server and PostgreSQL's backends, by pid, have cost so far."""

    server: int
    backends: dict[int, int]
    statements: int

    @classmethod
    async def take(cls, pid: int, connection: asyncpg.Connection) -> Self:
        """Read it; the connection's own backend and questions do not count."""
        backends = [row["pid"] for row in await connection.fetch(_BACKENDS)]
        statements = await connection.fetchval(_STATEMENTS)
        return cls(
            server=cpu_time(pid),
            backends={backend: cpu_time(backend) for backend in backends},
            statements=statements,
        )

    def database_since(self, before: Self) -> int:
        """Compute what PostgreSQL's backends cost since, in nanoseconds."""
        return sum(spent - before.backends.get(pid, 0) for pid, spent in self.backends.items())
