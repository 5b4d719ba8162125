"""Deciding on reports, and forgetting who was in them."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import account, report
from tests.support.clock import NOW
from tests.support.strategies import TIMES, UUIDS
from wexstream.domain.model.errors import AlreadyResolved
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.moderation import EVIDENCE_KEPT, Decision, Evidence, Report

AMAL, BO, MODERATOR = account("Amal Haddad"), account("Bo Berg"), account("Mo Duran", moderator=True)
SOMEBODY = st.sampled_from([AMAL.id, BO.id, MODERATOR.id]) | st.none()
REPORTS = st.builds(
    replace,
    st.just(report(AMAL, BO)),
    reporter=SOMEBODY,
    accused=SOMEBODY,
    decided_by=SOMEBODY,
    evidence=st.none() | st.just(Evidence(name="Bo Berg", title="Tea", text="At five?")),
)


class TestResolving:
    @given(st.sampled_from(Decision), TIMES)
    def test_a_decision_closes_the_case_with_who_decided_and_when(
        self, decision: Decision, at: datetime
    ) -> None:
        case = report(AMAL, BO)
        closed = case.resolve(decision, by=MODERATOR.id, at=at)
        assert closed == replace(case, decision=decision, decided_by=MODERATOR.id, decided_at=at)

    @given(st.sampled_from(Decision), TIMES, UUIDS.map(AccountId))
    def test_the_same_decision_again_changes_nothing_whosever_it_is(
        self, decision: Decision, at: datetime, by: AccountId
    ) -> None:
        closed = report(AMAL, BO).resolve(decision, by=MODERATOR.id, at=NOW)
        assert closed.resolve(decision, by=by, at=at) == closed

    @given(st.permutations(list(Decision)))
    def test_another_decision_comes_too_late(self, decisions: list[Decision]) -> None:
        closed = report(AMAL, BO).resolve(decisions[0], by=MODERATOR.id, at=NOW)
        with pytest.raises(AlreadyResolved):
            closed.resolve(decisions[1], by=MODERATOR.id, at=NOW)


def test_evidence_is_kept_for_ninety_days() -> None:
    assert timedelta(days=90) == EVIDENCE_KEPT


class TestForgetting:
    @given(REPORTS)
    def test_who_is_forgotten_is_nowhere_in_it(self, case: Report) -> None:
        assert BO.id not in asdict(case.forget(BO.id, pseudonym="person-7")).values()

    @given(REPORTS)
    def test_a_pseudonym_stands_where_the_person_stood_and_the_rest_stays(self, case: Report) -> None:
        expected = case
        if case.decided_by == BO.id:
            expected = replace(expected, decided_by=None)
        if case.reporter == BO.id:
            expected = replace(expected, reporter=None, reporter_pseudonym="person-7")
        if case.accused == BO.id:
            evidence = Evidence(name="person-7", title="Tea", text="At five?") if case.evidence else None
            expected = replace(expected, accused=None, accused_pseudonym="person-7", evidence=evidence)
        assert case.forget(BO.id, pseudonym="person-7") == expected

    @given(REPORTS)
    def test_forgetting_again_changes_nothing(self, case: Report) -> None:
        once = case.forget(BO.id, pseudonym="person-7")
        assert once.forget(BO.id, pseudonym="person-8") == once
