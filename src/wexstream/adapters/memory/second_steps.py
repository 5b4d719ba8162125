"""Second steps of signing in, in memory."""

from collections.abc import Iterable

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.second_step import SecondStep


class MemorySecondSteps:
    """The apps of accounts, and digests of the codes kept for when those are gone."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def of(self, account: AccountId) -> SecondStep | None:
        """Read an account's."""
        return self._draft.read().second_steps.get(account)

    async def save(self, second_step: SecondStep) -> None:
        """Keep one."""
        (await self._draft.change()).second_steps[second_step.account] = second_step

    async def remove(self, account: AccountId) -> None:
        """Remove an account's, with all codes that are kept."""
        tables = await self._draft.change()
        tables.second_steps.pop(account, None)
        tables.recovery_codes.pop(account, None)

    async def keep_codes(self, account: AccountId, digests: Iterable[bytes]) -> None:
        """Keep an account's codes, in the place of all others."""
        (await self._draft.change()).recovery_codes[account] = frozenset(digests)

    async def use_code(self, account: AccountId, digest: bytes) -> bool:
        """Remove a code; tell whether the account had it."""
        codes = (await self._draft.change()).recovery_codes
        kept = codes.get(account, frozenset())
        codes[account] = kept - {digest}
        return digest in kept
