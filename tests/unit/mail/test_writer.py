import re
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.mails import BASE, QUOTING, WRITER, a_letter, page, seen, whole
from wexstream.adapters.mail.words import catalogue
from wexstream.adapters.mail.writer import LetterWriter
from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId
from wexstream.domain.usecases.digests import LISTED_MOST
from wexstream.ports.mail import LetterKind, Mail

CATALOGUES = {language: catalogue(language) for language in Language}


def preheader(mail: Mail) -> str:
    """Read what lists of mails show beside the subject."""
    return "".join(next(page(mail).iter("div")).itertext()).rstrip("\u034f\u2007")


every_kind = pytest.mark.parametrize("kind", LetterKind)
every_language = pytest.mark.parametrize("language", Language)


class TestPage:
    @every_language
    @every_kind
    def test_the_html_is_well_formed_and_runs_as_its_language_does(
        self, kind: LetterKind, language: Language
    ) -> None:
        html = page(WRITER.write(a_letter(kind, language)))
        direction = "rtl" if language is Language.ARABIC else "ltr"
        for element in (html, html.find("body/table")):
            assert element is not None
            assert (element.get("lang"), element.get("dir")) == (language, direction)

    @every_kind
    def test_nothing_is_loaded_and_both_themes_are_dressed(self, kind: LetterKind) -> None:
        mail = WRITER.write(a_letter(kind))
        assert not re.search(r"\ssrc=|url\(|@import|<(img|link|script|iframe|form)\b", mail.html)
        assert "@media (prefers-color-scheme: dark)" in mail.html
        schemes = [
            meta.get("content") for meta in page(mail).iter("meta") if meta.get("name") == "color-scheme"
        ]
        assert schemes == ["light dark"]


class TestLinks:
    @every_language
    @every_kind
    def test_the_first_link_is_the_page_at_the_path(self, kind: LetterKind, language: Language) -> None:
        letter = a_letter(kind, language)
        mail = WRITER.write(letter)
        ways_out = [f"{BASE}/unsubscribe?token={letter.way_out.token}"] if letter.way_out else []
        assert mail.links == [BASE + letter.path, BASE, *ways_out]
        assert [link.get("href") for link in page(mail).iter("a")] == [
            *[BASE + mention.path for mention in letter.mentions],
            *[BASE + letter.path] * 2,
            BASE,
            *ways_out,
        ]

    @given(path=st.text("/?#=&%.-_~abcXYZ019", max_size=30).map("/{}".format))
    def test_a_path_arrives_as_it_was_given(self, path: str) -> None:
        mail = WRITER.write(replace(a_letter(LetterKind.RESET), path=path))
        assert mail.links[0] == BASE + path
        assert next(page(mail).iter("a")).get("href") == BASE + path

    @pytest.mark.parametrize("path", ["", "elsewhere", "@evil.example/", "/a b", "/\n", '/"', "/é", "/<b>"])
    def test_a_path_that_is_none_is_refused(self, path: str) -> None:
        with pytest.raises(ValueError, match="Begin it with a slash"):
            WRITER.write(replace(a_letter(LetterKind.RESET), path=path))

    @pytest.mark.parametrize("base", ["", "meet.example.org", "ftp://meet.example.org", "https://", "//x"])
    def test_a_base_that_is_no_public_address_is_refused_with_an_example(self, base: str) -> None:
        with pytest.raises(ValueError, match=r"such as https://example\.org"):
            LetterWriter(base_url=base, product="Wexstream")


