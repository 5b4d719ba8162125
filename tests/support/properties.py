"""Settings of properties that go through storage."""

from typing import Final

from hypothesis import HealthCheck, settings

few: Final = settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""For examples that leave nothing behind in the storage that they share."""
