"""Every mail in every language, as HTML and as text, with a list of them: python tools/mails.py FOLDER."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from uuid import UUID

from wexstream.adapters.mail.writer import LetterWriter
from wexstream.domain.model.account import Language, MailChoice
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.notification import NotificationKind, mail_choice
from wexstream.domain.usecases import digests
from wexstream.ports.mail import Letter, LetterKind, Mail, Mention, WayOut

WRITER = LetterWriter(base_url="https://meet.example.org", product="Wexstream")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TOKEN = "hJq3vXf0Zk1LwT8mB2cN6yRd9sEaUgPo5iQ7xV4tYhM"  # noqa: S105 - of nothing
# Short and long, of several scripts, as people are called.
PEOPLE = (
    ("Zola Dlamini", "Your part on Thursday"),
    ("أمل حدّاد", "دفتر الأغاني"),
    ("Peter Lindqvist", "The 1932 translation, with the notes that you asked me for in the summer"),
    ("Tomasz Zieliński", "Re: Forty tomatoes"),
    (
        "Maria Magdalena von Hohenlohe-Bartenstein-Jagstberg",
        "Donaudampfschifffahrtsgesellschaftskapitänsmütze",
    ),
    ("Ελένη Παπαδοπούλου", "Τετάρτη;"),
    ("Farah Nouri", "Slides for the panel"),
    ("Noor van Dijk", "Seedlings"),
    ("Samuel Okoye", "Thank you"),
    ("Bea Lindgren", "Hello from Bea"),
)
WRITTEN = (
    "Good evening,\n\nmy daughter cannot sign in: the link of the mail says that it is too old.\n\nThank you!"
)
SAID = "Photographs of other people’s children are not to be shown here without their parents’ consent."
OF_ONE = {LetterKind(kind): choice for kind in NotificationKind if (choice := mail_choice(kind))}
OF_MANY = {of_many: OF_ONE[LetterKind(kind)] for kind, (of_many, _) in digests.OF_MANY.items()}
PATHS = {
    LetterKind.VERIFY: f"/verify-email?token={TOKEN}",
    LetterKind.RESET: f"/reset-password?token={TOKEN}",
    LetterKind.MOVE: f"/verify-email?move={TOKEN}",
    **dict(digests.OF_MANY.values()),
}
SUBJECTS = {
    LetterKind.MOVE_NOTICE: "clara@new.example",
    LetterKind.SERVICE_LINKED: "Google",
    LetterKind.SERVICE_UNLINKED: "Google",
}
ABOUT_PEOPLE = {MailChoice.REQUESTS, MailChoice.APPROVALS}


def letter(kind: LetterKind, language: Language) -> Letter:
    """Make a letter of a kind as somebody may get it."""
    choice = OF_ONE.get(kind) or OF_MANY.get(kind)
    mentions = mentioned(choice, many=kind in OF_MANY) if choice else []
    actor, subject = PEOPLE[0]
    return Letter(
        kind=kind,
        reference=kind,
        to_address="clara@weiss.example",
        to_name="Clara Weiss",
        language=language,
        time_zone={Language.ARABIC: "Asia/Beirut", Language.FRENCH: "Europe/Paris"}.get(
            language, "Europe/London"
        ),
        actor=actor,
        subject=SUBJECTS.get(kind, subject),
        text=WRITTEN if kind is LetterKind.ENQUIRY else SAID,
        path=PATHS.get(kind, mentions[0].path if mentions else "/"),
        expires_at=NOW + timedelta(hours=24),
        reply_to="zola@dlamini.example" if kind is LetterKind.ENQUIRY else None,
        mentions=mentions,
        more=29 if kind in OF_MANY else 0,
        way_out=WayOut(choice=choice, token=f"{choice}.AZyzQ0pXcKuN7vT1wYfHbQ.{TOKEN}") if choice else None,
    )


def mentioned(choice: MailChoice, *, many: bool) -> list[Mention]:
    """Make what a letter mentions: ten happenings, or one."""
    return [
        Mention(
            who=AccountId(UUID(int=number)),
            actor=name,
            subject=None if choice in ABOUT_PEOPLE else subject,
            at=NOW - timedelta(minutes=7 * number),
            path=f"/messages?m={UUID(int=number)}",
        )
        for number, (name, subject) in enumerate(PEOPLE if many else PEOPLE[:1])
    ]


def listed(mails: Sequence[tuple[str, Mail]]) -> str:
    """Write the page that leads to all of them."""
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td lang='{mail.language}' dir='auto'>{escape(mail.subject)}</td>"
        f"<td><a href='{name}.html'>HTML</a> <a href='{name}.txt'>text</a></td></tr>"
        for name, mail in mails
    )
    style = (
        "body { font: 15px/22px system-ui; margin: 32px } td { padding: 4px 24px 4px 0; vertical-align: top }"
    )
    head = f"<meta charset='utf-8'><title>Mails</title><style>{style}</style>"
    return f"<!doctype html><html lang='en'><head>{head}</head><body><table>{rows}</table></body></html>"


def main(folder: Path) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    mails = [
        (f"{kind}.{language}", WRITER.write(letter(kind, language)))
        for kind in LetterKind
        for language in Language
    ]
    for name, mail in mails:
        (folder / f"{name}.html").write_text(mail.html, encoding="utf-8")
        (folder / f"{name}.txt").write_text(f"{mail.subject}\n\n{mail.text}", encoding="utf-8")
    (folder / "index.html").write_text(listed(mails), encoding="utf-8")
    print(f"{len(mails)} mails: open {folder / 'index.html'}")  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(Path(sys.argv[1]))
