"""The audit log, and what it never holds."""

from dataclasses import fields

from wexstream.domain.model.audit import COMPLAINTS, MODERATION, AuditGroup, AuditKind, Details, Way, kinds_of
from wexstream.domain.model.identity import Provider


def test_each_kind_is_in_one_group() -> None:
    groups = [set(kinds_of(group)) for group in AuditGroup]
    assert sum(map(len, groups)) == len(AuditKind)
    assert set().union(*groups) == set(kinds_of(None)) == set(AuditKind)


def test_complaints_are_the_moderators_business() -> None:
    assert COMPLAINTS <= MODERATION


def test_every_service_is_a_way_to_sign_in() -> None:
    assert {provider.value for provider in Provider} <= {way.value for way in Way}


def test_nothing_that_is_said_of_an_event_identifies_anybody() -> None:
    assert {field.name for field in fields(Details)} == {"report", "decision", "way"}
