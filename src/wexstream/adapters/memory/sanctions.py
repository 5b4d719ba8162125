"""Warnings and suspensions in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import AccountId, ReportId, SanctionId
from wexstream.domain.model.moderation import Decision
from wexstream.domain.model.sanction import Sanction


class MemorySanctions:
    """Warnings and suspensions, with their appeals."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, sanction: Sanction) -> None:
        """Keep a new one."""
        (await self._draft.change()).sanctions[sanction.id] = sanction

    async def find(self, sanction: SanctionId) -> Sanction | None:
        """Read one."""
        return self._draft.read().sanctions.get(sanction)

    async def on_report(self, report: ReportId) -> Sanction | None:
        """Read the one that was imposed on a report."""
        return next((one for one in self._draft.read().sanctions.values() if one.report == report), None)

    async def lock(self, sanction: SanctionId) -> Sanction | None:
        """Read and lock one."""
        return (await self._draft.change()).sanctions.get(sanction)

    async def lock_suspension(self, account: AccountId) -> Sanction | None:
        """Read and lock the suspension of an account that holds."""
        sanctions = (await self._draft.change()).sanctions.values()
        holding = (
            one
            for one in sanctions
            if one.account == account and one.decision is Decision.SUSPEND and one.lifted_at is None
        )
        return next(holding, None)

    async def save(self, sanction: Sanction) -> None:
        """Keep a change."""
        (await self._draft.change()).sanctions.replace(sanction.id, sanction)

    async def first_open_appeal(self, *, since: datetime) -> SanctionId | None:
        """Name the first of those appealed against since a time whose appeals are open."""
        sanctions = self._draft.read().sanctions.values()
        appealed = [
            (one.appeal.made_at, one.id)
            for one in sanctions
            if one.appeal and one.is_contested and one.appeal.made_at >= since
        ]
        return min(appealed)[1] if appealed else None
