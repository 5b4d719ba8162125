"""As much of STUN (RFC 8489) and TURN (RFC 8656) as it takes to see whether a server would help a browser."""

import hashlib
import hmac
import secrets
import socket
import ssl
import struct
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import Protocol

_COOKIE = 0x2112A442
_HEADER = struct.Struct("!HHI12s")
_NAME = slice(8, 20)  # in the header
_ATTRIBUTE = struct.Struct("!HH")
_INTEGRITY_LENGTH = 20
_USUAL_PORT, _USUAL_TLS_PORT = 3478, 5349
ANSWERS_WITHIN = 1.0  # seconds, of which there are three over UDP
_TRIES = 3
_LARGEST = 4_096

BINDING, ALLOCATE, REFRESH = 0x0001, 0x0003, 0x0004
SUCCESS, ERROR = 0x0100, 0x0110
USERNAME, INTEGRITY, ERROR_CODE, LIFETIME, REALM, NONCE, TRANSPORT = (
    *(0x0006, 0x0008, 0x0009, 0x000D, 0x0014, 0x0015, 0x0019),
)
_OVER_UDP = b"\x11\0\0\0"
_UNAUTHORISED = 401


class Refused(Exception):
    """The server answers, and does not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server by its parts (RFC 7064, RFC 7065)."""

    host: str
    port: int
    stream: bool
    tls: bool

    @classmethod
    def parse(cls, address: str) -> "Server":
        """Read an address that settings have accepted."""
        scheme, _, rest = address.partition(":")
        place, _, transport = rest.partition("?transport=")
        tls = scheme.endswith("s")
        host, bracket, port = place.rpartition(":") if not place.endswith("]") else (place, "", "")
        if not bracket:
            host, port = place, str(_USUAL_TLS_PORT if tls else _USUAL_PORT)
        return cls(host=host.strip("[]"), port=int(port), stream=tls or transport == "tcp", tls=tls)


class _Line(Protocol):
    def ask(self, message: bytes) -> bytes:
        """Send a message, and have the answer. Raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class _Datagrams:
    socket: socket.socket

    def ask(self, message: bytes) -> bytes:
        """Send it again where nothing comes: datagrams may be lost."""
        for _ in range(_TRIES - 1):
            with suppress(TimeoutError):
                return self._ask_once(message)
        return self._ask_once(message)

    def _ask_once(self, message: bytes) -> bytes:
        """Pass over what is said late about an earlier question."""
        self.socket.send(message)
        until = time.monotonic() + ANSWERS_WITHIN
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            answer = self.socket.recv(_LARGEST)
            if not _is_stun(answer) or answer[_NAME] == message[_NAME]:
                return answer
        raise TimeoutError


@dataclass(frozen=True, slots=True)
class _Stream:
    socket: socket.socket

    def ask(self, message: bytes) -> bytes:
        """Send it, and read as much as the answer says that it has."""
        self.socket.sendall(message)
        header = self._read(_HEADER.size)
        return header + self._read(_HEADER.unpack(header)[1])

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self.socket.recv(size - len(data))
            if not piece:
                raise ConnectionResetError("It closes the connection.")
            data += piece
        return data


def bind(server: Server) -> None:
    """Ask how one is seen from there. Raises OSError, Refused."""
    with _connected(server) as line:
        kind, _ = _ask(line, BINDING)
        if kind != BINDING | SUCCESS:
            raise Refused("it does not answer as a STUN server does")


def allocate(server: Server, username: str, password: str) -> None:
    """Have a place to be relayed from, and give it back. Raises OSError, Refused."""
    with _connected(server) as line:
        wanted = (TRANSPORT, _OVER_UDP)
        kind, said = _ask(line, ALLOCATE, [wanted])
        if kind != ALLOCATE | ERROR or _code(said) != _UNAUTHORISED:
            raise Refused("it does not ask who one is, as a TURN server with a secret does")
        if not {REALM, NONCE} <= said.keys():
            raise Refused("it asks who one is, and not for which realm or by which nonce")
        proof = [(USERNAME, username.encode()), (REALM, said[REALM]), (NONCE, said[NONCE])]
        key = hashlib.md5(b":".join((username.encode(), said[REALM], password.encode()))).digest()  # noqa: S324 - RFC 8489, 9.2.2
        kind, said = _ask(line, ALLOCATE, [wanted, *proof], key=key)
        if kind != ALLOCATE | SUCCESS:
            raise Refused(_reason(_code(said)))
        _ask(line, REFRESH, [(LIFETIME, bytes(4)), *proof], key=key)


@contextmanager
def _connected(server: Server) -> Iterator[_Line]:
    with ExitStack() as stack:
        if server.stream:
            made = stack.enter_context(
                socket.create_connection((server.host, server.port), ANSWERS_WITHIN * _TRIES)
            )
            if server.tls:
                context = ssl.create_default_context()
                made = stack.enter_context(context.wrap_socket(made, server_hostname=server.host))
            yield _Stream(made)
            return
        family, kind, _, _, place = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_DGRAM)[0]
        made = stack.enter_context(socket.socket(family, kind))
        made.connect(place)
        yield _Datagrams(made)


def _ask(
    line: _Line, kind: int, attributes: Iterable[tuple[int, bytes]] = (), *, key: bytes | None = None
) -> tuple[int, Mapping[int, bytes]]:
    """Ask; the type of the answer, and its attributes. Raises OSError, Refused."""
    name = secrets.token_bytes(12)
    answer = line.ask(message(kind, name, attributes, key=key))
    if not _is_stun(answer) or answer[_NAME] != name:
        raise Refused("what it answers is no STUN")
    return _HEADER.unpack_from(answer)[0], dict(read_attributes(answer))


def _is_stun(answer: bytes) -> bool:
    return len(answer) >= _HEADER.size and _HEADER.unpack_from(answer)[2] == _COOKIE


def message(
    kind: int, name: bytes, attributes: Iterable[tuple[int, bytes]] = (), *, key: bytes | None = None
) -> bytes:
    """Write a message; with a key, one that proves who sends it."""
    body = b"".join(_written(*attribute) for attribute in attributes)
    if key is None:
        return _HEADER.pack(kind, len(body), _COOKIE, name) + body
    length = len(body) + _ATTRIBUTE.size + _INTEGRITY_LENGTH
    signed = _HEADER.pack(kind, length, _COOKIE, name) + body
    return signed + _written(INTEGRITY, hmac.digest(key, signed, "sha1"))


def read_attributes(answer: bytes) -> Iterator[tuple[int, bytes]]:
    """Read the attributes of a message, each padded to four bytes."""
    place = _HEADER.size
    while place + _ATTRIBUTE.size <= len(answer):
        kind, length = _ATTRIBUTE.unpack_from(answer, place)
        place += _ATTRIBUTE.size
        yield kind, answer[place : place + length]
        place += length + -length % 4


def _written(kind: int, value: bytes) -> bytes:
    return _ATTRIBUTE.pack(kind, len(value)) + value + bytes(-len(value) % 4)


def _code(said: Mapping[int, bytes]) -> int:
    """Read the code of an error; 0 where it bears none."""
    error = said.get(ERROR_CODE, b"").ljust(4, b"\0")
    return (error[2] & 7) * 100 + error[3]


def _reason(code: int) -> str:
    if code == _UNAUTHORISED:
        return "it does not accept the secret"
    return f"it answers {code}" if code else "it refuses without a code"
