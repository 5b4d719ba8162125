"""What people entered, made fit to stand in a sentence of somebody else's mail."""

import re
import unicodedata
from collections.abc import Sequence

LONGEST = 254
"""Characters of a value; an address is the longest that the domain accepts."""

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_WORD_JOINER = "\u2060"
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CHARACTERS = frozenset("\ufffe\uffff")  # XML has no place for them
_CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LINKING = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})|:(?=//)")


def one_line(value: str) -> str:
    """Make it one line of up to 254 characters, without controls and what turns the writing direction."""
    line = " ".join(_plain(value).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def lines(value: str) -> Sequence[str]:
    """Split a text into lines, each without controls and what turns the writing direction."""
    return [_plain(line) for line in value.splitlines()]


def unlinked(value: str) -> str:
    """Put an invisible joiner where mail programs would make a link of somebody's name or title."""
    return _LINKING.sub(rf"\g<0>{_WORD_JOINER}", value)


def isolated(value: str, *, right_to_left: bool) -> str:
    """Keep a value's direction from its surroundings (Unicode Standard Annex 9, first strong isolate).

    ASCII needs none among words that run left to right.
    """
    if value.isascii() and not right_to_left:
        return value
    return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"


def _plain(value: str) -> str:
    kept = (character for character in value if character not in _TURNING | _NO_CHARACTERS)
    return "".join(" " if unicodedata.category(character) in _CONTROLS else character for character in kept)
