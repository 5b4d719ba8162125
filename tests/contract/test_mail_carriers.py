from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from email.headerregistry import Address
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import given

from tests.support.mails import WRITER, TickingClock, a_mail, hostile_letters
from tests.support.smtp_server import Server, serving
from wexstream.adapters.mail.disk import DiskMailbox
from wexstream.adapters.mail.mime import read
from wexstream.adapters.mail.smtp import Encryption, SmtpCarrier, SmtpSettings
from wexstream.adapters.memory.mailbox import MemoryMailbox
from wexstream.domain.model.ids import AccountId
from wexstream.ports.mail import Letter, Mail, Mailbox, MailCarrier

SENDER = Address("Wexstream", addr_spec="no-reply@meet.example.org")

Arrived = Callable[[], Awaitable[Sequence[Mail]]]
Route = Callable[[], AbstractAsyncContextManager[tuple[MailCarrier, Arrived]]]


def kept(mailbox: Mailbox) -> Arrived:
    async def arrived() -> Sequence[Mail]:
        return [kept.mail for kept in await mailbox.list()]

    return arrived


@asynccontextmanager
async def disk() -> AsyncGenerator[tuple[MailCarrier, Arrived]]:
    with TemporaryDirectory() as folder:
        mailbox = DiskMailbox(Path(folder), sender=SENDER, clock=TickingClock())
        yield mailbox, kept(mailbox)


@asynccontextmanager
async def memory() -> AsyncGenerator[tuple[MailCarrier, Arrived]]:
    mailbox = MemoryMailbox(TickingClock())
    yield mailbox, kept(mailbox)


@asynccontextmanager
async def smtp() -> AsyncGenerator[tuple[MailCarrier, Arrived]]:
    async with serving(Server()) as server:

        async def arrived() -> Sequence[Mail]:
            return [read(content) for content in server.contents]

        settings = SmtpSettings(
            host="localhost", port=server.port, sender=SENDER, encryption=Encryption.NONE, timeout=10
        )
        yield SmtpCarrier(settings, TickingClock()), arrived


by_every_route = pytest.mark.parametrize("route", [disk, memory, smtp])


@by_every_route
@given(letter=hostile_letters())
async def test_a_mail_arrives_as_it_was_written(route: Route, letter: Letter) -> None:
    async with route() as (carrier, arrived):
        await carrier.carry(WRITER.write(letter))
        assert await arrived() == [WRITER.write(letter)]


@by_every_route
async def test_a_mail_carried_twice_can_be_recognised(route: Route) -> None:
    async with route() as (carrier, arrived):
        await carrier.carry(a_mail())
        await carrier.carry(a_mail())
        assert {mail.message_id for mail in await arrived()} == {a_mail().message_id}


@by_every_route
async def test_an_address_that_got_nothing_can_be_forgotten(route: Route) -> None:
    async with route() as (carrier, arrived):
        await carrier.carry(a_mail())
        await carrier.forget(accounts=[AccountId(uuid4())], addresses=["nobody@weiss.example"])
        assert await arrived() == [a_mail()]
