"""What somebody takes along, read whole: tests have little of everything."""

from dataclasses import dataclass, fields
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from tests.support.platform import Platform
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views
from wexstream.ports.queries import Queries

T = TypeVar("T")


class Kept(BytesIO):
    """A sink that keeps what it gets, and can go back nowhere."""

    def grown(self) -> None:
        pass

    def tell(self) -> int:
        raise OSError

    def seekable(self) -> bool:
        return False


@dataclass
class Taken:
    """An export whose parts are lists, by the names of ``views.Export``."""

    account: views.Me
    verified_at: datetime | None
    suspended_at: datetime | None
    second_step: views.SecondStep
    suspended_until: datetime | None
    sessions: list[views.Session]
    identities: list[views.OwnIdentity]
    passkeys: list[views.Passkey]
    links: list[views.OwnLink]
    relations: list[views.OwnRelation]
    conferences: list[views.OwnConference]
    presences: list[views.OwnPresence]
    memberships: list[views.OwnMembership]
    timeline: list[views.OwnTimelineEntry]
    messages: list[views.OwnMessage]
    notifications: list[views.OwnNotification]
    reports: list[views.OwnReport]
    decisions: list[views.OwnDecision]
    log: list[views.OwnLogEntry]
    settlements: list[views.OwnSettlement]
    sanctions: list[views.OwnSanction]
    enquiries: list[views.OwnEnquiry]


async def export(queries: Queries, viewer: Viewer) -> Taken | None:
    """Read everything by the read side."""
    async with queries.export(viewer) as opened:
        return await read_whole(opened) if opened else None


async def take_along(platform: Platform, viewer: Viewer | None) -> Taken:
    """Take everything along by the use case."""
    async with platform.privacy.export(viewer) as taken:
        return await read_whole(taken.data)


async def read_whole(opened: views.Export) -> Taken:
    """Read every part to its end."""
    assert [field.name for field in fields(Taken)] == [field.name for field in fields(views.Export)], (
        "Add the new part to Taken here, and its words to src/wexstream/entrypoints/takeaway/words."
    )
    return Taken(
        account=opened.account,
        verified_at=opened.verified_at,
        suspended_at=opened.suspended_at,
        second_step=opened.second_step,
        suspended_until=opened.suspended_until,
        sessions=await _all(opened.sessions),
        identities=await _all(opened.identities),
        passkeys=await _all(opened.passkeys),
        links=await _all(opened.links),
        relations=await _all(opened.relations),
        conferences=await _all(opened.conferences),
        presences=await _all(opened.presences),
        memberships=await _all(opened.memberships),
        timeline=await _all(opened.timeline),
        messages=await _all(opened.messages),
        notifications=await _all(opened.notifications),
        reports=await _all(opened.reports),
        decisions=await _all(opened.decisions),
        log=await _all(opened.log),
        settlements=await _all(opened.settlements),
        sanctions=await _all(opened.sanctions),
        enquiries=await _all(opened.enquiries),
    )


async def _all(pages: views.Pages[T]) -> list[T]:
    return [row async for rows in pages for row in rows]
