"""A mailbox on disk: one file a mail, for whoever tries Wexstream out without a mail server."""

import asyncio
import os
import re
from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from email.headerregistry import Address
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from wexstream.adapters.mail import mime
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.text import address_key
from wexstream.ports.clock import Clock
from wexstream.ports.mail import MAILBOX_LARGEST, KeptMail, Mail

_KEPT_AT = "%Y%m%dT%H%M%S.%fZ"  # names sort by it
_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{32}\.eml")


class DiskMailbox:
    """Keeps mails as ``.eml`` files that their owner alone can read, in a folder made for them."""

    def __init__(self, folder: Path, *, sender: Address, clock: Clock) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    async def carry(self, mail: Mail) -> None:
        """Keep a mail, in place of one of the same message id; the oldest beyond 1,000 go."""
        at = self._clock.now()
        content = mime.noted(mime.compose(mail, sender=self._sender, at=at), mail.about)
        await asyncio.to_thread(self._write, _digest(mail.message_id), at, content)

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        """Remove the mails about accounts, and to or from addresses, compared without regard to case."""
        await asyncio.to_thread(self._remove, frozenset(accounts), {address_key(one) for one in addresses})

    async def list(self) -> Sequence[KeptMail]:
        """Read all mails, the newest first."""
        return await asyncio.to_thread(self._read, "*")

    async def get(self, message_id: str) -> KeptMail | None:
        """Read one mail; None when it is not there."""
        found = await asyncio.to_thread(self._read, f"*-{_digest(message_id)}.eml")
        return found[0] if found else None

    def _write(self, digest: str, at: datetime, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = next(self._folder.glob(f"*-{digest}.eml"), None)
        place = there or self._folder / f"{at.astimezone(UTC):{_KEPT_AT}}-{digest}.eml"
        draft = self._folder / f"{place.stem}.{uuid4().hex}"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)
        for oldest in self._files()[:-MAILBOX_LARGEST]:
            oldest.unlink(missing_ok=True)

    def _remove(self, accounts: AbstractSet[AccountId], keys: AbstractSet[str]) -> None:
        for file in self._files():
            content = _content(file)
            if content is None:
                continue
            about, ends = mime.concerned(content)
            if not (accounts.isdisjoint(about) and keys.isdisjoint(map(address_key, ends))):
                file.unlink(missing_ok=True)

    def _read(self, pattern: str) -> Sequence[KeptMail]:
        names = [file for file in self._folder.glob(pattern) if _NAME.fullmatch(file.name)]
        found = [(file.name, _content(file)) for file in sorted(names, reverse=True)]
        return [
            KeptMail(mail=mime.read(content), kept_at=_kept_at(name))
            for name, content in found
            if content is not None
        ]

    def _files(self) -> Sequence[Path]:
        """List all mails by age, the drafts that a power failure left among them."""
        return sorted(self._folder.glob("*Z-*"))


def _digest(message_id: str) -> str:
    return sha256(message_id.encode()).hexdigest()[:32]


def _kept_at(name: str) -> datetime:
    return datetime.strptime(name.partition("-")[0], _KEPT_AT).replace(tzinfo=UTC)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None  # it was removed meanwhile
