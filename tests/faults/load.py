"""People who write all the while a fault lasts, and what has to be there afterwards."""

import asyncio
import os
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
from PIL import Image

from tests.integration.serving.processes import APPLICATION, hurry, mails
from tests.support.images import decoded, encoded

MAILED_WITHIN = 120  # seconds, once the server stays up
VERIFIED_WITHIN = 120  # seconds; a mail goes out within one or two
PAUSE = 0.02  # seconds before one asks again who was refused for now
SETTINGS = {"WS_TRUSTED_PROXIES": "127.0.0.1,::1"}  # so that each request may come from somewhere else
PASSWORD = APPLICATION["password"]
COLOURS = [(40 * step, 255 - 40 * step, 90) for step in range(7)]


@dataclass
class Site:
    """Where the server is at present, or what stands before it, and what it has acknowledged."""

    url: str = ""
    serves: asyncio.Event = field(default_factory=asyncio.Event)
    conferences: list[tuple[str, str]] = field(default_factory=list)
    messages: list[tuple[str, str]] = field(default_factory=list)
    pictures: dict[str, list[int | None]] = field(default_factory=dict)
    applicants: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    _acknowledged: asyncio.Condition = field(default_factory=asyncio.Condition)
    _writes: int = 0

    async def note(self) -> None:
        async with self._acknowledged:
            self._writes += 1
            self._acknowledged.notify_all()

    async def more(self, writes: int) -> None:
        """Wait until so many more were acknowledged."""
        wanted = self._writes + writes
        async with self._acknowledged:
            await self._acknowledged.wait_for(lambda: self._writes >= wanted)


