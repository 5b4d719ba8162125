"""Letters put into words: one layout, and a catalogue of words for each language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from wexstream.adapters.mail import values
from wexstream.adapters.mail.words import Catalogue, catalogue
from wexstream.domain.model.account import Language
from wexstream.ports.mail import Letter, LetterKind, Mail

_RIGHT_TO_LEFT = frozenset({Language.ARABIC})
_QUOTING = frozenset({LetterKind.REPORT, LetterKind.ENQUIRY})
# Whoever typed the address of these may be a stranger to it, and must not send his words there as a name.
_UNPROVEN = frozenset({LetterKind.VERIFY, LetterKind.MOVE})
# No colon and no slash: what has them is no address, but might be taken for a link.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_PATH = re.compile(r"/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """The sentences of one mail with their values in place, as plain text or as markup."""

    subject: str
    preheader: str
    greeting: str
    before: Sequence[str]
    button: str
    link: str
    after: Sequence[str]


class LetterWriter:
    """Writes letters in English, French and Arabic; ``base_url`` is the public address of the page."""

    def __init__(self, *, base_url: str, product: str) -> None:
        """Read the words and the layout. Raises ValueError for a base URL that is none."""
        parts = urlsplit(base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{base_url!r} is no public address. Give one such as https://example.org")
        self._base_url = base_url.rstrip("/")
        self._host = parts.hostname
        self._product = product
        self._catalogues = {language: catalogue(language) for language in Language}
        layout = resources.files("wexstream.adapters.mail") / "layout.html"
        self._layout = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        ).from_string(layout.read_text(encoding="utf-8"))

    def write(self, letter: Letter) -> Mail:
        """Write a letter. Raises ValueError where it lacks what its kind speaks of, or the path is none."""
        if not _PATH.fullmatch(letter.path):
            raise ValueError(f"{letter.path!r} is no path on the page. Begin it with a slash, URL-encoded.")
        words = self._catalogues[letter.language]
        said = self._values(letter, words)
        right_to_left = letter.language in _RIGHT_TO_LEFT
        plain = {name: values.isolated(value, right_to_left=right_to_left) for name, value in said.items()}
        marked = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in said.items()}
        text = _speak(letter, words, plain, str)
        quoted = values.lines(letter.text) if letter.text and letter.kind in _QUOTING else ()
        return Mail(
            message_id=f"{quote(letter.reference, safe='')}@{self._host}",
            to_address=letter.to_address,
            to_name=said.get("name"),
            reply_to=letter.reply_to,
            language=letter.language,
            subject=text.subject,
            text=self._text(letter, text, quoted),
            html=self._html(letter, text.subject, _speak(letter, words, marked, escape), quoted),
            about=letter.about,
        )

    def _values(self, letter: Letter, words: Catalogue) -> Mapping[str, str]:
        address = letter.subject if letter.kind is LetterKind.MOVE_NOTICE else letter.reply_to
        given = {
            "name": "" if letter.kind in _UNPROVEN else _entered(letter.to_name),
            "actor": _entered(letter.actor),
            "subject": _entered(letter.subject),
            "address": address if address and _ADDRESS.fullmatch(address) else _entered(address),
            "product": self._product,
        }
        if letter.expires_at:
            zone = _zone(letter.time_zone)
            given["until"] = format_datetime(letter.expires_at, words.moment, zone, locale=letter.language)
        return {name: value for name, value in given.items() if value}

    def _text(self, letter: Letter, spoken: _Spoken, quoted: Sequence[str]) -> str:
        quotation = "\n".join(f"> {line}".rstrip() for line in quoted)
        link = f"{spoken.button}\n{self._base_url}{letter.path}"
        signature = f"-- \n{self._product}\n{self._base_url}"
        blocks = [spoken.greeting, *spoken.before, link, *spoken.after, quotation, signature]
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _html(self, letter: Letter, title: str, spoken: _Spoken, quoted: Sequence[str]) -> str:
        return self._layout.render(
            language=letter.language,
            right_to_left=letter.language in _RIGHT_TO_LEFT,
            title=title,
            spoken=spoken,
            link=self._base_url + letter.path,
            quoted=quoted,
            product=self._product,
            base_url=self._base_url,
        )


def _speak(letter: Letter, words: Catalogue, said: Mapping[str, str], voice: Callable[[str], str]) -> _Spoken:
    """Fill in the sentences; ``voice`` makes plain text or markup of the words themselves."""

    def fill(sentence: str) -> str:
        try:
            return voice(sentence).format_map(said)
        except KeyError as missing:
            raise ValueError(f"A letter of kind {letter.kind} needs {missing}; give it.") from None

    own = words.letters[letter.kind]
    return _Spoken(
        subject=fill(own.subject),
        preheader=fill(own.preheader),
        greeting=fill(words.greeting if "name" in said else words.greeting_unnamed),
        before=[fill(paragraph) for paragraph in own.before],
        button=fill(own.button),
        link=fill(words.link),
        after=[fill(paragraph) for paragraph in own.after],
    )


def _entered(value: str | None) -> str:
    return values.unlinked(values.one_line(value or ""))


def _zone(name: str) -> ZoneInfo:
    """Find a time zone; one that is unknown here is UTC, which the mail then names."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
