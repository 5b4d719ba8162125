"""Where settings come from: the environment, and a ``.env`` file that it goes before."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from wexstream.entrypoints.settings.setting import WrongSettings

PREFIX = "WS_"


def gather(environment: Mapping[str, str], file: Path) -> dict[str, str]:
    """Gather what was given, the environment before the file. Raises WrongSettings for an unreadable file."""
    named = {**_of_file(file), **environment}
    return {name: value for name, value in named.items() if name.startswith(PREFIX)}


def data_home(environment: Mapping[str, str]) -> Path | None:
    """Tell where this user's programs keep data (XDG Base Directory Specification); None for nowhere."""
    named = Path(environment.get("XDG_DATA_HOME", ""))
    if named.is_absolute():
        return named
    try:
        return Path.home() / ".local" / "share"
    except RuntimeError:
        return None


def unknown(given: Collection[str], known: Collection[str]) -> Iterator[str]:
    """Say which names are none of ours, and what might have been meant."""
    for name in sorted(set(given) - set(known)):
        near = get_close_matches(name, known, n=1, cutoff=0.8)
        meant = f" Did you mean {near[0]}?" if near else ""
        yield f"There is no setting {name}; it has no effect.{meant}"


def _of_file(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings([f"{file} cannot be read: {error}"]) from error
    bindings = list(parse_stream(StringIO(text)))
    faults = [
        f"{file}, line {binding.original.line}, cannot be understood. Example: WS_PORT=4003"
        for binding in bindings
        if binding.error
    ]
    if faults:
        raise WrongSettings(faults)
    return {binding.key: binding.value for binding in bindings if binding.key and binding.value}
