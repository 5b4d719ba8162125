"""The mailbox on disk, shown to this machine alone while no mail server is configured: /dev/mailbox."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from ipaddress import ip_address
from typing import Any, Final

from litestar import MediaType, Request, Response, Router, get
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler

from wexstream.domain.model.errors import NotFound
from wexstream.entrypoints.http.dependencies import Given
from wexstream.entrypoints.http.document import document
from wexstream.ports.mail import KeptMail, Mailbox

FORWARDING: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""No script runs on this page, whatever a mail says (Content Security Policy)."""
LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_PORT: Final = re.compile(r":\d*$")


@dataclass(slots=True, kw_only=True)
class ShownMail:
    """A mail that would have been sent."""

    message_id: str
    to: str
    subject: str
    kept_at: datetime
    links: list[str]
    text: str


async def refuse_others(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Refuse whoever is not on this machine. Raises NotFound.

    A proxy's peers all look local, and a rebound name would read it from another site's page: hence neither a
    header of a proxy nor another name than this machine's own.
    """
    host = _PORT.sub("", connection.headers.get("host", "")).lower()
    proxied = any(name in connection.headers for name in FORWARDING)
    if proxied or host not in LOCAL_NAMES or not _is_loopback(connection):
        raise NotFound


@get("/", include_in_schema=False)
async def list_mails(request: Request[Any, Any, State], mailbox: Given[Mailbox]) -> Response[Any]:
    """List the mails, newest first: as a page, or as JSON to whoever asks for that."""
    mails = await mailbox.list()
    if request.accept.best_match([MediaType.HTML, MediaType.JSON]) == MediaType.JSON:
        return Response([_shown(kept) for kept in mails])
    return Response(_page(mails), media_type=MediaType.HTML, headers={"Content-Security-Policy": POLICY})


def _is_loopback(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    try:
        return ip_address(connection.client.host if connection.client else "").is_loopback
    except ValueError:
        return False


def _shown(kept: KeptMail) -> ShownMail:
    return ShownMail(
        message_id=kept.mail.message_id,
        to=kept.mail.to_address,
        subject=kept.mail.subject,
        kept_at=kept.kept_at,
        links=list(kept.mail.links),
        text=kept.mail.text,
    )


def _page(mails: Sequence[KeptMail]) -> str:
    shown = "\n".join(_article(kept) for kept in mails) or "<p>No mail yet.</p>"
    return document("Mailbox", f"<h1>Mails that would have been sent</h1>{shown}")


def _article(kept: KeptMail) -> str:
    mail = kept.mail
    links = "".join(f"<li><a href='{escape(link)}'>{escape(link)}</a></li>" for link in mail.links)
    return (
        f"<article><h2 dir='auto'>{escape(mail.subject)}</h2>"
        f"<p>{escape(mail.to_address)}, {kept.kept_at:%Y-%m-%d %H:%M:%S} UTC</p>"
        f"<ul>{links}</ul><details><summary>Text</summary><pre dir='auto'>{escape(mail.text)}</pre></details>"
        "</article>"
    )


router = Router("/dev/mailbox", route_handlers=[list_mails], guards=[refuse_others])
