"""Mails carried by an SMTP server (RFC 5321)."""

import asyncio
import logging
import os
from collections.abc import Collection
from dataclasses import dataclass
from email.headerregistry import Address
from enum import StrEnum

import aiosmtplib

from wexstream.adapters.mail.mime import compose
from wexstream.adapters.outage import Outage
from wexstream.domain.model.ids import AccountId
from wexstream.ports.clock import Clock
from wexstream.ports.mail import Mail, MailRefused

_SUBMISSION_OVER_TLS = 465
_SUBMISSION = 587
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_PERMANENT = 500
# 5xx in form, yet about how we sign in and not about this mail (RFC 4954, 6): the operator can mend that.
_ABOUT_SIGNING_IN = frozenset({530, 534, 535, 538})
_ABOUT_A_MAIL = (
    aiosmtplib.SMTPSenderRefused,
    aiosmtplib.SMTPRecipientRefused,
    aiosmtplib.SMTPDataError,
)

TROUBLE = (aiosmtplib.SMTPException, OSError)

_log = logging.getLogger(__name__)


class Encryption(StrEnum):
    """How the way to the server is encrypted; where it is, the server's certificate is verified."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"

    @classmethod
    def usual(cls, host: str, port: int) -> "Encryption":
        """Tell what is usual there (RFC 8314, 3.3): only the way within this machine is not encrypted."""
        if port == _SUBMISSION_OVER_TLS:
            return cls.TLS
        return cls.NONE if host in _LOCAL and port != _SUBMISSION else cls.STARTTLS


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """Where and how mail leaves; ``timeout`` is for each answer of the server, in seconds."""

    host: str
    port: int
    sender: Address
    encryption: Encryption
    user: str | None = None
    password: str | None = None
    timeout: float = 60


class _Connection(aiosmtplib.SMTP):
    """A connection that is gone when it is closed, though the server may yet owe its TLS farewell.

    We have said ours, and nothing that we wait for comes after it (RFC 8446, 6.1).
    """

    def close(self) -> None:
        transport = self.transport
        super().close()
        if isinstance(transport, asyncio.Transport):
            transport.abort()


class SmtpCarrier:
    """Hands each mail to the server in a connection of its own."""

    def __init__(self, settings: SmtpSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._outage = Outage(
            _log,
            began="the mail server cannot be used just now, mails are tried again",
            over="the mail server can be used again",
        )

    async def carry(self, mail: Mail) -> None:
        """Hand a mail on. Raises MailRefused for a bad address, or when the server answers 5xx to it."""
        message = compose(mail, sender=self._settings.sender, at=self._clock.now())
        try:
            await self._hand_on(mail, message)
        except _ABOUT_A_MAIL as answer:
            if answer.code in _ABOUT_SIGNING_IN:
                self._outage.begin(_explained(answer))
            elif answer.code >= _PERMANENT:
                raise MailRefused(f"{answer.code} {answer.message}") from answer
            raise
        except TROUBLE as error:
            self._outage.begin(_explained(error))
            raise
        self._outage.end()

    async def _hand_on(self, mail: Mail, message: bytes) -> None:
        async with self._connection() as server:
            await server.mail(self._settings.sender.addr_spec)
            await server.rcpt(mail.to_address)
            await server.data(message)

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        """Do nothing: no mail is kept here."""

    async def try_out(self) -> None:
        """Connect, encrypt and sign in as for a mail, and hand none on. Raises one of TROUBLE."""
        async with self._connection():
            pass

    def _connection(self) -> _Connection:
        settings = self._settings
        return _Connection(
            hostname=settings.host,
            port=settings.port,
            username=settings.user,
            password=settings.password,
            timeout=settings.timeout,
            use_tls=settings.encryption is Encryption.TLS,
            start_tls=settings.encryption is Encryption.STARTTLS,
        )


def _explained(error: Exception) -> str:
    """Tell what is wrong with the server, not in its own words, which may name whom a mail is for."""
    match error:
        case aiosmtplib.SMTPResponseException():
            return f"it answers {error.code}"
        case TimeoutError():
            return "it does not answer in time"
        case aiosmtplib.SMTPServerDisconnected() | ConnectionResetError():
            return "it breaks off connections"
        case OSError():
            number = getattr(error.__cause__ or error, "errno", None)
            return os.strerror(number) if number else "it cannot be reached"
        case _:
            return type(error).__name__
