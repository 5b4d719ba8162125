"""Writing to the operator."""

from dataclasses import replace

import pytest

from tests.support.acting import ORIGIN, enter, mailed
from tests.support.platform import POLICY, Platform
from tests.support.storage import MemoryStorage
from wexstream.domain.model import throttling
from wexstream.domain.model.errors import Invalid, NoOperator, TooMany

ADMIN = "admin@example.org"


async def enquire(
    platform: Platform,
    *,
    name: str = "A visitor",
    email: str = "visitor@example.org",
    subject: str = "A question",
    body: str = "How does it work?",
) -> None:
    await platform.enquiries.send(name=name, email=email, subject=subject, body=body, origin=ORIGIN)


async def test_an_enquiry_is_mailed_to_the_operator_and_not_kept_after_that(platform: Platform) -> None:
    await enquire(platform)
    assert "How does it work?" in await platform.storage.everything_kept()
    assert await mailed(platform, ADMIN) == ["enquiry"]
    [mail] = await platform.mails_to(ADMIN)
    assert mail.reply_to == "visitor@example.org"
    assert "How does it work?" in mail.text
    assert "How does it work?" not in await platform.storage.everything_kept()


async def test_an_enquiry_of_who_leaves_before_it_is_mailed_is_gone(platform: Platform) -> None:
    ada = await enter(platform, email="ada@example.org")
    await enquire(platform, email="ADA@example.org")
    await platform.privacy.erase(ada, password="password of Ada Lovelace")
    assert not await mailed(platform, ADMIN)


async def test_what_cannot_be_read_or_answered_is_refused(platform: Platform) -> None:
    for refused in (
        enquire(platform, name=" "),
        enquire(platform, email="visitor"),
        enquire(platform, subject=""),
        enquire(platform, body="\x00"),
    ):
        with pytest.raises(Invalid):
            await refused
    assert not await mailed(platform, ADMIN)


async def test_from_however_many_places_no_more_than_so_many_are_taken(platform: Platform) -> None:
    rate = throttling.ENQUIRIES_ALTOGETHER
    for _ in range(rate.times):
        await platform.storage.throttle.take("enquiries-altogether:", rate)
    with pytest.raises(TooMany) as refused:
        await enquire(platform)
    platform.clock.advance(refused.value.retry_after)
    await enquire(platform)


async def test_where_nobody_reads_enquiries_none_is_taken() -> None:
    platform = Platform(MemoryStorage(), policy=replace(POLICY, admin_email=None))
    with pytest.raises(NoOperator):
        await enquire(platform)
    assert "How does it work?" not in await platform.storage.everything_kept()
