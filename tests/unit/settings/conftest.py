"""Settings read as at a start, without this machine's environment."""

from pathlib import Path
from typing import Protocol

import pytest

from wexstream.entrypoints.settings import Loaded, WrongSettings, load


class Load(Protocol):
    def __call__(self, **given: str) -> Loaded: ...


class Refusal(Protocol):
    def __call__(self, **given: str) -> str: ...


@pytest.fixture
def loading(tmp_path: Path) -> Load:
    def loading(**given: str) -> Loaded:
        return load({"WS_DATA": str(tmp_path / "data"), **given}, env_file=tmp_path / ".env")

    return loading


@pytest.fixture
def refusal(loading: Load) -> Refusal:
    """What the start says when it stops because of these."""

    def refusal(**given: str) -> str:
        with pytest.raises(WrongSettings) as wrong:
            loading(**given)
        return str(wrong.value)

    return refusal
