import errno
import os
import socket
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.integration.server.conftest import LOCAL
from wexstream.entrypoints.server.sockets import CannotListen, listen


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as tried:
        name: tuple[str, int] = tried.getsockname()
        return name[1]


def test_it_listens_on_every_address_that_is_named(port: int) -> None:
    with ExitStack() as opened:
        for made in listen(replace(LOCAL, listen=("127.0.0.1", "127.0.0.2"), port=port)):
            opened.enter_context(made)
        for address in ("127.0.0.1", "127.0.0.2"):
            socket.create_connection((address, port)).close()


def test_of_several_addresses_one_that_this_machine_lacks_is_left_out(port: int) -> None:
    (made,) = listen(replace(LOCAL, listen=("192.0.2.1", "127.0.0.1"), port=port))
    with made:
        assert made.getsockname() == ("127.0.0.1", port)


def test_without_any_address_it_cannot_listen(port: int) -> None:
    with pytest.raises(CannotListen, match=r"no network address 192\.0\.2\.1"):
        listen(replace(LOCAL, listen=("192.0.2.1",), port=port))


def test_a_port_that_is_taken_is_named_with_a_way_out(port: int) -> None:
    with socket.create_server(("127.0.0.1", port)), pytest.raises(CannotListen) as refused:
        listen(replace(LOCAL, listen=("127.0.0.2", "127.0.0.1"), port=port))
    assert str(refused.value).startswith(f"Port {port} is taken")
    assert f"WS_PORT={port + 1}" in str(refused.value)
    socket.create_server(("127.0.0.2", port)).close()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EACCES, "choose another one, such as WS_PORT=4003"), (errno.ENOBUFS, "not possible")],
)
def test_whatever_else_is_in_the_way_is_explained(
    monkeypatch: pytest.MonkeyPatch, port: int, number: int, said: str
) -> None:
    def bind(_socket: socket.socket, _address: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(CannotListen, match=said):
        listen(replace(LOCAL, port=port))
