import logging
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email.headerregistry import Address
from pathlib import Path
from uuid import uuid4

import pytest
import trustme

from tests.support.mails import WRITER, TickingClock, a_letter, a_mail
from tests.support.smtp_server import CREDENTIALS, Fault, Server, serving
from wexstream.adapters.mail.mime import read
from wexstream.adapters.mail.smtp import TROUBLE, Encryption, SmtpCarrier, SmtpSettings
from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId
from wexstream.ports.mail import LetterKind, MailRefused

SETTINGS = SmtpSettings(
    host="localhost",
    port=0,
    sender=Address("Wexstream", addr_spec="no-reply@meet.example.org"),
    encryption=Encryption.NONE,
    timeout=10,
)
SIGNED_IN = replace(SETTINGS, user=CREDENTIALS.login.decode(), password=CREDENTIALS.password.decode())
HASTY = replace(SIGNED_IN, timeout=0.5)
WORTH_TRYING_AGAIN = TROUBLE  # and not MailRefused, which is none of it


def carrier(server: Server, settings: SmtpSettings = SETTINGS) -> SmtpCarrier:
    return SmtpCarrier(replace(settings, port=server.port), TickingClock())


def said_by_us(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("wexstream")]


def context(authority: trustme.CA, host: str = "localhost") -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(made)
    return made


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[trustme.CA]:
    """Make a certificate authority that this machine trusts."""
    made = trustme.CA()
    with made.cert_pem.tempfile(dir=str(tmp_path)) as file:
        monkeypatch.setenv("SSL_CERT_FILE", file)
        yield made


async def test_a_mail_goes_from_the_sender_to_its_recipient() -> None:
    async with serving(Server()) as server:
        await carrier(server).carry(a_mail())
    [(envelope, _)] = server.received
    assert envelope.mail_from == "no-reply@meet.example.org"
    assert envelope.rcpt_tos == ["clara@weiss.example"]
    [content] = server.contents
    assert b"\r\nFrom: Wexstream <no-reply@meet.example.org>\r\n" in content
    assert b"\r\nMessage-ID: <one@meet.example.org>\r\n" in content
    assert b"\r\nDate: Sun, 01 Mar 2026 12:00:01 +0000\r\n" in content


async def test_what_programs_read_of_a_mail_is_the_same_when_it_is_sent_again() -> None:
    mail = WRITER.write(a_letter(LetterKind.MESSAGE_RECEIVED, Language.ARABIC))
    async with serving(Server()) as server:
        for _ in range(2):
            await carrier(server).carry(mail)
    for content in server.contents:
        headers = content.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        assert {
            "Message-ID: <message-received.0190f5a4@meet.example.org>",
            "In-Reply-To: <thread.0190f5a4@meet.example.org>",
            "References: <thread.0190f5a4@meet.example.org>",
            "List-Unsubscribe: <https://meet.example.org/api/unsubscribe/token.abc-DEF_123>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-generated",
            "Content-Language: ar",
        } <= set(headers)
    assert len(server.contents) == 2


async def test_a_mail_that_one_needs_says_nothing_of_turning_it_off() -> None:
    async with serving(Server()) as server:
        await carrier(server).carry(WRITER.write(a_letter(LetterKind.RESET)))
    [content] = server.contents
    assert b"unsubscribe" not in content.lower()


async def test_whom_a_mail_is_about_stays_here() -> None:
    account = AccountId(uuid4())
    async with serving(Server()) as server:
        await carrier(server).carry(replace(a_mail(), about=frozenset({account})))
    [content] = server.contents
    assert str(account).encode() not in content
    assert b"About" not in content


