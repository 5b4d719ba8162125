"""What a server says when it serves."""

from pathlib import Path

from wexstream.entrypoints.serve import announcement
from wexstream.entrypoints.settings import load

PUBLIC = {"WS_APP_HOST": "https://meet.example.org", "WS_DATABASE_URL": "postgresql://db.example.org/meet"}


def said(data: Path, **settings: str) -> list[str]:
    return announcement(load({"WS_DATA": str(data), **settings}, env_file=data / ".env").settings)


def test_without_settings_it_is_three_lines(tmp_path: Path) -> None:
    assert said(tmp_path) == [
        "Wexstream is at http://localhost:4003",
        "Mails are kept at http://localhost:4003/dev/mailbox",
        f"Data lies in {tmp_path}",
    ]


def test_in_public_nobody_is_sent_to_the_mailbox(tmp_path: Path) -> None:
    site, mails, _, worker = said(tmp_path, **PUBLIC)
    assert site == "Wexstream is at https://meet.example.org"
    assert mails == f"Mails are not sent, as WS_SMTP_HOST is not set, but kept in {tmp_path / 'mailbox'}"
    assert "wexstream worker" in worker


def test_with_a_mail_server_it_is_named(tmp_path: Path) -> None:
    assert "Mails are sent by smtp.example.org" in said(tmp_path, **PUBLIC, WS_SMTP_HOST="smtp.example.org")
