"""How a use case runs in a transaction."""

from collections.abc import Callable, Coroutine
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from wexstream.ports.persistence import Transaction, UnitOfWork


class InUnitOfWork(Protocol):
    """Whatever has a unit of work to run in."""

    @property
    def unit(self) -> UnitOfWork:
        """The unit of work."""
        ...


S = TypeVar("S", bound=InUnitOfWork)
P = ParamSpec("P")
R = TypeVar("R")


def transactional(
    method: Callable[Concatenate[S, Transaction, P], Coroutine[Any, Any, R]],
) -> Callable[Concatenate[S, P], Coroutine[Any, Any, R]]:
    """Run a method in a transaction, which it is given first; committed when it returns."""

    async def run(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
        async def work(tx: Transaction) -> R:
            return await method(self, tx, *args, **kwargs)

        return await self.unit.run(work)

    update_wrapper(run, method)
    return run
