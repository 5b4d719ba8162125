"""The commands that change what stands between two accounts, in one form."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from tests.support.clock import NOW
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Outcome, Relation, strangers

Command: TypeAlias = Callable[[Relation, AccountId, datetime], Outcome]


def ask(relation: Relation, by: AccountId, at: datetime) -> Outcome:
    return relation.ask(by, at=at)


def approve(relation: Relation, by: AccountId, at: datetime) -> Outcome:
    return relation.approve(by, at=at)


def decline(relation: Relation, by: AccountId, at: datetime) -> Outcome:
    return relation.decline(by, at=at)


def part(relation: Relation, by: AccountId, at: datetime) -> Outcome:
    return relation.part(by, at=at)


def block(relation: Relation, by: AccountId, at: datetime) -> Outcome:
    return relation.block(by, at=at)


def unblock(relation: Relation, by: AccountId, _at: datetime) -> Outcome:
    return relation.unblock(by), ()


COMMANDS: list[Command] = [ask, approve, decline, part, block, unblock]


def after(me: AccountId, other: AccountId, *commands: tuple[Command, AccountId]) -> Relation:
    """Make the relation of two strangers after some commands."""
    relation = strangers(me, other)
    for command, by in commands:
        relation, _ = command(relation, by, NOW)
    return relation
