"""What one does with Wexstream, from signing up to leaving a conference, and then for good."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from tests.support.platform import Platform
from wexstream.domain.model.conference import ConferenceState, Visibility
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.registration import Application

PASSWORD = "correct horse battery"


async def sign_up(platform: Platform, name: str, email: str) -> None:
    application = Application(full_name=name, email=email, password=PASSWORD, terms_version="1")
    await platform.registration.sign_up(application, origin="192.0.2.1")
    await platform.run_jobs()


async def verify(platform: Platform, email: str) -> None:
    [mail] = await platform.mails_to(email)
    [token] = parse_qs(urlsplit(mail.links[0]).query)["token"]
    await platform.registration.verify(token, password=PASSWORD, origin="192.0.2.1")


async def sign_in(platform: Platform, email: str) -> Viewer:
    session = await platform.sessions.sign_in(
        email=email, password=PASSWORD, stay=False, device="Firefox", origin="192.0.2.1"
    )
    recognised = await platform.sessions.recognise(platform.sessions.token(session))
    assert recognised is not None
    return recognised.viewer


async def become_a_member(platform: Platform, name: str, email: str) -> Viewer:
    await sign_up(platform, name, email)
    await verify(platform, email)
    return await sign_in(platform, email)


async def test_from_signing_up_to_leaving_a_conference(platform: Platform) -> None:
    ada = await become_a_member(platform, "Ada", "ada@example.org")
    bob = await become_a_member(platform, "Bob", "bob@example.org")
    assert await platform.connections.ask(ada, bob.account) is Standing.OUTGOING
    assert await platform.connections.approve(bob, ada.account) is Standing.CONNECTED

    draft = ConferenceDraft(title="On engines", visibility=Visibility.PRIVATE)
    conference = await platform.conferences.create(ada, draft)
    await platform.conferences.start(ada, conference)
    await platform.run_jobs()
    seen = await platform.timeline.list(bob, ConferenceState.LIVE, Slice())
    assert [(one.id, one.title, one.speaker.full_name) for one in seen.items] == [
        (conference, "On engines", "Ada")
    ]
    assert (await platform.notifications.count(bob)).notifications == 1

    await platform.rooms.join(ada, conference)
    meeting = await platform.rooms.join(bob, conference)
    assert not meeting.moderator
    joined = await platform.conferences.members(bob, conference, Slice())
    assert [one.person.full_name for one in joined.items if one.present] == ["Bob"]
    await platform.rooms.leave(bob, conference)
    await platform.conferences.finish(ada, conference)
    await platform.run_jobs()
    assert not (await platform.timeline.list(bob, ConferenceState.LIVE, Slice())).items
    assert len((await platform.timeline.list(bob, ConferenceState.FINISHED, Slice())).items) == 1
    assert (await platform.notifications.count(bob)).notifications == 2


async def test_a_conference_ends_by_itself_once_everybody_is_gone(platform: Platform) -> None:
    ada = await become_a_member(platform, "Ada", "ada@example.org")
    draft = ConferenceDraft(title="On engines", visibility=Visibility.PUBLIC)
    conference = await platform.conferences.create(ada, draft)
    await platform.conferences.start(ada, conference)
    await platform.rooms.join(ada, conference)
    assert await platform.rooms.sweep() == 0
    platform.clock.advance(timedelta(minutes=2))
    assert await platform.rooms.sweep() == 1
    assert (await platform.conferences.show(ada, conference)).state is ConferenceState.FINISHED


async def test_of_who_left_for_good_nothing_is_kept(platform: Platform) -> None:
    ada = await become_a_member(platform, "Augusta King", "augusta@example.org")
    bob = await become_a_member(platform, "Bob", "bob@example.org")
    await platform.connections.ask(ada, bob.account)
    await platform.connections.approve(bob, ada.account)
    await platform.messages.send(ada, to=[bob.account], subject="Tea", body="At five?")
    draft = ConferenceDraft(title="On engines", visibility=Visibility.PUBLIC)
    conference = await platform.conferences.create(ada, draft)
    await platform.conferences.start(ada, conference)
    await platform.rooms.join(bob, conference)
    await platform.privacy.erase(ada, password=PASSWORD)
    await platform.run_jobs()
    kept = (await platform.storage.everything_kept() + repr(await platform.mailbox.list())).lower()
    for identifying in (str(ada.account), "augusta@example.org", "augusta king"):
        assert identifying not in kept
    assert "at five?" in kept
