"""A STUN and TURN server that answers as coturn does with a shared secret, or amiss."""

import hashlib
import hmac
import socket
import ssl
import struct
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TypeAlias

from wexstream.entrypoints.checks import stun

SECRET = "8d6fd3a5b0c94e0f9d1d5f2a7c3e4b61"
REALM, NONCE = b"example.org", b"once"
Answer: TypeAlias = Callable[[bytes], bytes | None]


def coturn(asked: bytes) -> bytes | None:
    """Answer as a server with the secret."""
    kind, name = struct.unpack_from("!H", asked)[0], asked[8:20]
    said = dict(stun.read_attributes(asked))
    if kind == stun.BINDING:
        return stun.message(kind | stun.SUCCESS, name)
    if kind == stun.ALLOCATE and not _proven(asked, said):
        code = (stun.ERROR_CODE, bytes([0, 0, 4, 1]) + b"Unauthorized")
        return stun.message(kind | stun.ERROR, name, [code, (stun.REALM, REALM), (stun.NONCE, NONCE)])
    assert kind == stun.ALLOCATE or said[stun.LIFETIME] == bytes(4)
    return stun.message(kind | stun.SUCCESS, name)


def _proven(asked: bytes, said: dict[int, bytes]) -> bool:
    if stun.INTEGRITY not in said:
        return False
    username = said[stun.USERNAME]
    password = b64encode(hmac.digest(SECRET.encode(), username, "sha1"))
    key = hashlib.md5(b":".join((username, REALM, password))).digest()  # noqa: S324 - RFC 8489, 9.2.2
    assert said[stun.REALM] == REALM
    assert said[stun.NONCE] == NONCE
    return hmac.compare_digest(hmac.digest(key, asked[:-24], "sha1"), said[stun.INTEGRITY])


def out_of_quota(asked: bytes) -> bytes | None:
    """Know who asks, and relay nothing."""
    answer = coturn(asked)
    if answer is None or not answer.startswith(struct.pack("!H", stun.ALLOCATE | stun.SUCCESS)):
        return answer
    error = (stun.ERROR_CODE, bytes([0, 0, 4, 86]) + b"Allocation Quota Reached")
    return stun.message(stun.ALLOCATE | stun.ERROR, asked[8:20], [error])


def nameless(asked: bytes) -> bytes | None:
    """Ask who it is, and not for which realm."""
    answer = coturn(asked)
    if answer is None or not answer.startswith(struct.pack("!H", stun.ALLOCATE | stun.ERROR)):
        return answer
    code = (stun.ERROR_CODE, bytes([0, 0, 4, 1]))
    return stun.message(stun.ALLOCATE | stun.ERROR, asked[8:20], [code, (stun.NONCE, NONCE)])


def curt(asked: bytes) -> bytes | None:
    """Know who asks, relay nothing, and break off in the code that says why."""
    answer = coturn(asked)
    if answer is None or not answer.startswith(struct.pack("!H", stun.ALLOCATE | stun.SUCCESS)):
        return answer
    return stun.message(stun.ALLOCATE | stun.ERROR, asked[8:20], [(stun.ERROR_CODE, bytes(2))])


def open_to_all(asked: bytes) -> bytes | None:
    """Ask nobody who he is."""
    return stun.message(struct.unpack_from("!H", asked)[0] | stun.SUCCESS, asked[8:20])


def refusing(asked: bytes) -> bytes | None:
    """Know no such request."""
    return stun.message(struct.unpack_from("!H", asked)[0] | stun.ERROR, asked[8:20])


def babbling(_: bytes) -> bytes | None:
    """Say something else."""
    return b"HTTP/1.1 400 Bad Request\r\n\r\n"


def silent(_: bytes) -> bytes | None:
    """Say nothing."""
    return None


class Hesitant:
    """Hear only the second time."""

    def __init__(self) -> None:
        self._times = 0

    def __call__(self, asked: bytes) -> bytes | None:
        self._times += 1
        return coturn(asked) if self._times > 1 else None


@contextmanager
def over_udp(answer: Answer, *, times: int = 1) -> Iterator[str]:
    """Answer each datagram, so many ``times``; the place."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind(("127.0.0.1", 0))
        thread = Thread(target=_answer_datagrams, args=(bound, answer, times))
        thread.start()
        host, port = bound.getsockname()
        try:
            yield f"{host}:{port}"
        finally:
            bound.sendto(b"", (host, port))
            thread.join()


def _answer_datagrams(bound: socket.socket, answer: Answer, times: int) -> None:
    while True:
        asked, whence = bound.recvfrom(4_096)
        if not asked:
            return
        said = answer(asked)
        if said is not None:
            for _ in range(times):
                bound.sendto(said, whence)


@contextmanager
def over_tcp(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """Answer one connection; the place."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=_answer_connection, args=(listening, answer, context))
        thread.start()
        try:
            yield f"localhost:{listening.getsockname()[1]}"
        finally:
            with suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def _answer_connection(listening: socket.socket, answer: Answer, context: ssl.SSLContext | None) -> None:
    with suppress(OSError):
        made, _ = listening.accept()
        with context.wrap_socket(made, server_side=True) if context else made as connection:
            while asked := connection.recv(4_096):
                said = answer(asked)
                if said is None:
                    return
                connection.sendall(said)
