from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from wexstream.adapters.jitsi.server import JitsiMisconfigured, JitsiServer

HOST, APP_ID, TENANT = "jitsi.example.org", "wexstream", "vpaas-magic-cookie-1fc542a3"


@cache
def key(bits: int = 2_048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65_537, key_size=bits)


def pem(
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey,
    encryption: KeySerializationEncryption | None = None,
) -> str:
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())
    return text.decode()


def fault(*, host: str = HOST, app_id: str = APP_ID, **given: str | None) -> str:
    with pytest.raises(JitsiMisconfigured) as raised:
        JitsiServer(host=host, app_id=app_id, **given)
    return str(raised.value)


@pytest.mark.parametrize("host", ["jitsi", "jitsi.example.org", "jitsi.example.org:8443", "127.0.0.1:8443"])
def test_a_server_of_one_s_own_takes_a_secret(host: str) -> None:
    server = JitsiServer(host=host, app_id=APP_ID, secret="of both")
    assert server.signing_key() == "of both"
    assert not server.jaas


def test_a_server_with_a_key_server_takes_a_private_key_and_its_id() -> None:
    server = JitsiServer(host=HOST, app_id=APP_ID, private_key=pem(key()), key_id="2026")
    signing = server.signing_key()
    assert isinstance(signing, rsa.RSAPrivateKey)
    assert signing.private_numbers() == key().private_numbers()


def test_jaas_is_known_by_its_host_and_takes_a_key_of_the_tenant() -> None:
    server = JitsiServer(host="8x8.vc", app_id=TENANT, private_key=pem(key()), key_id=f"{TENANT}/4f4910")
    assert server.jaas


@pytest.mark.parametrize(
    "host", ["", "https://jitsi.example.org", "jitsi.example.org/", "me@jitsi", "two words"]
)
def test_a_host_is_no_address(host: str) -> None:
    assert "WS_JITSI_HOST has to be a host" in fault(host=host, secret="x")


def test_the_app_id_is_needed() -> None:
    assert "WS_JITSI_APP_ID is missing" in fault(app_id="", secret="x")


@pytest.mark.parametrize("script", ["http://jitsi.example.org/external_api.js", "/external_api.js", ""])
def test_the_script_comes_over_tls(script: str) -> None:
    assert "WS_JITSI_API has to begin with https://" in fault(script=script, secret="x")


@pytest.mark.parametrize("secret", [None, ""])
def test_a_secret_or_a_key_is_needed(secret: str | None) -> None:
    assert "Set either WS_JITSI_SECRET, or WS_JITSI_PRIVATE_KEY" in fault(secret=secret)


def test_a_secret_and_a_key_are_one_too_many() -> None:
    assert "Set either" in fault(secret="x", private_key=pem(key()), key_id="2026")


def test_a_key_needs_its_id() -> None:
    assert "WS_JITSI_KEY_ID is missing" in fault(private_key=pem(key()))


@pytest.mark.parametrize("key_id", ["4f4910", "another-tenant/4f4910", TENANT])
def test_the_id_of_a_key_at_jaas_begins_with_the_tenant(key_id: str) -> None:
    said = fault(host="8x8.vc", app_id=TENANT, private_key=pem(key()), key_id=key_id)
    assert f"{TENANT}/a1b2c3" in said


def test_jaas_takes_no_secret() -> None:
    assert "WS_JITSI_SECRET opens nothing at JaaS" in fault(host="8x8.vc", app_id=TENANT, secret="x")


@pytest.mark.parametrize(
    "private_key",
    [
        "nonsense",
        "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----\n",
        pem(key(), BestAvailableEncryption(b"password")),
        pem(key(1_024)),
        pem(ed25519.Ed25519PrivateKey.generate()),
        key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
    ],
    ids=["nonsense", "nonsense-in-pem", "with-a-password", "short", "elliptic", "public"],
)
def test_a_key_that_cannot_sign_is_refused_with_the_way_to_make_one(private_key: str) -> None:
    said = fault(private_key=private_key, key_id="2026")
    assert "WS_JITSI_PRIVATE_KEY has to be an RSA key" in said
    assert "openssl genrsa" in said
    assert private_key not in said


def test_all_that_is_wrong_is_said_at_once() -> None:
    said = fault(host="https://jitsi", app_id="", script="x", private_key="x").splitlines()
    assert len(said) == 5


def test_what_is_shown_of_a_server_keeps_its_secrets() -> None:
    shown = repr(JitsiServer(host=HOST, app_id=APP_ID, secret="of both of us"))
    assert "of both of us" not in shown
    shown = repr(JitsiServer(host=HOST, app_id=APP_ID, private_key=pem(key()), key_id="2026"))
    assert "PRIVATE" not in shown
