"""Sockets that are open and have not entered yet."""

from collections import defaultdict, deque

from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.rooms.connection import Connection
from wexstream.entrypoints.rooms.frames import Code

MOST = 10  # of one account


class Doorstep:
    """Where sockets wait until they enter, the newest few of each account."""

    def __init__(self) -> None:
        self._waiting: defaultdict[AccountId, deque[Connection]] = defaultdict(deque)

    def add(self, connection: Connection) -> None:
        """Have one wait; where there are too many, the oldest is closed."""
        waiting = self._waiting[connection.viewer.account]
        waiting.append(connection)
        if len(waiting) > MOST:
            waiting.popleft().outgoing.end(Code.MALFORMED)

    def remove(self, connection: Connection) -> None:
        """Have one wait no longer, if it does."""
        waiting = self._waiting[connection.viewer.account]
        if connection in waiting:
            waiting.remove(connection)
        if not waiting:
            del self._waiting[connection.viewer.account]
