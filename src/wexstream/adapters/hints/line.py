"""What an adapter of push has to bring: a line on which each process hears what any of them tells.

What is above it is the same whatever the line is. It bounds how long each step may take by cancelling it, so
that a line need not.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, TypeAlias

ANSWERS_WITHIN = 5.0  # seconds; a network that swallows everything tells nobody

Tell: TypeAlias = Callable[[Sequence[str]], Awaitable[None]]
"""Tells texts, below 8,000 bytes each, in their order. Raises what shows that not all were told."""


class Ear(Protocol):
    """A connection that hears."""

    async def listen(self) -> None:
        """Pass on what is heard until the connection is lost, and raise what shows that; may be cancelled."""
        ...

    async def answer(self) -> None:
        """See that the other end is still there. Raises what shows that it is not."""
        ...


class Line(Protocol):
    """Carries texts between processes, by connections that may be lost."""

    @property
    def name(self) -> str:
        """What carries them, as an operator knows it."""
        ...

    @property
    def trouble(self) -> tuple[type[Exception], ...]:
        """What is raised where it is away, or refuses us."""
        ...

    def explain(self, error: Exception) -> str:
        """Say what is wrong, without anything that is secret."""
        ...

    def to_tell(self) -> AbstractAsyncContextManager[Tell]:
        """Open a connection that tells, and have it gone at once at the end. Raises ``trouble``."""
        ...

    def to_hear(self, heard: Callable[[str], None]) -> AbstractAsyncContextManager[Ear]:
        """Open a connection that hears, and have it gone at once at the end. Raises ``trouble``."""
        ...
