"""The network of the demo, as its visitors find it."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2.profiles import CHEAPEST
from dependency_injector import providers

from tests.support.clock import ManualClock
from wexstream.adapters.security.passwords import Argon2Passwords
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.errors import WrongCredentials
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer
from wexstream.entrypoints.container import InMemory, in_memory
from wexstream.entrypoints.demo.conferences import BROADCASTS
from wexstream.entrypoints.demo.people import ME, PEOPLE
from wexstream.entrypoints.demo.story import play
from wexstream.entrypoints.failure import Failure

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
PASSWORD = "seven bees in a bakery"
ALL: Slice[datetime] = Slice(limit=100)
PEOPLE_ALL: Slice[str] = Slice(limit=100)


def platform() -> InMemory:
    container = in_memory(clock=ManualClock(NOW))
    container.hasher.override(providers.Singleton(Argon2Passwords, CHEAPEST))
    return container


@pytest.fixture(scope="module")
async def demo() -> InMemory:
    container = platform()
    await play(container, now=NOW, password=PASSWORD)
    container.clock.override(providers.Object(ManualClock(NOW)))
    return container


async def sign_in(container: InMemory, email: str) -> Viewer:
    sessions = container.sessions()
    session = await sessions.sign_in(email=email, password=PASSWORD, stay=False, device=None, origin=email)
    recognised = await sessions.recognise(sessions.token(session))
    assert recognised is not None
    return recognised.viewer


async def test_everybody_signs_in_with_the_one_password(demo: InMemory) -> None:
    for person in PEOPLE:
        assert (await demo.accounts().me(await sign_in(demo, person.email))).full_name == person.full_name
    with pytest.raises(WrongCredentials):
        await demo.sessions().sign_in(
            email=PEOPLE[0].email, password="another", stay=False, device=None, origin="visitor"
        )


async def test_most_people_have_a_face_and_all_a_word_about_themselves(demo: InMemory) -> None:
    shown = [await demo.accounts().me(await sign_in(demo, person.email)) for person in PEOPLE]
    assert all(person.bio and person.location for person in shown)
    assert sum(person.picture is not None for person in shown) == 11


async def test_at_home_some_are_live_some_were_and_each_has_company(demo: InMemory) -> None:
    me = await sign_in(demo, f"{ME}@example.org")
    live = await demo.timeline().list(me, ConferenceState.LIVE, ALL)
    finished = await demo.timeline().list(me, ConferenceState.FINISHED, ALL)
    assert len(live.items) == 3
    assert len(finished.items) == 10
    assert all(conference.people_count for conference in [*live.items, *finished.items])
    own = await demo.people().conferences(me, me.account, ALL)
    assert {conference.state for conference in own.items} == {
        ConferenceState.CREATED,
        ConferenceState.FINISHED,
    }


async def test_there_is_something_to_answer_and_to_read(demo: InMemory) -> None:
    me = await sign_in(demo, f"{ME}@example.org")
    counters = await demo.notifications().count(me)
    assert counters.messages == 3
    assert counters.requests == 2
    assert counters.notifications > counters.messages + counters.requests
    asked = await demo.connections().list(me, Standing.OUTGOING, PEOPLE_ALL)
    assert [person.full_name for person in asked.items] == ["Inês Carvalho"]
    reports = await demo.moderation().list(me, ALL, resolved=False)
    assert len(reports.items) == 1


async def test_everything_happened_in_the_last_weeks_and_nothing_in_the_future(demo: InMemory) -> None:
    me = await sign_in(demo, f"{ME}@example.org")
    told = await demo.notifications().list(me, ALL)
    assert all(NOW - timedelta(days=60) < notification.created_at <= NOW for notification in told.items)
    finished = (await demo.timeline().list(me, ConferenceState.FINISHED, ALL)).items
    assert all(conference.finished_at and conference.finished_at <= NOW for conference in finished)


async def test_the_live_ones_stay_so_although_nobodys_page_is_open(demo: InMemory) -> None:
    while await demo.rooms().sweep():
        pass
    me = await sign_in(demo, f"{ME}@example.org")
    assert len((await demo.timeline().list(me, ConferenceState.LIVE, ALL)).items) == 3


async def test_no_mail_is_sent_and_no_work_is_left(demo: InMemory) -> None:
    assert not await demo.mailbox().list()
    assert not demo.store().committed.jobs.values()


async def test_it_is_for_an_empty_database_alone(demo: InMemory) -> None:
    with pytest.raises(Failure, match="empty database only"):
        await play(demo, now=NOW, password=PASSWORD)


def test_what_its_people_broadcast_has_titles_of_its_own() -> None:
    titles = [broadcast.title for broadcast in BROADCASTS]
    assert len(titles) == len(set(titles))
