"""To whom live conferences were shown when it was looked at last."""

from tests.support.builders import IDS
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.entrypoints.events.company import Company

ONE, OTHER = ConferenceId(IDS.new()), ConferenceId(IDS.new())
ADA, BOB = AccountId(IDS.new()), AccountId(IDS.new())


def test_who_was_shown_something_or_is_is_told() -> None:
    company = Company()
    assert company.update([ONE], {ONE: {ADA}}) == {ONE: {ADA}}
    assert company.update([ONE], {ONE: {BOB}}) == {ONE: {ADA, BOB}}
    assert company.update([ONE], {}) == {ONE: {BOB}}
    assert company.update([ONE, OTHER], {}) == {ONE: set(), OTHER: set()}


def test_of_some_it_is_told_who_is_shown_something_else_than_before() -> None:
    company = Company()
    both = [ADA, BOB]
    assert company.refresh(both, {ONE: {ADA, BOB}}) == set(both)
    assert company.refresh(both, {ONE: {ADA, BOB}}) == set()
    assert company.refresh(both, {ONE: {ADA}, OTHER: {ADA}}) == set(both)
    assert company.refresh([BOB], {}) == set()
    assert company.update([ONE], {}) == {ONE: {ADA}}
