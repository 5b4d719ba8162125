from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.settings.conftest import Load, Refusal
from wexstream.domain.model.account import Language
from wexstream.domain.usecases.policy import Policy
from wexstream.entrypoints.settings import WrongSettings, load
from wexstream.entrypoints.settings.assemble import EVERYWHERE
from wexstream.entrypoints.settings.document import document
from wexstream.entrypoints.settings.parts import Database
from wexstream.entrypoints.settings.setting import Setting
from wexstream.entrypoints.settings.table import SETTINGS

MADE_UP = "<what"  # an example that says how to make one


def test_nothing_has_to_be_configured(loading: Load, tmp_path: Path) -> None:
    settings = loading().settings
    assert settings.http.public_url == "http://localhost:4003"
    assert settings.http.listen == ("127.0.0.1", "::1")
    assert settings.http.local
    assert settings.database is None
    assert settings.jitsi is None
    assert settings.mail.smtp is None
    assert settings.mail.mailbox == tmp_path / "data" / "mailbox"
    assert settings.pictures == tmp_path / "data" / "pictures"
    assert settings.policy == Policy()


def test_everything_can_be_said(loading: Load) -> None:
    settings = loading(
        WS_PORT="8080",
        WS_APP_HOST="https://Meet.Example.org/",
        WS_TRUSTED_PROXIES="10.0.0.1, 192.168.0.0/16",
        WS_PAGE_SIZE="50",
        WS_DATABASE_URL="postgresql://somebody@db.example.org/wexstream",
        WS_CDN="/srv/pictures",
        WS_JWT_EXPIRE_AT="3600",
        WS_TOKEN_EXPIRE_AT="7200",
        WS_SMTP_HOST="smtp.example.org",
        WS_SMTP_FROM="Die Grüße <hello@example.org>",
        WS_ADMIN_EMAIL="operator@example.org",
        WS_DEFAULT_LANGUAGE="FR",
        WS_PUBLIC_PREVIEW="yes",
        WS_PRESENCE_GRACE="30",
        WS_AUDIT_KEPT="90",
    ).settings
    assert settings.http.public_url == "https://meet.example.org"
    assert settings.http.listen == EVERYWHERE
    assert not settings.http.local
    assert settings.http.secure
    assert settings.http.trusted_proxies == ("10.0.0.1", "192.168.0.0/16")
    assert settings.http.page_size == 50
    assert settings.database == "postgresql://somebody@db.example.org/wexstream"
    assert settings.pictures == Path("/srv/pictures")
    assert settings.mail.smtp is not None
    assert settings.mail.smtp.host == "smtp.example.org"
    assert str(settings.mail.sender) == "Die Grüße <hello@example.org>"
    assert settings.policy == Policy(
        admin_email="operator@example.org",
        default_language=Language.FRENCH,
        link_lasts=timedelta(hours=2),
        session_lasts=timedelta(hours=1),
        presence_grace=timedelta(seconds=30),
        public_preview=True,
        audit_kept=timedelta(days=90),
    )


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_every_example_is_accepted(setting: Setting[Any]) -> None:
    assert setting.example.startswith(MADE_UP) or setting.parse(setting.example) is not None


def test_all_wrong_ones_are_named_at_once_with_an_example(refusal: Refusal) -> None:
    said = refusal(WS_PORT="80x", WS_HTTPS="perhaps", WS_DEFAULT_LANGUAGE="de", WS_ADMIN_EMAIL="me")
    assert said.splitlines() == [
        "4 settings are wrong:",
        "  WS_PORT '80x' is not a whole number. Example: WS_PORT=4003",
        "  WS_HTTPS 'perhaps' is neither true nor false. Example: WS_HTTPS=true",
        "  WS_ADMIN_EMAIL 'me' is not an e-mail address. Example: WS_ADMIN_EMAIL=operator@example.org",
        "  WS_DEFAULT_LANGUAGE 'de' is none of en, fr, ar. Example: WS_DEFAULT_LANGUAGE=fr",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WS_PORT", "0"),
        ("WS_PORT", "70000"),
        ("WS_PORT", "9" * 5000),
        ("WS_PORT", "²"),
        ("WS_LISTEN", "meet.example.org"),
        ("WS_LISTEN", ","),
        ("WS_APP_HOST", "meet.example.org"),
        ("WS_APP_HOST", "https://meet.example.org/wexstream"),
        ("WS_APP_HOST", "https://me@meet.example.org"),
        ("WS_APP_HOST", "https://meet.example.org:port"),
        ("WS_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("WS_PAGE_SIZE", "101"),
        ("WS_DATA", "~nobody-of-that-name/data"),
        ("WS_DATABASE_URL", "postgresql+asyncpg://db.example.org/wexstream"),
        ("WS_DATABASE_URL", "mongodb://db.example.org/wexstream"),
        ("WS_DB_HOST", "db.example.org:5432"),
        ("WS_VALKEY_URL", "valkey.example.org"),
        ("WS_VALKEY_URL", "https://valkey.example.org"),
        ("WS_VALKEY_URL", "valkey:///0"),
        ("WS_VALKEY_URL", "valkey://valkey.example.org:70000"),
        ("WS_VALKEY_URL", "valkey://valkey.example.org/wexstream"),
        ("WS_VALKEY_URL", "valkey://:pass/word@valkey.example.org"),
        ("WS_VALKEY_URL", "valkeys://valkey.example.org?ssl_cert_reqs=none"),
        ("WS_VALKEY_URL", "valkey://valkey.example.org?ssl_ca_certs=/etc/ssl/valkey.pem"),
        ("WS_JITSI_HOST", "https://jitsi.example.org"),
        ("WS_JITSI_API", "jitsi.example.org/external_api.js"),
        ("WS_JITSI_SUB", "meet jitsi"),
        ("WS_SMTP_HOST", "smtp://smtp.example.org"),
        ("WS_SMTP_TLS", "ssl"),
        ("WS_SMTP_FROM", "no-reply"),
        ("WS_SMTP_FROM", "a@b.example.org, c@d.example.org"),
        ("WS_ADMIN_EMAIL", "admin@localhost"),
        ("WS_PRESENCE_GRACE", "5"),
        ("WS_AUDIT_KEPT", "0"),
    ],
)
def test_what_cannot_be_meant_is_refused(refusal: Refusal, name: str, value: str) -> None:
    assert f"{name} " in refusal(**{name: value})


