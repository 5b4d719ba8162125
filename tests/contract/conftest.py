"""Each promise of a port is asked of all adapters behind it."""

from tests.support.fixtures import (
    carrier,
    memory_storage,
    postgres_pool,
    postgres_storage,
    storage,
    unit,
    valkey_server,
)

__all__ = [
    "carrier",
    "memory_storage",
    "postgres_pool",
    "postgres_storage",
    "storage",
    "unit",
    "valkey_server",
]
