"""Letters put into words: one layout, and a catalogue of words for each language."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.lists import format_list
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from wexstream.adapters.mail import people, values
from wexstream.adapters.mail.words import Catalogue, catalogue
from wexstream.domain.model.account import Language
from wexstream.ports.mail import Letter, LetterKind, Mail, Mention, WayOut

_RIGHT_TO_LEFT = frozenset({Language.ARABIC})
_QUOTING = frozenset({LetterKind.REPORT, LetterKind.ENQUIRY})
_LIVE = frozenset({LetterKind.CONFERENCE_LIVE, LetterKind.CONFERENCES_LIVE})
# Whoever typed the address of these may be a stranger to it, and must not send his words there as a name.
_UNPROVEN = frozenset({LetterKind.VERIFY, LetterKind.MOVE})
_NAMED = 3  # of those who did something, in the line that lists of mails show
# No colon and no slash: what has them is no address, but might be taken for a link.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_PATH = re.compile(r"/[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One happening, as it is listed: plain values, and what they look like."""

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
        """Write a letter. Raises ValueError where it lacks what its kind speaks of, or a path is none."""
        words = self._catalogues[letter.language]
        said = self._values(letter, words)
        plain, marked = _isolated(said, letter), _marked(said, letter)
        text = _speak(letter, words, plain, str)
        quoted = values.lines(letter.text) if letter.text and letter.kind in _QUOTING else ()
        way_out = self._way_out(letter.way_out, words) if letter.way_out else None
        rows = [self._row(mention, letter, words) for mention in letter.mentions]
        return Mail(
            message_id=self._id(letter.reference),
            to_address=letter.to_address,
            to_name=said.get("name"),
            reply_to=letter.reply_to,
            language=letter.language,
            subject=text.subject,
            text=self._text(letter, text, quoted=quoted, rows=rows, way_out=way_out),
            html=self._html(
                letter,
                _speak(letter, words, marked, escape),
                title=text.subject,
                quoted=quoted,
                rows=rows,
                way_out=way_out,
            ),
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
            given["until"] = _moment(letter.expires_at, words.moment, letter)
        return {name: value for name, value in given.items() if value}

    def _row(self, mention: Mention, letter: Letter, words: Catalogue) -> _Row:
        return _Row(
            name=_entered(mention.actor),
            subject=_entered(mention.subject),
            at=_moment(mention.at, words.stamp, letter),
            link=self._link(mention.path),
            initials=people.initials(values.one_line(mention.actor)),
            tint=people.tint(mention.who),
        )

    def _way_out(self, way_out: WayOut, words: Catalogue) -> _WayOut:
        link = f"{self._base_url}/unsubscribe?token={quote(way_out.token, safe='')}"
        return _WayOut(reason=words.reasons[way_out.choice], words=words.turn_off, link=link)

    def _text(
        self,
        letter: Letter,
        spoken: _Spoken,
        *,
        quoted: Sequence[str],
        rows: Sequence[_Row],
        way_out: _WayOut | None,
    ) -> str:
        blocks = [
            spoken.greeting,
            *spoken.before,
            _listed(rows, letter) if _is_several(letter) else "",
            self._more(letter),
            f"{spoken.button}\n{self._link(letter.path)}",
            *spoken.after,
            "\n".join(f"> {line}".rstrip() for line in quoted),
            f"-- \n{self._product}\n{self._base_url}",
            f"{way_out.reason} {way_out.words}:\n{way_out.link}" if way_out else "",
        ]
        return "\n\n".join(block for block in blocks if block) + "\n"

    def _html(
        self,
        letter: Letter,
        spoken: _Spoken,
        *,
        title: str,
        quoted: Sequence[str],
        rows: Sequence[_Row],
        way_out: _WayOut | None,
    ) -> str:
        return self._layout.render(
            language=letter.language,
            right_to_left=letter.language in _RIGHT_TO_LEFT,
            title=title,
            live=self._catalogues[letter.language].live if letter.kind in _LIVE else "",
            spoken=spoken,
            rows=rows,
            more=self._more(letter),
            link=self._link(letter.path),
            quoted=quoted,
            product=self._product,
            base_url=self._base_url,
            way_out=way_out,
        )

    def _more(self, letter: Letter) -> str:
        return self._catalogues[letter.language].more.format(more=letter.more) if letter.more else ""


def _is_several(letter: Letter) -> bool:
    return len(letter.mentions) + letter.more > 1


def _isolated(said: Mapping[str, str], letter: Letter) -> Mapping[str, str]:
    """Have the values as plain text in which none turns the direction of what is around it."""
    right_to_left = letter.language in _RIGHT_TO_LEFT
    return _with_those_of_many(
        {name: values.isolated(value, right_to_left=right_to_left) for name, value in said.items()},
        letter,
        [values.isolated(name, right_to_left=right_to_left) for name in _names(letter)],
    )


def _marked(said: Mapping[str, str], letter: Letter) -> Mapping[str, str]:
    """Have the values as markup in which none turns the direction of what is around it."""
    isolate = Markup("<bdi>{}</bdi>")
    marked = {name: isolate.format(value) for name, value in said.items()}
    # The patterns of lists are of letters alone, and the names are escaped.
    several = _with_those_of_many(marked, letter, [isolate.format(name) for name in _names(letter)])
    return {name: Markup(value) for name, value in several.items()}  # noqa: S704 - see above


def _with_those_of_many(said: Mapping[str, str], letter: Letter, names: Sequence[str]) -> dict[str, str]:
    """Add what a mail of several happenings says: how many, and who."""
    if not _is_several(letter):
        return dict(said)
    named = format_list([str(name) for name in names[:_NAMED]], locale=letter.language)
    rest = "…" if len(names) > _NAMED or letter.more else ""
    return {**said, "count": str(len(letter.mentions) + letter.more), "names": named + rest}


def _names(letter: Letter) -> Sequence[str]:
    return [_entered(name) for name in {one.who: one.actor for one in letter.mentions}.values()]


def _listed(rows: Sequence[_Row], letter: Letter) -> str:
    right_to_left = letter.language in _RIGHT_TO_LEFT

    def line(row: _Row) -> str:
        said = [
            values.isolated(value, right_to_left=right_to_left) for value in (row.name, row.subject) if value
        ]
        return f"• {': '.join(said)}\n  {row.at}"

    return "\n".join(line(row) for row in rows)


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


def _moment(at: datetime, pattern: str, letter: Letter) -> str:
    return format_datetime(at, pattern, _zone(letter.time_zone), locale=letter.language)


def _zone(name: str) -> ZoneInfo:
    """Find a time zone; one that is unknown here is UTC, which the mail then names."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
