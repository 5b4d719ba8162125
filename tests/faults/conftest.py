"""Folders with a database in them, and moments that can be had again."""

import os
from random import Random
from secrets import randbelow

import pytest

from tests.integration.conftest import data_folder, empty_folder, prepared_folder

__all__ = ["data_folder", "empty_folder", "moments", "prepared_folder"]


@pytest.fixture
def moments() -> Random:
    """Random moments: other ones each time, or those of FAULTS_SEED."""
    seed = os.environ.get("FAULTS_SEED") or str(randbelow(1_000_000))
    print(f"The moments are those of FAULTS_SEED={seed}.")  # noqa: T201 - shown where it fails
    return Random(seed)  # noqa: S311 - no secret
