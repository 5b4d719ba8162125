"""What people do in tests of use cases, in a word each."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from tests.support import builders
from tests.support.keeping import keep
from tests.support.pages import present
from tests.support.platform import Platform
from wexstream.domain.model.account import Account, AccountState
from wexstream.domain.model.bundle import WAITS
from wexstream.domain.model.conference import Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId, SessionId
from wexstream.domain.model.paging import Slice
from wexstream.domain.model.relation import RelationState, strangers
from wexstream.domain.model.session import Session
from wexstream.domain.model.text import address_key
from wexstream.domain.model.visibility import Viewer
from wexstream.domain.usecases.conferences import ConferenceDraft
from wexstream.domain.usecases.registration import Application
from wexstream.ports import views

ORIGIN = "192.0.2.1"
PASSWORD = "correct horse battery"
NOBODY = AccountId(builders.IDS.new())
NOWHERE = ConferenceId(builders.IDS.new())


async def enter(
    platform: Platform,
    name: str = "Ada Lovelace",
    *,
    state: AccountState = AccountState.ACTIVE,
    email: str | None = None,
    moderator: bool = False,
) -> Viewer:
    """Let somebody be there, signed in; the password is ``password of`` the name."""
    return await platform.enter(builders.account(name, state=state, email=email, moderator=moderator))


async def account_of(platform: Platform, viewer: Viewer) -> Account:
    return present(await find_account(platform, viewer))


async def find_account(platform: Platform, viewer: Viewer) -> Account | None:
    return await platform.storage.unit.run(lambda tx: tx.accounts.find(viewer.account))


async def account_at(platform: Platform, email: str) -> Account | None:
    """Find the owner of an address, or else who signed up with it."""
    held = await platform.storage.unit.run(lambda tx: tx.accounts.find_by_address(address_key(email)))
    return held.owner or held.applicant


async def sign_up(platform: Platform, email: str, name: str = "Ada Lovelace") -> Account | None:
    """Sign up and let the mails be sent; the account that has the address then."""
    application = Application(full_name=name, email=email, password=PASSWORD, terms_version="1")
    await platform.registration.sign_up(application, origin=ORIGIN)
    await platform.run_jobs()
    return await account_at(platform, email)


async def sign_in(platform: Platform, email: str, password: str = PASSWORD, *, stay: bool = False) -> Session:
    return await platform.sessions.sign_in(
        email=email, password=password, stay=stay, device="Firefox", origin=ORIGIN
    )


async def sessions_of(platform: Platform, viewer: Viewer) -> list[SessionId]:
    page = await platform.storage.queries.sessions(viewer, Slice(), at=platform.clock.now())
    return [session.id for session in page.items]


async def befriend(platform: Platform, one: Viewer, *others: Viewer) -> None:
    """Let one have been connected to others, without a word about it."""
    for other in others:
        pair = strangers(one.account, other.account)
        now = platform.clock.now()
        await keep(platform.storage.unit, replace(pair, state=RelationState.CONNECTED, connected_at=now))


async def create(
    platform: Platform,
    speaker: Viewer,
    visibility: Visibility = Visibility.PRIVATE,
    *,
    password: str | None = None,
) -> ConferenceId:
    draft = ConferenceDraft(title="On engines", visibility=visibility, password=password)
    return await platform.conferences.create(speaker, draft)


async def broadcast(
    platform: Platform,
    speaker: Viewer,
    visibility: Visibility = Visibility.PRIVATE,
    *,
    password: str | None = None,
) -> ConferenceId:
    """Go live, and let the network be told."""
    conference = await create(platform, speaker, visibility, password=password)
    await platform.conferences.start(speaker, conference)
    await platform.run_jobs()
    return conference


async def told(platform: Platform, viewer: Viewer) -> list[views.Notification]:
    return (await platform.notifications.list(viewer, Slice())).items


async def kinds_told(platform: Platform, viewer: Viewer) -> list[str]:
    """Of what somebody was told, the newest first."""
    return [one.kind.value for one in await told(platform, viewer)]


async def present_in(platform: Platform, conference: ConferenceId) -> set[AccountId]:
    standing = await platform.storage.unit.run(lambda tx: tx.presences.standing(conference))
    return {presence.account for presence in standing}


async def mailed(platform: Platform, address: str) -> list[str]:
    """Send what is to be sent, and tell of which kinds the mails to an address are, the oldest first."""
    await platform.run_jobs()
    return [mail.message_id.partition(".")[0] for mail in await platform.mails_to(address)]


async def mailed_to(platform: Platform, viewer: Viewer) -> list[str]:
    """As ``mailed``, to somebody, and what waits for a moment in case that it is read on the page."""
    await platform.run_jobs()
    platform.clock.advance(max(WAITS.values()))
    return await mailed(platform, (await account_of(platform, viewer)).email)


async def newest_token(platform: Platform, address: str) -> str:
    """Read the token in the newest mail to an address."""
    await platform.run_jobs()
    newest = (await platform.mails_to(address))[-1]
    [token] = next(iter(parse_qs(urlsplit(newest.links[0]).query).values()))
    return token
