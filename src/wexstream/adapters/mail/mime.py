"""Mails as bytes (RFC 5322, MIME), and back.

Headers are encoded by `email.header` (RFC 2047): `email.policy`, which is newer, loses spaces between encoded
words, and takes a name that looks like an encoded word for one.
"""

from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes
from email.charset import QP, Charset
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.headerregistry import Address
from email.message import Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from uuid import UUID

from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId
from wexstream.ports.mail import Mail, MailRefused

_POLICY = compat32.clone(linesep="\r\n", max_line_length=None)  # headers are folded already
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP  # short lines whatever the text, and readable in a mailbox on disk
_ABOUT = "X-Wexstream-About"  # in what is kept alone
_LONGEST_PLAIN = 60  # characters of a header that need no folding


def compose(mail: Mail, *, sender: Address, at: datetime) -> bytes:
    """Make the message of a mail: 7 bit, lines under 998 octets. Raises MailRefused for a bad address."""
    message = MIMEMultipart("alternative", policy=_POLICY)
    message["From"] = _person("From", sender.display_name, sender.addr_spec)
    message["To"] = _person("To", mail.to_name or "", mail.to_address)
    if mail.reply_to:
        message["Reply-To"] = _person("Reply-To", "", mail.reply_to)
    message["Subject"] = (
        mail.subject if _is_plain(mail.subject) else _encoded("Subject", mail.subject).encode()
    )
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{mail.message_id}>"
    if mail.thread:
        message["In-Reply-To"] = message["References"] = f"<{mail.thread}>"
    message["Content-Language"] = mail.language.value
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5: no holiday notices in return
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1
    message.attach(_part("plain", mail.text))
    message.attach(_part("html", mail.html))
    return message.as_bytes()


def noted(content: bytes, about: Iterable[AccountId]) -> bytes:
    """Note in a message that is kept whom it is about."""
    return f"{_ABOUT}: {' '.join(sorted(map(str, about)))}\r\n".encode() + content


def read(content: bytes) -> Mail:
    """Read a mail that ``compose`` made, and ``noted``."""
    message = message_from_bytes(content)
    to_name, to_address = parseaddr(message.get("To", ""))
    _, text, html = message.walk()
    return Mail(
        message_id=_bracketed(message, "Message-ID") or "",
        to_address=to_address,
        to_name=_decoded(to_name) or None,
        reply_to=message.get("Reply-To"),
        language=Language(message.get("Content-Language", "")),
        subject=_decoded(message.get("Subject", "")),
        text=_body(text),
        html=_body(html),
        thread=_bracketed(message, "References"),
        unsubscribe=_bracketed(message, "List-Unsubscribe"),
        about=_about(message),
    )


def concerned(content: bytes) -> tuple[frozenset[AccountId], list[str]]:
    """Read whom a message is about, and to and from which addresses it goes, as far as that is written."""
    headers = BytesHeaderParser().parsebytes(content)
    ends = (parseaddr(headers.get(name, ""))[1] for name in ("To", "Reply-To"))
    return _about(headers), [address for address in ends if address]


def _about(headers: Message) -> frozenset[AccountId]:
    return frozenset(AccountId(UUID(name)) for name in headers.get(_ABOUT, "").split())


def _part(kind: str, text: str) -> Message:
    part = MIMENonMultipart("text", kind, policy=_POLICY, charset="utf-8")
    part.set_payload(text, _UTF8)
    return part


def _person(header: str, name: str, address: str) -> str:
    checked = _checked(address)
    if _is_plain(name):
        return formataddr((name, checked))
    encoded = _encoded(header, name)
    encoded.append(f"<{checked}>", "us-ascii")
    return encoded.encode()


def _checked(address: str) -> str:
    try:
        return Address(addr_spec=address).addr_spec
    except (ValueError, HeaderParseError) as fault:
        raise MailRefused("No header can bear this address.") from fault


def _encoded(header: str, words: str) -> Header:
    return Header(words, "utf-8", header_name=header)


def _is_plain(words: str) -> bool:
    return words.isascii() and words.isprintable() and len(words) <= _LONGEST_PLAIN and "=?" not in words


def _decoded(words: str) -> str:
    return str(make_header(decode_header(words)))


def _bracketed(message: Message, header: str) -> str | None:
    return message.get(header, "").strip("<>") or None


def _body(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode().replace("\r\n", "\n") if isinstance(payload, bytes) else ""
