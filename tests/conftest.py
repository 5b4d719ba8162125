"""What every test may ask for, and how long hypothesis looks for a counter-example."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

from wexstream.adapters.system.embedded_postgres import embedded_postgres

# No deadline: how fast this machine is today is no property of the code.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("default"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

# Watching every line takes as long as the test: not where browsers and servers do the work, or many examples.
UNWATCHED = ("browser", "stateful")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in UNWATCHED:
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
async def postgres_dsn() -> AsyncIterator[str]:
    """The address of an empty database: of an embedded server for this run, or of the one that is named."""
    if named := os.environ.get("WS_TEST_DATABASE_URL"):
        yield named
        return
    with TemporaryDirectory() as folder:
        async with embedded_postgres(Path(folder), durable=False) as dsn:
            yield dsn
