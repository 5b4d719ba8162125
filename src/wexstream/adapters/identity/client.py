"""How providers are asked: over TLS, without following anywhere, for a while, and for no more than fits."""

import asyncio
import ssl
from base64 import b64encode
from collections.abc import Mapping
from functools import cached_property
from ipaddress import ip_address
from typing import Final, TypeVar
from urllib.parse import quote_plus, urlsplit

import httpx
import msgspec

from wexstream.ports.identity import ProviderUnavailable

T = TypeVar("T")

TIME_MOST: Final = 10.0
"""Seconds, from asking to the last byte of the answer."""
BYTES_MOST: Final = 512 * 1024
SUBJECT_LONGEST: Final = 255
_CONNECTIONS = httpx.Limits(max_connections=20, max_keepalive_connections=4, keepalive_expiry=30)


class Refused(Exception):
    """The provider understood, and said no (a status from 400 to 499)."""


class Client:
    """Asks one provider. Addresses come from the operator, and from what is had at his; never from people."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """Ask by another ``transport`` than the network, if wanted."""
        self._transport = transport

    async def get(self, url: str, kind: type[T], *, token: str | None = None, **query: str) -> T:
        """Ask for something, with a bearer token if there is one. Raises ProviderUnavailable, Refused."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self._ask(httpx.Request("GET", url, params=query or None, headers=headers), kind)

    async def post(self, url: str, kind: type[T], form: Mapping[str, str], *, basic: str | None = None) -> T:
        """Send a form, as ``basic`` authorises it if given. Raises ProviderUnavailable, Refused."""
        headers = {"Authorization": f"Basic {basic}"} if basic else {}
        return await self._ask(httpx.Request("POST", url, data=dict(form), headers=headers), kind)

    @cached_property
    def _http(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=self._transport,
            verify=ssl.create_default_context(),  # what this machine trusts
            timeout=httpx.Timeout(TIME_MOST, connect=TIME_MOST / 2),
            limits=_CONNECTIONS,
            follow_redirects=False,
            headers={"Accept": "application/json", "User-Agent": "Wexstream"},
        )

    async def _ask(self, request: httpx.Request, kind: type[T]) -> T:
        request.headers = httpx.Headers({**self._http.headers, **request.headers})
        try:
            async with asyncio.timeout(TIME_MOST):
                answer = await self._http.send(request, stream=True)
                try:
                    body = await _read(answer)
                finally:
                    await answer.aclose()
        except (httpx.HTTPError, OSError, TimeoutError) as error:
            raise ProviderUnavailable(f"{request.url.host}: {type(error).__name__}") from error
        if answer.is_client_error:
            raise Refused(f"{request.url.host}: {answer.status_code}")
        if not answer.is_success:
            raise ProviderUnavailable(f"{request.url.host}: {answer.status_code}")
        try:
            return msgspec.json.decode(body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ProviderUnavailable(f"{request.url.host}: its answer is not understood") from error


async def _read(answer: httpx.Response) -> bytes:
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > BYTES_MOST:
            raise httpx.ReadError("too much")
    return bytes(body)


def is_subject(name: str) -> bool:
    """Tell whether somebody may be called this (Core 1.0, 2: up to 255 characters of ASCII)."""
    return 0 < len(name) <= SUBJECT_LONGEST and name.isascii() and name.isprintable()


def basic(user: str, password: str) -> str:
    """Make the credentials of a client (RFC 6749, 2.3.1: each part encoded as forms are)."""
    return b64encode(f"{quote_plus(user)}:{quote_plus(password)}".encode()).decode()


def require_safe(url: str, issuer: str) -> str:
    """Let through an address over TLS; or one on this machine, where the issuer itself is one.

    Raises ProviderUnavailable.
    """
    if not _is_address(url):
        raise ProviderUnavailable(f"{issuer} names what is no address")
    scheme = urlsplit(url).scheme
    if scheme == "https" or (scheme == "http" and _is_here(url) and _is_here(issuer)):
        return url
    raise ProviderUnavailable(f"{issuer} names an address without TLS")


def _is_address(url: str) -> bool:
    """Tell whether this is an address (RFC 3986: of ASCII alone), and read as one by whoever asks by it."""
    try:
        parts, asked = urlsplit(url), httpx.URL(url)
        same = parts.port != 0 and parts.hostname == asked.raw_host.decode() != ""
    except (httpx.InvalidURL, ValueError):
        return False
    return same and url.isascii() and url.isprintable()


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
