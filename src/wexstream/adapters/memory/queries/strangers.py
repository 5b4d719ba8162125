"""Whom an account does not know."""

from collections.abc import Collection

from wexstream.adapters.memory.queries.people import acquaintances
from wexstream.adapters.memory.queries.reading import Reading
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.message import Box
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.strangers import CONNECTIONS_MOST, Reach
from wexstream.domain.model.visibility import Viewer

_KNOWN = {Standing.CONNECTED, Standing.INCOMING}


class StrangerQueries(Reading):
    """Whom one approaches without knowing them."""

    async def reach(self, viewer: Viewer, others: Collection[AccountId]) -> Reach | None:
        """Whom of some others the viewer does not know."""
        sight = self._sight(viewer)
        account = sight.tables.accounts.get(viewer.account)
        if account is None:
            return None
        connected = [one for one in acquaintances(sight) if sight.standing(one.id) is Standing.CONNECTED]
        strangers = [
            other
            for other in others
            if sight.standing(other) not in _KNOWN and not _has_written(sight, other)
        ]
        return Reach(
            since=account.created_at,
            connections=min(len(connected), CONNECTIONS_MOST),
            strangers=len(strangers),
            asked=sum(sight.standing(other) is Standing.OUTGOING for other in strangers),
        )


def _has_written(sight: Sight, other: AccountId) -> bool:
    tables = sight.tables
    return any(
        copy.owner == sight.viewer and copy.box is Box.INBOX and tables.messages[name].sender == other
        for name, found in tables.copies.items()
        for copy in found
    )
