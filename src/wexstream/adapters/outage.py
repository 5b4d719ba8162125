"""What is said of something that cannot be used for a while."""

import logging
from typing import Final


class Outage:
    """Says once that something cannot be used, and once that it can be again."""

    def __init__(self, log: logging.Logger, *, began: str, over: str, level: int = logging.WARNING) -> None:
        """Say in a log that it ``began``, and why, and that it is ``over``."""
        self._log: Final = log
        self._began: Final = began
        self._over: Final = over
        self._level: Final = level
        self._lasts = False

    def begin(self, why: str) -> None:
        """Note that it could not be used."""
        if not self._lasts:
            self._lasts = True
            self._log.log(self._level, "%s: %s", self._began, why)

    def end(self) -> None:
        """Note that it could be used."""
        if self._lasts:
            self._lasts = False
            self._log.info("%s", self._over)