class TestEncryption:
    @pytest.mark.parametrize(
        ("host", "port", "usual"),
        [
            ("mail.example.org", 465, Encryption.TLS),
            ("localhost", 465, Encryption.TLS),
            ("mail.example.org", 587, Encryption.STARTTLS),
            ("localhost", 587, Encryption.STARTTLS),
            ("mail.example.org", 25, Encryption.STARTTLS),
            ("mail.example.org", 2525, Encryption.STARTTLS),
            ("localhost", 25, Encryption.NONE),
            ("127.0.0.1", 1025, Encryption.NONE),
        ],
    )
    def test_only_the_way_within_this_machine_is_usually_plain(
        self, host: str, port: int, usual: Encryption
    ) -> None:
        assert Encryption.usual(host, port) is usual

    async def test_with_starttls_the_mail_goes_encrypted(self, authority: trustme.CA) -> None:
        async with serving(Server(), starttls=context(authority)) as server:
            await carrier(server, replace(SETTINGS, encryption=Encryption.STARTTLS)).carry(a_mail())
        [(_, session)] = server.received
        assert session.ssl is not None

    async def test_with_tls_the_mail_goes_encrypted_from_the_beginning(self, authority: trustme.CA) -> None:
        async with serving(Server(), tls=context(authority)) as server:
            await carrier(server, replace(SETTINGS, encryption=Encryption.TLS)).carry(a_mail())
        assert len(server.received) == 1

    @pytest.mark.parametrize("encryption", [Encryption.STARTTLS, Encryption.TLS])
    @pytest.mark.parametrize("forged", ["by a stranger", "for another host"])
    async def test_nothing_is_told_to_a_server_that_cannot_prove_who_it_is(
        self, authority: trustme.CA, encryption: Encryption, forged: str
    ) -> None:
        wrong = context(trustme.CA()) if forged == "by a stranger" else context(authority, "mail.example.org")
        starttls = wrong if encryption is Encryption.STARTTLS else None
        async with serving(Server(), starttls=starttls, tls=None if starttls else wrong) as server:
            with pytest.raises(WORTH_TRYING_AGAIN, match="certificate verify failed"):
                await carrier(server, replace(SIGNED_IN, encryption=encryption)).carry(a_mail())
        assert not server.received

    async def test_nothing_goes_plainly_where_starttls_is_not_offered(self) -> None:
        async with serving(Server()) as server:
            with pytest.raises(WORTH_TRYING_AGAIN, match="STARTTLS"):
                await carrier(server, replace(SETTINGS, encryption=Encryption.STARTTLS)).carry(a_mail())
        assert not server.received


class TestSigningIn:
    async def test_the_right_password_opens(self, authority: trustme.CA) -> None:
        settings = replace(SIGNED_IN, encryption=Encryption.STARTTLS)
        async with serving(Server(), starttls=context(authority), needs_password=True) as server:
            await carrier(server, settings).carry(a_mail())
        [(_, session)] = server.received
        assert session.authenticated

    @pytest.mark.parametrize("wrong", [replace(SIGNED_IN, password="guess"), SETTINGS])
    async def test_what_the_operator_can_mend_does_not_lose_the_mail(
        self, authority: trustme.CA, wrong: SmtpSettings
    ) -> None:
        async with serving(Server(), starttls=context(authority), needs_password=True) as server:
            with pytest.raises(WORTH_TRYING_AGAIN):
                await carrier(server, replace(wrong, encryption=Encryption.STARTTLS)).carry(a_mail())
            assert not server.received
            await carrier(server, replace(SIGNED_IN, encryption=Encryption.STARTTLS)).carry(a_mail())
        assert len(server.received) == 1


class TestTryingOut:
    async def test_a_server_that_lets_us_in_gets_no_mail(self, authority: trustme.CA) -> None:
        async with serving(Server(), starttls=context(authority), needs_password=True) as server:
            await carrier(server, replace(SIGNED_IN, encryption=Encryption.STARTTLS)).try_out()
        assert not server.received

    async def test_trouble_is_told(self, authority: trustme.CA) -> None:
        settings = replace(SIGNED_IN, encryption=Encryption.STARTTLS, password="guess")
        async with serving(Server(), starttls=context(authority), needs_password=True) as server:
            with pytest.raises(TROUBLE, match="535"):
                await carrier(server, settings).try_out()
        with pytest.raises(TROUBLE):
            await carrier(server, settings).try_out()


class TestAnswers:
    @pytest.mark.parametrize(
        ("command", "answer"),
        [
            ("MAIL", "550 5.7.1 Sender not allowed"),
            ("RCPT", "550 5.1.1 No such user here"),
            ("RCPT", "553 5.1.3 Mailbox name not allowed"),
            ("message", "554 5.7.1 We do not like it"),
        ],
    )
    async def test_no_for_good_is_a_refusal_in_the_servers_words(self, command: str, answer: str) -> None:
        async with serving(Server(answers={command: [answer]})) as server:
            with pytest.raises(MailRefused, match=answer):
                await carrier(server).carry(a_mail())
        assert not server.received

    @pytest.mark.parametrize(
        ("command", "answer"),
        [
            ("MAIL", "452 4.3.1 Out of storage"),
            ("MAIL", "530 5.7.0 Authentication required"),
            ("RCPT", "450 4.2.0 Greylisted, come back in five minutes"),
            ("RCPT", "451 4.7.1 Try again later"),
            ("RCPT", "421 4.3.2 Shutting down"),
            ("message", "451 4.3.0 Local error"),
        ],
    )
    async def test_no_for_now_is_worth_trying_again(self, command: str, answer: str) -> None:
        async with serving(Server(answers={command: [answer]})) as server:
            sending = carrier(server)
            with pytest.raises(WORTH_TRYING_AGAIN):
                await sending.carry(a_mail())
            assert not server.received
            await sending.carry(a_mail())
        assert [read(content) for content in server.contents] == [a_mail()]


