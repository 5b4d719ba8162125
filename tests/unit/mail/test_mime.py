from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.headerregistry import Address
from uuid import uuid4

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from tests.support.mails import BASE, HOSTILE, HOSTILE_PIECES, NOW, WRITER, a_letter, a_mail, hostile_letters
from wexstream.adapters.mail import values
from wexstream.adapters.mail.mime import compose, concerned, noted, read
from wexstream.domain.model.account import Language
from wexstream.domain.model.errors import Invalid
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.text import email_address
from wexstream.ports.mail import Letter, LetterKind, Mail, MailRefused

SENDER = Address("Wexstream", addr_spec="no-reply@meet.example.org")
HEADERS = [
    "Content-Type", "MIME-Version", "From", "To", "Reply-To", "Subject", "Date", "Message-ID",
    "In-Reply-To", "References", "Content-Language", "Auto-Submitted",
    "List-Unsubscribe", "List-Unsubscribe-Post",
]  # fmt: skip
LINES = HOSTILE.map(values.one_line) | st.text("a =?_.,;:<>@()[]\"'\\é本").map(values.one_line)
BODIES = HOSTILE.map(lambda text: "\n".join(values.lines(text)))


def a_whole_mail() -> Mail:
    """Make a mail that has all that any can have."""
    return replace(
        a_mail(),
        reply_to="x@y.example",
        thread="thread@meet.example.org",
        unsubscribe=f"{BASE}/api/unsubscribe/abc",
    )


def composed(mail: Mail) -> bytes:
    return compose(mail, sender=SENDER, at=NOW)


def is_sound(content: bytes) -> bool:
    """Tell whether every line is ASCII, ended by CR LF, and at most as long as RFC 5322 allows."""
    lines = content.split(b"\r\n")
    return content.isascii() and all(len(line) <= 998 and not {10, 13} & set(line) for line in lines)


def test_a_mail_is_text_and_html_between_two_people() -> None:
    message = message_from_bytes(composed(a_whole_mail()), policy=policy.default)
    assert {name: message[name] for name in HEADERS[2:]} == {
        "From": "Wexstream <no-reply@meet.example.org>",
        "To": "Clara Weiss <clara@weiss.example>",
        "Reply-To": "x@y.example",
        "Subject": "You have a new message",
        "Date": "Sun, 01 Mar 2026 12:00:00 +0000",
        "Message-ID": "<one@meet.example.org>",
        "In-Reply-To": "<thread@meet.example.org>",
        "References": "<thread@meet.example.org>",
        "Content-Language": "en",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": "<https://meet.example.org/api/unsubscribe/abc>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert (text.get_content_type(), text.get_content_charset()) == ("text/plain", "utf-8")
    assert (html.get_content_type(), html.get_content_charset()) == ("text/html", "utf-8")
    assert text.get_content() == "Hello,\r\n\r\nhttps://meet.example.org/messages?m=1\r\n"
    assert html.get_content() == "<p>Hello</p>"


def test_what_a_mail_does_not_have_no_header_names() -> None:
    own = {"Reply-To", "In-Reply-To", "References", "List-Unsubscribe", "List-Unsubscribe-Post"}
    assert message_from_bytes(composed(a_mail())).keys() == [name for name in HEADERS if name not in own]


@given(offset=st.integers(-14, 14))
def test_the_date_is_the_moment_whatever_the_time_zone(offset: int) -> None:
    at = NOW.astimezone(timezone(timedelta(hours=offset)))
    message = message_from_bytes(compose(a_mail(), sender=SENDER, at=at), policy=policy.default)
    assert datetime.strptime(message["Date"], "%a, %d %b %Y %H:%M:%S %z").astimezone(UTC) == NOW


@given(letter=hostile_letters())
@example(
    letter=replace(a_letter(LetterKind.ENQUIRY), actor="".join(HOSTILE_PIECES), text="".join(HOSTILE_PIECES))
)
def test_every_letter_is_read_again_as_it_was_written(letter: Letter) -> None:
    mail = WRITER.write(letter)
    content = composed(mail)
    assert is_sound(content)
    assert read(content) == mail
    about = frozenset({AccountId(uuid4()), AccountId(uuid4())})
    ends = [address for address in (mail.to_address, mail.reply_to) if address]
    assert concerned(noted(content, about)) == (about, ends)
    assert concerned(content) == (frozenset(), ends)
    assert read(noted(content, about)) == replace(mail, about=about)


@given(name=st.none() | LINES.filter(bool), subject=LINES, text=BODIES, language=st.sampled_from(Language))
@example(
    name="A, B <x@y.example>, C", subject="2 + 2 =?", text="From here\n.\n..\n", language=Language.FRENCH
)
@example(
    name="=?utf-8?q?a?=", subject="=?utf-8?q?=0D=0ABcc:_x=40y.example?=", text="", language=Language.ARABIC
)
def test_what_people_enter_stays_in_its_header_and_part(
    name: str | None, subject: str, text: str, language: Language
) -> None:
    mail = replace(a_whole_mail(), to_name=name, subject=subject, text=text, html=text, language=language)
    content = composed(mail)
    assert is_sound(content)
    message = message_from_bytes(content)
    assert message.keys() == HEADERS
    assert all(len(line) <= 78 for line in f"Subject: {message['Subject']}".splitlines())
    assert len(list(message.walk())) == 3
    assert read(content) == mail


@given(
    local=st.lists(
        st.sampled_from(["=?", "?=", "?", "=", "utf-8", "q", "b", "é", "_", ".", "x=41", "'"])
    ).map("".join),
    domain=st.sampled_from(["example.org", "x--y.example", "bücher.example", "a.b.c.example"]),
)
@example(local="=?utf-8?q?x?=", domain="example.org")
@example(local="a.=?utf-8?q?x?=", domain="example.org")
@example(local="a=?utf-8?q?x?=", domain="example.org")
def test_whatever_is_accepted_as_an_address_can_be_written_to_and_answered(local: str, domain: str) -> None:
    try:
        address = email_address(f"{local}@{domain}")
    except Invalid:
        reject()
    mail = replace(a_mail(), to_address=address, reply_to=address)
    content = composed(mail)
    assert is_sound(content)
    assert read(content) == mail


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example, c@d.example",
        "A <a@b.example>",
        "é@b.example",
        "=?utf-8?q?x?=@b.example",
        "@b.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    for mail in (replace(a_mail(), to_address=address), replace(a_mail(), reply_to=address)):
        with pytest.raises(MailRefused):
            composed(mail)
