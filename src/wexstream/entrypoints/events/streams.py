"""The streams that are open in this process, by account."""

from collections.abc import Iterable, Iterator, Sequence

from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.stream import STREAMS_MOST, Ending
from wexstream.entrypoints.events.stream import Stream


class Streams:
    """Each account's, the oldest first."""

    def __init__(self) -> None:
        self._by_account: dict[AccountId, list[Stream]] = {}

    def __iter__(self) -> Iterator[Stream]:
        return (stream for own in [*self._by_account.values()] for stream in [*own])

    def __len__(self) -> int:
        return sum(len(own) for own in self._by_account.values())

    def add(self, stream: Stream) -> None:
        """Add one; of too many that somebody has, the oldest ends."""
        own = self._by_account.setdefault(stream.account, [])
        own.append(stream)
        if len(own) > STREAMS_MOST:
            own.pop(0).end(Ending.TOO_MANY)

    def remove(self, stream: Stream) -> None:
        """Remove one, if it is there."""
        own = self._by_account.get(stream.account, [])
        if stream in own:
            own.remove(stream)
            if not own:
                del self._by_account[stream.account]

    def of(self, account: AccountId) -> Sequence[Stream]:
        """Find those of an account."""
        return tuple(self._by_account.get(account, ()))

    @property
    def accounts(self) -> set[AccountId]:
        """Who has any."""
        return set(self._by_account)

    def among(self, accounts: Iterable[AccountId]) -> set[AccountId]:
        """Pick those who have any."""
        return {account for account in accounts if account in self._by_account}
