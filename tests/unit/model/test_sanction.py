"""Warnings and suspensions: their words, their terms, and the one appeal against each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import account, sanction
from tests.support.clock import NOW
from tests.support.strategies import TIMES
from tests.support.verdicts import DISMISSAL, OF_A_WEEK, SUSPENSION, WARNING, WORDS
from wexstream.domain.model.errors import AlreadyAppealed, AlreadyResolved, Invalid, NotInForce
from wexstream.domain.model.moderation import TOLD_EVERY, Decision, told_between
from wexstream.domain.model.sanction import (
    REPEATED_WITHIN,
    Appeal,
    Outcome,
    Sanction,
    Settlement,
    Term,
    Verdict,
)

BOB, MO, TOM = account("Bob"), account("Mo", moderator=True), account("Tom", moderator=True)
UPHELD = Settlement(outcome=Outcome.UPHELD, words="It stays.")
GRANTED = Settlement(outcome=Outcome.GRANTED, words="We were wrong.")


def appealed() -> tuple[Sanction, Appeal]:
    made = sanction(BOB, by=MO, term=Term.WEEK).plead("It was not me.", at=NOW)
    assert made.appeal is not None
    return made, made.appeal


def why_not(accept: Callable[[], object]) -> tuple[str, str]:
    """Tell which field was refused, and by what code."""
    with pytest.raises(Invalid) as refused:
        accept()
    [fault] = refused.value.faults
    return fault.field, fault.code


class TestVerdicts:
    @pytest.mark.parametrize("verdict", [DISMISSAL, WARNING, SUSPENSION, OF_A_WEEK])
    def test_what_is_whole_is_accepted_as_it_is(self, verdict: Verdict) -> None:
        assert verdict.accepted() == verdict

    def test_words_are_tidied(self) -> None:
        assert replace(WARNING, words=" Be  kind.\r\nPlease. ").accepted().words == "Be  kind.\nPlease."

    @pytest.mark.parametrize(
        ("verdict", "why"),
        [
            (replace(WARNING, words=None), ("words", "too-short")),
            (replace(WARNING, words=" \n "), ("words", "too-short")),
            (replace(SUSPENSION, words=""), ("words", "too-short")),
            (replace(WARNING, words="x" * 2_001), ("words", "too-long")),
            (replace(WARNING, words="\x00"), ("words", "characters")),
            (replace(SUSPENSION, term=None), ("term", "required")),
            (replace(WARNING, term=Term.DAY), ("term", "unexpected")),
            (replace(DISMISSAL, words=WORDS), ("words", "unexpected")),
            (replace(DISMISSAL, term=Term.DAY), ("term", "unexpected")),
        ],
    )
    def test_what_is_lacking_or_too_much_is_refused(self, verdict: Verdict, why: tuple[str, str]) -> None:
        assert why_not(verdict.accepted) == why

    @pytest.mark.parametrize("words", ["", "x" * 2_001])
    def test_who_settles_an_appeal_says_why(self, words: str) -> None:
        assert why_not(replace(UPHELD, words=words).accepted)[0] == "words"

    def test_settlements_are_tidied(self) -> None:
        assert replace(UPHELD, words=" It stays. ").accepted() == UPHELD


class TestTerms:
    @pytest.mark.parametrize(
        ("term", "days"), [(Term.DAY, 1), (Term.WEEK, 7), (Term.MONTH, 30), (Term.FOR_GOOD, None)]
    )
    def test_a_suspension_ends_after_its_term_if_ever(self, term: Term, days: int | None) -> None:
        assert sanction(BOB, term=term).until == (NOW + timedelta(days=days) if days else None)

    def test_a_warning_has_no_end(self) -> None:
        assert sanction(BOB).until is None


class TestRepeating:
    def test_the_same_of_the_same_one_within_a_minute_was_sent_twice(self) -> None:
        made = replace(sanction(BOB, by=MO, term=Term.WEEK), words=WORDS)
        assert made.is_repeated_by(OF_A_WEEK, by=MO.id, at=NOW + REPEATED_WITHIN - timedelta(seconds=1))
        assert not made.is_repeated_by(OF_A_WEEK, by=MO.id, at=NOW + REPEATED_WITHIN)

    @pytest.mark.parametrize(
        "verdict", [SUSPENSION, WARNING, replace(OF_A_WEEK, words="Other words."), DISMISSAL]
    )
    def test_anything_else_is_another_decision(self, verdict: Verdict) -> None:
        made = replace(sanction(BOB, by=MO, term=Term.WEEK), words=WORDS)
        assert not made.says(verdict, by=MO.id)
        assert not made.says(OF_A_WEEK, by=TOM.id)


class TestLifting:
    @given(TIMES, TIMES)
    def test_what_is_lifted_holds_no_more_since_then(self, at: datetime, later: datetime) -> None:
        lifted = sanction(BOB).lift(at=at)
        assert lifted.lifted_at == at
        assert lifted.lift(at=later) == lifted
        assert not lifted.may_be_appealed


class TestAppealing:
    def test_is_done_once(self) -> None:
        made, appeal = appealed()
        assert (appeal.text, appeal.made_at, appeal.outcome) == ("It was not me.", NOW, None)
        assert sanction(BOB).may_be_appealed
        assert not made.may_be_appealed
        with pytest.raises(AlreadyAppealed):
            made.plead("Really!", at=NOW)

    def test_is_not_done_once_it_is_answered_either(self) -> None:
        made, appeal = appealed()
        for settlement in (UPHELD, GRANTED):
            with pytest.raises(AlreadyAppealed):
                made.settle(appeal, settlement, by=TOM.id, at=NOW).plead("Really!", at=NOW)

    def test_of_what_holds_no_more_is_refused(self) -> None:
        with pytest.raises(NotInForce):
            sanction(BOB).lift(at=NOW).plead("It was not me.", at=NOW)

    @pytest.mark.parametrize("plea", ["", "x" * 2_001])
    def test_wants_words(self, plea: str) -> None:
        assert why_not(lambda: sanction(BOB).plead(plea, at=NOW))[0] == "text"


class TestSettling:
    @given(st.sampled_from([UPHELD, GRANTED]), TIMES)
    def test_says_what_came_of_it_and_lifts_what_was_granted(
        self, settlement: Settlement, at: datetime
    ) -> None:
        made, appeal = appealed()
        assert made.is_contested
        settled = made.settle(appeal, settlement, by=TOM.id, at=at)
        assert settled.appeal == replace(
            appeal, outcome=settlement.outcome, answer=settlement.words, settled_by=TOM.id, settled_at=at
        )
        assert settled.lifted_at == (at if settlement is GRANTED else None)
        assert not settled.is_contested

    def test_again_changes_nothing_where_it_is_the_same_of_the_same_one(self) -> None:
        made, appeal = appealed()
        for settlement, other in ((UPHELD, GRANTED), (GRANTED, UPHELD)):
            settled = made.settle(appeal, settlement, by=TOM.id, at=NOW)
            answered = settled.appeal
            assert answered is not None
            assert settled.settle(answered, settlement, by=TOM.id, at=NOW + TOLD_EVERY) == settled
            for change in (other, replace(settlement, words="In other words.")):
                with pytest.raises(AlreadyResolved):
                    settled.settle(answered, change, by=TOM.id, at=NOW)
            with pytest.raises(AlreadyResolved):
                settled.settle(answered, settlement, by=MO.id, at=NOW)

    def test_what_holds_no_more_is_refused(self) -> None:
        made, appeal = appealed()
        lifted = made.lift(at=NOW)
        assert not lifted.is_contested
        with pytest.raises(NotInForce):
            lifted.settle(appeal, UPHELD, by=TOM.id, at=NOW)

    def test_a_sanction_without_an_appeal_is_not_contested(self) -> None:
        assert not sanction(BOB).is_contested
        assert sanction(BOB).decision is Decision.WARN


@given(TIMES)
def test_what_is_filed_is_told_at_the_end_of_its_ten_minutes(at: datetime) -> None:
    since, until = told_between(at)
    assert since <= at < until
    assert until - since == TOLD_EVERY
    assert told_between(since) == (since, until)
    assert told_between(until)[0] == until
