"""How parts of the platform are watched: by what is put around them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeVar

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp

from wexstream.ports.jobs import Job
from wexstream.ports.mail import MailCarrier
from wexstream.ports.push import Push

T = TypeVar("T")

Handle: TypeAlias = Callable[[Job], Awaitable[None]]
KindOf: TypeAlias = Callable[[Job], str]
Statements: TypeAlias = Callable[[str, float, BaseException | None], None]
"""Is told each statement that was run: its text without values, how many seconds it took, what it met."""


def _bare(part: T) -> T:
    return part


def _bare_jobs(handle: Handle, _: KindOf) -> Handle:
    return handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What is put around the application, jobs, mails and hints; by itself nothing, which costs nothing.

    ``middleware`` is run once it is known which route is asked for.
    """

    app: Callable[[ASGIApp], ASGIApp] = _bare
    middleware: Sequence[ASGIMiddleware] = ()
    jobs: Callable[[Handle, KindOf], Handle] = _bare_jobs
    carrier: Callable[[MailCarrier], MailCarrier] = _bare
    push: Callable[[Push], Push] = _bare
    statements: Statements | None = None

    def around(self, inner: "Watch") -> "Watch":
        """Put this around what another puts around them; statements are told to one of the two."""
        return Watch(
            app=lambda app: self.app(inner.app(app)),
            middleware=(*self.middleware, *inner.middleware),
            jobs=lambda handle, kind_of: self.jobs(inner.jobs(handle, kind_of), kind_of),
            carrier=lambda carrier: self.carrier(inner.carrier(carrier)),
            push=lambda push: self.push(inner.push(push)),
            statements=self.statements or inner.statements,
        )


UNWATCHED: Final = Watch()
