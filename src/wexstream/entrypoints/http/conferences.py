"""Conferences, and what one sees of them at home: /api/conferences, /api/timeline, /api/live."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, patch, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT
from msgspec import UNSET, UnsetType

from wexstream.domain.model import errors
from wexstream.domain.model.conference import BroadcastState, ConferenceChanges, ConferenceState, Visibility
from wexstream.domain.model.ids import AccountId, ConferenceId
from wexstream.domain.usecases.conferences import ConferenceDraft, Conferences
from wexstream.domain.usecases.guests import Guests
from wexstream.domain.usecases.rooms import Rooms
from wexstream.domain.usecases.timeline import Timeline
from wexstream.entrypoints.allowances import Allowances
from wexstream.entrypoints.http.authentication import OPEN, require_pace
from wexstream.entrypoints.http.dependencies import Asking, ByTime, Given, OnlyOnce, given_fields
from wexstream.entrypoints.http.fields import Description, Lock, Title, TriedLock
from wexstream.entrypoints.http.pages import CompaniesList, ConferencesPage, MembersPage, next_cursor
from wexstream.entrypoints.http.problems import ACTIVE, BODY, WRITE, refusals
from wexstream.ports import views
from wexstream.ports.meetings import MeetingPass

SPEAKER = (*ACTIVE, errors.NotFound, errors.NotSpeaker)
HOST = (*SPEAKER, errors.ConferenceFinished)


class NewConference(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A conference to be; a password locks it."""

    title: Title
    visibility: Annotated[Visibility, msgspec.Meta(examples=["private"])]
    description: Description | None = None
    password: Lock | None = None


