"""Wexstream whose writes tell nobody.

Run by ``python -m benchmarks.untold``, with the settings of ``wexstream serve``.
"""

import sys
from collections.abc import Iterable
from unittest.mock import patch

from benchmarks.unthrottled import unthrottled
from wexstream.adapters.hints.push import LinePush
from wexstream.entrypoints.cli import main
from wexstream.ports.push import Hint


def _keep(_push: LinePush, _hints: Iterable[Hint]) -> None:
    """Tell nothing to anybody."""


if __name__ == "__main__":
    with unthrottled(), patch.object(LinePush, "publish", _keep):
        sys.exit(main(["serve"]))
