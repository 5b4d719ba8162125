"""Sending mails, once it is time."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace

import pytest

from tests.support import builders
from tests.support.acting import account_of, enter, mailed
from tests.support.platform import Platform
from wexstream.domain.model.ids import AccountId
from wexstream.ports.jobs import Job, MailEnquiry, MailPasswordChanged
from wexstream.ports.mail import Mail, MailCarrier

ADA = "ada@example.org"


class Postman:
    """Carries mails to the mailbox, slowly: before it arrives, something happens."""

    def __init__(self, carrier: MailCarrier, happens: Callable[[], Awaitable[object]]) -> None:
        self._carrier = carrier
        self._happens = happens

    async def carry(self, mail: Mail) -> None:
        await self._happens()
        await self._carrier.carry(mail)

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        await self._carrier.forget(accounts=accounts, addresses=addresses)


async def fail() -> None:
    raise ConnectionError


def carried_by(
    platform: Platform, happens: Callable[[], Awaitable[object]]
) -> Callable[[Job], Awaitable[None]]:
    """Work as the platform does, with mails that are carried so."""
    afterwards = platform.afterwards
    slow = replace(afterwards.correspondence, carrier=Postman(platform.mailbox, happens))
    return replace(afterwards, correspondence=slow).do


async def test_a_mail_that_was_not_carried_is_sent_later(platform: Platform) -> None:
    ada = await enter(platform, email=ADA)
    await platform.passwords.change(ada, current="password of Ada Lovelace", new="something else")
    job = MailPasswordChanged(account=ada.account, occasion=builders.IDS.new())
    with pytest.raises(ConnectionError):
        await carried_by(platform, fail)(job)
    assert await mailed(platform, ADA) == ["password-changed"]


async def test_an_enquiry_is_kept_until_it_was_carried(platform: Platform) -> None:
    await platform.enquiries.send(
        name="A visitor", email="visitor@example.org", subject="Hm", body="How?", origin="192.0.2.1"
    )
    await platform.storage.run_jobs(carried_by(platform, fail))
    assert "How?" in await platform.storage.everything_kept()
    assert not await platform.mailbox.list()


async def test_a_mail_that_was_under_way_when_its_reader_was_erased_is_forgotten(platform: Platform) -> None:
    ada = await enter(platform, email=ADA)
    job = MailPasswordChanged(account=ada.account, occasion=builders.IDS.new())
    await carried_by(platform, lambda: platform.privacy.erase(ada))(job)
    assert not await platform.mailbox.list()


async def test_a_mail_that_was_under_way_when_somebody_it_names_was_erased_is_forgotten(
    platform: Platform,
) -> None:
    ada, bob = await enter(platform, email=ADA), await enter(platform, "Bob")
    await platform.connections.ask(bob, ada.account)
    await platform.storage.run_jobs(carried_by(platform, lambda: platform.privacy.erase(bob)))
    assert not await platform.mailbox.list()


async def test_an_enquiry_that_was_under_way_when_its_sender_was_erased_is_forgotten(
    platform: Platform,
) -> None:
    ada = await enter(platform, email=ADA)
    await platform.enquiries.send(name="Ada", email=ADA, subject="Hm", body="How?", origin="192.0.2.1")
    await platform.storage.run_jobs(carried_by(platform, lambda: platform.privacy.erase(ada)))
    assert not await platform.mailbox.list()


async def test_a_mail_that_was_under_way_while_its_reader_moved_stays(platform: Platform) -> None:
    ada = await enter(platform, email=ADA)
    moved = replace(await account_of(platform, ada), email="new@example.org")
    job = MailPasswordChanged(account=ada.account, occasion=builders.IDS.new())

    async def change() -> None:
        await platform.storage.unit.run(lambda tx: tx.accounts.save(moved))

    await carried_by(platform, change)(job)
    assert await mailed(platform, ADA) == ["password-changed"]


async def test_an_enquiry_that_was_carried_is_not_carried_again(platform: Platform) -> None:
    enquiry = builders.enquiry()
    await platform.storage.unit.run(lambda tx: tx.enquiries.add(enquiry))
    await platform.do_job(MailEnquiry(enquiry=enquiry.id))
    await platform.mailbox.forget(addresses=["admin@example.org"])
    await platform.do_job(MailEnquiry(enquiry=enquiry.id))
    assert not await platform.mailbox.list()
