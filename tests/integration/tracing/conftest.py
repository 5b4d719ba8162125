"""The database of these tests."""

from tests.support.fixtures import postgres_pool, postgres_storage

__all__ = ["postgres_pool", "postgres_storage"]
