"""Partial changes: absent is unchanged, None empties."""

from enum import Enum
from typing import Final, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The type of a field that a change leaves out."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


def changed(value: T | Unset, unchanged: T) -> T:
    """Choose the new value, or the old one where the change leaves it out."""
    return unchanged if isinstance(value, Unset) else value
