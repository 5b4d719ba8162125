"""Jobs as they are queued: under the name of their kind, with a payload in JSON."""

from typing import Any

import msgspec

from wexstream.ports.jobs import (
    Announce,
    Job,
    MailAddressKnown,
    MailAppeal,
    MailBundle,
    MailEnquiry,
    MailLink,
    MailMoveNotice,
    MailNotification,
    MailPasswordChanged,
    MailReport,
    MailSuspended,
    MailUpheld,
    MailWayChanged,
    RemovePicture,
)

KINDS: dict[str, type[Job]] = {
    "announce": Announce,
    "mail-link": MailLink,
    "mail-move-notice": MailMoveNotice,
    "mail-address-known": MailAddressKnown,
    "mail-password-changed": MailPasswordChanged,
    "mail-way-changed": MailWayChanged,
    "mail-suspended": MailSuspended,
    "mail-upheld": MailUpheld,
    "mail-notification": MailNotification,
    "mail-bundle": MailBundle,
    "mail-report": MailReport,
    "mail-appeal": MailAppeal,
    "mail-enquiry": MailEnquiry,
    "remove-picture": RemovePicture,
}
_NAMES = {kind: name for name, kind in KINDS.items()}
_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    name: msgspec.json.Decoder(kind) for name, kind in KINDS.items()
}


def kind_of(job: Job) -> str:
    """Name the kind of a job."""
    return _NAMES[type(job)]


def encode(job: Job) -> bytes:
    """Write what a job is about."""
    return msgspec.json.encode(job)


def decode(kind: str, payload: bytes) -> Job:
    """Make the job of a kind. Raises KeyError for an unknown one, msgspec.DecodeError for another payload."""
    job: Job = _DECODERS[kind].decode(payload)
    return job
