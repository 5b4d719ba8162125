"""What happens at once ends as if it had happened one after the other, and nobody meets a deadlock."""

import asyncio
from typing import Any

from tests.support import builders
from tests.support.builders import BROADCAST
from tests.support.overlap import transaction
from tests.support.platform import Platform
from tests.support.racing import again, at_once
from tests.support.verdicts import OF_A_WEEK, SUSPENSION, WARNING
from wexstream.domain.model.bundle import PAUSE, Bundle
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.ids import BundleId, ConferenceId, ReportId
from wexstream.domain.model.moderation import Evidence
from wexstream.domain.model.notification import NotificationKind as Kind
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.sanction import Outcome, Settlement
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.registration import Application
from wexstream.domain.usecases.reporting import Complaint
from wexstream.ports.jobs import Announce, Job, MailBundle, MailNotification

ALL: Slice[Any] = Slice(limit=100)


async def people(platform: Platform, *names: str) -> list[Viewer]:
    return [await platform.enter(builders.account(name)) for name in names]


async def connect(platform: Platform, one: Viewer, other: Viewer) -> None:
    await platform.connections.ask(one, other.account)
    await platform.connections.approve(other, one.account)


async def conference(platform: Platform, speaker: Viewer, *, live: bool = True) -> ConferenceId:
    draft = ConferenceDraft(title="Reading circle", visibility=Visibility.PRIVATE)
    made = await platform.conferences.create(speaker, draft)
    if live:
        await platform.conferences.start(speaker, made)
    return made


async def standing(platform: Platform, one: Viewer, other: Viewer) -> Standing | None:
    profile = await platform.storage.queries.profile(one, other.account)
    return profile.standing if profile else None


async def told(platform: Platform, viewer: Viewer) -> list[tuple[Kind, bool]]:
    page = await platform.notifications.list(viewer, ALL)
    return sorted((item.kind, item.read) for item in page.items)


async def on_timeline(platform: Platform, viewer: Viewer) -> list[ConferenceId]:
    pages = [await platform.timeline.list(viewer, state, ALL) for state in BROADCAST]
    return [item.id for page in pages for item in page.items]


@again
async def test_two_who_ask_each_other_at_once_are_connected_once(platform: Platform, turn: int) -> None:
    amal, kofi = await people(platform, "Amal", "Kofi")
    ends = await at_once(
        platform.connections.ask(amal, kofi.account), platform.connections.ask(kofi, amal.account)
    )
    assert ends == ["done", "done"]
    assert await standing(platform, amal, kofi) is Standing.CONNECTED
    notes = sorted([await told(platform, amal), await told(platform, kofi)])
    assert notes == [[(Kind.CONNECTION_APPROVED, False)], [(Kind.CONNECTION_REQUESTED, True)]]


@again
async def test_started_fifty_times_at_once_a_broadcast_reaches_everybody_once(
    platform: Platform, turn: int
) -> None:
    speaker, *friends = await people(platform, "Amal", "Kofi", "Yuki", "Noor")
    for friend in friends:
        await connect(platform, speaker, friend)
    made = await conference(platform, speaker, live=False)
    starts = [platform.conferences.start(speaker, made) for _ in range(50)]
    assert set(await at_once(*starts)) == {"done"}
    await at_once(*(platform.do_job(Announce(conference=made)) for _ in range(4)))
    await platform.run_jobs()
    for friend in friends:
        assert await on_timeline(platform, friend) == [made]
        assert [kind for kind, _ in await told(platform, friend)].count(Kind.CONFERENCE_LIVE) == 1


@again
async def test_finished_while_it_is_announced_a_broadcast_is_told_of_to_its_end(
    platform: Platform, turn: int
) -> None:
    speaker, friend = await people(platform, "Amal", "Kofi")
    await connect(platform, speaker, friend)
    made = await conference(platform, speaker)
    job = Announce(conference=made)
    ends = await at_once(
        platform.do_job(job), platform.conferences.finish(speaker, made), platform.do_job(job)
    )
    assert ends == ["done"] * 3
    await at_once(platform.do_job(job), platform.do_job(job))
    kinds = [kind for kind, _ in await told(platform, friend) if kind is not Kind.CONNECTION_REQUESTED]
    assert kinds == [Kind.CONFERENCE_FINISHED, Kind.CONFERENCE_LIVE]


