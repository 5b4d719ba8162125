"""The words of the mails, one file a language."""

from collections.abc import Mapping, Sequence
from importlib import resources

import msgspec

from wexstream.domain.model.account import Language, MailChoice
from wexstream.ports.mail import LetterKind


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What mails of one kind say; ``before`` and ``after`` are the paragraphs around the button."""

    subject: str
    preheader: str
    before: Sequence[str]
    button: str
    after: Sequence[str]


class Catalogue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What mails say in one language.

    ``moment`` and ``stamp`` are date patterns (UTS 35, part 4), of until when something holds and of when
    something happened. ``reasons`` say of mails that can be turned off why they come.
    """

    greeting: str
    greeting_unnamed: str
    link: str
    moment: str
    stamp: str
    more: str
    live: str
    turn_off: str
    reasons: Mapping[MailChoice, str]
    letters: Mapping[LetterKind, Words]


def catalogue(language: Language) -> Catalogue:
    """Read the words of a language. Raises msgspec.ValidationError where a key is missing or unknown."""
    file = resources.files("wexstream.adapters.mail") / "words" / f"{language}.toml"
    return msgspec.toml.decode(file.read_bytes(), type=Catalogue)
