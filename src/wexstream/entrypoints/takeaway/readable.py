"""What one takes along, for people: pages of HTML in their language, without scripts, that load nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from wexstream.domain.model.account import Language
from wexstream.entrypoints.takeaway.words import words_of
from wexstream.ports.views import Me

_RIGHT_TO_LEFT: Final = frozenset({Language.ARABIC})
_PAGES: Final = Environment(
    loader=PackageLoader("wexstream.entrypoints.takeaway", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Reader:
    """Writes for one person, in that one's language and times."""

    def __init__(self, owner: Me) -> None:
        self._owner = owner
        self._words = words_of(owner.language)
        self._zone = _zone(owner.time_zone)

    def index(self, facts: Mapping[str, object], pages: Mapping[str, int], *, has_picture: bool) -> str:
        """Write the first page: the account, and where everything else is."""
        return self._render("index.html", facts=self._facts(facts), pages=pages, has_picture=has_picture)

    def page(self, part: str, number: int, rows: Sequence[object]) -> str:
        """Write some rows of a part."""
        return self._render("page.html", part=part, number=number, rows=[self._facts_of(row) for row in rows])

    def _render(self, template: str, **values: object) -> str:
        return _PAGES.get_template(template).render(
            words=self._words,
            language=self._owner.language,
            time_zone=self._zone.key,
            direction="rtl" if self._owner.language in _RIGHT_TO_LEFT else "ltr",
            **values,
        )

    def _facts_of(self, row: Any) -> list[tuple[str, list[str]]]:  # noqa: ANN401 - any dataclass
        return self._facts({field.name: getattr(row, field.name) for field in fields(row)})

    def _facts(self, values: Mapping[str, object]) -> list[tuple[str, list[str]]]:
        """Name what there is; values that are facts themselves stand in their place."""
        named: list[tuple[str, list[str]]] = []
        for name, value in values.items():
            if is_dataclass(value):
                named += self._facts_of(value)
            elif value is not None:
                said = [self._said(one) for one in _several(value)]
                named.append((self._words.fields[name], said))
        return named

    def _said(self, value: object) -> str:
        match value:
            case None:
                return self._words.nobody
            case bool():
                return self._words.yes if value else self._words.no
            case Enum():
                return self._words.values[str(value.value)]
            case datetime():
                return value.astimezone(self._zone).strftime("%Y-%m-%d %H:%M:%S")
            case UUID() | str() | int():
                return str(value)
        raise TypeError(f"People are not told yet what a {type(value).__name__} is.")


def _zone(name: str) -> ZoneInfo:
    """Find a time zone; UTC in the place of one that is unknown here, as clients know newer ones."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _several(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else [value]
