"""Letters put into words: one layout, and a catalogue of words for each language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from urllib.parse import quote, urlsplit

from jinja2 import Environment, StrictUndefined

from wexstream.adapters.mail import people, sentences, values
from wexstream.adapters.mail.sentences import Spoken, entered, isolated
from wexstream.adapters.mail.words import Catalogue, catalogue
from wexstream.domain.model.account import Language
from wexstream.ports.mail import Letter, LetterKind, Mail, Mention, WayOut

_LIVE = frozenset({LetterKind.CONFERENCE_LIVE, LetterKind.CONFERENCES_LIVE})
_PATH = re.compile(r"/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One happening, as it is listed."""

    name: str
    subject: str
    at: str
    link: str
    initials: str
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _WayOut:
    """Why a mail comes, the words of the link that turns such mails off, and where that leads."""

    reason: str
    words: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What a mail holds beside its sentences; of what people entered nothing is escaped."""

    link: str
    rows: Sequence[_Row]
    more: str
    quoted: Sequence[str]
    way_out: _WayOut | None


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
        """Write a letter. Raises ValueError where it lacks what its kind speaks of, or a path is none."""
        words = self._catalogues[letter.language]
        content = self._content(letter, words)
        plain = sentences.in_plain_text(letter, words, product=self._product)
        marked = sentences.in_markup(letter, words, product=self._product)
        return Mail(
            message_id=self._id(letter.reference),
            to_address=letter.to_address,
            to_name=sentences.addressee(letter),
            reply_to=letter.reply_to,
            language=letter.language,
            subject=plain.subject,
            text=self._text(letter, plain, content),
            html=self._html(letter, marked, content, title=plain.subject),
            thread=self._id(letter.thread) if letter.thread else None,
            unsubscribe=self._unsubscribe(letter.way_out) if letter.way_out else None,
            about=letter.about,
        )

    def _id(self, reference: str) -> str:
        return f"{quote(reference, safe='')}@{self._host}"

    def _link(self, path: str) -> str:
        if not _PATH.fullmatch(path):
            raise ValueError(f"{path!r} is no path on the page. Begin it with a slash, URL-encoded.")
        return self._base_url + path

    def _unsubscribe(self, way_out: WayOut) -> str:
        return f"{self._base_url}/api/unsubscribe/{quote(way_out.token, safe='')}"

    def _content(self, letter: Letter, words: Catalogue) -> _Content:
        return _Content(
            link=self._link(letter.path),
            rows=[self._row(mention, letter, words) for mention in letter.mentions],
            more=words.more.format(more=letter.more) if letter.more else "",
            quoted=values.lines(letter.text) if letter.text and letter.kind in sentences.QUOTING else (),
            way_out=self._way_out(letter.way_out, words) if letter.way_out else None,
        )

    def _row(self, mention: Mention, letter: Letter, words: Catalogue) -> _Row:
        return _Row(
            name=entered(mention.actor),
            subject=entered(mention.subject),
            at=sentences.moment(mention.at, words.stamp, letter),
            link=self._link(mention.path),
            initials=people.initials(values.one_line(mention.actor)),
            tint=people.tint(mention.who),
        )

    def _way_out(self, way_out: WayOut, words: Catalogue) -> _WayOut:
        link = f"{self._base_url}/unsubscribe?token={quote(way_out.token, safe='')}"
        return _WayOut(reason=words.reasons[way_out.choice], words=words.turn_off, link=link)

    def _text(self, letter: Letter, spoken: Spoken, content: _Content) -> str:
        out = content.way_out
        blocks = [
            spoken.greeting,
            *spoken.before,
            "\n".join(_listed(row, letter) for row in content.rows),
            content.more,
            f"{spoken.button}\n{content.link}",
            *spoken.after,
            "\n".join(f"> {line}".rstrip() for line in content.quoted),
            f"-- \n{self._product}\n{self._base_url}",
            f"{out.reason} {out.words}:\n{out.link}" if out else "",
        ]
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _html(self, letter: Letter, spoken: Spoken, content: _Content, *, title: str) -> str:
        return self._layout.render(
            language=letter.language,
            right_to_left=sentences.is_right_to_left(letter),
            title=title,
            live=self._catalogues[letter.language].live if letter.kind in _LIVE else "",
            spoken=spoken,
            content=content,
            product=self._product,
            base_url=self._base_url,
        )


def _listed(row: _Row, letter: Letter) -> str:
    said = [isolated(value, letter) for value in (row.name, row.subject) if value]
    return f"• {': '.join(said)}\n  {row.at}"
