"""How often what may be tried, and how long one waits then."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support import builders
from tests.support.acting import NOBODY, NOWHERE, PASSWORD, enter
from tests.support.images import upload
from tests.support.platform import Platform
from tests.support.taking_along import take_along
from wexstream.domain.model import throttling
from wexstream.domain.model.errors import DomainError, TooMany
from wexstream.domain.model.strangers import NEW_FOR
from wexstream.domain.model.throttling import Rate
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.registration import Application
from wexstream.domain.usecases.reporting import Complaint

Attempt = Callable[[Platform, Viewer, int], Awaitable[object]]
HOUR = timedelta(hours=1)
EMAIL = "ada@example.org"
OWN = "password of Ada Lovelace"


def email(number: int) -> str:
    return f"person{number}@example.org"


async def settle(platform: Platform) -> Viewer:
    """Let somebody be there who is not new."""
    return await platform.enter(replace(builders.account(), created_at=platform.clock.now() - NEW_FOR))


def application(address: str) -> Application:
    return Application(full_name="Ada", email=address, password=PASSWORD, terms_version="1")


def sign_in(platform: Platform, address: str, where: str) -> Awaitable[object]:
    return platform.sessions.sign_in(email=address, password="wrong", stay=False, device=None, origin=where)


ATTEMPTS: dict[str, tuple[Rate, Attempt]] = {
    "signing in from one place": (
        Rate(times=30, per=timedelta(minutes=5)),
        lambda platform, _, number: sign_in(platform, email(number), "192.0.2.1"),
    ),
    "signing up from one place": (
        Rate(times=20, per=HOUR),
        lambda platform, _, number: platform.registration.sign_up(
            application(email(number)), origin="192.0.2.1"
        ),
    ),
    "asking for a verifying link from one place": (
        Rate(times=20, per=HOUR),
        lambda platform, _, number: platform.registration.send_again(email(number), origin="192.0.2.1"),
    ),
    "asking for a new password from one place": (
        Rate(times=20, per=HOUR),
        lambda platform, _, number: platform.passwords.request_reset(email(number), origin="192.0.2.1"),
    ),
    "moving": (
        Rate(times=8, per=HOUR),
        lambda platform, viewer, _: platform.registration.move(viewer, email=EMAIL, password=OWN),
    ),
    "guessing the token that verifies": (
        Rate(times=30, per=timedelta(minutes=10)),
        lambda platform, _, number: platform.registration.verify(
            str(number), password=PASSWORD, origin="192.0.2.1"
        ),
    ),
    "guessing the token that moves": (
        Rate(times=30, per=timedelta(minutes=10)),
        lambda platform, _, number: platform.registration.confirm_move(
            str(number), password=PASSWORD, origin="192.0.2.1"
        ),
    ),
    "guessing the token that sets a password": (
        Rate(times=30, per=timedelta(minutes=10)),
        lambda platform, _, number: platform.passwords.reset(
            token=str(number), new=PASSWORD, origin="192.0.2.1"
        ),
    ),
    "changing the password": (
        Rate(times=10, per=timedelta(minutes=10)),
        lambda platform, viewer, _: platform.passwords.change(viewer, current=OWN, new=OWN),
    ),
    "asking to connect": (
        Rate(times=100, per=HOUR),
        lambda platform, viewer, _: platform.connections.ask(viewer, NOBODY),
    ),
    "writing messages": (
        Rate(times=100, per=HOUR),
        lambda platform, viewer, _: platform.messages.send(viewer, to=[NOBODY], subject="Tea", body="Tea?"),
    ),
    "reporting": (
        Rate(times=20, per=HOUR),
        lambda platform, viewer, _: platform.reporting.report_conference(
            viewer, NOWHERE, Complaint(reason="Rude.")
        ),
    ),
    "uploading pictures": (
        Rate(times=10, per=HOUR),
        lambda platform, viewer, _: platform.accounts.set_picture(viewer, upload(b"")),
    ),
    "joining a conference": (
        Rate(times=20, per=timedelta(seconds=100)),
        lambda platform, viewer, _: platform.rooms.join(viewer, NOWHERE),
    ),
    "taking everything along": (
        Rate(times=10, per=HOUR),
        lambda platform, viewer, _: take_along(platform, viewer),
    ),
    "writing to the operator": (
        Rate(times=5, per=HOUR),
        lambda platform, _, number: platform.enquiries.send(
            name="A visitor", email=email(number), subject="Hm", body="How?", origin="192.0.2.1"
        ),
    ),
}


async def attempt(trying: Awaitable[object]) -> None:
    """Try in vain, unless it was tried too often."""
    with suppress(DomainError):
        try:
            await trying
        except TooMany as refused:
            raise AssertionError from refused


@pytest.mark.parametrize("what", ATTEMPTS)
async def test_so_often_and_then_again_when_the_time_told_has_passed(platform: Platform, what: str) -> None:
    rate, trying = ATTEMPTS[what]
    viewer = await settle(platform)
    for number in range(rate.times):
        await attempt(trying(platform, viewer, number))
    with pytest.raises(TooMany) as refused:
        await trying(platform, viewer, rate.times)
    assert refused.value.retry_after == rate.per / rate.times
    platform.clock.advance(refused.value.retry_after)
    await attempt(trying(platform, viewer, rate.times))
    with pytest.raises(TooMany):
        await trying(platform, viewer, rate.times + 1)


async def test_one_who_tries_too_often_keeps_nobody_else_from_trying(platform: Platform) -> None:
    ada, bob = await enter(platform), await enter(platform, "Bob")
    for _ in range(10):
        await take_along(platform, ada)
    with pytest.raises(TooMany):
        await take_along(platform, ada)
    await take_along(platform, bob)


AT_A_PLACE: dict[str, tuple[Rate, Attempt]] = {
    "asking to connect": (throttling.REQUEST_PER_ORIGIN, ATTEMPTS["asking to connect"][1]),
    "writing messages": (throttling.MESSAGE_PER_ORIGIN, ATTEMPTS["writing messages"][1]),
    "reporting": (throttling.REPORT_PER_ORIGIN, ATTEMPTS["reporting"][1]),
    "uploading pictures": (throttling.PICTURE_PER_ORIGIN, ATTEMPTS["uploading pictures"][1]),
}


@pytest.mark.parametrize("what", AT_A_PLACE)
async def test_many_accounts_at_one_place_do_no_more_than_all_there_may(
    platform: Platform, what: str
) -> None:
    rate, trying = AT_A_PLACE[what]
    here = "192.0.2.1"
    people = [await settle(platform) for _ in range(rate.times // 10)]
    for number in range(rate.times):
        await attempt(trying(platform, replace(people[number // 10], origin=here), number))
    viewer = await settle(platform)
    with pytest.raises(TooMany) as refused:
        await trying(platform, replace(viewer, origin=here), rate.times)
    await attempt(trying(platform, replace(viewer, origin="198.51.100.1"), rate.times))
    await attempt(trying(platform, viewer, rate.times))
    platform.clock.advance(refused.value.retry_after)
    await attempt(trying(platform, replace(viewer, origin=here), rate.times))


async def test_many_who_move_from_one_place_mail_no_more_than_all_there_may(platform: Platform) -> None:
    async def move(origin: str, number: int) -> None:
        ada = replace(await enter(platform), origin=origin)
        await platform.registration.move(ada, email=email(number), password=OWN)

    for number in range(throttling.LINK_PER_ORIGIN.times):
        await move("192.0.2.1", number)
    with pytest.raises(TooMany):
        await move("192.0.2.1", 100)
    await move("198.51.100.1", 101)


async def test_from_however_many_places_no_more_than_so_many_sign_up(platform: Platform) -> None:
    rate = throttling.SIGN_UP_ALTOGETHER
    for _ in range(rate.times):
        await platform.storage.throttle.take("sign-up-altogether:", rate)
    with pytest.raises(TooMany) as refused:
        await platform.registration.sign_up(application(EMAIL), origin="192.0.2.1")
    platform.clock.advance(refused.value.retry_after)
    await platform.registration.sign_up(application(EMAIL), origin="192.0.2.1")
