"""How mails draw a person without a picture: initials on a tint, as the page does."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from wexstream.domain.model.ids import AccountId

_TINTS: Final = ("clay", "sand", "moss", "sage", "mist", "dusk", "heather", "rose")
_APART: Final = "\u200c"  # Arabic letters beside each other would join to a word that the name does not have


def tint(account: AccountId) -> str:
    """Name a person's tint: by the id alone, so that it stays when the name changes."""
    return _TINTS[account.bytes[-1] % len(_TINTS)]


def initials(name: str) -> str:
    """Take one or two letters of a name: the first of its first and of its last word."""
    words = name.split()
    ends = [words[0], words[-1]] if len(words) > 1 else words
    return _APART.join("".join(_first(word)).upper() for word in ends)


def _first(word: str) -> Iterator[str]:
    """Go through the first letter of a word, and the marks on it."""
    yield word[0]
    for character in word[1:]:
        if not unicodedata.category(character).startswith("M"):
            return
        yield character