@again
async def test_a_request_approved_while_it_is_cancelled_leaves_strangers(
    platform: Platform, turn: int
) -> None:
    amal, kofi = await people(platform, "Amal", "Kofi")
    await platform.connections.ask(amal, kofi.account)
    approved, cancelled = await at_once(
        platform.connections.approve(kofi, amal.account), platform.connections.part(amal, kofi.account)
    )
    assert cancelled == "done"
    assert approved in {"done", "nothing-pending"}
    assert await standing(platform, amal, kofi) is Standing.STRANGER
    assert [await told(platform, amal), await told(platform, kofi)] == [[], []]


@again
async def test_a_request_approved_while_its_asker_blocks_leaves_a_block(
    platform: Platform, turn: int
) -> None:
    amal, kofi = await people(platform, "Amal", "Kofi")
    await platform.connections.ask(amal, kofi.account)
    approved, blocked = await at_once(
        platform.connections.approve(kofi, amal.account), platform.connections.block(amal, kofi.account)
    )
    assert blocked == "done"
    assert approved in {"done", "not-found"}
    assert await standing(platform, amal, kofi) is None
    assert [await told(platform, amal), await told(platform, kofi)] == [[], []]
    await platform.connections.unblock(amal, kofi.account)
    assert await standing(platform, amal, kofi) is Standing.STRANGER


@again
async def test_who_joins_while_it_finishes_was_there_or_is_too_late(platform: Platform, turn: int) -> None:
    amal, kofi = await people(platform, "Amal", "Kofi")
    await connect(platform, amal, kofi)
    made = await conference(platform, amal)
    joined, finished = await at_once(platform.rooms.join(kofi, made), platform.conferences.finish(amal, made))
    assert finished == "done"
    assert joined in {"done", "conference-finished"}
    members = (await platform.conferences.members(amal, made, ALL)).items
    assert [(item.person.id, item.present) for item in members] == [(kofi.account, False)] * (
        joined == "done"
    )


@again
async def test_a_friend_erased_while_a_broadcast_is_announced_leaves_nothing(
    platform: Platform, turn: int
) -> None:
    speaker, friend, other = await people(platform, "Amal", "Kofi", "Yuki")
    await connect(platform, speaker, friend)
    await connect(platform, speaker, other)
    made = await conference(platform, speaker)
    ends = await at_once(
        platform.do_job(Announce(conference=made)),
        platform.privacy.erase(friend, password="password of Kofi"),
    )
    assert ends == ["done", "done"]
    assert await on_timeline(platform, other) == [made]
    assert not await remains(platform, friend)


@again
async def test_a_speaker_erased_while_a_broadcast_is_announced_leaves_nothing(
    platform: Platform, turn: int
) -> None:
    speaker, friend = await people(platform, "Amal", "Kofi")
    await connect(platform, speaker, friend)
    made = await conference(platform, speaker)
    ends = await at_once(
        platform.do_job(Announce(conference=made)),
        platform.rooms.join(friend, made),
        platform.privacy.erase(speaker, password="password of Amal"),
    )
    assert ends[0] == ends[2] == "done"
    assert ends[1] in {"done", "not-found"}
    assert await on_timeline(platform, friend) == []
    await platform.run_jobs()
    assert not await remains(platform, speaker)


@again
async def test_a_friend_lost_while_a_broadcast_is_announced_does_not_have_it(
    platform: Platform, turn: int
) -> None:
    speaker, friend = await people(platform, "Amal", "Kofi")
    await connect(platform, speaker, friend)
    made = await conference(platform, speaker)
    ends = await at_once(
        platform.do_job(Announce(conference=made)), platform.connections.part(friend, speaker.account)
    )
    assert ends == ["done", "done"]
    await connect(platform, speaker, friend)
    await platform.run_jobs()
    assert await on_timeline(platform, friend) == []
    assert Kind.CONFERENCE_LIVE not in {kind for kind, _ in await told(platform, friend)}


