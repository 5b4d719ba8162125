"""Presences and memberships in memory."""

from collections.abc import Sequence

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.conference import Member, Presence
from wexstream.domain.model.ids import AccountId, ConferenceId


class MemoryPresences:
    """Who is, and was, in a room."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def standing(self, conference: ConferenceId) -> Sequence[Presence]:
        """Read those in a conference that have not ended, by account."""
        kept = self._draft.read().presences.values()
        standing = (one for one in kept if one.conference == conference and one.ended_at is None)
        return sorted(standing, key=lambda one: one.account)

    async def add(self, presence: Presence) -> None:
        """Keep a new one. Raises ValueError where the account is present already."""
        presences = (await self._draft.change()).presences
        if presence.account in {one.account for one in await self.standing(presence.conference)}:
            raise ValueError("The account is present in this conference already.")
        presences[presence.id] = presence

    async def save(self, presence: Presence) -> None:
        """Keep a change of one that is still there."""
        (await self._draft.change()).presences.replace(presence.id, presence)

    async def member(self, conference: ConferenceId, account: AccountId) -> Member | None:
        """Read a membership."""
        return self._draft.read().members.get((conference, account))

    async def add_member(self, member: Member) -> None:
        """Keep a new membership. Raises ValueError where there is one already."""
        members = (await self._draft.change()).members
        if (member.conference, member.account) in members:
            raise ValueError("The account is a member of this conference already.")
        members[member.conference, member.account] = member

    async def save_member(self, member: Member) -> None:
        """Keep a change of one that is still there."""
        (await self._draft.change()).members.replace((member.conference, member.account), member)