@pytest.mark.parametrize(
    "url",
    [
        "valkey://localhost",
        "valkeys://wexstream:pass%2Fword@valkey.example.org:6380/3?ssl_ca_certs=/etc/ssl/valkey.pem",
        "redis://:password@[::1]:6379/0",
        "rediss://10.0.0.1",
        "unix:///run/valkey/valkey.sock",
    ],
)
def test_a_valkey_is_named_as_usual(loading: Load, url: str) -> None:
    assert loading(WS_VALKEY_URL=url).settings.valkey == url


def test_a_secret_is_not_shown(refusal: Refusal, loading: Load) -> None:
    wrong = {"WS_DATABASE_URL": "mysql://me:hunter2@db", "WS_VALKEY_URL": "http://me:hunter2@db"}
    assert "hunter2" not in refusal(**wrong, WS_JWT_SECRET="hunter2")
    right = {"WS_DATABASE_URL": "postgresql://me:hunter2@db/x", "WS_VALKEY_URL": "redis://me:hunter2@db"}
    settings = loading(**right, WS_JWT_SECRET="hunter2 " * 8).settings
    assert "hunter2" not in repr(settings)


def test_an_unknown_name_is_warned_about_and_the_nearest_one_named(loading: Load) -> None:
    assert loading(WS_SMTP_PASSWORD="x", WS_COLOUR="red", HOME="/root").warnings == [
        "There is no setting WS_COLOUR; it has no effect.",
        "There is no setting WS_SMTP_PASSWORD; it has no effect. Did you mean WS_SMTP_PASS?",
    ]


def test_the_environment_goes_before_the_file(loading: Load, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WS_PORT = 5000 # ours\nWS_PAGE_SIZE='40'\n\nNODE_ENV=x\nWS_LISTEN=\n")
    settings = loading(WS_PORT="6000").settings
    assert settings.http.port == 6000
    assert settings.http.page_size == 40
    assert settings.http.listen == ("127.0.0.1", "::1")


def test_a_value_in_the_file_is_taken_as_it_stands(loading: Load, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WS_DB_HOST=db\nWS_DB_NAME=x${HOME}\n")
    named = loading().settings.database
    assert isinstance(named, Database)
    assert named.name == "x${HOME}"


@pytest.mark.parametrize("content", [b"WS_PORT=1\n'", b"WS_CDN=\xff"])
def test_a_file_that_cannot_be_understood_stops_the_start(
    refusal: Refusal, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / ".env").write_bytes(content)
    assert str(tmp_path / ".env") in refusal()


def test_data_lies_where_this_users_programs_keep_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    named = load({"XDG_DATA_HOME": str(tmp_path)}, env_file=file).settings
    assert named.data == tmp_path / "wexstream"
    monkeypatch.setenv("HOME", str(tmp_path))
    usual = load({"XDG_DATA_HOME": "not/absolute"}, env_file=file).settings
    assert usual.data == tmp_path / ".local" / "share" / "wexstream"


def test_a_user_without_a_home_has_to_name_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nowhere)
    with pytest.raises(WrongSettings, match="WS_DATA is missing"):
        load({}, env_file=tmp_path / ".env")


def test_the_page_about_settings_is_that_of_the_table() -> None:
    page = Path(__file__).parents[3] / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == document(), "write it anew, as its beginning says"