@again
async def test_a_guest_suspended_while_joining_is_in_no_room(platform: Platform, turn: int) -> None:
    speaker, guest = await people(platform, "Amal", "Kofi")
    moderator = await platform.enter(builders.account("Clara", moderator=True))
    await connect(platform, speaker, guest)
    made = await conference(platform, speaker)
    joined, suspended = await at_once(
        platform.rooms.join(guest, made), platform.moderation.suspend(moderator, guest.account, SUSPENSION)
    )
    assert suspended == "done"
    assert joined in {"done", "account-suspended"}
    shown = await platform.conferences.show(speaker, made)
    assert shown.people_count == 0


@again
async def test_one_address_signed_up_five_times_at_once_is_one_account(platform: Platform, turn: int) -> None:
    applications = [
        Application(
            full_name=f"Amal {number}",
            email="amal@example.org",
            password="an unlikely phrase",
            terms_version="1",
        )
        for number in range(4)
    ]
    ends = await at_once(
        *(platform.registration.sign_up(one, origin=f"origin {one.full_name}") for one in applications)
    )
    assert ends == ["done"] * 4
    kept = await platform.storage.everything_kept()
    assert sum(kept.count(f"'{one.full_name}'") for one in applications) == 1


@again
async def test_a_link_followed_twice_at_once_sets_one_password(platform: Platform, turn: int) -> None:
    await people(platform, "Amal")
    account = builders.account("Kofi")
    await platform.enter(account)
    await platform.passwords.request_reset(account.email, origin="here")
    await platform.run_jobs()
    (mail,) = await platform.mails_to(account.email)
    token = mail.links[0].partition("token=")[2]
    ends = await at_once(
        platform.passwords.reset(token=token, new="one unlikely phrase", origin="here"),
        platform.passwords.reset(token=token, new="two unlikely phrases", origin="there"),
    )
    assert sorted(ends) == ["done", "link-used"]


async def accused(platform: Platform) -> tuple[Viewer, Viewer, Viewer, ReportId]:
    """Two moderators, whom somebody has reported, and the report."""
    amal, kofi = await people(platform, "Amal", "Kofi")
    clara, tom = [await platform.enter(builders.account(name, moderator=True)) for name in ("Clara", "Tom")]
    complaint = Complaint(reason="He is rude.")
    return clara, tom, kofi, await platform.reporting.report_account(amal, kofi.account, complaint)


@again
async def test_of_two_moderators_who_decide_at_once_one_has_decided(platform: Platform, turn: int) -> None:
    clara, tom, kofi, report = await accused(platform)
    ends = await at_once(
        platform.moderation.resolve(clara, report, WARNING),
        platform.moderation.resolve(tom, report, OF_A_WEEK),
    )
    assert sorted(ends) == ["already-resolved", "done"]
    assert len((await platform.appeals.list_own(kofi, ALL)).items) == 1


@again
async def test_who_is_suspended_by_two_at_once_is_suspended_by_the_later_one(
    platform: Platform, turn: int
) -> None:
    clara, tom, kofi, report = await accused(platform)
    ends = await at_once(
        platform.moderation.resolve(clara, report, OF_A_WEEK),
        platform.moderation.suspend(tom, kofi.account, SUSPENSION),
    )
    assert ends == ["done", "done"]
    own = (await platform.appeals.list_own(kofi, ALL)).items
    (holds,) = [one for one in own if one.lifted_at is None]
    (row,) = (await platform.moderation.list_suspended(clara, ALL)).items
    assert row.suspended_until == holds.until


@again
async def test_who_erases_himself_while_it_is_decided_on_him_is_gone(platform: Platform, turn: int) -> None:
    clara, tom, kofi, report = await accused(platform)
    ends = await at_once(
        platform.moderation.resolve(clara, report, OF_A_WEEK),
        platform.privacy.erase(kofi, password="password of Kofi"),
        platform.moderation.suspend(tom, kofi.account, SUSPENSION),
    )
    assert ends[0] == "done"
    assert ends[1] in {"done", "not-signed-in"}
    if ends[1] == "done":
        assert not await remains(platform, kofi)


