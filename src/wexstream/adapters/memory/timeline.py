"""Timelines in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import Tables, TimelineRow
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.account import AccountState, MailChoices
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.ports.push import BroadcastsChanged, ListsChanged, Note, Topic


class MemoryTimeline:
    """Which broadcasts reached whom."""

    def __init__(self, draft: Draft, note: Note) -> None:
        self._draft = draft
        self._note = note

    async def add(self, conference: Conference, accounts: Iterable[AccountId]) -> None:
        """Put a broadcast on timelines where it is not yet."""
        timeline = (await self._draft.change()).timeline
        added = {account for account in accounts if (account, conference.id) not in timeline}
        for account in added:
            timeline[account, conference.id] = TimelineRow(account=account, conference=conference.id)
        if added:
            self._note(BroadcastsChanged(speaker=conference.speaker))

    async def hold_audience(self, conference: ConferenceId) -> Mapping[AccountId, MailChoices]:
        """Read and hold the active accounts that a broadcast of an active speaker reached."""
        tables = await self._draft.hold()
        found = tables.conferences.get(conference)
        if found is None or tables.accounts[found.speaker].state is not AccountState.ACTIVE:
            return {}
        reached = (
            tables.accounts[row.account] for row in tables.timeline.values() if row.conference == conference
        )
        return {account.id: account.mail for account in reached if account.state is AccountState.ACTIVE}

    async def remove(self, account: AccountId, conference: ConferenceId) -> bool:
        """Remove a broadcast from an account's own timeline; tell whether it was seen there."""
        tables = await self._draft.change()
        row = tables.timeline.get((account, conference))
        if row is None or row.removed or not _is_seen(tables, row):
            return False
        tables.timeline[account, conference] = replace(row, removed=True)
        self._tell(account)
        return True

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete from both timelines what each has of the other."""
        tables = await self._draft.change()
        speakers = {name: tables.conferences[name].speaker for _, name in tables.timeline}
        severed = [
            row for row in tables.timeline.values() if {row.account, speakers[row.conference]} == {one, other}
        ]
        for row in severed:
            del tables.timeline[row.account, row.conference]
            self._tell(row.account)

    def _tell(self, account: AccountId) -> None:
        self._note(ListsChanged(accounts=(account,), topics=frozenset({Topic.TIMELINE})))


def _is_seen(tables: Tables, row: TimelineRow) -> bool:
    sight = sight_of(tables, tables.accounts[row.account])
    return sight.sees_conference(tables.conferences[row.conference])
