"""The settings as the program uses them: frozen, typed, grouped by what they are about."""

import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from wexstream.domain.usecases.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """With what the server proves who it is; two files in PEM."""

    certificate: Path
    private_key: Path

    def context(self) -> ssl.SSLContext:
        """Make what connections are encrypted with. Raises OSError where the files do not fit."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.private_key, password=_no_passphrase)
        return context


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    """Where it listens, and what its public address is.

    ``public_url`` is without a slash at its end. ``trusted_proxies`` are the addresses and networks whose
    ``X-Forwarded-For`` is believed.
    """

    listen: tuple[str, ...]
    port: int
    tls: Tls | None
    public_url: str
    trusted_proxies: tuple[str, ...]
    page_size: int

    @property
    def local(self) -> bool:
        """Whether its public address is this machine's own."""
        return is_local(self.public_url)

    @property
    def secure(self) -> bool:
        """Whether people reach it over TLS, its own or a proxy's."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseTls:
    """That the database proves who it is, to whom, and with what we do; files in PEM."""

    authorities: Path
    certificate: Path | None
    key: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A PostgreSQL database; ``host`` may be the folder of a Unix socket."""

    host: str
    port: int
    user: str
    password: str | None = field(repr=False)
    name: str
    tls: DatabaseTls | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The server that takes mails.

    ``encryption`` is ``none``, ``starttls``, ``tls``, or None for what is usual there.
    """

    host: str
    port: int
    encryption: str | None
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Whom mails are from, and where they go: to a server, or to a mailbox on disk."""

    sender: Address
    smtp: Smtp | None
    mailbox: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Jitsi:
    """The Jitsi that carries the media.

    There is ``secret``, or ``private_key`` (PEM) with ``key_id``; ``script`` and ``subject`` where they are
    other than usual.
    """

    host: str
    app_id: str
    script: str | None = None
    subject: str | None = None
    secret: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)
    key_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ice:
    """What helps browsers to reach each other: addresses of STUN and TURN, and TURN's secret."""

    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    turn_secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """As what another service knows us; without a secret it lets in whoever has the id."""

    id: str
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenId:
    """An OpenID provider, by its own address for itself, and what people call it."""

    issuer: str
    name: str
    client: Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """By which other services people may sign in."""

    google: Client | None = None
    facebook: Client | None = None
    openid: OpenId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """Where metrics can be read."""

    listen: tuple[str, ...]
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that an operator decides.

    ``secret`` is that of the server, at least 32 bytes, from which every key is derived. ``database`` is an
    address (DSN) of PostgreSQL, or its parts; without it there is an embedded one in ``data``. ``valkey``
    is an address too; without it processes tell each other by the database. Without ``jitsi``, there is the
    built-in engine, which ``ice`` helps. People may sign in ``elsewhere`` too. Without ``metrics`` there
    are none.
    """

    data: Path
    secret: bytes = field(repr=False)
    http: Http
    database: str | Database | None = field(repr=False)
    valkey: str | None = field(repr=False)
    pictures: Path
    mail: Mail
    jitsi: Jitsi | None
    ice: Ice
    elsewhere: Elsewhere
    policy: Policy
    metrics: Metrics | None


def _no_passphrase() -> str:
    """Answer instead of asking at the terminal."""
    return ""


def is_local(url: str) -> bool:
    """Tell whether a web address is one of the machine that it is said on."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, 6.3
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
