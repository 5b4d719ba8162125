"""Settings: ``load`` reads them, ``Settings`` holds them, ``table`` names and explains each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wexstream.entrypoints.settings import sources, table
from wexstream.entrypoints.settings.assemble import advice, assemble
from wexstream.entrypoints.settings.parts import Settings
from wexstream.entrypoints.settings.setting import Reading, WrongSettings

__all__ = ["Loaded", "Settings", "WrongSettings", "load"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The settings, and what their giver should look at."""

    settings: Settings
    warnings: list[str]


def load(environment: Mapping[str, str], *, env_file: Path = Path(".env")) -> Loaded:
    """Read the settings; the server's secret is made if there is none yet.

    Raises WrongSettings, with everything that is wrong.
    """
    given = sources.gather(environment, env_file)
    settings = assemble(Reading(given), sources.data_home(environment))
    return Loaded(settings=settings, warnings=[*sources.unknown(given, table.KNOWN), *advice(settings)])
