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
WEBSITE_LONGEST = 200
ANYWHERE_FROM = 3
MARKS_IN_A_ROW = 30  # as in stream-safe text (UAX 15, 13): sorting marks takes the square of their number
_COMPOSED_OF = 4  # the most characters of which NFC makes one
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORBIDDEN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_INVISIBLE = frozenset({"Cc", "Cf", "Cn", "Co", "Mn", "Me", "Zs"})
_BLANK_SIGNS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")  # letters by category, blank to the eye
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ENCODED_WORD = re.compile(r"=\?.*\?=")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])")
_HOST = re.compile(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)*")
_READ_IN_TWO_WAYS = frozenset("ßẞς\u200c\u200d")  # by IDNA 2003 and 2008 as different hosts (UTS 46, 1.3)
_NOT_IN_A_URL = re.compile(r"[\s<>\"\\]")
_MARKS = frozenset({"Mn", "Me", "Cf"})
_SEPARATORS = frozenset({"Cc", "Cs", "Pd", "Pe", "Pf", "Pi", "Ps"})
_PLAIN_LETTERS = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t",
        "ŋ": "n", "ı": "i", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ґ": "г",
        "ة": "ه", "ہ": "ه", "ھ": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا", "ـ": None,
        "'": None, "’": None, "‘": None, "`": None, "ʻ": None, "ʼ": None, "ʾ": None, "ʿ": None, "·": None,
        '"': " ",
    }
)  # fmt: skip


def refuse(field: str, code: str, message: str) -> Invalid:
    """Make the error that names one field at fault."""
    return Invalid(FieldFault(field=field, code=code, message=message))


def line(value: str, *, field: str, longest: int) -> str:
    """Accept text of one line with something visible in it, as names and titles are.

    Raises Invalid: control characters, line breaks, characters that turn the direction of what follows, more
    than 30 marks on a letter, nothing visible, more than ``longest`` characters.
    """
    return _required(optional_line(value, field=field, longest=longest), field)


def paragraphs(value: str, *, field: str, longest: int) -> str:
    """Accept text of several lines with something visible in it; tabs become spaces.

    Raises Invalid as ``line`` does, but for line breaks and the direction of writing.
    """
    return _required(optional_paragraphs(value, field=field, longest=longest), field)


def optional_line(value: str | None, *, field: str, longest: int) -> str | None:
    """Accept a line that may be left empty: None, and nothing visible, are None."""
    text = _tidied(value or "", field, longest)
    if not _BIDI_CONTROLS.isdisjoint(text):
        raise refuse(field, "characters", "Leave out invisible characters that turn the writing direction.")
    return text if _shows(text) else None


def optional_paragraphs(value: str | None, *, field: str, longest: int) -> str | None:
    """Accept several lines that may be left empty: None, and nothing visible, are None."""
    text = (value or "").replace("\t", " ")
    for line_break in ("\r\n", "\r", "\u2028", "\u2029"):
        text = text.replace(line_break, "\n")
    text = _tidied(text, field, longest, allowed="\n")
    return text if _shows(text) else None


def secret(value: str, *, field: str, longest: int, shortest: int = 1) -> str:
    """Accept a password as it was typed, whatever it is made of (NIST SP 800-63B, 5.1.1.2), not even trimmed.

    Raises Invalid: NUL, lone surrogates, fewer than ``shortest`` or more than ``longest`` characters.
    """
    if len(value) < shortest:
        raise refuse(field, "too-short", f"Give at least {shortest} character(s).")
    _refuse_longer(value, field, longest)
    if any(character == "\0" or unicodedata.category(character) == "Cs" for character in value):
        raise refuse(field, "characters", "Leave out characters that cannot be typed.")
    return value


