import unicodedata
from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.mails import (
    HOSTILE,
    HOSTILE_PIECES,
    QUOTING,
    WRITER,
    a_letter,
    hostile_letters,
    mentions,
    page,
)
from wexstream.domain.model.account import Language
from wexstream.ports.mail import Letter, LetterKind, Mail

TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067")
EVERYTHING = "".join(HOSTILE_PIECES)
WORST = replace(
    a_letter(LetterKind.ENQUIRY), text=EVERYTHING, actor=EVERYTHING, subject=EVERYTHING, to_name=EVERYTHING
)
WORST_MENTION = replace(mentions(LetterKind.MESSAGES_RECEIVED)[0], actor=EVERYTHING, subject=EVERYTHING)
WORST_OF_MANY = replace(a_letter(LetterKind.MESSAGES_RECEIVED), mentions=[WORST_MENTION] * 2)


def structure(mail: Mail) -> list[tuple[str, dict[str, str]]]:
    """List the elements of the HTML with their attributes, but the lines of a quotation."""
    html = page(mail)
    for quotation in html.iter("blockquote"):
        for line in list(quotation):
            assert (line.tag, len(line), line.get("dir")) == ("p", 0, "auto")
            quotation.remove(line)
    return [(element.tag, element.attrib) for element in html.iter()]


def unquoted(mail: Mail) -> list[str]:
    return [line for line in mail.text.splitlines() if not line.startswith(">")]


def isolates_at_most_once(line: str) -> bool:
    depth = 0
    for character in line:
        depth += {"\u2068": 1, "\u2069": -1}.get(character, 0)
        if depth not in {0, 1}:
            return False
    return depth == 0


@given(letter=hostile_letters())
@example(letter=WORST)
@example(letter=WORST_OF_MANY)
@example(letter=replace(WORST, kind=LetterKind.MOVE_NOTICE, subject="https://evil.example"))
@example(letter=replace(WORST, kind=LetterKind.MOVE_NOTICE, subject="https://evil.example/@evil.example"))
def test_what_people_enter_changes_neither_the_page_nor_the_text_around_it(letter: Letter) -> None:
    mail = WRITER.write(letter)
    mentioned = [replace(one, actor="x", subject=one.subject and "x") for one in letter.mentions]
    harmless = WRITER.write(
        replace(
            letter,
            actor="x",
            subject="x",
            text=letter.text and "x",
            to_name=mail.to_name and "x",
            mentions=mentioned,
        )
    )
    assert structure(mail) == structure(harmless)
    assert len(unquoted(mail)) == len(unquoted(harmless))
    assert mail.links[0] == harmless.links[0]
    assert letter.kind in QUOTING or mail.links == harmless.links


@given(letter=hostile_letters())
@example(letter=WORST)
@example(letter=WORST_OF_MANY)
def test_no_line_is_broken_and_no_direction_turned(letter: Letter) -> None:
    mail = WRITER.write(letter)
    for line in (mail.subject, mail.to_name or "", *mail.text.split("\n")):
        assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs", "Zl", "Zp"}
        assert not TURNING & set(line)
        assert isolates_at_most_once(line)


@given(written=HOSTILE, kind=st.sampled_from(sorted(QUOTING)), language=st.sampled_from(Language))
@example(written=EVERYTHING, kind=LetterKind.MODERATOR_WARNED, language=Language.ARABIC)
def test_every_line_that_somebody_wrote_is_quoted_in_its_order(
    written: str, kind: LetterKind, language: Language
) -> None:
    mail = WRITER.write(replace(a_letter(kind, language), text=written))
    quoted = [line for line in mail.text.split("\n") if line.startswith(">")]
    given_lines = written.splitlines()
    assert len(quoted) == len(given_lines)
    for line, original in zip(quoted, given_lines, strict=True):
        assert letters(line) == letters(original)


def letters(line: str) -> str:
    return "".join(character for character in line if character.isalnum())
