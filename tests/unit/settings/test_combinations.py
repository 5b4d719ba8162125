import ssl
from pathlib import Path

import pytest
import trustme

from tests.support.clock import ManualClock
from tests.unit.settings.conftest import Load, Refusal
from wexstream.domain.model.identity import Provider
from wexstream.entrypoints.infrastructure.elsewhere import identity_providers
from wexstream.entrypoints.settings.parts import (
    Client,
    Database,
    DatabaseTls,
    Elsewhere,
    Ice,
    Jitsi,
    Metrics,
    OpenId,
)

SECRET = "8d6fd3a5b0c94e0f9d1d5f2a7c3e4b61"
PUBLIC = {"WS_APP_HOST": "https://meet.example.org", "WS_TRUSTED_PROXIES": "127.0.0.1"}
JITSI = {"WS_JITSI_HOST": "jitsi.example.org:8443", "WS_JITSI_APP_ID": "wexstream"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """A certificate and its key, in files."""
    made = trustme.CA().issue_cert("meet.example.org")
    certificate, key = tmp_path / "certificate", tmp_path / "key"
    certificate.write_bytes(b"".join(pem.bytes() for pem in made.cert_chain_pems))
    key.write_bytes(made.private_key_pem.bytes())
    return {"WS_CERTIFICATE": str(certificate), "WS_PRIVATE_KEY": str(key)}


def test_a_page_without_tls_is_for_this_machine_alone(refusal: Refusal, loading: Load) -> None:
    assert "WS_APP_HOST is http://192.168.1.5:4003" in refusal(WS_APP_HOST="http://192.168.1.5:4003")
    for local in ("http://127.0.0.1:4003", "http://[::1]", "http://meet.localhost:80"):
        assert loading(WS_APP_HOST=local).settings.http.local


def test_tls_by_itself(loading: Load, files: dict[str, str]) -> None:
    here = loading(WS_HTTPS="true", WS_PORT="4443", **files).settings.http
    assert here.public_url == "https://localhost:4443"
    assert here.tls is not None
    assert isinstance(here.tls.context(), ssl.SSLContext)
    assert loading(**files).settings.http.tls is None


def test_tls_needs_both_its_files_and_an_address_that_says_so(
    refusal: Refusal, files: dict[str, str]
) -> None:
    said = refusal(WS_HTTPS="true", WS_APP_HOST="http://localhost:4003")
    assert "WS_CERTIFICATE is missing" in said
    assert "WS_PRIVATE_KEY is missing" in said
    assert "WS_APP_HOST is http://localhost:4003, while WS_HTTPS serves https" in said
    swapped = {"WS_CERTIFICATE": files["WS_PRIVATE_KEY"], "WS_PRIVATE_KEY": files["WS_CERTIFICATE"]}
    assert "do not work together" in refusal(WS_HTTPS="true", **swapped)
    assert "do not work together" in refusal(WS_HTTPS="true", **files | {"WS_PRIVATE_KEY": "/nowhere"})


def test_a_proxy_that_is_not_named_is_pointed_out(loading: Load, files: dict[str, str]) -> None:
    (said,) = loading(WS_APP_HOST="https://meet.example.org").warnings
    assert "WS_TRUSTED_PROXIES" in said
    assert not loading(**PUBLIC).warnings
    assert not loading(WS_APP_HOST="https://meet.example.org", WS_HTTPS="true", **files).warnings


def test_listening_elsewhere(loading: Load) -> None:
    assert loading(WS_LISTEN="10.0.0.5,::1").settings.http.listen == ("10.0.0.5", "::1")


def test_a_database_in_parts(loading: Load) -> None:
    usual = loading(WS_DB_HOST="/var/run/postgresql").settings.database
    assert usual == Database(
        host="/var/run/postgresql", port=5432, user="wexstream", password=None, name="wexstream", tls=None
    )
    given = {"WS_DB_PORT": "6000", "WS_DB_USERNAME": "me", "WS_DB_PASSWORD": "x", "WS_DB_NAME": "meet"}
    assert loading(WS_DB_HOST="::1", **given).settings.database == Database(
        host="::1", port=6000, user="me", password="x", name="meet", tls=None
    )


def test_a_database_over_tls_proves_who_it_is(loading: Load, refusal: Refusal, files: dict[str, str]) -> None:
    certificate, key = files["WS_CERTIFICATE"], files["WS_PRIVATE_KEY"]
    own = {"WS_DB_SSL_CERT": certificate, "WS_DB_SSL_KEY": key}
    named = loading(WS_DB_HOST="db", WS_DB_SSL="true", WS_DB_SSL_CA=certificate, **own).settings.database
    assert isinstance(named, Database)
    assert named.tls == DatabaseTls(
        authorities=Path(certificate), certificate=Path(certificate), key=Path(key)
    )
    said = refusal(WS_DB_HOST="db", WS_DB_SSL="true", WS_DB_SSL_CA="/nowhere", WS_DB_SSL_KEY="/neither")
    assert "WS_DB_SSL_CA names /nowhere" in said
    assert "WS_DB_SSL_KEY names /neither" in said
    assert "WS_DB_SSL_CERT is missing" in said


def test_a_database_over_tls_is_signed_by_somebody_known(
    loading: Load, refusal: Refusal, files: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = ssl.get_default_verify_paths()._replace(cafile=files["WS_CERTIFICATE"])
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: known)
    named = loading(WS_DB_HOST="db", WS_DB_SSL="true").settings.database
    assert isinstance(named, Database)
    assert named.tls is not None
    assert named.tls.authorities == Path(files["WS_CERTIFICATE"])
    nobody = known._replace(cafile="")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nobody)
    assert "WS_DB_SSL_CA is missing" in refusal(WS_DB_HOST="db", WS_DB_SSL="true")


