"""Each promise of a port is asked of all adapters behind it."""

from tests.support.fixtures import memory_storage, postgres_pool, postgres_storage, storage, unit

__all__ = ["memory_storage", "postgres_pool", "postgres_storage", "storage", "unit"]
