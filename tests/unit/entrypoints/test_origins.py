"""Where somebody asks from."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.connection import ASGIConnection

from wexstream.entrypoints.http.authentication import origin_of

V6 = st.ip_addresses(v=6).filter(lambda address: cast("IPv6Address", address).ipv4_mapped is None)


def origin(host: str | None) -> str:
    client = None if host is None else (host, 50_000)
    scope = cast("Any", {"type": "http", "client": client, "headers": []})
    return origin_of(ASGIConnection[Any, Any, Any, Any](scope))


def is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


@given(one=st.ip_addresses(v=4), other=st.ip_addresses(v=4))
def test_each_ipv4_address_is_a_place_of_its_own(one: IPv4Address, other: IPv4Address) -> None:
    assert (origin(str(one)) == origin(str(other))) == (one == other)


@given(address=st.ip_addresses(v=4))
def test_an_ipv4_address_written_as_an_ipv6_one_is_the_same_place(address: IPv4Address) -> None:
    mapped = IPv6Address(int(address) | 0xFFFF << 32)
    assert origin(str(mapped)) == origin(mapped.exploded) == origin(f"::ffff:{address}") == str(address)


@given(one=V6, other=V6, rest=st.integers(0, 2**64 - 1))
def test_an_ipv6_network_is_one_place(one: IPv6Address, other: IPv6Address, rest: int) -> None:
    neighbour = IPv6Address(int(one) >> 64 << 64 | rest)
    if neighbour.ipv4_mapped is None:
        assert origin(str(one)) == origin(str(neighbour)) == origin(one.exploded.upper())
    assert (origin(str(one)) == origin(str(other))) == (int(one) >> 64 == int(other) >> 64)


@given(text=st.text().filter(lambda text: not is_address(text)))
def test_all_that_is_no_address_is_one_place(text: str) -> None:
    assert origin(text) == origin(None)


@pytest.mark.parametrize("host", ["fe80::1%eth0", "fe80::2%eth1"])
def test_a_local_address_is_a_place_whatever_the_wire(host: str) -> None:
    assert origin(host) == origin("fe80::3")