def test_a_database_is_named_in_one_way(refusal: Refusal) -> None:
    assert "WS_DB_HOST is missing, without which WS_DB_NAME would have no effect" in refusal(WS_DB_NAME="x")
    said = refusal(WS_DATABASE_URL="postgresql://db/x", WS_DB_HOST="db", WS_DB_USERNAME="me")
    assert "leave out WS_DB_HOST, WS_DB_USERNAME" in said


def test_jitsi_by_a_shared_secret(loading: Load) -> None:
    jitsi = loading(**JITSI, WS_JITSI_SECRET="short").settings.jitsi
    assert jitsi is not None
    assert jitsi == Jitsi(host="jitsi.example.org:8443", app_id="wexstream", secret="short")


def test_jitsi_by_a_key_of_our_own(loading: Load, files: dict[str, str]) -> None:
    ours = {"WS_JITSI_PRIVATE_KEY": files["WS_PRIVATE_KEY"], "WS_JITSI_KEY_ID": "2026"}
    jitsi = loading(
        **JITSI, **ours, WS_JITSI_API="https://cdn.example.org/api.js", WS_JWT_SUB="*"
    ).settings.jitsi
    assert jitsi is not None
    assert jitsi.private_key == Path(files["WS_PRIVATE_KEY"]).read_text()
    assert jitsi.key_id == "2026"
    assert jitsi.script == "https://cdn.example.org/api.js"
    assert jitsi.subject == "*"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"WS_JITSI_HOST": "jitsi", "WS_JITSI_SECRET": "x"}, "WS_JITSI_APP_ID is missing"),
        ({"WS_JITSI_SECRET": "x"}, "WS_JITSI_HOST is missing"),
        (JITSI, "WS_JITSI_SECRET is missing, or WS_JITSI_PRIVATE_KEY"),
        (JITSI | {"WS_JITSI_PRIVATE_KEY": "/nowhere"}, "WS_JITSI_KEY_ID is missing"),
        (
            JITSI | {"WS_JITSI_PRIVATE_KEY": "/nowhere", "WS_JITSI_KEY_ID": "x"},
            "/nowhere, which cannot be read",
        ),
        (JITSI | {"WS_JITSI_KEY_ID": "x"}, "WS_JITSI_PRIVATE_KEY is missing"),
        (JITSI | {"WS_JITSI_SECRET": "x", "WS_JITSI_KEY_ID": "x"}, "are both given"),
        (JITSI | {"WS_JITSI_SECRET": "x", "WS_JITSI_API": "http://jitsi/api.js"}, "WS_JITSI_API is http://"),
        ({"WS_GOOGLE_CLIENT_ID": "x"}, "WS_GOOGLE_CLIENT_SECRET is missing, as WS_GOOGLE_CLIENT_ID"),
        ({"WS_FACEBOOK_APP_SECRET": "x"}, "WS_FACEBOOK_APP_ID is missing, without which"),
        ({"WS_OIDC_NAME": "ID"}, "WS_OIDC_ISSUER is missing, without which WS_OIDC_NAME"),
        ({"WS_OIDC_ISSUER": "https://id.example.org"}, "WS_OIDC_CLIENT_ID is missing, as WS_OIDC_ISSUER"),
        ({"WS_OIDC_ISSUER": "http://id.example.org", "WS_OIDC_CLIENT_ID": "x"}, "is without TLS"),
        ({"WS_OIDC_ISSUER": "https://id.example.org/?a", "WS_OIDC_CLIENT_ID": "x"}, "after its path"),
        ({"WS_SMTP_PORT": "25"}, "WS_SMTP_HOST is missing, without which WS_SMTP_PORT"),
        ({"WS_SMTP_HOST": "smtp", "WS_SMTP_USER": "me"}, "WS_SMTP_PASS is missing"),
        ({"WS_SMTP_HOST": "smtp", "WS_SMTP_PASS": "x"}, "WS_SMTP_USER is missing"),
    ],
)
def test_what_belongs_together_is_given_together(refusal: Refusal, given: dict[str, str], said: str) -> None:
    assert said in refusal(**given)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("https://meet.example.org:8443", "Wexstream <no-reply@meet.example.org>"),
        ("https://192.0.2.1", "Wexstream <no-reply@[192.0.2.1]>"),
        ("https://[2001:db8::1]", "Wexstream <no-reply@[IPv6:2001:db8::1]>"),
        ("http://localhost:4003", "Wexstream <no-reply@localhost>"),
    ],
)
def test_mails_are_from_the_server_itself_unless_said_otherwise(loading: Load, url: str, sender: str) -> None:
    assert str(loading(WS_APP_HOST=url).settings.mail.sender) == sender


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WS_JWT_SECRET", "changeme" * 5),
        ("WS_JWT_SECRET", "<what openssl rand -base64 48 prints>"),
        ("WS_JWT_SECRET", "$(openssl rand -base64 48) and more"),
        ("WS_JWT_SECRET", "0123" * 10),
        ("WS_JITSI_SECRET", "JWT_SECRET"),
        ("WS_JITSI_SECRET", "k3K9z7QpX2"),
        ("WS_DB_PASSWORD", "PASSWORD"),
        ("WS_DB_PASSWORD", "vZq4fG8tLw2n"),
        ("WS_SMTP_PASS", "change-me"),
    ],
)
def test_a_secret_that_is_none_is_refused_but_on_this_machine(
    refusal: Refusal, loading: Load, name: str, value: str
) -> None:
    others = {"WS_DB_HOST": "db", "WS_SMTP_HOST": "smtp", "WS_SMTP_USER": "me", "WS_SMTP_PASS": "kB3x"}
    chosen = JITSI | {"WS_JITSI_SECRET": SECRET} | others | {name: value}
    assert f"{name} is " in refusal(**PUBLIC | chosen)
    assert loading(**chosen).settings.http.local


