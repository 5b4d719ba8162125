"""The words around what one takes along, one file a language."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import msgspec

from wexstream.domain.model.account import Language


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the pages say in one language: of parts and fields by their names, of values by what they are."""

    title: str
    intro: str
    programs: str
    times: str
    picture: str
    none: str
    back: str
    yes: str
    no: str
    nobody: str
    parts: Mapping[str, str]
    fields: Mapping[str, str]
    values: Mapping[str, str]


@cache
def words_of(language: Language) -> Words:
    """Read the words of a language. Raises msgspec.ValidationError where a key is missing or unknown."""
    file = resources.files("wexstream.entrypoints.takeaway") / "words" / f"{language}.toml"
    return msgspec.toml.decode(file.read_bytes(), type=Words)