class ConferenceEdit(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What changes; what is left out stays, null empties and unlocks."""

    title: Title | UnsetType = UNSET
    visibility: Visibility | UnsetType = UNSET
    description: Description | UnsetType | None = UNSET
    password: Lock | UnsetType | None = UNSET


class Join(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The password of a locked conference."""

    password: TriedLock | None = None


class TimelineState(StrEnum):
    """Which broadcasts."""

    LIVE = "live"
    FINISHED = "finished"


_BROADCASTS: dict[TimelineState, BroadcastState] = {
    TimelineState.LIVE: ConferenceState.LIVE,
    TimelineState.FINISHED: ConferenceState.FINISHED,
}


@post(
    "/conferences",
    operation_id="createConference",
    summary="Create a conference",
    responses=refusals(*ACTIVE, errors.NotFound, errors.KeyReused, *BODY),
)
async def create_conference(
    data: JSONBody[NewConference], viewer: Asking, once: OnlyOnce, conferences: Given[Conferences]
) -> views.Conference:
    """Create a conference, for later: it is started by itself."""
    draft = ConferenceDraft(
        title=data.title,
        visibility=data.visibility,
        description=data.description,
        password=data.password,
    )
    return await conferences.show(viewer, await conferences.create(viewer, draft, once))


@get(
    "/conferences/{conference_id:uuid}",
    operation_id="getConference",
    summary="See a conference",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def get_conference(
    viewer: Asking, conference_id: FromPath[UUID], conferences: Given[Conferences]
) -> views.Conference:
    """See a conference, in whatever state it is."""
    return await conferences.show(viewer, ConferenceId(conference_id))


@get(
    "/conferences/{conference_id:uuid}/preview",
    operation_id="previewConference",
    summary="See what a public conference is",
    security=OPEN,
    responses=refusals(errors.NotSignedIn, errors.NotFound),
)
async def preview_conference(
    conference_id: FromPath[UUID],
    request: Request[Any, Any, State],
    conferences: Given[Conferences],
    allowances: Given[Allowances],
) -> views.Preview:
    """See title, speaker's name and state of a public conference, if the operator allows."""
    require_pace(request, allowances)
    return await conferences.preview(ConferenceId(conference_id))


@patch(
    "/conferences/{conference_id:uuid}",
    operation_id="editConference",
    summary="Edit a conference",
    responses=refusals(*SPEAKER, *BODY),
)
async def edit_conference(
    data: JSONBody[ConferenceEdit],
    viewer: Asking,
    conference_id: FromPath[UUID],
    conferences: Given[Conferences],
) -> views.Conference:
    """Edit, lock (a password) or unlock (null) a conference."""
    name = ConferenceId(conference_id)
    await conferences.edit(viewer, name, ConferenceChanges(**given_fields(data)))
    return await conferences.show(viewer, name)


@post(
    "/conferences/{conference_id:uuid}/start",
    operation_id="startConference",
    summary="Go live",
    status_code=HTTP_200_OK,
    responses=refusals(*SPEAKER, errors.ConferenceFinished, *WRITE),
)
async def start_conference(
    viewer: Asking, conference_id: FromPath[UUID], conferences: Given[Conferences]
) -> views.Conference:
    """Go live; one's network is told. Live already, nothing changes."""
    await conferences.start(viewer, ConferenceId(conference_id))
    return await conferences.show(viewer, ConferenceId(conference_id))


@post(
    "/conferences/{conference_id:uuid}/finish",
    operation_id="finishConference",
    summary="Finish",
    status_code=HTTP_200_OK,
    responses=refusals(*SPEAKER, errors.ConferenceNotLive, *WRITE),
)
async def finish_conference(
    viewer: Asking, conference_id: FromPath[UUID], conferences: Given[Conferences]
) -> views.Conference:
    """Finish; whoever was told of the conference is told. Finished already, nothing changes."""
    await conferences.finish(viewer, ConferenceId(conference_id))
    return await conferences.show(viewer, ConferenceId(conference_id))


@delete(
    "/conferences/{conference_id:uuid}",
    operation_id="deleteConference",
    summary="Delete a conference",
    responses=refusals(*SPEAKER, *WRITE),
)
async def delete_conference(
    viewer: Asking, conference_id: FromPath[UUID], conferences: Given[Conferences]
) -> None:
    """Delete a conference in any state; it vanishes from every timeline."""
    await conferences.delete(viewer, ConferenceId(conference_id))


@post(
    "/conferences/{conference_id:uuid}/join",
    operation_id="joinConference",
    summary="Join",
    status_code=HTTP_200_OK,
    responses=refusals(
        *ACTIVE,
        errors.NotFound,
        errors.Removed,
        errors.ConferenceNotLive,
        errors.ConferenceFinished,
        errors.RoomFull,
        errors.WrongPassword,
        *BODY,
    ),
)
async def join_conference(
    data: JSONBody[Join], viewer: Asking, conference_id: FromPath[UUID], rooms: Given[Rooms]
) -> MeetingPass:
    """Join a live conference, or stay in it: a pass for this room and this person, valid for ten minutes.

    Its `ticket` opens the room's `socket` (docs/room.md), whatever the engine.
    """
    return await rooms.join(viewer, ConferenceId(conference_id), password=data.password)


@delete(
    "/conferences/{conference_id:uuid}/join",
    operation_id="withdrawFromConference",
    summary="Take back having joined",
    responses=refusals(*ACTIVE, errors.NotFound, *WRITE),
)
async def withdraw_from_conference(
    viewer: Asking, conference_id: FromPath[UUID], rooms: Given[Rooms]
) -> None:
    """Leave a conference that one has joined and not entered; with the room open, nothing changes."""
    await rooms.withdraw(viewer, ConferenceId(conference_id))


@post(
    "/conferences/{conference_id:uuid}/leave",
    operation_id="leaveConference",
    summary="Leave",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*ACTIVE, errors.NotFound, *WRITE),
)
async def leave_conference(viewer: Asking, conference_id: FromPath[UUID], rooms: Given[Rooms]) -> None:
    """Leave a conference; not there, nothing changes."""
    await rooms.leave(viewer, ConferenceId(conference_id))


@get(
    "/conferences/{conference_id:uuid}/members",
    operation_id="listMembers",
    summary="List who joined",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def list_members(
    viewer: Asking,
    conference_id: FromPath[UUID],
    times: ByTime,
    conferences: Given[Conferences],
    removed: Annotated[bool, QueryParameter(description="Only those whom one has sent out of it.")] = False,  # noqa: FBT002 (a query parameter)
) -> MembersPage:
    """List who joined a conference, in the order of joining."""
    page = await conferences.members(viewer, ConferenceId(conference_id), times, removed=removed)
    return MembersPage(items=page.items, next_cursor=next_cursor(page))


@delete(
    "/conferences/{conference_id:uuid}/members/{user_id:uuid}",
    operation_id="removeMember",
    summary="Send somebody out",
    responses=refusals(*HOST, *WRITE),
)
async def remove_member(
    viewer: Asking, conference_id: FromPath[UUID], user_id: FromPath[UUID], guests: Given[Guests]
) -> None:
    """Send somebody out of one's live conference, who may not join again; out already, nothing changes."""
    await guests.remove(viewer, ConferenceId(conference_id), AccountId(user_id))


@post(
    "/conferences/{conference_id:uuid}/members/{user_id:uuid}/readmit",
    operation_id="readmitMember",
    summary="Let somebody in again",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*HOST, *WRITE),
)
async def readmit_member(
    viewer: Asking, conference_id: FromPath[UUID], user_id: FromPath[UUID], guests: Given[Guests]
) -> None:
    """Let somebody join again whom one has sent out. Not sent out, nothing changes."""
    await guests.readmit(viewer, ConferenceId(conference_id), AccountId(user_id))


@get("/timeline", operation_id="listTimeline", summary="See what is on", responses=refusals(*ACTIVE))
async def list_timeline(
    viewer: Asking,
    times: ByTime,
    timeline: Given[Timeline],
    which: Annotated[TimelineState, QueryParameter(name="state")] = TimelineState.LIVE,
) -> ConferencesPage:
    """List the broadcasts of one's network that are live, or finished, newest first."""
    page = await timeline.list(viewer, _BROADCASTS[which], times)
    return ConferencesPage(items=page.items, next_cursor=next_cursor(page))


@get(
    "/live",
    operation_id="listLive",
    summary="See where one's network is",
    responses=refusals(*ACTIVE),
)
async def list_live(viewer: Asking, timeline: Given[Timeline]) -> CompaniesList:
    """List the live conferences that one may see and in which people of one's network are, newest first."""
    return CompaniesList(items=await timeline.live(viewer))


@delete(
    "/timeline/{conference_id:uuid}",
    operation_id="removeFromTimeline",
    summary="Remove from one's timeline",
    responses=refusals(*ACTIVE, errors.NotFound, *WRITE),
)
async def remove_from_timeline(
    viewer: Asking, conference_id: FromPath[UUID], timeline: Given[Timeline]
) -> None:
    """Remove a broadcast from one's own timeline."""
    await timeline.remove(viewer, ConferenceId(conference_id))


router = Router(
    "/api",
    route_handlers=[
        create_conference,
        get_conference,
        preview_conference,
        edit_conference,
        start_conference,
        finish_conference,
        delete_conference,
        join_conference,
        withdraw_from_conference,
        leave_conference,
        list_members,
        remove_member,
        readmit_member,
        list_timeline,
        list_live,
        remove_from_timeline,
    ],
    tags=["Conferences"],
)
