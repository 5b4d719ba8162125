"""docs/security.md leaves no point out, and names nothing that is not there."""

import re
from collections.abc import Iterator
from pathlib import Path

from wexstream.entrypoints.settings.table import SETTINGS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text()
STATES = {"met", "in part", "not met", "operator", "n/a"}
# The points of levels 1 and 2 of ASVS 5.0.0: in each section those from 1 to this one.
POINTS = {
    "V1.1": 2, "V1.2": 9, "V1.3": 11, "V1.4": 3, "V1.5": 2,
    "V2.1": 3, "V2.2": 3, "V2.3": 4, "V2.4": 1,
    "V3.2": 2, "V3.3": 4, "V3.4": 6, "V3.5": 5, "V3.7": 2,
    "V4.1": 3, "V4.2": 1, "V4.3": 2, "V4.4": 4,
    "V5.1": 1, "V5.2": 3, "V5.3": 2, "V5.4": 3,
    "V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5, "V6.6": 3, "V6.8": 4,
    "V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2,
    "V8.1": 2, "V8.2": 3, "V8.3": 1, "V8.4": 1,
    "V9.1": 3, "V9.2": 4,
    "V10.1": 2, "V10.2": 2, "V10.3": 4, "V10.4": 11, "V10.5": 5, "V10.6": 2, "V10.7": 3,
    "V11.1": 2, "V11.2": 3, "V11.3": 3, "V11.4": 4, "V11.5": 1, "V11.6": 1,
    "V12.1": 3, "V12.2": 2, "V12.3": 4,
    "V13.1": 1, "V13.2": 5, "V13.3": 2, "V13.4": 5,
    "V14.1": 2, "V14.2": 4, "V14.3": 3,
    "V15.1": 3, "V15.2": 3, "V15.3": 7,
    "V16.1": 1, "V16.2": 5, "V16.3": 4, "V16.4": 3, "V16.5": 3,
    "V17.1": 1, "V17.2": 4, "V17.3": 2,
}  # fmt: skip
FOLDERS = ("benchmarks/", "docs/", "frontend/", "requirements/", "src/", "tests/", "tools/")


def named() -> set[str]:
    """All that is written as code."""
    return set(re.findall(r"`([^`\n]+)`", TEXT))


def rows() -> Iterator[tuple[str, str]]:
    """Number and state of each point, in their order."""
    yield from re.findall(r"^\| (V[\d.]+) \| [^|]+ \| \*\*([^*]+)\*\*", TEXT, re.MULTILINE)


def test_every_point_is_there_once_and_in_its_order() -> None:
    wanted = [f"{section}.{number}" for section, most in POINTS.items() for number in range(1, most + 1)]
    assert [number for number, _ in rows()] == wanted
    assert len(re.findall(r"^\| V\d", TEXT, re.MULTILINE)) == len(wanted)


def test_every_point_says_how_it_stands() -> None:
    assert {state for _, state in rows()} <= STATES


def test_every_file_that_is_named_exists() -> None:
    files = {name for name in named() if name.startswith(FOLDERS) and " " not in name}
    assert files >= {"src/wexstream/entrypoints/http/headers.py", "tests/attacks/test_framing.py"}
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []
    links = {link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", TEXT) if "://" not in link}
    assert [link for link in sorted(links) if link and not (ROOT / "docs" / link).exists()] == []


def test_every_test_that_is_named_exists() -> None:
    tests = {name for name in named() if name.startswith("test_") and name.isidentifier()}
    assert len(tests) > 100
    defined = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        defined |= set(re.findall(r"def (test_\w+)", path.read_text()))
    assert sorted(tests - defined) == []


def test_every_setting_that_is_named_exists() -> None:
    settings = {name for name in named() if re.fullmatch(r"WS_[A-Z_]+", name)}
    assert "WS_JWT_SECRET" in settings
    assert sorted(settings - set(SETTINGS)) == []


def test_every_part_that_is_linked_within_it_is_there() -> None:
    headings = {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= headings
