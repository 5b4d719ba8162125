"""Connections that are to be weaker than they could be."""

import ssl
from pathlib import Path

import pytest
import trustme

from wexstream.entrypoints.settings.parts import Tls


@pytest.fixture
def context(tmp_path: Path) -> ssl.SSLContext:
    """What a server encrypts with that serves TLS by itself."""
    own = trustme.CA().issue_cert("meet.example.org")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    own.private_key_pem.write_to_path(str(key))
    for part in own.cert_chain_pems:
        part.write_to_path(str(certificate), append=True)
    return Tls(certificate=certificate, private_key=key).context()


def test_no_older_tls_is_spoken(context: ssl.SSLContext) -> None:
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert context.maximum_version == ssl.TLSVersion.MAXIMUM_SUPPORTED


def test_every_cipher_keeps_what_was_said_before_secret(context: ssl.SSLContext) -> None:
    names = [cipher["name"] for cipher in context.get_ciphers()]
    assert names
    assert [name for name in names if not name.startswith(("TLS_", "ECDHE-", "DHE-"))] == []
