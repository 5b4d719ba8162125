"""Putting values straight into storage, whatever the use cases would say."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from tests.support import builders
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.audit import Entry
from wexstream.domain.model.conference import Conference, Member, Presence
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.identity import Identity
from wexstream.domain.model.link import Link
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.notification import Notification
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.relation import Relation
from wexstream.domain.model.sanction import Sanction
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session
from wexstream.ports.persistence import Transaction, UnitOfWork

Value: TypeAlias = (
    Account
    | Session
    | Identity
    | SecondStep
    | Passkey
    | Link
    | Relation
    | Conference
    | Presence
    | Member
    | Notification
    | Report
    | Sanction
    | Enquiry
    | Entry
)


async def keep(unit: UnitOfWork, *values: Value) -> None:
    """Keep new values, in their order."""

    async def work(tx: Transaction) -> None:
        for value in values:
            await _keep(tx, value)

    await unit.run(work)


async def _keep(tx: Transaction, value: Value) -> None:  # noqa: C901, PLR0912 (a flat table of what there is)
    match value:
        case Account():
            await tx.accounts.add(value)
        case Session():
            await tx.sessions.add(value)
        case Identity():
            await tx.identities.add(value)
        case SecondStep():
            await tx.second_steps.save(value)
        case Passkey():
            await tx.passkeys.add(value)
        case Link():
            await tx.links.add(value)
        case Relation():
            await keep_relation(tx, value)
        case Conference():
            await tx.conferences.add(value)
        case Presence():
            await tx.presences.add(value)
        case Member():
            await tx.presences.add_member(value)
        case Notification():
            await tx.notifications.add([value])
        case Report():
            await tx.reports.add(value)
        case Sanction():
            await tx.sanctions.add(value)
        case Enquiry():
            await tx.enquiries.add(value)
        case Entry():
            await tx.audit.add(value)


async def pseudonym_of(unit: UnitOfWork, owner: Account) -> str:
    """Read the pseudonym under which an account stands in the log, or give it one."""

    async def work(tx: Transaction) -> str:
        await tx.accounts.hold([owner.id])
        return await tx.audit.pseudonym(owner.id, new=builders.IDS.pseudonym())

    return await unit.run(work)


async def keep_relation(tx: Transaction, relation: Relation) -> None:
    """Keep a relation whatever has become of the two since: rows are made between the active alone."""
    pair = (await tx.accounts.lock([relation.low, relation.high])).values()
    inactive = [account for account in pair if account.state is not AccountState.ACTIVE]
    for account in inactive:
        await tx.accounts.save(replace(account, state=AccountState.ACTIVE))
    await tx.relations.lock(relation.low, [relation.high])
    await tx.relations.save(relation)
    for account in inactive:
        await tx.accounts.save(account)


async def send(unit: UnitOfWork, message: Message, sender: Account, *recipients: Account) -> None:
    """Keep a new message with everybody's copies."""
    copies = builders.copies(message, sender, recipients)
    await unit.run(lambda tx: tx.messages.add(message, copies))


async def put_on_timelines(unit: UnitOfWork, conference: Conference, accounts: Iterable[Account]) -> None:
    """Let a broadcast have reached accounts."""
    names = [account.id for account in accounts]
    await unit.run(lambda tx: tx.timeline.add(conference, names))
