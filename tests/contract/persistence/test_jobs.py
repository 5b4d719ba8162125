from datetime import timedelta
from typing import get_args

import pytest

from tests.support.builders import IDS
from tests.support.overlap import transaction
from tests.support.storage import Storage
from wexstream.domain.model.ids import (
    AccountId,
    BundleId,
    ConferenceId,
    EnquiryId,
    LinkId,
    NotificationId,
    PictureId,
    ReportId,
    SanctionId,
)
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
    WayChange,
)
from wexstream.ports.mail import MailRefused
from wexstream.ports.persistence import Transaction, UnitOfWork

LONG = timedelta(days=1)


class Failure(Exception):
    """It did not work this time."""


class Handler:
    """Notes what it is given, and fails so many times at one job, or at whatever there is."""

    def __init__(self, *, failures: int = 0, at: Job | None = None, error: type[Exception] = Failure) -> None:
        self.given: list[Job] = []
        self._failures = failures
        self._at = at
        self._error = error

    async def __call__(self, job: Job) -> None:
        self.given.append(job)
        if self._failures and self._at in {None, job}:
            self._failures -= 1
            raise self._error


def announce() -> Job:
    return Announce(conference=ConferenceId(IDS.new()))


def one_of_each_kind() -> list[Job]:
    account, occasion = AccountId(IDS.new()), IDS.new()
    return [
        Announce(conference=ConferenceId(IDS.new())),
        MailLink(link=LinkId(IDS.new())),
        MailMoveNotice(link=LinkId(IDS.new())),
        MailAddressKnown(account=account, occasion=occasion),
        MailPasswordChanged(account=account, occasion=occasion),
        MailWayChanged(account=account, occasion=occasion, change=WayChange.SERVICE_LINKED, service="Google"),
        MailSuspended(account=account, occasion=occasion),
        MailUpheld(account=account, occasion=occasion),
        MailNotification(notification=NotificationId(IDS.new())),
        MailBundle(bundle=BundleId(IDS.new())),
        MailReport(report=ReportId(IDS.new())),
        MailAppeal(sanction=SanctionId(IDS.new())),
        MailEnquiry(enquiry=EnquiryId(IDS.new())),
        RemovePicture(picture=PictureId(IDS.new())),
    ]


async def queue(unit: UnitOfWork, *jobs: Job) -> None:
    await unit.run(lambda tx: tx.jobs.add(*jobs))


async def test_jobs_of_every_kind_run_once_and_as_they_were_queued(storage: Storage) -> None:
    jobs, handler = one_of_each_kind(), Handler()
    assert {type(job) for job in jobs} == set(get_args(Job))
    await queue(storage.unit, *jobs)
    await storage.run_jobs(handler)
    assert sorted(handler.given, key=repr) == sorted(jobs, key=repr)


async def test_queueing_nothing_queues_nothing(storage: Storage) -> None:
    handler = Handler()
    await queue(storage.unit)
    await storage.run_jobs(handler)
    assert handler.given == []


async def test_a_job_that_was_done_does_not_run_again(storage: Storage) -> None:
    handler = Handler()
    await queue(storage.unit, announce())
    for _ in range(2):
        await storage.run_jobs(handler)
        storage.clock.advance(LONG)
    assert len(handler.given) == 1


async def test_a_job_of_a_transaction_that_is_rolled_back_never_runs(storage: Storage) -> None:
    handler = Handler()

    async def fail(tx: Transaction) -> None:
        await tx.jobs.add(announce())
        raise Failure

    with pytest.raises(Failure):
        await storage.unit.run(fail)
    await storage.run_jobs(handler)
    assert handler.given == []


async def test_a_job_does_not_run_before_its_transaction_is_committed(storage: Storage) -> None:
    job, handler = announce(), Handler()
    async with transaction(storage.unit) as open_one:
        await open_one.jobs.add(job)
        await storage.run_jobs(handler)
        assert handler.given == []
    await storage.run_jobs(handler)
    assert handler.given == [job]


async def test_a_job_for_later_does_not_run_before_its_time(storage: Storage) -> None:
    job, handler, now = announce(), Handler(), storage.clock.now()
    await storage.unit.run(lambda tx: tx.jobs.add_for_later(job, at=now + LONG, now=now))
    await storage.run_jobs(handler)
    storage.clock.advance(LONG - timedelta(minutes=1))
    await storage.run_jobs(handler)
    assert handler.given == []
    storage.clock.advance(timedelta(minutes=1))
    await storage.run_jobs(handler)
    assert handler.given == [job]


async def test_what_a_job_queues_runs_too(storage: Storage) -> None:
    first, second, handler = announce(), announce(), Handler()

    async def handle(job: Job) -> None:
        await handler(job)
        if job == first:
            await queue(storage.unit, second)

    await queue(storage.unit, first)
    await storage.run_jobs(handle)
    assert handler.given == [first, second]


async def test_a_job_that_raises_is_tried_again_after_a_while_until_it_is_done(storage: Storage) -> None:
    job, handler = announce(), Handler(failures=2)
    await queue(storage.unit, job)
    for tries in (1, 2, 3, 3):
        await storage.run_jobs(handler)
        await storage.run_jobs(handler)
        assert handler.given == [job] * tries
        storage.clock.advance(LONG)
    assert list(await storage.held_jobs()) == []


async def test_each_delay_is_longer_than_the_one_before(storage: Storage) -> None:
    handler = Handler(failures=4)
    await queue(storage.unit, announce())
    await storage.run_jobs(handler)
    delays = [await steps_to_next(storage, handler) for _ in range(3)]
    assert delays == sorted(set(delays))


async def test_a_job_that_waits_does_not_keep_others_waiting(storage: Storage) -> None:
    failing, other = announce(), announce()
    handler = Handler(failures=1, at=failing)
    await queue(storage.unit, failing, other)
    await storage.run_jobs(handler)
    assert sorted(handler.given, key=repr) == sorted([failing, other], key=repr)


async def test_a_job_that_fails_for_good_is_held_and_tried_no_more(storage: Storage) -> None:
    job, handler = announce(), Handler(failures=1_000)
    await queue(storage.unit, job)
    while not await storage.held_jobs():
        await storage.run_jobs(handler)
        storage.clock.advance(LONG)
    tries = len(handler.given)
    assert tries > 1
    await storage.run_jobs(handler)
    assert len(handler.given) == tries
    assert list(await storage.held_jobs()) == [job]


async def test_a_mail_that_will_never_be_accepted_is_held_at_once(storage: Storage) -> None:
    job, handler = MailLink(link=LinkId(IDS.new())), Handler(failures=1, error=MailRefused)
    await queue(storage.unit, job)
    await storage.run_jobs(handler)
    storage.clock.advance(LONG)
    await storage.run_jobs(handler)
    assert handler.given == [job]
    assert list(await storage.held_jobs()) == [job]


async def steps_to_next(storage: Storage, handler: Handler) -> int:
    """Count how often five seconds pass until the next try."""
    tries, steps = len(handler.given), 0
    while len(handler.given) == tries:
        storage.clock.advance(timedelta(seconds=5))
        steps += 1
        await storage.run_jobs(handler)
    return steps
