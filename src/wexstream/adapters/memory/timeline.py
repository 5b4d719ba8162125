"""Timelines in memory."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wexstream.adapters.memory.draft import Draft
from wexstream.adapters.memory.store import Tables, TimelineRow
from wexstream.adapters.memory.visible import sight_of
from wexstream.domain.model.account import AccountState, MailChoices
from wexstream.domain.model.conference import Conference
from wexstream.domain.model.ids import AccountId, ConferenceId


class MemoryTimeline:
    """Which broadcasts reached whom."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, conference: Conference, accounts: Iterable[AccountId]) -> None:
        """Put a broadcast on timelines where it is not yet."""
        timeline = (await self._draft.change()).timeline
        for account in accounts:
            timeline.setdefault(
                (account, conference.id), TimelineRow(account=account, conference=conference.id)
            )

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
        return True

    async def sever(self, one: AccountId, other: AccountId) -> None:
        """Delete from both timelines what each has of the other."""
        tables = await self._draft.change()
        speakers = {name: tables.conferences[name].speaker for _, name in tables.timeline}
        tables.timeline.remove_where(lambda row: {row.account, speakers[row.conference]} == {one, other})


def _is_seen(tables: Tables, row: TimelineRow) -> bool:
    sight = sight_of(tables, tables.accounts[row.account])
    return sight.sees_conference(tables.conferences[row.conference])
