"""Letters and mails for tests: complete ones, and what hostile people would put into them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from wexstream.adapters.mail.writer import LetterWriter
from wexstream.domain.model.account import Language, MailChoice
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.notification import NotificationKind, mail_choice
from wexstream.domain.usecases import digests
from wexstream.ports.mail import Letter, LetterKind, Mail, MailWriter, Mention, WayOut

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BASE = "https://meet.example.org"
MOVED_TO = "new@weiss.example"
WRITER: MailWriter = LetterWriter(base_url=f"{BASE}/", product="Wexstream")

HOSTILE_PIECES = (
    "</bdi><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<!--",
    "]]>",
    "&amp;&lt;&#0;",
    "{actor}",
    "{product.__class__}",
    "{{ 7 * 7 }}",
    "%(x)s",
    "\r\nBcc: victim@example.org",
    "\r\n\r\nHello",
    "=?utf-8?q?=0D=0ABcc=3A_victim=40example=2Eorg?=",
    "https://evil.example/x",
    "HTTP://evil.example",
    "www.evil.example",
    "\u202e",
    "\u2066\u2067",
    "\u2069\u2069",
    "\u2028\u2029\x0b\x1c\x85",
    "\x00\x1b\x7f",
    "\ud800",
    "\ufffe",
    "\n-- \n",
    "\n> ",
    "\nFrom ",
    "\n.\n",
    "أمل",
    "本" * 400,
    "w" * 2_000,
)
HOSTILE = st.lists(st.text(max_size=20) | st.sampled_from(HOSTILE_PIECES), max_size=6).map("".join)


QUOTING = {
    LetterKind.SUSPENDED,
    LetterKind.SUSPENDED_FOR_GOOD,
    LetterKind.SUSPENSION_UPHELD,
    LetterKind.MODERATOR_WARNED,
    LetterKind.WARNING_WITHDRAWN,
    LetterKind.APPEAL_UPHELD,
    LetterKind.APPEAL_GRANTED,
    LetterKind.ENQUIRY,
}
"""What ends with what somebody wrote."""
OF_ONE = {LetterKind(kind): choice for kind in NotificationKind if (choice := mail_choice(kind))}
OF_MANY = {of_many: OF_ONE[LetterKind(kind)] for kind, (of_many, _) in digests.OF_MANY.items()}
CHOICES = OF_ONE | OF_MANY


def page(mail: Mail) -> ET.Element:
    """Parse the HTML of a mail, which has to be well-formed."""
    return ET.fromstring(mail.html)  # noqa: S314 - our own page


def seen(mail: Mail) -> str:
    """Tell what is to be read in the HTML, its spaces made single."""
    body = page(mail).find("body")
    assert body is not None
    return " ".join("".join(body.itertext()).split())


def whole(text: str) -> str:
    """Take the isolates out of a text."""
    return text.replace("\u2068", "").replace("\u2069", "")


class TickingClock:
    """Tells a time that is a second later each time."""

    def __init__(self) -> None:
        self._told = NOW

    def now(self) -> datetime:
        self._told += timedelta(seconds=1)
        return self._told


def a_letter(kind: LetterKind, language: Language = Language.ENGLISH) -> Letter:
    """Make a letter that has everything that any kind speaks of."""
    return Letter(
        kind=kind,
        reference=f"{kind}.0190f5a4",
        to_address="clara@weiss.example",
        to_name="Clara Weiss",
        language=language,
        time_zone="Europe/Paris",
        actor="Tomasz",
        subject=MOVED_TO if kind is LetterKind.MOVE_NOTICE else "Sunday reading circle",
        text="First line.\n\nThird line.",
        path="/somewhere?token=abc-DEF_123",
        expires_at=datetime(2026, 3, 2, 9, 5, tzinfo=UTC),
        reply_to="tomasz@zielinski.example" if kind is LetterKind.ENQUIRY else None,
        thread="thread.0190f5a4" if kind in CHOICES else None,
        mentions=mentions(kind),
        more=3 if kind in OF_MANY else 0,
        way_out=WayOut(choice=CHOICES[kind], token="token.abc-DEF_123") if kind in CHOICES else None,
    )


def mentions(kind: LetterKind) -> list[Mention]:
    """Make what a letter of a kind mentions: nothing, one happening, or the first of many."""
    named = ["Tomasz", "Clara Weiss"] if kind in OF_MANY else ["Tomasz"] if kind in CHOICES else []
    return [
        Mention(
            who=AccountId(UUID(int=number)),
            actor=name,
            subject=None if CHOICES[kind] in {MailChoice.REQUESTS, MailChoice.APPROVALS} else "Seedlings",
            at=NOW,
            path=f"/there?number={number}",
        )
        for number, name in enumerate(named)
    ]


def a_mail(message_id: str = "one@meet.example.org", to_address: str = "clara@weiss.example") -> Mail:
    """Make a mail that needs no encoding to be read."""
    return Mail(
        message_id=message_id,
        to_address=to_address,
        to_name="Clara Weiss",
        reply_to=None,
        language=Language.ENGLISH,
        subject="You have a new message",
        text="Hello,\n\nhttps://meet.example.org/messages?m=1\n",
        html="<p>Hello</p>",
    )


@st.composite
def hostile_letters(draw: st.DrawFn) -> Letter:
    """Draw a letter of any kind in any language, everything that people enter being hostile."""
    kind = draw(st.sampled_from(LetterKind))
    letter = a_letter(kind, draw(st.sampled_from(Language)))
    return replace(
        letter,
        to_name=draw(st.none() | HOSTILE),
        actor="x" + draw(HOSTILE),
        subject="x" + draw(HOSTILE),
        text=draw(HOSTILE),
        mentions=[
            replace(mention, actor="x" + draw(HOSTILE), subject=draw(st.none() | HOSTILE.map("x{}".format)))
            for mention in letter.mentions
        ],
        time_zone=draw(HOSTILE),
    )
