"""The page about settings, written from the table.

``python -m wexstream.entrypoints.settings.document FILE`` writes it.
"""

import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from wexstream.entrypoints.settings.setting import Setting
from wexstream.entrypoints.settings.table import TABLE

_INTRODUCTION = """\
# Settings

None is needed: each has a default. They are environment variables, or lines of a file `.env` in the folder
in which `wexstream` is started; the environment goes before the file. A value is taken as it stands: nothing
in it is replaced. What is empty counts as not given.

Wrong ones stop the start, all of them named with what is wrong and an example; names that begin with `WS_`
and are not here are warned about. `wexstream check` says what of a configuration works.

This page is written by `python -m wexstream.entrypoints.settings.document docs/settings.md`.
"""


def document() -> str:
    """Write the page (Markdown)."""
    return "\n".join([_INTRODUCTION, *(_group(title, settings) for title, settings in TABLE.items())])


def _group(title: str, settings: Iterable[Setting[Any]]) -> str:
    head = "| name | meaning | without it | example |\n| --- | --- | --- | --- |"
    return "\n".join([f"## {title}\n", head, *(_row(setting) for setting in settings), ""])


def _row(setting: Setting[Any]) -> str:
    former = f" Also: `{setting.formerly}`." if setting.formerly else ""
    cells = (f"`{setting.name}`", setting.meaning + former, _without(setting), f"`{setting.example}`")
    return f"| {' | '.join(cells)} |"


def _without(setting: Setting[Any]) -> str:
    match setting.default:
        case _ if setting.otherwise:
            return setting.otherwise
        case None:
            return "–"
        case bool(value):
            return f"`{str(value).lower()}`"
        case timedelta() as value:
            return f"`{int(value.total_seconds())}`"
        case value:
            return f"`{value}`"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
