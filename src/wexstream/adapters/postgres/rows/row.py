"""What all rows have in common."""

from typing import TypeAlias
from uuid import UUID

from wexstream.domain.model.ids import AccountId

Row: TypeAlias = dict[str, object]
"""What a statement that keeps a value is given."""


def account_or_none(value: UUID | None) -> AccountId | None:
    """Make the name of an account, if there is one."""
    return AccountId(value) if value is not None else None
