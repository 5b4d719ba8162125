"""Accounts in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from wexstream.adapters.memory.conferences import attended, remove_conference
from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.jobs import drop_jobs_of
from wexstream.adapters.memory.messages import forget_correspondent
from wexstream.adapters.memory.store import Tables
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.account import Account, AccountState, Holders, holders
from wexstream.domain.model.conference import Conference, Visibility
from wexstream.domain.model.errors import AddressTaken
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.moderation import Report
from wexstream.domain.model.relation import RelationState, Standing
from wexstream.domain.model.sanction import Sanction
from wexstream.ports.push import APPEARING, AccountChanged, ListsChanged, Note, RoomChanged
from wexstream.ports.repositories.accounts import DUE_MOST


class MemoryAccounts:
    """Registered persons."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def find(self, account: AccountId) -> Account | None:
        """Read one."""
        return self._draft.read().accounts.get(account)

    async def find_by_address(self, address_key: str) -> Holders:
        """Read those of an address."""
        return _of_address(self._draft.read(), address_key)

    async def unverified(self, *, since: datetime, most: int) -> Sequence[AccountId]:
        """Name up to so many that are unverified since before a time, the oldest first."""
        found = (
            (account.created_at, account.id)
            for account in self._draft.read().accounts.values()
            if account.state is AccountState.UNVERIFIED and account.created_at < since
        )
        return [name for _, name in sorted(found)[:most]]

    async def any_exists(self) -> bool:
        """Tell whether anybody is registered."""
        return len(self._draft.read().accounts) > 0

    async def due_back(self, *, at: datetime) -> Sequence[AccountId]:
        """Name those that were suspended until a time that has come."""
        accounts = self._draft.read().accounts.values()
        return [known.id for known in accounts if known.is_due_back(at=at)][:DUE_MOST]

    async def has_moderator_besides(self, *accounts: AccountId) -> bool:
        """Tell whether anybody else is an active moderator."""
        others = (known for known in self._draft.read().accounts.values() if known.id not in accounts)
        return any(known.moderator and known.state is AccountState.ACTIVE for known in others)

    async def shows(self, picture: PictureId) -> bool:
        """Tell whether somebody has a picture."""
        return any(known.picture == picture for known in self._draft.read().accounts.values())

    async def hold(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read and hold those that exist."""
        return _existing(await self._draft.hold(), accounts)

    async def lock(self, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
        """Read and lock those that exist."""
        return _existing(await self._draft.change(), accounts)

    async def lock_by_address(self, address_key: str) -> Holders:
        """Lock an address, and the accounts that have it."""
        return _of_address(await self._draft.change(), address_key)

    async def add(self, account: Account) -> None:
        """Keep a new one. Raises AddressTaken."""
        tables = await self._draft.change()
        _require_free(tables, account)
        tables.accounts[account.id] = account

    async def save(self, account: Account) -> None:
        """Keep a change. Raises AddressTaken."""
        tables = await self._draft.change()
        _require_free(tables, account)
        before = tables.accounts.get(account.id)
        tables.accounts.replace(account.id, account)
        self._note(AccountChanged(account=account.id))
        if before is not None and before.state is not account.state:
            self._tell_acquainted(tables, account.id)

    async def erase(self, account: AccountId) -> None:
        """Erase one, with everything that is its own."""
        tables = await self._draft.change()
        self._tell_acquainted(tables, account)
        own = [kept.id for kept in tables.conferences.values() if kept.speaker == account]
        for conference in {*own, *attended(tables, account)}:
            self._note(RoomChanged(conference=conference))
        for conference in own:
            remove_conference(tables, conference)
        tables.sessions.remove_where(lambda session: session.account == account)
        tables.identities.remove_where(lambda identity: identity.account == account)
        tables.second_steps.pop(account, None)
        tables.passkeys.remove_where(lambda passkey: passkey.account == account)
        tables.recovery_codes.pop(account, None)
        tables.links.remove_where(lambda link: link.account == account)
        tables.relations.remove_where(lambda relation: account in {relation.low, relation.high})
        tables.members.remove_where(lambda member: member.account == account)
        tables.presences.remove_where(lambda presence: presence.account == account)
        tables.timeline.remove_where(lambda row: row.account == account)
        tables.notifications.remove_where(lambda told: account in {told.account, told.actor})
        tables.sanctions.remove_where(lambda sanction: sanction.account == account)
        tables.sanctions.change_where(lambda _: True, lambda sanction: _undecided_by(sanction, account))
        tables.bundles.remove_where(lambda bundle: bundle.account == account)
        tables.pseudonyms.pop(account, None)
        tables.keys.remove_where(lambda key: key.account == account)
        forget_correspondent(tables, account)
        tables.reports.change_where(lambda _: True, lambda report: _without(report, account))
        drop_jobs_of(tables, account)
        tables.accounts.pop(account, None)
        self._note(AccountChanged(account=account))

    def _tell_acquainted(self, tables: Tables, account: AccountId) -> None:
        """Tell those in whose lists an account is that it has appeared there, or is gone from them."""
        related = {
            relation.other(account)
            for relation in tables.relations.values()
            if account in {relation.low, relation.high} and relation.state is not RelationState.NONE
        }
        told = {told.account for told in tables.notifications.values() if told.actor == account}
        guests = {
            guest
            for name, guest in tables.members
            if _is_public_of(account, tables.conferences[name])
            and sight_of(tables, tables.accounts[guest]).standing(account) is not Standing.BLOCKED
        }
        if acquainted := tuple(sorted(related | told | guests)):
            self._note(ListsChanged(accounts=acquainted, topics=APPEARING))


def _is_public_of(speaker: AccountId, conference: Conference) -> bool:
    return conference.speaker == speaker and conference.visibility is Visibility.PUBLIC


def _existing(tables: Tables, accounts: Iterable[AccountId]) -> Mapping[AccountId, Account]:
    return {name: tables.accounts[name] for name in sorted(set(accounts)) if name in tables.accounts}


def _of_address(tables: Tables, address_key: str) -> Holders:
    return holders(known for known in tables.accounts.values() if known.address_key == address_key)


def _require_free(tables: Tables, account: Account) -> None:
    known = _of_address(tables, account.address_key)
    same = known.applicant if account.verified_at is None else known.owner
    if same is not None and same.id != account.id:
        raise AddressTaken


def _undecided_by(sanction: Sanction, account: AccountId) -> Sanction:
    """Take an erased moderator's id out of a sanction of somebody else."""
    appeal = sanction.appeal
    if appeal is not None and appeal.settled_by == account:
        appeal = replace(appeal, settled_by=None)
    decided_by = None if sanction.decided_by == account else sanction.decided_by
    return replace(sanction, decided_by=decided_by, appeal=appeal)


def _without(report: Report, account: AccountId) -> Report:
    """Take an erased account's id out of a report, should nobody have put a pseudonym there."""
    return replace(
        report,
        reporter=None if report.reporter == account else report.reporter,
        accused=None if report.accused == account else report.accused,
        decided_by=None if report.decided_by == account else report.decided_by,
    )
