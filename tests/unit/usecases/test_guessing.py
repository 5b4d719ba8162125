"""Guessing passwords: how long one waits, and who does not."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.acting import PASSWORD, account_of, broadcast, enter, sign_up
from tests.support.builders import IDS
from tests.support.platform import Platform
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.errors import DomainError, TooMany, WrongCredentials, WrongPassword
from wexstream.domain.model.ids import SessionId
from wexstream.domain.model.session import Session
from wexstream.domain.model.throttling import (
    FORGOTTEN_AFTER,
    GUESS_ALTOGETHER,
    GUESS_PER_DEVICE,
    GUESS_PER_ORIGIN,
    GUESS_PER_SESSION,
    LOCK_PER_ORIGIN,
)
from wexstream.domain.model.visibility import Viewer

ADA = "ada@example.org"
WRONG = "wrong"
RIGHT = "password of Ada Lovelace"
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.1"


async def sign_in(
    platform: Platform,
    password: str = WRONG,
    *,
    origin: str = HOME,
    email: str = ADA,
    known_by: str | None = None,
) -> Session:
    return await platform.sessions.sign_in(
        email=email, password=password, stay=False, device=None, origin=origin, known_by=known_by
    )


async def wait(
    platform: Platform,
    password: str = WRONG,
    *,
    origin: str = HOME,
    email: str = ADA,
    known_by: str | None = None,
) -> int:
    """Try to sign in; how many seconds one is told to wait, if one is."""
    with suppress(WrongCredentials):
        try:
            await sign_in(platform, password, origin=origin, email=email, known_by=known_by)
        except TooMany as refused:
            return int(refused.retry_after.total_seconds())
    return 0


async def besiege(platform: Platform, email: str = ADA) -> None:
    """Guess from ever other places until nobody more may from one that never tried."""
    for number in range(GUESS_ALTOGETHER.free):
        assert await wait(platform, origin=f"203.0.113.{number}", email=email) == 0
    assert await wait(platform, origin="203.0.113.200", email=email) > 0


async def known(platform: Platform, viewer: Viewer) -> str:
    token = await platform.sessions.device_token(viewer.account)
    assert token is not None
    return token


@pytest.fixture
async def ada(platform: Platform) -> Viewer:
    return await enter(platform, email=ADA)


@pytest.mark.usefixtures("ada")
async def test_who_guesses_waits_ever_longer_and_then_as_long_each_time(platform: Platform) -> None:
    waited = []
    for _ in range(18):
        seconds = await wait(platform)
        platform.clock.advance(timedelta(seconds=seconds))
        if seconds:
            assert await wait(platform) == 0
        waited.append(seconds)
    assert waited == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300]


@pytest.mark.usefixtures("ada")
async def test_the_right_password_is_no_help_to_whom_it_is_not_time_for(platform: Platform) -> None:
    for _ in range(GUESS_PER_ORIGIN.free):
        await wait(platform)
    with pytest.raises(TooMany) as refused:
        await sign_in(platform, RIGHT)
    platform.clock.advance(refused.value.retry_after)
    await sign_in(platform, RIGHT)


@pytest.mark.usefixtures("ada")
async def test_who_signed_in_and_who_let_it_be_for_long_begins_anew(platform: Platform) -> None:
    for _ in range(GUESS_PER_ORIGIN.free - 1):
        await wait(platform)
    await sign_in(platform, RIGHT)
    for _ in range(2):
        assert [await wait(platform) for _ in range(GUESS_PER_ORIGIN.free + 1)] == [0] * 5 + [1]
        platform.clock.advance(FORGOTTEN_AFTER)


@pytest.mark.usefixtures("ada")
async def test_whoever_guesses_the_owner_signs_in_from_elsewhere(platform: Platform) -> None:
    for _ in range(GUESS_PER_ORIGIN.free + 20):
        await wait(platform)
    await sign_in(platform, RIGHT, origin=ELSEWHERE)


@pytest.mark.usefixtures("ada")
async def test_many_places_that_guess_are_slowed_down_together(platform: Platform) -> None:
    await besiege(platform)
    tried, began = 0, platform.clock.now()
    for number in range(400):
        seconds = await wait(platform, origin=f"198.51.100.{number}")
        platform.clock.advance(timedelta(seconds=seconds or 1))
        tried += seconds == 0
    assert tried <= (platform.clock.now() - began) / GUESS_ALTOGETHER.longest + 7
    assert await wait(platform, email="bob@example.org") == 0


async def test_the_owner_is_not_in_their_way_where_he_was_signed_in_before(
    platform: Platform, ada: Viewer
) -> None:
    token = await known(platform, ada)
    await besiege(platform)
    with pytest.raises(TooMany):
        await sign_in(platform, RIGHT, origin=ELSEWHERE)
    await sign_in(platform, RIGHT, origin=ELSEWHERE, known_by=token)
    with pytest.raises(TooMany):  # which is no help to the others
        await sign_in(platform, RIGHT, origin=ELSEWHERE)


async def test_the_owner_is_not_in_their_way_at_his_own_place_either(platform: Platform, ada: Viewer) -> None:
    token = await known(platform, ada)
    while not await wait(platform):
        pass
    await sign_in(platform, RIGHT, known_by=token)


async def test_who_guesses_where_the_owner_was_signed_in_waits_as_well(
    platform: Platform, ada: Viewer
) -> None:
    token = await known(platform, ada)
    waited = [
        await wait(platform, origin=f"192.0.2.{number}", known_by=token)
        for number in range(GUESS_PER_DEVICE.free + 1)
    ]
    assert waited == [0] * GUESS_PER_DEVICE.free + [1]
    assert await wait(platform) == 0


async def test_who_got_in_by_a_link_is_not_in_their_way_either(platform: Platform, ada: Viewer) -> None:
    await besiege(platform)
    await platform.passwords.request_reset(ADA, origin=ELSEWHERE)
    await platform.run_jobs()
    [mail] = await platform.mails_to(ADA)
    token = mail.links[0].partition("token=")[2]
    account = await platform.passwords.reset(token=token, new="another long phrase", origin=ELSEWHERE)
    assert account == ada.account
    known_by = await known(platform, ada)
    await sign_in(platform, "another long phrase", origin=ELSEWHERE, known_by=known_by)


@pytest.mark.parametrize("forged", ["", "x", "é", "AAAA.AAAA", "\ud800"])
async def test_no_other_token_makes_a_device_known(platform: Platform, ada: Viewer, forged: str) -> None:
    bob = await enter(platform, "Bob")
    whole = await known(platform, ada)
    account = await account_of(platform, ada)
    await platform.passwords.change(ada, current=RIGHT, new="another long phrase")
    assert (await account_of(platform, ada)).password_hash != account.password_hash
    await besiege(platform)
    tokens = [forged, whole, await known(platform, bob)]
    mine = await known(platform, ada)
    tokens += [mine[:-1], mine + "A", mine.partition(".")[0], "." + mine.partition(".")[2]]
    for token in tokens:
        assert await wait(platform, origin=ELSEWHERE, known_by=token) > 0
    assert await wait(platform, origin=ELSEWHERE, known_by=mine) == 0


@pytest.mark.usefixtures("ada")
async def test_who_signed_up_with_the_owner_s_address_gains_nothing_by_signing_in(platform: Platform) -> None:
    await sign_up(platform, ADA, "Mallory")
    for _ in range(GUESS_PER_ORIGIN.free):
        mine = await sign_in(platform, PASSWORD)
        assert await platform.sessions.device_token(mine.account) is None
        assert await wait(platform) == 0
    with pytest.raises(TooMany):
        await sign_in(platform, PASSWORD)


async def test_before_an_address_has_an_owner_who_signed_up_may_sign_in_again_and_again(
    platform: Platform,
) -> None:
    await sign_up(platform, ADA)
    for _ in range(3 * GUESS_PER_ORIGIN.free):
        await sign_in(platform, PASSWORD)


@pytest.mark.usefixtures("ada")
async def test_whom_all_together_slow_down_has_not_tried(platform: Platform) -> None:
    await besiege(platform)
    for _ in range(20):
        with pytest.raises(TooMany):
            await sign_in(platform, RIGHT, origin=ELSEWHERE)
    own = f"sign-in:{ADA} {ELSEWHERE}"
    waits = [await platform.storage.throttle.guess(own, GUESS_PER_ORIGIN) for _ in range(6)]
    assert waits == [None] * 5 + [timedelta(seconds=1)]


@pytest.mark.parametrize("owned", [True, False])
async def test_who_signed_up_as_well_is_not_told_whether_there_is_an_owner(
    platform: Platform, *, owned: bool
) -> None:
    if owned:
        await enter(platform, "Owner", email=ADA)
    await enter(platform, email=ADA, state=AccountState.UNVERIFIED)
    waited = [await wait(platform, password) for _ in range(6) for password in (WRONG, RIGHT)]
    assert waited == [0] * 9 + [1, 1, 1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    tries=st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from([WRONG, RIGHT]), st.integers(0, 400)),
        max_size=60,
    ),
)
async def test_nothing_tells_whether_there_is_somebody_with_an_address(
    platform: Platform, tries: list[tuple[str, str, int]]
) -> None:
    """Nor to whoever has signed up with it as well, and signs in meanwhile."""
    who = IDS.new()
    there, nobody = f"there-{who}@example.org", f"nobody-{who}@example.org"
    await enter(platform, "Owner", email=there)
    for email in (there, nobody):
        await enter(platform, email=email, state=AccountState.UNVERIFIED)
    for place, password, pause in tries:
        platform.clock.advance(timedelta(seconds=pause))
        origins = f"{place} {who} 1", f"{place} {who} 2"
        waited = [
            await wait(platform, password, origin=origin, email=email)
            for origin, email in zip(origins, (there, nobody), strict=True)
        ]
        assert waited[0] == waited[1]


async def test_who_guesses_in_one_session_keeps_the_owner_in_another_from_nothing(
    platform: Platform, ada: Viewer
) -> None:
    for _ in range(GUESS_PER_SESSION.free):
        with pytest.raises(WrongPassword):
            await platform.privacy.erase(ada, password=WRONG)
    with pytest.raises(TooMany):
        await platform.privacy.erase(ada, password=RIGHT)
    elsewhere = replace(ada, session=SessionId(ada.account))
    await platform.passwords.change(elsewhere, current=RIGHT, new="another long phrase")


async def test_many_who_guess_a_conference_s_password_at_one_place_are_slowed_down_together(
    platform: Platform,
) -> None:
    speaker = await enter(platform, "Grace")
    conference = await broadcast(platform, speaker, Visibility.PUBLIC, password="sesame")
    for number in range(LOCK_PER_ORIGIN.free):
        guest = replace(await enter(platform, f"Guest {number}"), origin=HOME)
        with pytest.raises(WrongPassword):
            await platform.rooms.join(guest, conference, password="wrong")
    one_more = await enter(platform, "One more")
    with pytest.raises(TooMany) as refused:
        await platform.rooms.join(replace(one_more, origin=HOME), conference, password="sesame")
    await platform.rooms.join(replace(one_more, origin=ELSEWHERE), conference, password="sesame")
    platform.clock.advance(refused.value.retry_after)
    await platform.rooms.join(replace(one_more, origin=HOME), conference, password="sesame")


@pytest.mark.usefixtures("ada")
async def test_what_is_wrong_otherwise_counts_as_no_guess(platform: Platform) -> None:
    for _ in range(3 * GUESS_PER_ORIGIN.free):
        with pytest.raises(DomainError):
            await sign_in(platform, email="no address")
    assert await wait(platform) == 0
