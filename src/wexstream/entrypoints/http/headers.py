"""Headers by which browsers are told to be careful with what they get, on every answer."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeAlias

from litestar.types import Message, Scope

Header: TypeAlias = tuple[bytes, bytes]
Hook: TypeAlias = Callable[[Message, Scope], Awaitable[None]]

POLICY: Final = b"content-security-policy"
API: Final = b"default-src 'none'; frame-ancestors 'none'"
PAGE: Final = (
    b"default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'none'; img-src 'self' data:; "
    b"connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
)
_ALWAYS: Final = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))
_OVER_TLS: Final = (b"strict-transport-security", b"max-age=31536000")


def careful(*, secure: bool) -> Hook:
    """Make what completes the headers of each answer, for a server that is reached over TLS or not.

    A page may load what is our own and nothing else, and run no script and no style that is written in it;
    everything else is no page and may load nothing. An answer that brings a policy of its own keeps it.
    """
    added = (*_ALWAYS, _OVER_TLS) if secure else _ALWAYS

    async def complete(message: Message, _: Scope) -> None:
        match message["type"]:
            case "http.response.start":
                message["headers"] = _completed(message["headers"], added)
            case "websocket.http.response.start":
                message["headers"] = _completed(message["headers"], added)

    return complete


def _completed(headers: Iterable[Header], added: Iterable[Header]) -> list[Header]:
    given = list(headers)
    named = dict(given)
    if POLICY in named:
        return [*given, *added]
    is_page = named.get(b"content-type", b"").startswith(b"text/html")
    return [*given, *added, (POLICY, PAGE if is_page else API)]
