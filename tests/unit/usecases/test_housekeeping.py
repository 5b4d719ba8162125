"""Removing what has had its time."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from tests.support import builders
from tests.support.acting import (
    ORIGIN,
    PASSWORD,
    account_of,
    broadcast,
    create,
    enter,
    mailed,
    newest_token,
    sign_up,
)
from tests.support.changing import change
from tests.support.platform import Platform
from tests.support.verdicts import DISMISSAL
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import LinkExpired, LinkUnknown
from wexstream.domain.model.ids import ProcessId
from wexstream.domain.usecases import housekeeping
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.once import Once
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports.persistence import Transaction, UnitOfWork

T = TypeVar("T")
MOMENT = timedelta(microseconds=1)
Look = Callable[[], Awaitable[bool]]


async def purged_after(platform: Platform, time: timedelta, is_there: Look) -> None:
    """Hold that something is there for so long, and gone a moment later."""
    platform.clock.advance(time)
    await platform.housekeeping.purge()
    assert await is_there()
    platform.clock.advance(MOMENT)
    await platform.housekeeping.purge()
    assert not await is_there()


def written(platform: Platform, what: object) -> Look:
    """Tell whether something is written anywhere in the storage."""

    async def look() -> bool:
        return str(what) in await platform.storage.everything_kept()

    return look


async def test_sessions_go_when_their_time_is_over(platform: Platform) -> None:
    ada = await enter(platform)
    await purged_after(platform, timedelta(hours=1), written(platform, ada.session))


async def test_links_go_a_week_after_their_end_until_when_they_are_known(platform: Platform) -> None:
    await sign_up(platform, "ada@example.org")
    token = await newest_token(platform, "ada@example.org")

    async def known() -> bool:
        with pytest.raises((LinkExpired, LinkUnknown)) as refused:
            await platform.registration.verify(token, password=PASSWORD, origin=ORIGIN)
        return refused.type is LinkExpired

    await purged_after(platform, timedelta(hours=24, days=7), known)


async def test_processes_go_a_day_after_they_were_known_to_live(platform: Platform) -> None:
    process = ProcessId(builders.IDS.new())
    await platform.stays.keep_up(process)
    grace = platform.stays.policy.presence_grace
    await purged_after(platform, grace + timedelta(days=1), written(platform, process))


async def test_keys_go_after_a_day(platform: Platform) -> None:
    ada = await enter(platform)
    draft = ConferenceDraft(title="On engines", visibility=Visibility.PUBLIC)
    await platform.conferences.create(ada, draft, Once(key="the key of it", digest=b"x" * 32))
    await purged_after(platform, timedelta(days=1), written(platform, "the key of it"))


async def test_evidence_goes_90_days_after_its_case_is_closed(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    clara = await enter(platform, "Clara", moderator=True)
    message = await platform.messages.send(bob, to=[ada.account], subject="Tea", body="Unheard-of words")
    complaint = Complaint(reason="What he wrote there.")
    report = await platform.reporting.report_message(ada, message, complaint)
    for viewer in (ada, bob):
        await platform.messages.delete(viewer, message)
    platform.clock.advance(timedelta(days=365))
    await platform.housekeeping.purge()
    assert await written(platform, "Unheard-of words")()
    await platform.moderation.resolve(clara, report, DISMISSAL)
    await purged_after(platform, timedelta(days=90), written(platform, "Unheard-of words"))
    assert not await written(platform, complaint.reason)()


async def test_letters_that_could_not_be_mailed_go_after_90_days(platform: Platform) -> None:
    await platform.enquiries.send(
        name="A visitor", email="visitor@example.org", subject="Hm", body="How, pray?", origin=ORIGIN
    )
    await purged_after(platform, timedelta(days=90), written(platform, "How, pray?"))


async def test_how_long_somebody_was_there_is_known_for_a_year(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    conference = await broadcast(platform, ada, Visibility.PUBLIC)
    await platform.rooms.join(bob, conference)
    await platform.conferences.finish(ada, conference)

    async def known() -> bool:
        shown = await platform.conferences.show(bob, conference)
        assert (shown.joined, shown.people_count) == (True, 1)
        return shown.my_attendance_seconds is not None

    await purged_after(platform, timedelta(days=365), known)


async def test_who_never_verified_an_address_is_erased_after_30_days(platform: Platform) -> None:
    await sign_up(platform, "ada@example.org")
    await platform.run_jobs()
    assert await mailed(platform, "ada@example.org")
    await purged_after(platform, timedelta(days=30), written(platform, "ada@example.org"))
    assert not await mailed(platform, "ada@example.org")
    assert await sign_up(platform, "ada@example.org") is not None


async def test_the_owner_of_an_address_stays_when_who_applied_for_it_goes(platform: Platform) -> None:
    owner = await enter(platform, email="ada@example.org")
    await sign_up(platform, "ada@example.org")
    platform.clock.advance(timedelta(days=31))
    await platform.housekeeping.purge()
    assert (await account_of(platform, owner)).verified_at is not None


async def test_an_address_that_is_verified_at_the_last_moment_keeps_its_account(platform: Platform) -> None:
    ada = await enter(platform, state=AccountState.UNVERIFIED)
    platform.clock.advance(timedelta(days=31))
    late = await account_of(platform, ada)

    class Late:
        """Names an account, and then it is verified."""

        def __init__(self, unit: UnitOfWork) -> None:
            self.unit = unit

        async def run(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
            result = await self.unit.run(work)
            if result == [late.id]:
                await change(self.unit, late.verify(at=platform.clock.now(), admin_key=None))
            return result

    await replace(platform.housekeeping, unit=Late(platform.storage.unit)).purge()
    assert (await account_of(platform, ada)).state is AccountState.ACTIVE


async def test_much_goes_a_batch_at_a_time(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    for number in range(5):
        await sign_up(platform, f"person{number}@example.org")
        await enter(platform, f"Person {number}")
    platform.clock.advance(timedelta(days=31))
    await platform.housekeeping.purge()
    kept = await platform.storage.everything_kept()
    assert "person4@example.org" not in kept
    assert "session=" not in kept.replace("session=None", "")


async def test_what_people_made_stays(platform: Platform) -> None:
    ada = await enter(platform)
    conference = await create(platform, ada)
    platform.clock.advance(timedelta(days=3_650))
    await platform.housekeeping.purge()
    assert (await platform.conferences.show(ada, conference)).title == "On engines"
