"""Partial changes: absent is unchanged, None empties."""

from collections.abc import Callable
from enum import Enum
from typing import Final, TypeVar

T = TypeVar("T")
A = TypeVar("A")


class Unset(Enum):
    """The type of a field that a change leaves out."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


def changed(value: T | Unset, unchanged: T) -> T:
    """Choose the new value, or the old one where the change leaves it out."""
    return unchanged if isinstance(value, Unset) else value


def accepted(accept: Callable[[T], A], value: T | Unset) -> A | Unset:
    """Have a new value in the form that a rule accepts; what the change leaves out stays so."""
    return value if isinstance(value, Unset) else accept(value)