class TestPeople:
    def test_a_name_keeps_its_direction_from_its_surroundings(self) -> None:
        mail = WRITER.write(replace(a_letter(LetterKind.CONNECTION_APPROVED), actor="أمل حدّاد"))
        assert mail.subject == "You and \u2068أمل حدّاد\u2069 are connected now"
        assert "\u2068أمل حدّاد\u2069 approved" in mail.text
        assert "<bdi>أمل حدّاد</bdi> approved" in mail.html

    def test_a_latin_name_keeps_its_direction_among_arabic_words(self) -> None:
        mail = WRITER.write(a_letter(LetterKind.CONNECTION_REQUESTED, Language.ARABIC))
        assert mail.subject == "طلب تواصل من \u2068Tomasz\u2069"
        assert "<bdi>Tomasz</bdi>" in mail.html

    def test_plain_names_leave_an_english_subject_plain(self) -> None:
        mail = WRITER.write(a_letter(LetterKind.MESSAGE_RECEIVED))
        assert mail.subject == "Tomasz wrote to you: Sunday reading circle"

    @every_language
    @pytest.mark.parametrize("kind", [LetterKind.VERIFY, LetterKind.MOVE])
    def test_an_address_that_nobody_proved_gets_no_name_that_somebody_typed(
        self, kind: LetterKind, language: Language
    ) -> None:
        mail = WRITER.write(a_letter(kind, language))
        assert mail.to_name is None
        assert "Clara" not in mail.text + mail.html
        assert mail.text.startswith(CATALOGUES[language].greeting_unnamed)

    @every_language
    def test_others_are_greeted_by_name_where_there_is_one(self, language: Language) -> None:
        letter = a_letter(LetterKind.SUSPENDED, language)
        named, unnamed = WRITER.write(letter), WRITER.write(replace(letter, to_name=None))
        assert named.to_name == "Clara Weiss"
        greeting = CATALOGUES[language].greeting.format(name="Clara Weiss")
        assert whole(named.text).startswith(greeting)
        assert greeting in seen(named)
        assert unnamed.to_name is None
        assert unnamed.text.startswith(CATALOGUES[language].greeting_unnamed)

    @pytest.mark.parametrize("name", ["www.evil.example", "https://evil", "Win.at/evil", "évil.été"])
    def test_a_name_is_no_link_even_to_programs_that_make_links_of_text(self, name: str) -> None:
        mail = WRITER.write(replace(a_letter(LetterKind.CONNECTION_REQUESTED), actor=name))
        assert name not in mail.subject + mail.text + mail.html
        assert name in mail.text.replace("\u2060", "")

    @pytest.mark.parametrize("title", ["J. R. R. Tolkien", "Python 3.11", "9:30 a.m.: tea", "1/2"])
    def test_other_names_and_titles_stay_as_they_are(self, title: str) -> None:
        assert title in WRITER.write(replace(a_letter(LetterKind.MESSAGE_RECEIVED), subject=title)).subject

    def test_a_very_long_name_is_shortened(self) -> None:
        mail = WRITER.write(replace(a_letter(LetterKind.CONNECTION_REQUESTED), actor="w" * 5_000))
        assert mail.subject == f"\u2068{'w' * 253}…\u2069 wants to connect with you"


class TestKinds:
    @pytest.mark.parametrize("kind", sorted(QUOTING))
    def test_what_was_written_is_read_as_a_quotation(self, kind: LetterKind) -> None:
        mail = WRITER.write(a_letter(kind))
        assert "\n\n> First line.\n>\n> Third line.\n\n" in mail.text
        [quotation] = page(mail).iter("blockquote")
        assert [line.text for line in quotation] == ["First line.", None, "Third line."]

    @pytest.mark.parametrize("kind", sorted(set(LetterKind) - QUOTING))
    def test_others_never_say_what_was_written(self, kind: LetterKind) -> None:
        mail = WRITER.write(a_letter(kind))
        assert "First line" not in mail.text + mail.html

    def test_an_answer_to_an_enquiry_goes_to_whoever_wrote_it(self) -> None:
        mail = WRITER.write(a_letter(LetterKind.ENQUIRY))
        assert mail.reply_to == "tomasz@zielinski.example"
        assert "the answer goes to tomasz@zielinski.example." in mail.text

    @every_language
    def test_the_old_address_reads_the_new_one_as_it_is(self, language: Language) -> None:
        mail = WRITER.write(a_letter(LetterKind.MOVE_NOTICE, language))
        assert "new@weiss.example" in mail.text
        assert "new@weiss.example" in mail.html


class TestMentions:
    @every_language
    def test_each_is_listed_with_who_what_and_when_in_the_readers_time(self, language: Language) -> None:
        letter = a_letter(LetterKind.MESSAGES_RECEIVED, language)
        mail = WRITER.write(letter)
        stamps = {Language.ENGLISH: "1 March at 13:00", Language.FRENCH: "1 mars à 13:00"}
        stamp = stamps.get(language, "1 مارس، الساعة 13:00")
        assert f"• Tomasz: Seedlings\n  {stamp}\n• Clara Weiss: Seedlings\n  {stamp}\n" in whole(mail.text)
        assert seen(mail).count(f"Seedlings {stamp}") == 2

    def test_how_many_there_are_beyond_those_is_said(self) -> None:
        letter = a_letter(LetterKind.CONNECTIONS_REQUESTED)
        mail = WRITER.write(letter)
        assert mail.subject == "5 people want to connect with you"
        assert "\n\nand 3 more\n\n" in mail.text
        assert "and 3 more" in seen(mail)
        all_of_them = WRITER.write(replace(letter, more=0))
        assert "more" not in all_of_them.text + seen(all_of_them)

    @pytest.mark.parametrize(
        ("names", "more", "named"),
        [
            (["Tomasz", "Clara"], 0, "From Tomasz and Clara"),
            (["Tomasz", "Clara", "Noor"], 0, "From Tomasz, Clara, and Noor"),
            (["Tomasz", "Clara", "Noor", "Bea"], 0, "From Tomasz, Clara, and Noor…"),
            (["Tomasz", "Tomasz"], 1, "From Tomasz…"),
        ],
    )
    def test_some_are_named_before_the_mail_is_opened(self, names: list[str], more: int, named: str) -> None:
        letter = a_letter(LetterKind.MESSAGES_RECEIVED)
        by_name = {name: AccountId(UUID(int=number)) for number, name in enumerate(names)}
        listed = [replace(letter.mentions[0], actor=name, who=by_name[name]) for name in names]
        mail = WRITER.write(replace(letter, mentions=listed, more=more))
        assert preheader(mail) == named

    def test_a_face_is_initials_for_who_sees_it_alone(self) -> None:
        html = page(WRITER.write(a_letter(LetterKind.MESSAGE_RECEIVED)))
        [face] = [table for table in html.iter("table") if table.get("aria-hidden") == "true"]
        assert "".join(face.itertext()).strip() == "T"

    @pytest.mark.parametrize("kind", LetterKind)
    def test_live_is_what_is_live_and_nothing_else(self, kind: LetterKind) -> None:
        lamps = [
            span for span in page(WRITER.write(a_letter(kind))).iter("span") if span.get("class") == "live"
        ]
        assert len(lamps) == (kind in {LetterKind.CONFERENCE_LIVE, LetterKind.CONFERENCES_LIVE})

    def test_the_longest_is_shown_whole_by_programs_that_cut_off_what_is_long(self) -> None:
        letter = a_letter(LetterKind.MESSAGES_RECEIVED, Language.ARABIC)
        longest = replace(letter.mentions[0], actor="ع" * 100, subject="ع" * 200)
        mail = WRITER.write(replace(letter, mentions=[longest] * LISTED_MOST))
        assert len(mail.html.encode()) < 100_000  # Gmail cuts at 102 kB