def test_a_secret_too_short_to_be_a_key_is_refused_everywhere(refusal: Refusal) -> None:
    assert "WS_JWT_SECRET is too short" in refusal(WS_JWT_SECRET=SECRET[1:])


def test_secrets_that_are_some_are_accepted(loading: Load) -> None:
    others = {"WS_DB_HOST": "db", "WS_DB_PASSWORD": "passepartout", "WS_JITSI_SECRET": SECRET}
    assert loading(**PUBLIC, **JITSI, **others, WS_JWT_SECRET=SECRET).settings.secret == SECRET.encode()


def test_other_services_to_sign_in_by(loading: Load) -> None:
    assert loading().settings.elsewhere == Elsewhere()
    given = {
        "WS_GOOGLE_CLIENT_ID": "of google",
        "WS_GOOGLE_CLIENT_SECRET": SECRET,
        "WS_FACEBOOK_APP_ID": "of facebook",
        "WS_FACEBOOK_APP_SECRET": SECRET,
        "WS_OIDC_ISSUER": "https://id.example.org/realms/main",
        "WS_OIDC_CLIENT_ID": "of the provider",
    }
    services = loading(**given).settings.elsewhere
    assert services == Elsewhere(
        google=Client(id="of google", secret=SECRET),
        facebook=Client(id="of facebook", secret=SECRET),
        openid=OpenId(
            issuer="https://id.example.org/realms/main",
            name="id.example.org",
            client=Client(id="of the provider", secret=None),
        ),
    )
    assert SECRET not in repr(services)
    named = loading(**given, WS_OIDC_NAME="Example ID").settings.elsewhere.openid
    assert named is not None
    assert named.name == "Example ID"
    offered = identity_providers(services, ManualClock())
    assert [(one, known.name, known.issuer) for one, known in offered.items()] == [
        (Provider.GOOGLE, "Google", "https://accounts.google.com"),
        (Provider.FACEBOOK, "Facebook", "https://www.facebook.com/of facebook"),
        (Provider.OIDC, "id.example.org", "https://id.example.org/realms/main"),
    ]
    assert identity_providers(Elsewhere(), ManualClock()) == {}


