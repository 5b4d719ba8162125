"""The sockets on which the server listens."""

import errno
import socket
from collections.abc import Collection
from contextlib import ExitStack
from ipaddress import IPv6Address, ip_address

from wexstream.entrypoints.failure import Failure
from wexstream.entrypoints.settings.parts import Http, Metrics
from wexstream.entrypoints.settings.values import PORT_MOST

_BACKLOG = 2048
_NO_SUCH_NETWORK = frozenset({errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL})


class CannotListen(Failure):
    """The port cannot be had; the message says why and what to do."""


def listen(http: Http) -> list[socket.socket]:
    """Listen where people come. Raises CannotListen."""
    return _listen(http.listen, http.port, setting="WS_PORT", otherwise="WS_LISTEN")


def listen_for_metrics(metrics: Metrics | None) -> list[socket.socket]:
    """Listen where metrics are read, if anywhere. Raises CannotListen."""
    if metrics is None:
        return []
    return _listen(metrics.listen, metrics.port, setting="WS_METRICS_PORT", otherwise="WS_METRICS_LISTEN")


def _listen(addresses: Collection[str], port: int, *, setting: str, otherwise: str) -> list[socket.socket]:
    """Listen on every address that is named; of several, those that this machine lacks are left out.

    ``setting`` says the port, ``otherwise`` the addresses. Raises CannotListen.
    """
    if port > PORT_MOST:
        raise CannotListen(f"No port comes after {PORT_MOST}, and each process needs one: lower {setting}.")
    with ExitStack() as opened:
        sockets: list[socket.socket] = []
        missing: OSError | None = None
        for address in addresses:
            try:
                sockets.append(opened.enter_context(_listening(address, port)))
            except OSError as error:
                if error.errno not in _NO_SUCH_NETWORK:
                    raise CannotListen(_explained(error, address, port, setting)) from error
                missing = error
        if not sockets:
            raise CannotListen(
                f"This machine has no network address {', '.join(addresses)}. Look at {otherwise}."
            ) from missing
        opened.pop_all()
        return sockets


def _listening(address: str, port: int) -> socket.socket:
    version6 = isinstance(ip_address(address), IPv6Address)
    made = socket.socket(socket.AF_INET6 if version6 else socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if version6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind((address, port))
        made.listen(_BACKLOG)
    except OSError:
        made.close()
        raise
    return made


def _explained(error: OSError, address: str, port: int, setting: str) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"Port {port} is taken: stop what listens there, or choose another one: {setting}={port + 1}"
            )
        case errno.EACCES:
            return f"Port {port} is for the system's own programs: choose another one, such as {setting}=4003"
        case _:
            return f"It is not possible to listen on {address}, port {port}: {error.strerror}."
