"""Wexstream that counts how often is asked as ever, and lets one measure as often as one likes.

Run by ``python -m benchmarks.unthrottled``, with the settings of ``wexstream serve``.
"""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from wexstream.domain.model import throttling
from wexstream.domain.model.throttling import Rate
from wexstream.entrypoints.cli import main

_ANY = Rate(times=1_000_000_000, per=timedelta(minutes=1))
_OF_A_PROCESS = ("ASKING_PER_ACCOUNT", "ASKING_PER_ORIGIN", "SEARCH_PER_ACCOUNT", "STREAM_PER_ACCOUNT")


@contextmanager
def unthrottled() -> Iterator[None]:
    """Let everybody ask as often as he likes meanwhile."""
    with ExitStack() as stack:
        for name in _OF_A_PROCESS:
            stack.enter_context(patch.object(throttling, name, _ANY))
        yield


if __name__ == "__main__":
    with unthrottled():
        sys.exit(main(["serve"]))
