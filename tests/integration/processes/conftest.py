"""The database of those tests in which the servers have one of their own."""

from tests.support.fixtures import postgres_pool, postgres_storage

__all__ = ["postgres_pool", "postgres_storage"]
