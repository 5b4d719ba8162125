"""How the text of a setting becomes a value; each function raises ValueError with what is wrong with it."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.headerregistry import Address
from email.utils import getaddresses
from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from wexstream.domain.model import text
from wexstream.domain.model.errors import Invalid
from wexstream.entrypoints.settings.parts import is_local

E = TypeVar("E", bound=StrEnum)

PORT_MOST: Final = 65_535

_SWITCHES = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
_HOST_AND_PORT = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
_ICE_ADDRESS = re.compile(  # RFC 7064, 3.1; RFC 7065, 3.1
    r"(?P<scheme>stuns?|turns?):"
    r"([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?"
    r"(?P<transport>\?transport=(udp|tcp))?"
)
_VALKEY_ADDRESS = re.compile(
    r"((valkey|redis)(?P<tls>s)?://([^/?#@\s]*@)?"
    r"([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[0-9]{0,5})?"
    r"(?(tls)(\?ssl_ca_certs=[^?#&\s]+)?))"
    r"|unix://([^/?#@\s]*@)?/[^?#]+"
)
_DOMAIN = re.compile(r"[A-Za-z0-9*]([A-Za-z0-9._-]*[A-Za-z0-9])?")


def line(value: str) -> str:
    """Accept any text without control characters."""
    if not value.isprintable():
        raise ValueError("has characters that cannot be printed")
    return value


def switch(value: str) -> bool:
    """Read yes or no."""
    found = _SWITCHES.get(value.casefold())
    if found is None:
        raise ValueError("is neither true nor false")
    return found


def whole(least: int, most: int) -> Callable[[str], int]:
    """Read a whole number within bounds."""

    def parse(value: str) -> int:
        if not (value.isascii() and value.isdecimal()):
            raise ValueError("is not a whole number")
        number = int(value[:20])
        if not least <= number <= most:
            raise ValueError(f"is not between {least} and {most}")
        return number

    return parse


def seconds(least: int, most: int) -> Callable[[str], timedelta]:
    """Read a number of seconds within bounds."""
    parse = whole(least, most)

    def parse_seconds(value: str) -> timedelta:
        return timedelta(seconds=parse(value))

    return parse_seconds


def days(least: int, most: int) -> Callable[[str], timedelta]:
    """Read a number of days within bounds."""
    parse = whole(least, most)

    def parse_days(value: str) -> timedelta:
        return timedelta(days=parse(value))

    return parse_days


def one_of(choices: type[E]) -> Callable[[str], E]:
    """Read one of a few words."""

    def parse(value: str) -> E:
        try:
            return choices(value.casefold())
        except ValueError:
            raise ValueError(f"is none of {', '.join(choices)}") from None

    return parse


def path(value: str) -> Path:
    """Read the path of a file or folder; ``~`` is this user's home."""
    try:
        return Path(value).expanduser().absolute()
    except RuntimeError:
        raise ValueError("names a home folder that is not known; give the whole path") from None


def email(value: str) -> str:
    """Read an e-mail address."""
    try:
        return text.email_address(value)
    except Invalid:
        raise ValueError("is not an e-mail address") from None


def sender(value: str) -> Address:
    """Read an e-mail address with or without a name before it."""
    try:
        ((name, address),) = getaddresses([value])
        return Address(display_name=name, addr_spec=email(address))
    except ValueError:
        raise ValueError(
            "is not the e-mail address of one sender, with or without a name before it"
        ) from None


def host(value: str) -> str:
    """Read the name or address of a server, without scheme and port."""
    if not (_is_address(value) or (":" not in value and _HOST_AND_PORT.fullmatch(value))):
        raise ValueError("is not the name of a server alone: leave out the scheme, the port and the path")
    return value


def host_or_socket(value: str) -> str:
    """Read the name or address of a server, or the folder of its Unix socket."""
    return value if value.startswith("/") else host(value)


def host_and_port(value: str) -> str:
    """Read the name of a server, with a port where it is another than usual, without a scheme."""
    if not _HOST_AND_PORT.fullmatch(value):
        raise ValueError("is not the name of a server alone: leave out the scheme and the path")
    return value


def public_url(value: str) -> str:
    """Read the address of a site: scheme, name, and a port where it is another than usual."""
    url = web_address(value)
    parts = urlsplit(url)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("has something after the name: Wexstream has a name, or a port, of its own")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def web_address(value: str) -> str:
    """Read a whole web address."""
    try:
        parts = urlsplit(value)
        named = _HOST_AND_PORT.fullmatch(parts.netloc) is not None and parts.port != 0
        complete = named and parts.scheme in {"http", "https"} and " " not in value
    except ValueError:
        complete = False
    if not complete:
        raise ValueError("is not a whole web address: it begins with https:// or http://")
    return value


def issuer(value: str) -> str:
    """Read the address of an OpenID provider (Discovery 1.0, 3): over TLS, unless it is on this machine."""
    parts = urlsplit(web_address(value))
    if parts.query or parts.fragment:
        raise ValueError("has something after its path: give it just as the provider calls itself")
    if parts.scheme != "https" and not is_local(value):
        raise ValueError("is without TLS: what it says could come from anybody")
    return value


def listen(value: str) -> tuple[str, ...]:
    """Read addresses of network interfaces, with commas between them."""
    addresses = _parts(value)
    if not addresses or not all(_is_address(address) for address in addresses):
        raise ValueError("is not an IP address of this machine")
    return addresses


def networks(value: str) -> tuple[str, ...]:
    """Read addresses and networks, with commas between them."""
    found = _parts(value)
    for network in found:
        try:
            ip_network(network)
        except ValueError:
            raise ValueError(f"has {network!r}, which is neither an IP address nor a network") from None
    return found


def postgres(value: str) -> str:
    """Read the address (DSN) of a database."""
    try:
        parts = urlsplit(value)
        named = bool(parts.netloc or parts.query)
    except ValueError:
        raise ValueError("is not the address of a database") from None
    if parts.scheme not in {"postgresql", "postgres"} or not named:
        raise ValueError("is not the address of a PostgreSQL database: it begins with postgresql://")
    return value


def valkey(value: str) -> str:
    """Read the address of a Valkey, or of a Redis."""
    try:
        known = _VALKEY_ADDRESS.fullmatch(value) is not None and urlsplit(value).port != 0
    except ValueError:
        known = False
    if not known:
        raise ValueError("is not the address of a Valkey; what is special in a password is written as %..")
    return value


def ice_addresses(*schemes: str) -> Callable[[str], tuple[str, ...]]:
    """Read addresses of servers that help browsers to reach each other, with commas between them."""

    def parse(value: str) -> tuple[str, ...]:
        found = _parts(value)
        for address in found:
            match = _ICE_ADDRESS.fullmatch(address)
            relay = address.startswith("turn")
            if match is None or match["scheme"] not in schemes or (match["transport"] and not relay):
                raise ValueError(f"has {address!r}, which is no address that begins with {schemes[0]}:")
        return found

    return parse


def domain(value: str) -> str:
    """Read what Jitsi calls the subject: a domain, a tenant, an AppID, or ``*``."""
    if not _DOMAIN.fullmatch(value):
        raise ValueError("is not a domain")
    return value


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True