class TestFaults:
    @pytest.mark.parametrize("step", ["greeting", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "message"])
    @pytest.mark.parametrize(
        ("fault", "settings", "error"),
        [("stalls", HASTY, TimeoutError), ("hangs up", SIGNED_IN, ConnectionError)],
    )
    async def test_a_server_that_fails_halfway_is_worth_trying_again(
        self, step: str, fault: Fault, settings: SmtpSettings, error: type[Exception]
    ) -> None:
        async with serving(Server(fails_at=step, fault=fault)) as server:
            with pytest.raises(error):
                await carrier(server, settings).carry(a_mail())
            server.fails_at = None
            await carrier(server, SIGNED_IN).carry(a_mail())
        assert len(server.received) == 1

    @pytest.mark.parametrize("step", ["STARTTLS", "handshake"])
    @pytest.mark.parametrize(
        ("fault", "settings", "error"),
        [("stalls", HASTY, TimeoutError), ("hangs up", SIGNED_IN, WORTH_TRYING_AGAIN)],
    )
    async def test_so_is_one_that_fails_while_it_turns_to_tls(
        self, authority: trustme.CA, step: str, fault: Fault, settings: SmtpSettings, error: type[Exception]
    ) -> None:
        async with serving(Server(fails_at=step, fault=fault), starttls=context(authority)) as server:
            with pytest.raises(error):
                await carrier(server, replace(settings, encryption=Encryption.STARTTLS)).carry(a_mail())
        assert not server.received

    async def test_so_is_one_that_never_answers_to_tls(self) -> None:
        async with serving(Server(fails_at="greeting")) as server:
            with pytest.raises(TimeoutError):
                await carrier(server, replace(HASTY, encryption=Encryption.TLS)).carry(a_mail())

    async def test_so_is_one_that_is_not_there(self) -> None:
        async with serving(Server()) as server:
            pass
        with pytest.raises(ConnectionError):
            await carrier(server).carry(a_mail())

    @pytest.mark.parametrize(
        ("fails_at", "fault", "answers", "said"),
        [
            ("DATA", "hangs up", {}, "it breaks off connections"),
            ("message", "stalls", {}, "it does not answer in time"),
            (None, "stalls", {"MAIL": 9 * ["530 5.7.0 Authentication required"]}, "it answers 530"),
        ],
    )
    async def test_it_is_one_line_and_another_one_when_it_is_over(
        self,
        fails_at: str | None,
        fault: Fault,
        answers: dict[str, list[str]],
        said: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.set_level(logging.INFO, "wexstream")
        async with serving(Server(fails_at=fails_at, fault=fault, answers=answers)) as server:
            sending = carrier(server, HASTY)
            for _ in range(3):
                with pytest.raises(WORTH_TRYING_AGAIN):
                    await sending.carry(a_mail())
            server.fails_at = None
            server.answers.clear()
            for _ in range(2):
                await sending.carry(a_mail())
        assert said_by_us(caplog) == [
            f"the mail server cannot be used just now, mails are tried again: {said}",
            "the mail server can be used again",
        ]

    async def test_so_it_is_where_nobody_listens(self, caplog: pytest.LogCaptureFixture) -> None:
        async with serving(Server()) as server:
            pass
        sending = carrier(server)
        for _ in range(2):
            with pytest.raises(ConnectionError):
                await sending.carry(a_mail())
        [said] = said_by_us(caplog)
        assert said.endswith("mails are tried again: Connection refused")

    async def test_what_is_about_one_mail_is_none(self, caplog: pytest.LogCaptureFixture) -> None:
        async with serving(Server(answers={"RCPT": ["450 4.2.0 Greylisted", "550 No such user"]})) as server:
            for _ in range(2):
                with pytest.raises((*WORTH_TRYING_AGAIN, MailRefused)):
                    await carrier(server).carry(a_mail())
        assert not said_by_us(caplog)

    @pytest.mark.parametrize(("fault", "settings"), [("stalls", HASTY), ("hangs up", SIGNED_IN)])
    async def test_a_mail_that_was_accepted_is_not_sent_again_for_a_missing_goodbye(
        self, fault: Fault, settings: SmtpSettings
    ) -> None:
        async with serving(Server(fails_at="QUIT", fault=fault)) as server:
            await carrier(server, settings).carry(a_mail())
        assert len(server.received) == 1
