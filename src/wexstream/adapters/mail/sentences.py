"""The sentences of a mail, with what people entered in its places: as plain text, and as markup."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.lists import format_list
from markupsafe import Markup, escape

from wexstream.adapters.mail import values
from wexstream.adapters.mail.words import Catalogue
from wexstream.domain.model.account import Language
from wexstream.ports.mail import Letter, LetterKind

QUOTING = frozenset(
    {
        LetterKind.SUSPENDED,
        LetterKind.SUSPENDED_FOR_GOOD,
        LetterKind.SUSPENSION_UPHELD,
        LetterKind.MODERATOR_WARNED,
        LetterKind.WARNING_WITHDRAWN,
        LetterKind.APPEAL_UPHELD,
        LetterKind.APPEAL_GRANTED,
        LetterKind.ENQUIRY,
    }
)
"""What ends with the words of somebody, which ``after`` leads to, where there are any."""
_RIGHT_TO_LEFT = frozenset({Language.ARABIC})
# Whoever typed the address of these may be a stranger to it, and must not send his words there as a name.
_UNPROVEN = frozenset({LetterKind.VERIFY, LetterKind.MOVE})
_NAMED = 3  # of those who did something, in the line that lists of mails show
# No colon and no slash: what has them is no address, but might be taken for a link.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """The sentences of one mail with their values in place, as plain text or as markup."""

    subject: str
    preheader: str
    greeting: str
    before: Sequence[str]
    button: str
    link: str
    after: Sequence[str]


def in_plain_text(letter: Letter, words: Catalogue, *, product: str) -> Spoken:
    """Speak so that no value turns the direction of what is around it. Raises ValueError where one lacks."""
    said = {name: isolated(value, letter) for name, value in _values(letter, words, product=product).items()}
    names = [isolated(name, letter) for name in _names(letter)]
    return _speak(letter, words, {**said, **_of_many(letter, names)}, str)


def in_markup(letter: Letter, words: Catalogue, *, product: str) -> Spoken:
    """Speak so that no value becomes markup, or turns the direction of what is around it. As above."""
    isolate = Markup("<bdi>{}</bdi>")
    said = {name: isolate.format(value) for name, value in _values(letter, words, product=product).items()}
    # What joins the names is letters alone, and the names are escaped.
    names = [str(isolate.format(name)) for name in _names(letter)]
    of_many = {name: Markup(value) for name, value in _of_many(letter, names).items()}  # noqa: S704 - see above
    return _speak(letter, words, {**said, **of_many}, escape)


def addressee(letter: Letter) -> str | None:
    """Tell how a letter may call whom it is for; None where it may not."""
    return (None if letter.kind in _UNPROVEN else entered(letter.to_name)) or None


def entered(value: str | None) -> str:
    """Make one line of what somebody entered, which no mail program takes for a link."""
    return values.unlinked(values.one_line(value or ""))


def isolated(value: str, letter: Letter) -> str:
    """Keep a value's direction from that of its surroundings, in plain text."""
    return values.isolated(value, right_to_left=is_right_to_left(letter))


def is_right_to_left(letter: Letter) -> bool:
    """Tell in which direction a letter runs."""
    return letter.language in _RIGHT_TO_LEFT


def is_of_many(letter: Letter) -> bool:
    """Tell whether a letter tells of several happenings."""
    return len(letter.mentions) + letter.more > 1


def moment(at: datetime, pattern: str, letter: Letter) -> str:
    """Write a time as the reader does, in the reader's time zone; where that is unknown here, in UTC."""
    try:
        zone = ZoneInfo(letter.time_zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return format_datetime(at, pattern, zone, locale=letter.language)


def _values(letter: Letter, words: Catalogue, *, product: str) -> Mapping[str, str]:
    address = letter.subject if letter.kind is LetterKind.MOVE_NOTICE else letter.reply_to
    given = {
        "name": addressee(letter),
        "actor": entered(letter.actor),
        "subject": entered(letter.subject),
        "address": address if address and _ADDRESS.fullmatch(address) else entered(address),
        "product": product,
        "until": moment(letter.expires_at, words.moment, letter) if letter.expires_at else None,
    }
    return {name: value for name, value in given.items() if value}


def _names(letter: Letter) -> Sequence[str]:
    return [entered(name) for name in {one.who: one.actor for one in letter.mentions}.values()]


def _of_many(letter: Letter, names: Sequence[str]) -> Mapping[str, str]:
    """Say of several happenings how many there are, and of whom."""
    if not is_of_many(letter):
        return {}
    rest = "…" if len(names) > _NAMED or letter.more else ""
    return {
        "count": str(len(letter.mentions) + letter.more),
        "names": format_list(names[:_NAMED], locale=letter.language) + rest,
    }


def _speak(letter: Letter, words: Catalogue, said: Mapping[str, str], voice: Callable[[str], str]) -> Spoken:
    """Fill in the sentences; ``voice`` makes plain text or markup of the words themselves."""

    def fill(sentence: str) -> str:
        try:
            return voice(sentence).format_map(said)
        except KeyError as missing:
            raise ValueError(f"A letter of kind {letter.kind} needs {missing}; give it.") from None

    own = words.letters[letter.kind]
    after = own.after if letter.text or letter.kind not in QUOTING else ()
    return Spoken(
        subject=fill(own.subject),
        preheader=fill(own.preheader),
        greeting=fill(words.greeting if "name" in said else words.greeting_unnamed),
        before=[fill(paragraph) for paragraph in own.before],
        button=fill(own.button),
        link=fill(words.link),
        after=[fill(paragraph) for paragraph in after],
    )