@again
async def test_an_appeal_is_answered_once_and_not_after_the_suspension_has_ended(
    platform: Platform, turn: int
) -> None:
    clara, tom, kofi, report = await accused(platform)
    await platform.moderation.resolve(clara, report, OF_A_WEEK)
    (own,) = (await platform.appeals.list_own(kofi, ALL)).items
    await platform.appeals.appeal(kofi, own.id, "It was not me.")
    answers = [Settlement(outcome=outcome, words="So it is.") for outcome in Outcome]
    ends = await at_once(
        *(platform.appeals.settle(tom, own.id, answer) for answer in answers),
        platform.moderation.restore(clara, kofi.account),
    )
    assert ends[:2].count("done") <= 1
    assert set(ends) <= {"done", "already-resolved", "not-in-force", "not-suspended"}
    assert (await platform.moderation.list_suspended(clara, ALL)).items == []


async def remains(platform: Platform, gone: Viewer) -> bool:
    """Tell whether anything that is kept names an account."""
    kept = await platform.storage.everything_kept()
    return str(gone.account) in kept or gone.account.hex in kept


@again
async def test_what_workers_gather_at_once_is_mailed_once_and_none_is_lost(
    platform: Platform, turn: int
) -> None:
    bob = await platform.enter(builders.account("Bob", email="bob@example.org"))
    others = await people(platform, *(f"Ada {number}" for number in range(6)))
    for one in others:
        await platform.connections.ask(one, bob.account)
    gathering: list[MailNotification] = []
    mailing: list[MailBundle] = []

    async def hold_back(job: Job) -> None:
        if isinstance(job, MailNotification):
            gathering.append(job)
        if isinstance(job, MailBundle):
            mailing.append(job)

    await platform.storage.run_jobs(hold_back)
    early, late = gathering[:3], gathering[3:]
    await at_once(*(platform.do_job(job) for job in [*early, *early]))
    await platform.storage.run_jobs(hold_back)
    at_the_same_time: list[Job] = [*mailing, *late, *mailing, *late]
    await at_once(*(platform.do_job(job) for job in at_the_same_time))
    for _ in range(3):
        platform.clock.advance(PAUSE)
        await platform.run_jobs()
    mails = await platform.mails_to("bob@example.org")
    assert len(gathering) == 6
    assert len(mailing) == 1
    assert [sum(f"Ada {number}" in mail.text for mail in mails) for number in range(6)] == [1] * 6
    assert len(mails) <= 2


async def test_a_mail_is_not_sent_while_something_is_put_into_it(platform: Platform) -> None:
    bob, ada = await people(platform, "Bob", "Ada")
    bundle = Bundle(
        id=BundleId(builders.IDS.new()),
        account=bob.account,
        kind=Kind.CONNECTION_REQUESTED,
        due_at=platform.clock.now(),
    )
    await platform.storage.unit.run(lambda tx: tx.bundles.save(bundle))
    await platform.connections.ask(ada, bob.account)
    [asked] = (await platform.notifications.list(bob, ALL)).items
    async with transaction(platform.storage.unit) as gathering:
        await gathering.accounts.lock([bob.account])
        closing = asyncio.create_task(platform.gathering.close(bundle.id))
        waiting = asyncio.create_task(platform.storage.until_waiting(1))
        await asyncio.wait([closing, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert not closing.done()
        await gathering.bundles.put(bundle.id, asked.id)
    await closing
    assert len(await platform.storage.unit.run(lambda tx: tx.bundles.told(bundle.id))) == 1


async def test_a_message_is_reported_while_its_sender_is_erased(platform: Platform) -> None:
    ada, bob = await people(platform, "Ada", "Bob")
    message = await platform.messages.send(bob, to=[ada.account], subject="Tea", body="Or else!")
    async with transaction(platform.storage.unit) as erasing:
        await erasing.accounts.lock([bob.account])
        await erasing.accounts.erase(bob.account)
        reporting = asyncio.create_task(
            platform.reporting.report_message(ada, message, Complaint(reason="Threats"))
        )
        waiting = asyncio.create_task(platform.storage.until_waiting(1))
        await asyncio.wait([reporting, waiting], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        assert not reporting.done()
    made = await reporting
    kept = await platform.storage.unit.run(lambda tx: tx.reports.find(made))
    assert kept is not None
    assert (kept.accused, kept.evidence) == (None, Evidence(name="", title="Tea", text="Or else!"))
