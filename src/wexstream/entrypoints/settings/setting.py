"""What a setting is, and how its text is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from wexstream.entrypoints.failure import Failure

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """One setting. ``otherwise`` says in words what holds without it, where the default does not.

    A ``secret`` is never shown. ``formerly`` is a name that is understood too.
    """

    name: str
    parse: Callable[[str], T]
    default: T
    meaning: str
    example: str
    otherwise: str | None = None
    secret: bool = False
    formerly: str | None = None


class WrongSettings(Failure):
    """Some settings are wrong: all of them are named, with what is wrong and an example."""

    def __init__(self, faults: list[str]) -> None:
        """Say each fault on a line of its own."""
        count = "One setting is" if len(faults) == 1 else f"{len(faults)} settings are"
        super().__init__("\n  ".join([f"{count} wrong:", *faults]))


@dataclass(slots=True)
class Reading:
    """Reads settings out of what was given, and gathers what is wrong with it."""

    given: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    _read: dict[str, Any] = field(default_factory=dict)

    def has(self, setting: Setting[Any]) -> bool:
        """Tell whether a setting was given."""
        return self._text(setting) is not None

    def __getitem__(self, setting: Setting[T]) -> T:
        """Read a setting; its default where it was not given, or is wrong."""
        if setting.name not in self._read:
            self._read[setting.name] = self._parse(setting)
        value: T = self._read[setting.name]
        return value

    def read(self, settings: Iterable[Setting[Any]]) -> None:
        """Read settings for what is wrong with them, whether they are used or not."""
        for setting in settings:
            self[setting]

    def require(self, needed: Setting[Any], parts: Iterable[Setting[Any]]) -> None:
        """Refuse what has no effect without another setting."""
        given = [part.name for part in parts if self.has(part)]
        if given and not self.has(needed):
            self.refuse(needed, f"is missing, without which {', '.join(given)} would have no effect")

    def refuse(self, setting: Setting[Any], problem: str) -> None:
        """Note what is wrong with a setting."""
        self.faults.append(f"{setting.name} {problem}. Example: {setting.name}={setting.example}")

    def _parse(self, setting: Setting[T]) -> T:
        text = self._text(setting)
        if text is None:
            return setting.default
        try:
            return setting.parse(text)
        except ValueError as error:
            shown = "" if setting.secret else f"{text!r} "
            self.refuse(setting, f"{shown}{error}")
            return setting.default

    def _text(self, setting: Setting[Any]) -> str | None:
        """Find a setting's text; what is empty counts as not given."""
        for name in (setting.name, setting.formerly):
            text = self.given.get(name, "").strip() if name else ""
            if text:
                return text
        return None