def email_address(value: str, *, field: str = "email") -> str:
    """Accept an address of the form that mail servers exchange (RFC 5321, 4.1.2, dot-string at a domain).

    Returns it with the domain in its ASCII form. Raises Invalid, also for a domain that some software takes
    for another one, as mail must not reach a namesake, and for what looks like an encoded word (RFC 2047, 2),
    which no header can bear as an address.
    """
    local, at, host = _tidied(value, field, ADDRESS_LONGEST).rpartition("@")
    host = unicodedata.normalize("NFKC", host)
    if not _READ_IN_TWO_WAYS.isdisjoint(host):
        raise refuse(field, "email", "Give what follows the @ in its technical form, with xn-- in it.")
    domain = _ascii_host(host)
    address = f"{local}{at}{domain}"
    short = len(local) <= LOCAL_PART_LONGEST and len(address) <= ADDRESS_LONGEST
    fits = short and not _ENCODED_WORD.search(local)
    if not (fits and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise refuse(field, "email", "Give an e-mail address, such as name@example.org.")
    return address


def address_key(address: str) -> str:
    """Compute the key by which two accepted addresses are the same one: without regard to case."""
    return address.casefold()


def website(value: str | None, *, field: str = "website") -> str | None:
    """Accept an absolute http or https address of up to 200 characters, or nothing. Raises Invalid.

    A name and password before the host are refused, as they are there to make it look like another one.
    """
    text = optional_line(value, field=field, longest=WEBSITE_LONGEST)
    if text is not None and not _is_website(text):
        raise refuse(field, "website", "Give the whole address, such as https://example.org.")
    return text


def folded(text: str) -> str:
    """Compute the search key of a name: no marks, no case, plain letters, single spaces.

    Compatibility decomposition (Unicode Standard Annex 15), marks and what is invisible dropped, case folded,
    letters that do not decompose (ł ø ß and their like) mapped, apostrophes dropped; hyphens, brackets and
    quotation marks separate words. Folding what is folded changes nothing.
    """
    decomposed = unicodedata.normalize("NFKD", text.replace("´", "'"))  # else NFKD makes a space of it
    bare = "".join(character for character in decomposed if unicodedata.category(character) not in _MARKS)
    plain = bare.casefold().translate(_PLAIN_LETTERS)
    words = "".join(" " if unicodedata.category(letter) in _SEPARATORS else letter for letter in plain)
    return " ".join(unicodedata.normalize("NFC", words).split())


def matches(folded_name: str, folded_query: str) -> bool:
    """Tell whether a folded name is found by a folded query.

    Three characters and more match any part of the name, one or two the beginning of a word only; none
    match nothing.
    """
    if len(folded_query) < ANYWHERE_FROM:
        return bool(folded_query) and f" {folded_query}" in f" {folded_name}"
    return folded_query in folded_name


def _tidied(value: str, field: str, longest: int, *, allowed: str = "") -> str:
    """Trim and normalise. What is too long in any case is not looked at; NFC may take marks apart too."""
    text = value.strip()
    if len(text) <= longest * _COMPOSED_OF:
        _refuse_characters(text, field, allowed)
        text = unicodedata.normalize("NFC", text)
        _refuse_characters(text, field, allowed)
    _refuse_longer(text, field, longest)
    return text


def _refuse_characters(text: str, field: str, allowed: str) -> None:
    marks = 0
    for character in text:
        if unicodedata.category(character) in _FORBIDDEN and character not in allowed:
            raise refuse(field, "characters", "Leave out control characters.")
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > MARKS_IN_A_ROW:
            raise refuse(field, "characters", f"Give no letter more than {MARKS_IN_A_ROW} marks.")


def _refuse_longer(text: str, field: str, longest: int) -> None:
    if len(text) > longest:
        raise refuse(field, "too-long", f"Give at most {longest} characters.")


def _required(text: str | None, field: str) -> str:
    if text is None:
        raise refuse(field, "too-short", "Give at least one character that can be seen.")
    return text


def _shows(text: str) -> bool:
    return any(
        unicodedata.category(character) not in _INVISIBLE and character not in _BLANK_SIGNS
        for character in text
    )


def _is_website(text: str) -> bool:
    try:
        parts = urlsplit(text)
        named = parts.scheme in {"http", "https"} and "@" not in parts.netloc and parts.port != 0
    except ValueError:
        return False
    host = _ascii_host(parts.hostname or "")
    return named and bool(_HOST.fullmatch(host)) and not _NOT_IN_A_URL.search(text)


def _ascii_host(host: str) -> str:
    """Write a host in ASCII as the standard library does (RFC 3490, IDNA 2003); none where that cannot be."""
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
