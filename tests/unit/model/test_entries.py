"""What is accepted of what people enter, whatever the field."""

import unicodedata

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from tests.unit.model.entries import (
    ANY_TEXT,
    EVERY_FIELD,
    LIKELY,
    LIMITED,
    LINES,
    NORMALISED,
    ON_ONE_LINE,
    OPTIONAL_LINES,
    OPTIONAL_PARAGRAPHS,
    PARAGRAPHS,
    SECRETS,
    why_refused,
)
from wexstream.domain.model.errors import FieldFault, Invalid
from wexstream.domain.model.text import folded

MEGABYTES = 10_000_000
NOTHING_TO_SEE = [
    "",
    " ",
    "\u3000\u2003",
    "\u200b",
    "\u200b \u200b",
    "\ufdd0",
    "\u20dd",
    "\u2060\ufeff",
    "\u0301",
    "\u115f\u1160",
    "\u3164",
    "\uffa0",
    "\u2800",
    "\U0001d159",
    "\ue000",
    "\ufe0f",
]
BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("field", EVERY_FIELD)
@given(value=ANY_TEXT)
def test_any_text_is_accepted_or_refused_by_the_name_of_its_field(field: str, value: str) -> None:
    refused: tuple[FieldFault, ...] = ()
    try:
        EVERY_FIELD[field](value)
    except Invalid as error:
        refused = error.faults
    assert [fault.field for fault in refused] in ([], [field])


@pytest.mark.parametrize("field", NORMALISED)
@given(data=st.data())
def test_what_is_accepted_is_trimmed_composed_and_without_control_characters(
    field: str, data: st.DataObject
) -> None:
    accepted = _some_accepted(field, data)
    assert accepted == accepted.strip()
    assert unicodedata.is_normalized("NFC", accepted)
    breaks = accepted.replace("\n", "") if field in PARAGRAPHS | OPTIONAL_PARAGRAPHS else accepted
    assert {unicodedata.category(character) for character in breaks}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


@pytest.mark.parametrize("field", NORMALISED)
@given(data=st.data())
def test_what_was_accepted_once_is_accepted_again_as_it_is(field: str, data: st.DataObject) -> None:
    accepted = _some_accepted(field, data)
    assert EVERY_FIELD[field](accepted) == accepted


@pytest.mark.parametrize("field", LIMITED)
@given(st.text(st.characters(categories=["L", "N", "P", "S"]) | st.just(" "), max_size=98))
def test_ordinary_text_is_accepted_as_it_is_written(field: str, text: str) -> None:
    composed = unicodedata.normalize("NFC", f"A{text}Z")
    assert EVERY_FIELD[field](f"A{text}Z") == composed


@pytest.mark.parametrize("field", LIMITED)
@pytest.mark.parametrize("letter", ["a", "é", "e\u0301", "ᾂ", "α\u0313\u0300\u0345", "😀", "한"])
def test_lengths_are_in_composed_characters(field: str, letter: str) -> None:
    rule, longest = LIMITED[field]
    accepted = rule(f"  {letter * longest}\n")
    assert accepted is not None
    assert len(accepted) == longest
    assert why_refused(rule, letter * (longest + 1)) == (field, "too-long")