class TestPreheader:
    @every_language
    @every_kind
    def test_it_is_seen_in_lists_alone_and_nothing_follows_it_there(
        self, kind: LetterKind, language: Language
    ) -> None:
        mail = WRITER.write(a_letter(kind, language))
        hidden = next(page(mail).iter("div"))
        assert "display: none" in (hidden.get("style") or "")
        assert preheader(mail)
        assert len("".join(hidden.itertext())) > 100
        assert not any(whole(preheader(mail)) == whole(line) for line in mail.text.splitlines())


class TestWayOut:
    @every_kind
    def test_mails_that_can_be_turned_off_say_why_they_come_and_how(self, kind: LetterKind) -> None:
        letter = a_letter(kind)
        mail = WRITER.write(letter)
        if letter.way_out is None:
            assert mail.unsubscribe is None
            assert "unsubscribe" not in mail.text + mail.html
            return
        words = CATALOGUES[Language.ENGLISH]
        said = f"{words.reasons[letter.way_out.choice]} {words.turn_off}"
        assert mail.text.endswith(f"\n\n{said}:\n{BASE}/unsubscribe?token=token.abc-DEF_123\n")
        assert seen(mail).endswith(said)
        assert mail.unsubscribe == f"{BASE}/api/unsubscribe/token.abc-DEF_123"


class TestTime:
    @pytest.mark.parametrize(
        ("language", "moment"),
        [
            (Language.ENGLISH, "until Monday 2 March 2026 at 10:05 (Central European Standard Time)."),
            (Language.FRENCH, "jusqu’au lundi 2 mars 2026 à 10:05 (heure normale d’Europe centrale)."),
            (Language.ARABIC, "حتى الاثنين 2 مارس 2026، الساعة 10:05 (توقيت وسط أوروبا الرسمي)."),
        ],
    )
    def test_until_when_a_link_works_is_told_in_the_readers_language_and_time(
        self, language: Language, moment: str
    ) -> None:
        assert moment in whole(WRITER.write(a_letter(LetterKind.VERIFY, language)).text)

    @pytest.mark.parametrize(
        "name", ["Mars/Olympus", "", "../../etc/passwd", "/etc/passwd", "Europe", "a\0b"]
    )
    def test_a_time_zone_that_is_unknown_here_is_utc_and_the_mail_says_so(self, name: str) -> None:
        mail = WRITER.write(replace(a_letter(LetterKind.VERIFY), time_zone=name))
        assert "Monday 2 March 2026 at 09:05 (Coordinated Universal Time)" in mail.text


class TestThread:
    def test_mails_of_one_thread_refer_to_one_message(self) -> None:
        letter = a_letter(LetterKind.MESSAGE_RECEIVED)
        assert WRITER.write(letter).thread == "thread.0190f5a4@meet.example.org"
        assert WRITER.write(replace(letter, thread=None)).thread is None


class TestIdentity:
    def test_the_same_letter_is_the_same_mail(self) -> None:
        letter = a_letter(LetterKind.RESET)
        assert WRITER.write(letter) == WRITER.write(letter)
        assert WRITER.write(letter).message_id == "reset.0190f5a4@meet.example.org"

    @given(references=st.lists(st.text(min_size=1), unique=True, min_size=2, max_size=2))
    def test_another_reference_is_another_mail_and_any_makes_an_id(self, references: list[str]) -> None:
        letter = a_letter(LetterKind.RESET)
        ids = {WRITER.write(replace(letter, reference=reference)).message_id for reference in references}
        assert len(ids) == 2
        assert all(re.fullmatch(r"[A-Za-z0-9%._~-]+@meet\.example\.org", each) for each in ids)
