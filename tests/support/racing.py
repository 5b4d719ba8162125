"""What several do at the same time."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any

import pytest

from wexstream.domain.model.errors import DomainError

ROUNDS = 100 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 10
again = pytest.mark.parametrize("turn", range(ROUNDS))


async def at_once(*works: Coroutine[Any, Any, object]) -> list[str]:
    """Do all of this at the same time; how each ended: ``done``, or the code of what refused it.

    Anything but a refusal of the domain's own fails the test.
    """
    return list(await asyncio.gather(*(_outcome(work) for work in works)))


async def _outcome(work: Coroutine[Any, Any, object]) -> str:
    try:
        await work
    except DomainError as error:
        return error.code
    return "done"
