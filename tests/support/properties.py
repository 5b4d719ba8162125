"""Settings of properties that go through storage."""

from typing import Final

from hypothesis import HealthCheck, settings

_PROFILE = settings.get_current_profile_name()

few: Final = settings(
    settings.get_profile(_PROFILE),
    max_examples=settings.get_profile(_PROFILE).max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""A quarter of the examples, each of which leaves nothing behind in the storage that they share."""
