"""Who has to leave which room when what he may see changes."""

from datetime import datetime

from wexstream.domain.model import visibility
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.model.relation import Standing
from wexstream.ports.persistence import Transaction


async def empty_of_strangers(
    tx: Transaction, conference: ConferenceId, speaker: AccountId, *, at: datetime
) -> None:
    """Put out of a locked conference whoever is not connected to its speaker."""
    present = await tx.presences.standing(conference)
    guests = {presence.account for presence in present} - {speaker}
    connected = await tx.relations.connected_among(speaker, guests)
    await tx.presences.end(conference, guests - connected, at=at)


async def put_apart(
    tx: Transaction, one: AccountId, other: AccountId, *, standing: Standing, at: datetime
) -> None:
    """Put each of two out of those of the other's rooms that it may not see as they stand now."""
    for conference in await tx.conferences.lock_shared(one, other):
        if not visibility.sees_conference(AccountState.ACTIVE, standing, conference.visibility):
            guest = other if conference.speaker == one else one
            await tx.presences.end(conference.id, [guest], at=at)
