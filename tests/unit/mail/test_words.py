import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from string import Formatter

import pytest

from tests.support.mails import MOVED_TO, WRITER, a_letter, seen, whole
from wexstream.adapters.mail.words import Catalogue, Words, catalogue
from wexstream.domain.model.account import Language, MailChoice
from wexstream.ports.mail import Letter, LetterKind

CATALOGUES = {language: catalogue(language) for language in Language}
LACKING: dict[str, Callable[[Letter], Letter]] = {
    "actor": lambda letter: replace(letter, actor=None),
    "subject": lambda letter: replace(letter, subject=None),
    "until": lambda letter: replace(letter, expires_at=None),
    "count": lambda letter: replace(letter, mentions=letter.mentions[:1], more=0),
    "address": lambda letter: replace(
        letter, subject=None if letter.subject == MOVED_TO else letter.subject, reply_to=None
    ),
}
PLACEHOLDER = re.compile(r"\{\w+\}")

every_kind = pytest.mark.parametrize("kind", LetterKind)
every_language = pytest.mark.parametrize("language", Language)


def sentences(words: Words) -> Sequence[str]:
    return [words.subject, words.preheader, *words.before, words.button, *words.after]


def placeholders(words: Words) -> set[str]:
    return {
        name for each in sentences(words) for _, name, _, _ in Formatter().parse(each) if name is not None
    }


def every_sentence(words: Catalogue) -> Sequence[str]:
    own = [words.greeting, words.greeting_unnamed, words.link, words.moment, words.stamp, words.more]
    own += [words.live, words.turn_off, *words.reasons.values()]
    return own + [each for kind in LetterKind for each in sentences(words.letters[kind])]


def pieces(sentence: str) -> Sequence[str]:
    return PLACEHOLDER.split(sentence)


@every_language
def test_every_kind_of_letter_has_its_words(language: Language) -> None:
    assert set(CATALOGUES[language].letters) == set(LetterKind)


@every_language
def test_every_mail_that_can_be_turned_off_has_a_reason(language: Language) -> None:
    assert set(CATALOGUES[language].reasons) == set(MailChoice)


@every_kind
def test_the_languages_speak_of_the_same_things(kind: LetterKind) -> None:
    english, french, arabic = (placeholders(CATALOGUES[language].letters[kind]) for language in Language)
    assert english == french == arabic


@pytest.mark.parametrize("language", [Language.FRENCH, Language.ARABIC])
def test_nothing_was_left_in_english(language: Language) -> None:
    english, translated = every_sentence(CATALOGUES[Language.ENGLISH]), every_sentence(CATALOGUES[language])
    assert len(english) == len(translated)
    assert not set(english) & set(translated)


@every_language
@every_kind
def test_everything_in_the_catalogue_is_said(kind: LetterKind, language: Language) -> None:
    words = CATALOGUES[language].letters[kind]
    mail = WRITER.write(a_letter(kind, language))
    for sentence in (*sentences(words), CATALOGUES[language].link):
        assert all(" ".join(piece.split()) in seen(mail) for piece in pieces(sentence))
    for sentence in (*words.before, words.button, *words.after):
        assert all(piece in whole(mail.text) for piece in pieces(sentence))
    assert all(piece in whole(mail.subject) for piece in pieces(words.subject))


@every_language
@every_kind
def test_no_placeholder_is_left(kind: LetterKind, language: Language) -> None:
    mail = WRITER.write(a_letter(kind, language))
    for shown in (mail.subject, mail.text, seen(mail)):
        assert not set("{}") & set(shown)
        assert "None" not in shown


@pytest.mark.parametrize(
    ("kind", "lacking"),
    [
        (kind, lacking)
        for kind in LetterKind
        for lacking in sorted(placeholders(CATALOGUES[Language.ENGLISH].letters[kind]) - {"product", "names"})
    ],
)
def test_a_letter_that_lacks_what_it_speaks_of_is_refused_by_name(kind: LetterKind, lacking: str) -> None:
    letter = LACKING[lacking](a_letter(kind))
    with pytest.raises(ValueError, match=f"A letter of kind {kind} needs '{lacking}'"):
        WRITER.write(letter)


@every_language
@pytest.mark.parametrize(
    "kind", [LetterKind.CONFERENCES_LIVE, LetterKind.CONFERENCES_FINISHED, LetterKind.MESSAGES_RECEIVED]
)
def test_what_one_person_may_do_several_times_is_not_said_of_several_people(
    kind: LetterKind, language: Language
) -> None:
    said = " ".join(sentences(CATALOGUES[language].letters[kind])).lower()
    assert not [word for word in ("people", "personnes", "أشخاص", "هؤلاء") if word in said]
