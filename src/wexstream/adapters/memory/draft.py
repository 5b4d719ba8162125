"""What one transaction sees of a store, and changes of it."""

from collections.abc import Generator
from contextlib import contextmanager

from wexstream.adapters.memory.store import Store, Tables


class Draft:
    """The tables as one transaction sees them: what others commit until it locks or writes, then its own."""

    def __init__(self, store: Store, *, alone: bool) -> None:
        self._store = store
        self._alone = alone
        self._changed: Tables | None = None

    def read(self) -> Tables:
        """Look at the tables, without a lock."""
        return self._store.committed if self._changed is None else self._changed

    async def hold(self) -> Tables:
        """Look at the tables and keep others from locking and writing. Raises Deadlock."""
        if self._alone:
            return await self.change()
        await self._store.lock.share(self)
        return self.read()

    async def change(self) -> Tables:
        """Have the tables to lock and to write, alone, until the transaction ends. Raises Deadlock."""
        await self._store.lock.have_alone(self)
        if self._changed is None:
            self._changed = self._store.committed.fork()
        return self._changed

    def commit(self) -> None:
        """Make what was written visible to everybody."""
        if self._changed is not None:
            self._store.committed = self._changed

    def end(self) -> None:
        """Let others go on."""
        self._store.lock.release(self)


@contextmanager
def drafted(store: Store, *, alone: bool = False) -> Generator[Draft, None, None]:
    """Make a draft, committed at the end unless something was raised."""
    draft = Draft(store, alone=alone)
    try:
        yield draft
        draft.commit()
    finally:
        draft.end()
