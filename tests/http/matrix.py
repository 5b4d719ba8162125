"""The tables of docs/authorization.md: who is answered what, and what its words mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "authorization.md"
YES = "yes"


@dataclass(frozen=True)
class Row:
    """How a route answers about some things, or none, by who asks."""

    method: str
    path: str
    subjects: tuple[str, ...]
    expected: dict[str, str]

    def __str__(self) -> str:
        return " ".join((self.method, self.path, ", ".join(self.subjects))).rstrip()


@dataclass(frozen=True)
class Meaning:
    """A word of the table; ``hidden`` where no id is told from one that was never issued."""

    status: int
    code: str
    hidden: bool


def read_rows() -> list[Row]:
    """Read what is answered."""
    return [_row(callers, *cells) for (_, _, *callers), *rows in _tables("route") for cells in rows]


def _row(callers: Sequence[str], route: str, of: str, *answers: str) -> Row:
    method, path = route.strip("`").split(" ")
    subjects = tuple(of.split(", ")) if of else ()
    return Row(method, path, subjects, dict(zip(callers, answers, strict=True)))


def read_callers() -> list[str]:
    """Read who asks."""
    ((_, *rows),) = _tables("who")
    return [who for who, _ in rows]


def read_meanings() -> dict[str, Meaning]:
    """Read what the words mean, but for yes."""
    ((_, _, *rows),) = _tables("word")
    return {
        word: Meaning(int(status), code.strip("`"), hidden == YES) for word, status, code, hidden, _ in rows
    }


def _tables(first: str) -> Iterator[Sequence[Sequence[str]]]:
    """Find the tables whose first column has this heading."""
    for table in re.findall(rf"^\| {first} .*(?:\n\|.*)+", DOCUMENT.read_text(), flags=re.MULTILINE):
        head, _, *rows = [
            [cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.splitlines()
        ]
        yield [head, *rows]
