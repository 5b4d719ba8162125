"""A real SMTP server (aiosmtpd) on this machine, that answers, stalls or hangs up as told."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Fault = Literal["stalls", "hangs up"]
CREDENTIALS = LoginPassword(login=b"wexstream", password=b"secret")


@dataclass(slots=True, kw_only=True)
class Server:
    """What a server has received, how it answers to commands, and at which it fails.

    ``answers`` are used up one by one, then all is well again. ``fails_at`` is a command, or "greeting",
    "handshake" (after STARTTLS) or "message" (after DATA): that was ``taken``, heard of or not.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    fails_at: str | None = None
    fault: Fault = "stalls"
    received: list[tuple[Envelope, Session]] = field(default_factory=list)
    taken: list[Envelope] = field(default_factory=list)
    port: int = 0

    @property
    def contents(self) -> Sequence[bytes]:
        """The messages that were accepted, in their order."""
        return [envelope.content for envelope, _ in self.received if isinstance(envelope.content, bytes)]

    def answer(self, command: str) -> str:
        waiting = self.answers.get(command)
        return waiting.pop(0) if waiting else "250 OK"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answer("MAIL")

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's
        self, smtp: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answer("RCPT")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, smtp: "_Protocol", session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.taken.append(envelope)
        await smtp.fail_at("message")
        answer = self.answer("message")
        if answer.startswith("2"):
            self.received.append((envelope, session))
        return answer


class _Protocol(SMTP):
    """aiosmtpd's protocol, with faults."""

    def __init__(self, server: Server, *, tls: ssl.SSLContext | None, needs_password: bool) -> None:
        self._server = server
        super().__init__(
            server,
            hostname="localhost",
            loop=asyncio.get_running_loop(),
            tls_context=tls,
            auth_required=needs_password,
            auth_require_tls=tls is not None,
            authenticator=lambda _server, _session, _envelope, _mechanism, data: AuthResult(
                success=data == CREDENTIALS, handled=False
            ),
        )

    async def fail_at(self, step: str) -> None:
        if step != self._server.fails_at:
            return
        if self._server.fault == "hangs up":
            assert self.transport is not None
            self.transport.close()
        await asyncio.Event().wait()  # until the connection is gone

    async def _handle_client(self) -> None:
        await self.fail_at("greeting")
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("EHLO")
        await super().smtp_EHLO(hostname)

    async def smtp_STARTTLS(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("STARTTLS")
        if self._server.fails_at == "handshake":
            await self.push("220 Ready to start TLS")
            await self.fail_at("handshake")
        await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("AUTH")
        await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("MAIL")
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("RCPT")
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("DATA")
        await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802 - aiosmtpd's
        await self.fail_at("QUIT")
        await super().smtp_QUIT(arg)


@contextmanager
def kept_port() -> Iterator[int]:
    """Have a port at which nobody listens but servers of ours, now and then."""
    with socket.socket() as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        kept.bind(("127.0.0.1", 0))
        name: tuple[str, int] = kept.getsockname()
        yield name[1]


@asynccontextmanager
async def serving(
    server: Server,
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    needs_password: bool = False,
) -> AsyncGenerator[Server]:
    """Serve at its port, or one that is free, with STARTTLS, with TLS from the beginning, or plainly."""
    connections: list[_Protocol] = []

    def connected() -> _Protocol:
        connections.append(_Protocol(server, tls=starttls, needs_password=needs_password))
        return connections[-1]

    listener = await asyncio.get_running_loop().create_server(
        connected, "127.0.0.1", server.port, ssl=tls, reuse_port=True
    )
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for connection in connections:
            if connection.transport is not None:
                connection.transport.close()
        await listener.wait_closed()
