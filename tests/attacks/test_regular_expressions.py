"""Texts that are made to keep a regular expression busy: each takes time as their length, not as its square.

Every expression of the server and of the page is found and tried, in a process that may use little time.
"""

import ast
import json
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUNCTIONS = {"compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
LENGTH = 40_000  # characters: what takes their square takes a second for each text
PROCESSOR_TIME = 4  # seconds, some times what it takes to try one expression
# What is matched against no more than this is bounded before. Everything else is tried on LENGTH.
BOUNDED = {
    ("domain/model/text.py", r"=\?.*\?="): 254,
    ("domain/model/text.py", r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"): 254,
    ("domain/model/text.py", r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*"): 200,
}
# Pieces of which attacks are made, beside the letters that an expression itself names.
PIECES = ("a", "1", " ", "\n", ".", "-", "@", '"', "=", ":", "/", "?")
STARTS = ("a", " ", '"', "=?", ":", "?", "@")
TRY_PYTHON = """
import json, re, sys
given = json.load(sys.stdin)
pattern = re.compile(given["pattern"], given["flags"])
for text in given["texts"]:
    whole = text["start"] + text["piece"] * (given["length"] // len(text["piece"])) + text["end"]
    for way in (pattern.fullmatch, pattern.findall):
        way(whole)
"""
TRY_PAGE = """
const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
const pattern = new RegExp(given.pattern, given.flags);
for (const { start, piece, end } of given.texts) {
  const whole = start + piece.repeat(given.length / piece.length) + end;
  whole.search(pattern);
  whole.replace(pattern, "");
  whole.split(pattern);
}
"""
LITERAL = re.compile(
    r"""[(,=:!&|?\[]\s*/((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])*)/([a-z]*)"""
)


@dataclass(frozen=True)
class Expression:
    """A regular expression, where it is, and how long what it is tried on may be."""

    place: str
    pattern: str
    flags: int | str = 0

    @property
    def length(self) -> int:
        return BOUNDED.get((self.place, self.pattern), LENGTH)

    def __str__(self) -> str:
        return f"{self.place}: {self.pattern}"


def of_the_server() -> list[Expression]:
    """Find every expression in the server's own code, also those by which requests are described."""
    found = set()
    folder = ROOT / "src" / "wexstream"
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            for pattern in _patterns(node):
                found.add(Expression(str(path.relative_to(folder)), *pattern))
    return sorted(found, key=str)


def _patterns(node: ast.AST) -> Iterator[tuple[str, int]]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=[first, *rest]):
            if name in FUNCTIONS:
                yield _text(first), sum(flag for one in rest for flag in _flags(one))
        case ast.keyword(arg="pattern", value=ast.Constant(value=str(pattern))):
            yield pattern, 0


def _flags(node: ast.expr) -> Iterator[re.RegexFlag]:
    for part in ast.walk(node):
        flag = getattr(re, part.attr, None) if isinstance(part, ast.Attribute) else None
        if isinstance(flag, re.RegexFlag):
            yield flag


def _text(node: ast.expr) -> str:
    """Read a pattern as it is written; one that is made up while the program runs cannot be looked at."""
    assert isinstance(node, ast.Constant), ast.unparse(node)
    assert isinstance(node.value, str)
    return node.value


def of_the_page() -> list[Expression]:
    """Find every expression in the page's own code."""
    folder = ROOT / "frontend" / "src"
    sources = [path for kind in ("*.ts", "*.tsx") for path in folder.rglob(kind) if ".test." not in path.name]
    assert not [path for path in sources if "RegExp(" in path.read_text()]
    found = {
        Expression(str(path.relative_to(folder)), pattern, flags)
        for path in sources
        for pattern, flags in LITERAL.findall(path.read_text())
    }
    return sorted(found, key=str)


def attacks(pattern: str) -> list[dict[str, str]]:
    """Make texts of one or two pieces again and again, with a beginning, and an end that does not fit."""
    bare = re.sub(r"\\[a-zA-Z]|\{[^}]*\}|\[[^\]]*\]|\?P<\w+>", "", pattern)
    named = sorted({character for character in bare if not character.isspace()} - set(PIECES))[:8]
    words = sorted(set(re.findall(r"[A-Za-z]{2,}", bare)))[:8]
    pairs = [one + other for one, other in product(PIECES, PIECES) if one != other]
    plain = [{"start": "", "piece": piece, "end": "\0"} for piece in [*PIECES, *named, *words, *pairs]]
    begun = [
        {"start": start, "piece": piece, "end": end}
        for start, piece, end in product([*STARTS, *words], [*PIECES, *named], ("\0", ""))
    ]
    return plain + begun


def try_out(program: list[str], expression: Expression) -> int:
    """Try an expression in a process of its own; its status, which is negative where it took too long."""
    given = {**asdict(expression), "length": expression.length, "texts": attacks(expression.pattern)}
    limit = partial(resource.setrlimit, resource.RLIMIT_CPU, (PROCESSOR_TIME, PROCESSOR_TIME))
    sent = json.dumps(given).encode()
    done = subprocess.run(program, input=sent, preexec_fn=limit, check=False)  # noqa: S603 - our own program
    return done.returncode


@pytest.mark.parametrize("expression", of_the_server(), ids=str)
def test_no_text_keeps_the_server_busy(expression: Expression) -> None:
    assert try_out([sys.executable, "-c", TRY_PYTHON], expression) == 0


@pytest.mark.parametrize("expression", of_the_page(), ids=str)
def test_no_text_keeps_the_page_busy(expression: Expression) -> None:
    assert try_out([str(Path(sys.executable).with_name("node")), "-e", TRY_PAGE], expression) == 0


@pytest.mark.parametrize("pattern", ["a*a*$", "[^@]+@"], ids=str)
def test_an_expression_that_is_kept_busy_is_seen(pattern: str) -> None:
    assert try_out([sys.executable, "-c", TRY_PYTHON], Expression("", pattern)) < 0


def test_expressions_are_found_wherever_they_are() -> None:
    assert {expression.place for expression in of_the_server()} >= {
        "domain/model/text.py",
        "entrypoints/http/negotiation.py",
        "entrypoints/http/authentication.py",
        "entrypoints/logging.py",
    }
    assert {expression.place for expression in of_the_page()} >= {
        "features/messages/answer.ts",
        "features/network/routes/Profile.tsx",
        "lib/people.ts",
    }


def test_what_is_bounded_is_there() -> None:
    assert set(BOUNDED) <= {(one.place, one.pattern) for one in of_the_server()}
