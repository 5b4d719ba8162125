"""Text that people enter: what is accepted, and the keys by which it is searched and compared.

Lengths are in characters. Everything is trimmed and normalised to NFC (Unicode Standard Annex 15). The keys
are computed here and stored, so that memory, SQL and every locale agree.
"""

import re
import unicodedata
from urllib.parse import urlsplit

from wexstream.domain.model.errors import FieldFault, Invalid

LOCAL_PART_LONGEST = 64
ADDRESS_LONGEST = 254
ANYWHERE_FROM = 3
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORBIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Zs", "Zl", "Zp"})
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by category, blank to the eye
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_HOST = re.compile(r"[^\s/\\@<>\"']+")
_PLAIN_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t",
        "ŋ": "n", "ı": "i", "ə": "e", "ʻ": None, "ʼ": None, "'": None, "’": None, "‘": None, "`": None,
        "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None, "ё": "е",
    }
)  # fmt: skip


def refuse(field: str, code: str, message: str) -> Invalid:
    """Make the error that names one field at fault."""
    return Invalid(FieldFault(field=field, code=code, message=message))


def line(value: str, *, field: str, longest: int, shortest: int = 1) -> str:
    """Accept text of one line with something visible in it, as names and titles are.

    Raises Invalid: control characters, line breaks, characters that turn the direction of what follows,
    fewer than ``shortest`` or more than ``longest`` characters.
    """
    text = _normalised(value, field, allowed="")
    if any(character in _BIDI_CONTROLS for character in text):
        raise refuse(field, "characters", "Leave out invisible characters that turn the writing direction.")
    if len(text) < shortest or (shortest and not any(_visible(character) for character in text)):
        raise refuse(field, "too-short", f"Give at least {shortest} character(s) that can be seen.")
    return _at_most(text, field, longest)


def paragraphs(value: str, *, field: str, longest: int, shortest: int = 0) -> str:
    """Accept text of several lines; line breaks become newlines. Raises Invalid as ``line`` does."""
    text = _normalised(value.replace("\r\n", "\n").replace("\r", "\n"), field, allowed="\n\t")
    if len(text) < shortest:
        raise refuse(field, "too-short", f"Give at least {shortest} character(s).")
    return _at_most(text, field, longest)


def optional_line(value: str | None, *, field: str, longest: int) -> str | None:
    """Accept a line that may be left empty: None, and nothing but spaces, are None."""
    return (line(value, field=field, longest=longest, shortest=0) or None) if value is not None else None


def optional_paragraphs(value: str | None, *, field: str, longest: int) -> str | None:
    """Accept several lines that may be left empty: None, and nothing but spaces, are None."""
    return (paragraphs(value, field=field, longest=longest) or None) if value is not None else None


def secret(value: str, *, field: str, longest: int, shortest: int = 1) -> str:
    """Accept a password as it was typed, neither trimmed nor composed by rules (NIST SP 800-63B, 5.1.1.2).

    Raises Invalid: NUL, lone surrogates, fewer than ``shortest`` or more than ``longest`` characters.
    """
    if len(value) < shortest:
        raise refuse(field, "too-short", f"Give at least {shortest} character(s).")
    if any(character == "\0" or unicodedata.category(character) == "Cs" for character in value):
        raise refuse(field, "characters", "Leave out control characters.")
    return _at_most(value, field, longest)


def email_address(value: str, *, field: str = "email") -> str:
    """Accept an address of the form that mail servers exchange (RFC 5321, 4.1.2, dot-string at a domain).

    Returns it with the domain in its ASCII form. Raises Invalid.
    """
    text = _normalised(value, field, allowed="")
    local, at, host = text.rpartition("@")
    try:
        domain = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        domain = ""
    address = f"{local}{at}{domain}"
    fits = len(local) <= LOCAL_PART_LONGEST and len(address) <= ADDRESS_LONGEST
    if not (fits and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise refuse(field, "email", "Give an e-mail address, such as name@example.org.")
    return address


def address_key(address: str) -> str:
    """Compute the key by which two addresses are the same one: without regard to case."""
    return address.casefold()


def website(value: str | None, *, field: str = "website") -> str | None:
    """Accept an absolute http or https address of up to 200 characters, or nothing. Raises Invalid."""
    text = optional_line(value, field=field, longest=200)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and _HOST.fullmatch(parts.netloc) and " " not in text
    except ValueError:
        fits = False
    if not fits:
        raise refuse(field, "website", "Give the whole address, such as https://example.org.")
    return text


def folded(text: str) -> str:
    """Compute the search key of a name: no marks, no case, plain letters, single spaces.

    Compatibility decomposition (Unicode Standard Annex 15), marks dropped, case folded, letters that do not
    decompose (ł ø ß and their like) mapped. Folding what is folded changes nothing.
    """
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = (character for character in decomposed if unicodedata.category(character) not in {"Mn", "Me"})
    plain = "".join(" " if _separates(character) else character for character in kept)
    return " ".join(unicodedata.normalize("NFC", plain.translate(_PLAIN_LETTERS)).split())


def matches(folded_name: str, folded_query: str) -> bool:
    """Tell whether a folded name is found by a folded query.

    Three characters and more match any part of the name, one or two the beginning of a word only; none
    match nothing.
    """
    if len(folded_query) < ANYWHERE_FROM:
        return bool(folded_query) and f" {folded_query}" in f" {folded_name}"
    return folded_query in folded_name


def _normalised(value: str, field: str, *, allowed: str) -> str:
    if any(unicodedata.category(character) in _FORBIDDEN and character not in allowed for character in value):
        raise refuse(field, "characters", "Leave out control characters.")
    return unicodedata.normalize("NFC", value).strip()


def _at_most(text: str, field: str, longest: int) -> str:
    if len(text) > longest:
        raise refuse(field, "too-long", f"Give at most {longest} characters.")
    return text


def _visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE and character not in _BLANK_LETTERS


def _separates(character: str) -> bool:
    return unicodedata.category(character) in {"Pd", "Zs", "Cc", "Cf"}
