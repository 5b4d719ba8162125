"""The table of docs/privacy.md: where each column is in an export, and what is in it after an erasure."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs/privacy.md"
_ROW = re.compile(r"\| `([a-z_]+)\.([a-z_]+|\*)` \| ([^|]+) \| ([^|]+) \|")
_PLACE = re.compile(r"`([a-z_.]+)`")
TELL = (
    'Add a row to "Every column" in docs/privacy.md: where it is in what one takes along (and export it, by '
    "ports/views/export.py and queries/export.py of both adapters), or `no:` and why it is nobody's or a "
    "secret; and `gone` after an erasure, or `stays:` and why. Fill it in tests/contract/privacy/life.py."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What is said of a column: its places in ``data.json``, none where it is not exported."""

    table: str
    name: str
    places: tuple[str, ...]
    stays: bool


def read() -> dict[str, Column]:
    """Read the table, by ``table.column``; ``table.*`` are all columns of one."""
    found: dict[str, Column] = {}
    places: tuple[str, ...] = ()
    stays = False
    for table, name, exported, erased in _ROW.findall(PAGE.read_text()):
        if exported != "the same":
            places = () if exported.startswith("no:") else tuple(_PLACE.findall(exported))
        stays = erased.startswith("stays:")
        assert stays or erased == "gone", f"{table}.{name} is neither gone nor stays: {erased}"
        assert places or exported.startswith("no: ") or exported == "the same", f"{table}.{name}: {exported}"
        found[f"{table}.{name}"] = Column(table=table, name=name, places=places, stays=stays)
    return found


INVENTORY = read()


def said_of(table: str, column: str) -> Column | None:
    """Look up what is said of a column of the database."""
    return INVENTORY.get(f"{table}.{column}") or INVENTORY.get(f"{table}.*")
