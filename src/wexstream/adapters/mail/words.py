"""The words of the mails, one file a language."""

from collections.abc import Mapping, Sequence
from importlib import resources

import msgspec

from wexstream.domain.model.account import Language
from wexstream.ports.mail import LetterKind


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What mails of one kind say; ``before`` and ``after`` are the paragraphs around the button."""

    subject: str
    preheader: str
    before: Sequence[str]
    button: str
    after: Sequence[str]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What mails say in one language; ``moment`` is a date pattern (UTS 35, part 4)."""

    greeting: str
    greeting_unnamed: str
    link: str
    moment: str
    letters: Mapping[LetterKind, Words]


def catalogue(language: Language) -> Catalogue:
    """Read the words of a language. Raises msgspec.ValidationError where a key is missing or unknown."""
    file = resources.files("wexstream.adapters.mail") / "words" / f"{language}.toml"
    return msgspec.toml.decode(file.read_bytes(), type=Catalogue)
