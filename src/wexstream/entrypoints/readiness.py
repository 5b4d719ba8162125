"""Whether all is there that it takes to serve: found out quickly, however often it is asked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from wexstream.entrypoints.checks.folders import look_at_folder
from wexstream.entrypoints.infrastructure.database import Schema
from wexstream.entrypoints.shared_look import SharedLook
from wexstream.ports.persistence import StorageUnavailable

ANSWERED_WITHIN = 2.0  # seconds: who asks does not wait for long
LOOKED_AT_EVERY = 1.0  # seconds at least

_STOPPING = "This server is about to stop."
_AWAY = "The database cannot be reached."
_SILENT = "The database does not answer in time."
_WRONG = {
    Schema.MISSING: "The database is empty: it was not migrated.",
    Schema.OLDER: "The database lacks migrations of this version.",
}
_NEWER = "The database was migrated by a newer Wexstream: upgrade this one too."
_CUT_OFF = "Other servers are not heard just now: what happens there is seen later."
_NO_PICTURES = "The folder of pictures cannot be written: no picture is taken."


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What is missing to serve, and what is not as it should be although all else is served; in words."""

    missing: Sequence[str] = ()
    warnings: Sequence[str] = ()


Look: TypeAlias = Callable[[], Awaitable[Found]]


def _never() -> bool:
    return False


class Readiness:
    """Looks at the database and at the folder of pictures; nothing that it says is secret."""

    def __init__(
        self,
        schema: Callable[[], Awaitable[Schema]],
        pictures: Path,
        *,
        cut_off: Callable[[], bool] = _never,
    ) -> None:
        """Look at a database by ``schema``, which raises StorageUnavailable.

        ``cut_off`` tells whether other servers are not heard; that is no reason to be sent fewer requests.
        """
        self._cut_off = cut_off
        self._looks = (
            _shared(lambda: _database(schema), otherwise=Found(missing=[_SILENT])),
            _shared(lambda: _pictures(pictures), otherwise=Found(warnings=[_NO_PICTURES])),
        )
        self._stopping = False

    def stop(self) -> None:
        """Say from now on that it is about to stop."""
        self._stopping = True

    async def __call__(self) -> Found:
        """Find out what is missing."""
        found = [
            Found(
                missing=[_STOPPING] if self._stopping else [],
                warnings=[_CUT_OFF] if self._cut_off() else [],
            ),
            *await asyncio.gather(*(look() for look in self._looks)),
        ]
        return Found(
            missing=[text for one in found for text in one.missing],
            warnings=[text for one in found for text in one.warnings],
        )


def _shared(look: Look, *, otherwise: Found) -> Look:
    return SharedLook(look, otherwise=otherwise, within=ANSWERED_WITHIN, every=LOOKED_AT_EVERY)


async def _database(schema: Callable[[], Awaitable[Schema]]) -> Found:
    try:
        found = await schema()
    except StorageUnavailable:  # which says more than strangers may know
        return Found(missing=[_AWAY])
    return Found(
        missing=[_WRONG[found]] if found in _WRONG else [],
        warnings=[_NEWER] if found is Schema.NEWER else [],
    )


async def _pictures(folder: Path) -> Found:
    finding, _ = await asyncio.to_thread(look_at_folder, "pictures", folder, "WS_CDN")
    return Found(warnings=[] if finding.works else [_NO_PICTURES])