TURN = {"WS_TURN_URLS": "turn:turn.example.org, turns:[2001:db8::1]:5349?transport=tcp"}


def test_servers_that_help_browsers_to_meet(loading: Load) -> None:
    assert loading().settings.ice == Ice()
    stun = {"WS_STUN_URLS": "stun:turn.example.org,stuns:turn.example.org:5349"}
    helped = loading(**stun, **TURN, WS_TURN_SECRET=SECRET).settings.ice
    assert helped == Ice(
        stun=("stun:turn.example.org", "stuns:turn.example.org:5349"),
        turn=("turn:turn.example.org", "turns:[2001:db8::1]:5349?transport=tcp"),
        turn_secret=SECRET,
    )
    assert SECRET not in repr(helped)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("WS_STUN_URLS", "turn.example.org"),
        ("WS_STUN_URLS", "turn:turn.example.org"),
        ("WS_STUN_URLS", "stun:turn.example.org?transport=udp"),
        ("WS_STUN_URLS", "stun://turn.example.org"),
        ("WS_TURN_URLS", "stun:turn.example.org"),
        ("WS_TURN_URLS", "turn:turn.example.org?transport=sctp"),
        ("WS_TURN_URLS", "turn:user@turn.example.org"),
    ],
)
def test_their_addresses_are_those_of_stun_and_turn(refusal: Refusal, name: str, address: str) -> None:
    said = refusal(**{name: address, "WS_TURN_SECRET": SECRET, **(TURN if name == "WS_STUN_URLS" else {})})
    assert f"{name} '{address}' has '{address}', which is no address" in said


def test_a_relay_and_its_secret_come_together(refusal: Refusal) -> None:
    assert "WS_TURN_SECRET is missing, as WS_TURN_URLS is given" in refusal(**TURN)
    assert "WS_TURN_URLS is missing" in refusal(WS_TURN_SECRET=SECRET)
    assert "WS_TURN_SECRET is a placeholder" in refusal(**PUBLIC, **TURN, WS_TURN_SECRET="changeme")


def test_where_jitsi_carries_the_media_they_are_of_no_use(loading: Load) -> None:
    (said,) = loading(**JITSI, WS_JITSI_SECRET=SECRET, WS_STUN_URLS="stun:turn.example.org").warnings
    assert "have no effect, as WS_JITSI_HOST is set" in said


def test_metrics_are_for_this_machine_unless_said_otherwise_and_apart_from_people(
    loading: Load, refusal: Refusal
) -> None:
    assert loading().settings.metrics is None
    assert loading(WS_METRICS_PORT="9403").settings.metrics == Metrics(listen=("127.0.0.1",), port=9403)
    elsewhere = loading(WS_METRICS_PORT="9403", WS_METRICS_LISTEN="10.0.0.5").settings.metrics
    assert elsewhere == Metrics(listen=("10.0.0.5",), port=9403)
    assert "WS_METRICS_PORT is 4003, at which WS_PORT serves people" in refusal(WS_METRICS_PORT="4003")
    assert "WS_METRICS_PORT is missing" in refusal(WS_METRICS_LISTEN="10.0.0.5")
