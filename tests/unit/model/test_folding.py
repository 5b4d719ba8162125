"""How names are found: what folding makes of them, and what a folded query matches."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.unit.model.entries import ANY_TEXT
from wexstream.domain.model.text import folded, matches

NAMES = st.lists(
    st.text("abcXYZéÅñçşİıØłÆœßĐðÞŧŋﬁＪабвЁйґαΆςΣΰأحمدةىیکשלוםựễ김민수李明田'’ʿ·", min_size=1),
    min_size=1,
    max_size=4,
).map(" ".join)
FOUND_BY = [
    ("José", "jose"),
    ("Amélie", "amelie"),
    ("Zoë", "ZOE"),
    ("Łukasz", "lukasz"),
    ("Straße", "strasse"),
    ("STRASSE", "straße"),
    ("Ærø", "aero"),
    ("Øystein", "oystein"),
    ("Œuvrard", "oeuvrard"),
    ("Đặng Nguyễn", "dang nguyen"),
    ("Þór Guðmundsson", "thor gudmundsson"),
    ("Ħal Tarxien", "hal tarxien"),
    ("Ŋarga Ŧ", "narga t"),
    ("Əliyev", "eliyev"),
    ("Ɗantata Ɓarau Ƙwairanga Ƴar'Adua", "dantata barau kwairanga yaradua"),
    ("Kɔfi Mɛnsah", "kofi mensah"),
    ("İstanbul", "istanbul"),
    ("ISTANBUL", "ıstanbul"),
    ("Iğdır", "igdir"),
    ("Fiona", "ﬁona"),
    ("Ｊｏｓｅ", "jose"),
    ("Henry Ⅷ", "henry viii"),
    ("Алёна", "алена"),
    ("Сергей", "сергеи"),
    ("Ґалаґан", "галаган"),
    ("Νίκος", "νικοσ"),
    ("ΝΊΚΟΣ", "νίκος"),
    ("ᾠδή", "ωδη"),
    ("أحمد", "احمد"),
    ("مُحَمَّد", "محمد"),
    ("فاطمة", "فاطمه"),
    ("مصطفى", "مصطفي"),
    ("علی", "علي"),
    ("کریم", "كريم"),
    ("ٱلرحمن", "الرحمن"),
    ("ہاجرہ", "هاجره"),
    ("ھند", "هند"),
    ("محـــمد", "محمد"),
    ("علی\u200cرضا", "علیرضا"),
    ("שָׁלוֹם", "שלום"),
    ("O'Brien", "obrien"),
    ("O’Brien", "o'brien"),
    ("O´Brien", "o‘brien"),
    ("O`Brien", "oʼbrien"),
    ("Hawaiʻi", "hawaii"),
    ("ʿAlī ʾAbū", "ali abu"),
    ("Gal·la", "galla"),
    ("Gaŀla", "galla"),
    ("Jean-Luc", "jean luc"),
    ("Jean‑Luc", "jean–luc"),
    ("Anna (Müller)", "anna muller"),
    ("Robert “Bob” Smith", 'robert "bob" smith'),
    ("Léa «Léo» Roy", "lea leo roy"),
    ("Anna\u3000\u00a0 Berg", "anna berg"),
    ("An\u00adna", "anna"),
    ("A\u20ddnna", "anna"),
]
KEPT_APART = [
    ("José", "josè x"),
    ("anna", "ana"),
    ("100%", "100"),
    ("a_b", "a b"),
    ("a.b", "a b"),
    ("李", "明"),
]


@given(ANY_TEXT)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(ANY_TEXT)
def test_what_is_folded_has_no_marks_no_case_and_single_spaces(text: str) -> None:
    key = folded(text)
    assert {unicodedata.category(character) for character in key}.isdisjoint({"Mn", "Me", "Cf", "Cc", "Cs"})
    assert key == key.casefold()
    assert key == " ".join(key.split())
    assert unicodedata.is_normalized("NFC", key)


@given(ANY_TEXT)
def test_however_letters_are_composed_they_fold_the_same(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.lists(ANY_TEXT))
def test_each_word_folds_by_itself(words: list[str]) -> None:
    assert folded(" ".join(words)) == " ".join(filter(None, map(folded, words)))


@given(NAMES)
def test_a_name_is_found_in_capitals_and_in_small_letters(name: str) -> None:
    assert folded(name.upper()) == folded(name.lower()) == folded(name)


@given(NAMES, st.data())
def test_a_name_is_found_by_each_of_its_words(name: str, data: st.DataObject) -> None:
    word = folded(data.draw(st.sampled_from(name.split())))
    assume(word)
    assert matches(folded(name), word)


@given(NAMES, st.data())
def test_a_name_is_found_by_how_each_of_its_words_begins(name: str, data: st.DataObject) -> None:
    word = folded(data.draw(st.sampled_from(name.split())))
    assume(word)
    assert matches(folded(name), word[: data.draw(st.integers(1, len(word)))])


@given(NAMES, st.data())
def test_a_name_is_found_by_any_three_and_more_of_its_letters(name: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(name)))
    part = folded(name[begin : data.draw(st.integers(begin, len(name)))])
    assume(len(part) >= 3)
    assert matches(folded(name), part)


@given(st.text("ab ", max_size=8).map(folded), st.text("ab ", max_size=4).map(folded))
def test_one_and_two_characters_match_beginnings_of_words_only_more_match_anywhere(
    name: str, query: str
) -> None:
    begins = any(word.startswith(query) for word in name.split())
    anywhere = query in name
    assert matches(name, query) == {0: False, 1: begins, 2: begins}.get(len(query), anywhere)


@pytest.mark.parametrize(
    ("query", "found"),
    [("a", True), ("be", True), ("n", False), ("nn", False), ("er", False), ("nna", True), ("a b", True)],
)
def test_short_queries_find_beginnings_and_longer_ones_any_part(query: str, *, found: bool) -> None:
    assert matches("anna berg", query) is found


@given(NAMES)
def test_nothing_finds_nobody(name: str) -> None:
    assert not matches(folded(name), folded(" \u200b' "))


@pytest.mark.parametrize(("name", "query"), FOUND_BY)
def test_names_are_found_as_people_type_them(name: str, query: str) -> None:
    assert folded(name) == folded(query)


@pytest.mark.parametrize(("name", "query"), KEPT_APART)
def test_what_differs_in_letters_and_signs_stays_different(name: str, query: str) -> None:
    assert folded(name) != folded(query)


@pytest.mark.parametrize("query", ["%", "_", "a%", "%n", "a_n", "%%%", "___"])
def test_wildcards_of_databases_mean_themselves(query: str) -> None:
    assert folded(query) == query
    assert not matches("anna", query)
    assert matches(f"anna {query}", query)


@pytest.mark.parametrize("junk", ["\0", "\ud800", "\n", "\u2028"], ids=ascii)
def test_what_no_name_has_separates_words(junk: str) -> None:
    assert folded(f"Anna{junk}Berg") == "anna berg"
