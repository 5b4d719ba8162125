"""A hub over memory, which tries again without a pause."""

import pytest

from tests.support.platform import Platform
from tests.support.storage import MemoryStorage
from wexstream.entrypoints.rooms import backlog, hub, room


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (backlog, hub, room):
        monkeypatch.setattr(module, "TRIED_AGAIN_AFTER", 0)


@pytest.fixture
def platform() -> Platform:
    return Platform(MemoryStorage())
