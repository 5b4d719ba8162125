"""Headers by which browsers are told to be careful with what they get, on every answer."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Final, TypeAlias

from litestar.types import Message, Scope

Header: TypeAlias = tuple[bytes, bytes]
Hook: TypeAlias = Callable[[Message, Scope], Awaitable[None]]

POLICY: Final = b"content-security-policy"
SHARED_WITH: Final = b"cross-origin-resource-policy"
SHOWN_ELSEWHERE: Final = {"Cross-Origin-Resource-Policy": "cross-origin"}
"""For what pages of other sites may show; nothing else of ours is for them."""

API: Final = b"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE: Final = (
    b"default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'none'; img-src 'self' data:; "
    b"connect-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'"
)
_ALWAYS: Final = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin"))
_NOT_SHARED: Final = (SHARED_WITH, b"same-origin")
_APART: Final = (b"cross-origin-opener-policy", b"same-origin")
_OVER_TLS: Final = (b"strict-transport-security", b"max-age=31536000")


def careful(*, secure: bool) -> Hook:
    """Make what completes the headers of each answer, for a server that is reached over TLS or not.

    A page may load what is our own and nothing else, and run no script and no style that is written in it;
    everything else is no page and may load nothing. No page of another site gets hold of a page's window, or
    shows anything of ours. An answer that brings a policy of its own keeps it.
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
    given = [*headers, *added]
    named = dict(given)
    is_page = named.get(b"content-type", b"").startswith(b"text/html")
    if POLICY not in named:
        given.append((POLICY, PAGE if is_page else API))
    if SHARED_WITH not in named:
        given.append(_NOT_SHARED)
    return [*given, _APART] if is_page else given
