"""Approaching people whom one does not know."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support import builders
from tests.support.acting import befriend, enter
from tests.support.platform import Platform
from wexstream.domain.model.errors import RecipientUnavailable, TooMany
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.strangers import NEW_FOR, Approach, TooManyStrangers, rate_of_new
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.once import Once

HERE, ELSEWHERE = "192.0.2.1", "198.51.100.1"
APPROACHES: dict[Approach, int] = {Approach.REQUEST: 20, Approach.MESSAGE: 10}
BOTH = pytest.mark.parametrize("approach", Approach)
Deed = Callable[[Viewer, Viewer], Awaitable[object]]


async def write(platform: Platform, viewer: Viewer, *to: Viewer) -> None:
    names = [one.account for one in to]
    await platform.messages.send(viewer, to=names, subject="Tea", body="At five?")


def deed(platform: Platform, approach: Approach) -> Deed:
    if approach is Approach.MESSAGE:
        return lambda viewer, other: write(platform, viewer, other)
    return lambda viewer, other: platform.connections.ask(viewer, other.account)


async def people(platform: Platform, number: int) -> list[Viewer]:
    return [await enter(platform, f"Person {one}") for one in range(number)]


@BOTH
async def test_a_new_account_approaches_so_many_and_no_more_until_it_has_waited(
    platform: Platform, approach: Approach
) -> None:
    ada, act, most = await enter(platform), deed(platform, approach), APPROACHES[approach]
    *others, one_more, last = await people(platform, most + 2)
    for other in others:
        await act(ada, other)
    with pytest.raises(TooManyStrangers) as refused:
        await act(ada, one_more)
    assert refused.value.retry_after == timedelta(days=1) / most
    platform.clock.advance(refused.value.retry_after)
    await act(ada, one_more)
    with pytest.raises(TooManyStrangers):
        await act(ada, last)


async def test_what_was_sent_already_is_answered_again_and_approaches_nobody(platform: Platform) -> None:
    ada = await enter(platform)
    *others, last = [one.account for one in await people(platform, APPROACHES[Approach.MESSAGE])]
    once = Once(key="key", digest=b"digest")
    sent = [
        await platform.messages.send(ada, to=others, subject="Tea", body="At five?", once=once)
        for _ in range(3)
    ]
    assert sent == [sent[0]] * 3
    await platform.messages.send(ada, to=[last], subject="Tea", body="At five?")
    assert sent[0] == await platform.messages.send(ada, to=others, subject="Tea", body="At five?", once=once)


@BOTH
async def test_whom_one_knows_does_not_count(platform: Platform, approach: Approach) -> None:
    ada, act, most = await enter(platform), deed(platform, approach), APPROACHES[approach]
    friend, asker, writer, *others = await people(platform, most + 3)
    for other in others:
        await act(ada, other)
    await befriend(platform, ada, friend)
    await platform.connections.ask(asker, ada.account)
    await write(platform, writer, ada)
    await write(platform, ada, friend, asker, writer)
    await platform.connections.ask(ada, writer.account)
    await platform.connections.ask(ada, asker.account)


@BOTH
async def test_who_gets_to_know_somebody_waits_for_less(platform: Platform, approach: Approach) -> None:
    ada, act, most = await enter(platform), deed(platform, approach), APPROACHES[approach]
    friend, one_more, *others = await people(platform, most + 2)
    for other in others:
        await act(ada, other)
    await befriend(platform, ada, friend)
    with pytest.raises(TooManyStrangers) as refused:
        await act(ada, one_more)
    assert refused.value.retry_after < timedelta(days=1) / most


async def test_who_was_asked_and_has_not_answered_yet_is_asked_again_for_nothing(platform: Platform) -> None:
    ada = await enter(platform)
    for other in await people(platform, 19):
        await platform.connections.ask(ada, other.account)
    bob, eve = await people(platform, 2)
    for _ in range(5):
        await platform.connections.ask(ada, bob.account)
    with pytest.raises(TooManyStrangers):
        await platform.connections.ask(ada, eve.account)


async def test_asking_and_cancelling_gains_nothing(platform: Platform) -> None:
    ada = await enter(platform)
    for other in await people(platform, 20):
        await platform.connections.ask(ada, other.account)
        await platform.connections.part(ada, other.account)
    with pytest.raises(TooManyStrangers):
        await platform.connections.ask(ada, (await enter(platform, "Bob")).account)


async def test_each_who_gets_a_message_counts(platform: Platform) -> None:
    ada = await enter(platform)
    others = await people(platform, 10)
    await write(platform, ada, *others[:6])
    with pytest.raises(TooManyStrangers) as refused:
        await write(platform, ada, *others[5:])
    platform.clock.advance(refused.value.retry_after)
    await write(platform, ada, *others[5:])


async def test_who_writes_to_more_than_a_new_account_ever_may_waits_until_it_is_none(
    platform: Platform,
) -> None:
    ada = await enter(platform)
    others = await people(platform, 11)
    with pytest.raises(TooManyStrangers) as refused:
        await write(platform, ada, *others)
    assert refused.value.retry_after == NEW_FOR
    await write(platform, ada, *others[1:])
    platform.clock.advance(NEW_FOR)
    await write(platform, ada, *others)


async def test_after_a_week_one_approaches_many_but_not_everybody(platform: Platform) -> None:
    ada = await enter(platform)
    others = await people(platform, 51)
    platform.clock.advance(NEW_FOR)
    for _ in range(4):
        await write(platform, ada, *others[1:])
    with pytest.raises(TooMany) as refused:
        await write(platform, ada, others[0])
    assert not isinstance(refused.value, TooManyStrangers)


async def test_many_new_accounts_at_one_place_approach_no_more_than_all_there_may(platform: Platform) -> None:
    others = await people(platform, 10)
    for number in range(rate_of_new(Approach.MESSAGE).times // 10):
        await write(platform, replace(await enter(platform, f"Sybil {number}"), origin=HERE), *others)
    one_more = await enter(platform, "One more")
    with pytest.raises(TooManyStrangers):
        await write(platform, replace(one_more, origin=HERE), others[0])
    await write(platform, replace(one_more, origin=ELSEWHERE), others[0])
    old = replace(
        await platform.enter(replace(builders.account("Grace"), created_at=platform.clock.now() - NEW_FOR)),
        origin=HERE,
    )
    await write(platform, old, *others)


async def test_nothing_tells_who_is_there(platform: Platform) -> None:
    ada = await enter(platform)
    bob = await enter(platform, "Bob")
    await platform.connections.block(bob, ada.account)
    for name in [bob.account, *(AccountId(builders.IDS.new()) for _ in range(9))]:
        with pytest.raises(RecipientUnavailable):
            await platform.messages.send(ada, to=[name], subject="Tea", body="At five?")
    for name in (bob.account, AccountId(builders.IDS.new()), (await enter(platform, "Eve")).account):
        with pytest.raises(TooManyStrangers):
            await platform.messages.send(ada, to=[name], subject="Tea", body="At five?")