@dataclass
class Writer:
    """A member who writes one thing after the other, and each again until it is acknowledged."""

    site: Site
    client: httpx.AsyncClient
    name: str
    id: str = ""
    token: str = "none yet"

    async def call(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """Ask from an address of its own, so that nobody is throttled for where it comes from."""
        origin = ".".join(map(str, (10, *os.urandom(3))))
        known = {"Authorization": f"Bearer {self.token}", "X-Forwarded-For": origin}
        return await self.client.request(
            method, self.site.url + path, headers={**known, **(headers or {})}, **more
        )

    async def insist(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask until there is an answer that is none of a server that dies or comes up."""
        while True:
            await self.site.serves.wait()
            try:
                answer = await self.call(method, path, **more)
            except httpx.TransportError:
                continue
            if answer.status_code != 503:
                return answer
            await asyncio.sleep(PAUSE)

    async def once(self, path: str, body: dict[str, object]) -> bool:
        """Have something made once, however often it has to be asked for; False when it is too often."""
        key = {"Idempotency-Key": uuid4().hex}
        answer = await self.insist("POST", path, json=body, headers=key)
        assert answer.status_code in {201, 429}, answer.text
        return answer.status_code == 201

    async def write(self, friend: str) -> None:
        """Write without end."""
        for number in count():
            subject = f"{self.name} {number}"
            if await self.once("/api/conferences", {"title": subject, "visibility": "private"}):
                self.site.conferences.append((self.id, subject))
                await self.site.note()
            if await self.once("/api/messages", {"to": [friend], "subject": subject, "body": "Come."}):
                self.site.messages.append((self.id, subject))
                await self.site.note()
            if number % 4 == 0:
                await self.show_oneself(number // 4)
                await self.bring_somebody()

    async def show_oneself(self, number: int) -> None:
        picture = encoded(Image.new("RGB", (8, 8), COLOURS[number % len(COLOURS)]), "PNG")
        png = {"Content-Type": "image/png"}
        self.site.pictures.setdefault(self.id, [None]).append(number)
        answer = await self.insist("PUT", "/api/me/avatar", content=picture, headers=png)
        if answer.status_code == 429:
            self.site.pictures[self.id].pop()
            return
        assert answer.status_code == 204, answer.text
        self.site.pictures[self.id] = [number]
        await self.site.note()

    async def bring_somebody(self) -> None:
        """Have somebody sign up, who does not know how that ended if the server dies meanwhile."""
        email = f"{uuid4().hex}@example.org"
        await self.site.serves.wait()
        try:
            answer = await self.call("POST", "/api/accounts", json=APPLICATION | {"email": email})
        except httpx.TransportError:
            self.site.unsure.append(email)
            return
        if answer.status_code == 503:
            self.site.unsure.append(email)
            return
        if answer.status_code == 429:  # where the clock steps back, all who sign up wait for up to a minute
            return
        assert answer.status_code == 202, answer.text
        self.site.applicants.append(email)
        await self.site.note()

    async def join(self) -> None:
        """Become a member: by the mail's link."""
        email = f"{self.name}@example.org"
        await self.call("POST", "/api/accounts", json=APPLICATION | {"email": email, "full_name": self.name})
        assert await verify(self, email) == 204
        body = {"email": email, "password": PASSWORD, "token": True}
        signed_in = (await self.call("POST", "/api/sessions", json=body)).json()
        self.id, self.token = signed_in["account_id"], signed_in["token"]

    async def all(self, path: str, **which: str) -> list[dict[str, Any]]:
        """Read a list to its end."""
        found: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = (await self.call("GET", path, params={**which, "limit": 100, "cursor": cursor})).json()
            found += page["items"]
            if not page["next_cursor"]:
                return found
            cursor = page["next_cursor"]


async def verify(writer: Writer, email: str) -> int:
    """Follow the link of the mail to an address; how that is answered."""
    links: list[str] = []
    least = 0
    async with asyncio.timeout(VERIFIED_WITHIN):
        while not links:
            least += 1
            shown = await mails(writer.client, writer.site.url, least=least)
            links = [link for mail in shown if mail["to"] == email for link in mail["links"]]  # type: ignore[attr-defined] # a list
    [token] = parse_qs(urlsplit(links[0]).query)["token"]
    return (
        await writer.call("POST", "/api/accounts/verify", json={"token": token, "password": PASSWORD})
    ).status_code


@dataclass(frozen=True, kw_only=True)
class Load:
    """Members who write to a friend all the while, by one server."""

    site: Site
    writers: list[Writer]
    friend: Writer

    async def join(self) -> None:
        """Become members, where that goes well."""
        for member in (*self.writers, self.friend):
            await member.join()
        # To who has written to them, new ones write as often as they like.
        letter = {"to": [writer.id for writer in self.writers], "subject": "Write to me", "body": "Please."}
        assert (await self.friend.call("POST", "/api/messages", json=letter)).status_code == 201

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Write until the end of the context, which ends at once where a write is not as it should be."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(writer.write(self.friend.id)) for writer in self.writers]
            yield
            for task in tasks:
                task.cancel()

    async def check(self, data: Path) -> None:
        """Hold that what was acknowledged is there, once, and that each is told of it, once."""
        await check_everything(self.site, self.writers, self.friend, data)


@asynccontextmanager
async def made_ready() -> AsyncIterator[Load]:
    """Have people who may write once there is a server."""
    site = Site()
    async with httpx.AsyncClient(timeout=60) as client:
        writers = [Writer(site, client, name) for name in ("amal", "kofi", "yuki")]
        yield Load(site=site, writers=writers, friend=Writer(site, client, "noor"))


@asynccontextmanager
async def members_of(url: str) -> AsyncIterator[Load]:
    """Have people who are members of the server at an address."""
    async with made_ready() as load:
        load.site.url = url
        await load.join()
        load.site.serves.set()
        yield load


async def check_everything(site: Site, writers: list[Writer], friend: Writer, data: Path) -> None:
    for writer in writers:
        titles = [found["title"] for found in await writer.all(f"/api/users/{writer.id}/conferences")]
        sent = [found["subject"] for found in await writer.all("/api/messages", box="sent")]
        assert at_most_one_more(titles, [title for who, title in site.conferences if who == writer.id])
        assert at_most_one_more(sent, [subject for who, subject in site.messages if who == writer.id])
        await check_picture(site, writer)
    received = [str(found["subject"]) for found in await friend.all("/api/messages", box="inbox")]
    told = await friend.all("/api/notifications")
    assert len(told) == len(received)
    shown = await mails_that_tell_of(len(received), friend, data)
    mailed = Counter(str(mail["to"]) for mail in shown)
    assert {email: mailed[email] for email in site.applicants} == dict.fromkeys(site.applicants, 1)
    assert all(mailed[email] <= 1 for email in site.unsure)
    for email in site.applicants[-5:]:
        assert await verify(friend, email) == 204


async def mails_that_tell_of(messages: int, friend: Writer, data: Path) -> list[dict[str, object]]:
    """Wait until all mails are out, which tell the friend of each message once, alone or with others."""
    async with asyncio.timeout(MAILED_WITHIN):
        while True:
            await hurry(data)  # what is to wait in case that it is read, too
            shown = await mails(friend.client, friend.site.url, least=len(friend.site.applicants))
            own = [mail for mail in shown if mail["to"] == f"{friend.name}@example.org"]
            told = sum(messages_told(str(mail["subject"])) for mail in own)
            assert told <= messages
            if told == messages and {mail["to"] for mail in shown}.issuperset(friend.site.applicants):
                return shown


def messages_told(subject: str) -> int:
    many = re.fullmatch(r"(\d+) new messages", subject)
    return int(many[1]) if many else int(" wrote to you: " in subject)


async def check_picture(site: Site, writer: Writer) -> None:
    """The picture is the last that was acknowledged, or that which was under way at the end."""
    possible = site.pictures.get(writer.id, [None])
    answer = await writer.call("GET", f"/api/users/{writer.id}/avatar")
    if answer.status_code == 404:
        assert None in possible
        return
    shown = decoded(answer.content).convert("RGB").getpixel((4, 4))
    assert isinstance(shown, tuple)
    wanted = [COLOURS[number % len(COLOURS)] for number in possible if number is not None]
    assert any(
        all(abs(one - other) < 20 for one, other in zip(shown, colour, strict=True)) for colour in wanted
    ), (answer.status_code, shown, wanted)


def at_most_one_more(found: list[str], acknowledged: list[str]) -> bool:
    """Tell whether all that was acknowledged is there, each once, and no more than what was under way."""
    surplus = Counter(found) - Counter(acknowledged)
    return Counter(acknowledged) - Counter(found) == Counter() and surplus.total() <= 1