@pytest.mark.parametrize("field", EVERY_FIELD)
@pytest.mark.parametrize(
    "piece", ["a", "é", "a.", "é.", "a@é", "\u0315\u0300", "https://", "a/", "\ud800", "\0"]
)
def test_ten_megabytes_are_refused_without_a_look_at_them(field: str, piece: str) -> None:
    code = "time-zone" if field == "time_zone" else "too-long"
    assert why_refused(EVERY_FIELD[field], piece * (MEGABYTES // len(piece))) == (field, code)


@pytest.mark.parametrize("field", LIMITED)
def test_ten_megabytes_of_spaces_around_it_are_trimmed(field: str) -> None:
    assert EVERY_FIELD[field](" " * MEGABYTES + "a" + "\u3000" * MEGABYTES) == "a"


@pytest.mark.parametrize("field", LINES | PARAGRAPHS)
@pytest.mark.parametrize("nothing", NOTHING_TO_SEE, ids=ascii)
def test_what_must_be_there_must_be_seen(field: str, nothing: str) -> None:
    rule, _ = LIMITED[field]
    assert why_refused(rule, nothing) == (field, "too-short")
    assert rule(f"{nothing}.") is not None


@pytest.mark.parametrize("field", OPTIONAL_LINES | OPTIONAL_PARAGRAPHS)
@pytest.mark.parametrize("nothing", NOTHING_TO_SEE, ids=ascii)
def test_what_may_be_left_out_is_left_out_where_nothing_can_be_seen(field: str, nothing: str) -> None:
    assert EVERY_FIELD[field](nothing) is None


@pytest.mark.parametrize("field", ON_ONE_LINE)
@pytest.mark.parametrize(
    "control", ["\0", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"], ids=ascii
)
def test_a_line_has_no_control_characters_and_no_breaks(field: str, control: str) -> None:
    assert why_refused(EVERY_FIELD[field], f"a{control}b") == (field, "characters")


@pytest.mark.parametrize("field", ON_ONE_LINE)
@pytest.mark.parametrize("control", BIDI_CONTROLS, ids=ascii)
def test_a_line_cannot_turn_the_direction_of_what_follows_it(field: str, control: str) -> None:
    assert why_refused(EVERY_FIELD[field], f"Amal{control}") == (field, "characters")


@pytest.mark.parametrize("field", ON_ONE_LINE)
@pytest.mark.parametrize("line", ["علی\u200cرضا", "क्\u200dष", "أحمد\u200f!", "👩\u200d💻"])
def test_joiners_and_marks_of_direction_that_a_script_needs_stay(field: str, line: str) -> None:
    assert EVERY_FIELD[field](line) == line


@pytest.mark.parametrize("field", PARAGRAPHS | OPTIONAL_PARAGRAPHS)
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\u2029"], ids=ascii)
def test_every_kind_of_line_break_becomes_a_newline(field: str, line_break: str) -> None:
    assert EVERY_FIELD[field](f"one{line_break}two{line_break}{line_break}three") == "one\ntwo\n\nthree"


@pytest.mark.parametrize("field", PARAGRAPHS)
def test_line_breaks_between_what_cannot_be_seen_show_nothing(field: str) -> None:
    assert why_refused(EVERY_FIELD[field], "\u200b\n\u200b") == (field, "too-short")


@pytest.mark.parametrize("field", PARAGRAPHS | OPTIONAL_PARAGRAPHS)
def test_tabs_in_long_texts_become_spaces(field: str) -> None:
    assert EVERY_FIELD[field]("one\ttwo") == "one two"


@pytest.mark.parametrize("field", PARAGRAPHS | OPTIONAL_PARAGRAPHS)
@pytest.mark.parametrize("control", ["\0", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\ud800"], ids=ascii)
def test_long_texts_have_no_other_control_characters(field: str, control: str) -> None:
    assert why_refused(EVERY_FIELD[field], f"a{control}b") == (field, "characters")


@pytest.mark.parametrize("field", LIMITED)
def test_a_letter_has_up_to_thirty_marks(field: str) -> None:
    rule, _ = LIMITED[field]
    towering = "x" + "\u0323" * 30
    assert rule(f"{towering} {towering}") == f"{towering} {towering}"
    assert why_refused(rule, towering + "\u0323") == (field, "characters")


@pytest.mark.parametrize("field", LIMITED)
def test_marks_are_counted_as_they_are_kept(field: str) -> None:
    assert why_refused(EVERY_FIELD[field], "x" + "\u0344" * 16) == (field, "characters")


@pytest.mark.parametrize("field", SECRETS)
@given(
    value=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=8, max_size=128)
)
def test_a_password_is_kept_as_it_was_typed(field: str, value: str) -> None:
    assume("amal" not in folded(value))  # which is the name that it must not be
    assert SECRETS[field](value) == value


@pytest.mark.parametrize("field", SECRETS)
@pytest.mark.parametrize("character", ["\0", "\ud800"], ids=ascii)
def test_a_password_has_no_characters_that_are_no_text(field: str, character: str) -> None:
    assert why_refused(SECRETS[field], f"open sesame{character}") == (field, "characters")


def _some_accepted(field: str, data: st.DataObject) -> str:
    value = data.draw(LIKELY[field])
    try:
        accepted = NORMALISED[field](value)
    except Invalid:
        reject()
    return accepted if accepted is not None else reject()
