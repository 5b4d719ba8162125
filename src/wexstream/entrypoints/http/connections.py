"""One's network, and whom one blocks: /api/connections, /api/blocks."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.params import FromPath, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from wexstream.domain.model import errors
from wexstream.domain.model.ids import AccountId
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.strangers import TooManyStrangers
from wexstream.domain.usecases.connections import Connections
from wexstream.domain.usecases.people import People
from wexstream.entrypoints.http.dependencies import Asking, ByName, Given
from wexstream.entrypoints.http.pages import BlocksPage, PeoplePage, next_cursor
from wexstream.entrypoints.http.problems import ACTIVE, WRITE, refusals


class ConnectionState(StrEnum):
    """Which part of one's network."""

    CONNECTED = "connected"
    INCOMING = "incoming"
    OUTGOING = "outgoing"


@dataclass(slots=True, kw_only=True)
class Connection:
    """How the viewer stands to somebody."""

    user_id: AccountId
    standing: Standing


@get(
    "/connections", operation_id="listConnections", summary="List one's network", responses=refusals(*ACTIVE)
)
async def list_connections(
    viewer: Asking,
    names: ByName,
    connections: Given[Connections],
    which: Annotated[ConnectionState, QueryParameter(name="state")] = ConnectionState.CONNECTED,
) -> PeoplePage:
    """List those whom one is connected to, who have asked, or whom one has asked; by name."""
    page = await connections.list(viewer, Standing(which), names)
    return PeoplePage(items=page.items, next_cursor=next_cursor(page))


@get(
    "/connections/{user_id:uuid}",
    operation_id="getConnection",
    summary="See how one stands to somebody",
    responses=refusals(*ACTIVE, errors.NotFound),
)
async def get_connection(viewer: Asking, user_id: FromPath[UUID], people: Given[People]) -> Connection:
    """See whether one is connected to somebody, or who has asked."""
    profile = await people.profile(viewer, AccountId(user_id))
    return Connection(user_id=profile.id, standing=profile.standing)


@post(
    "/connections/{user_id:uuid}/request",
    operation_id="askToConnect",
    summary="Ask to connect",
    status_code=HTTP_200_OK,
    responses=refusals(
        *ACTIVE, errors.NotFound, errors.AlreadyConnected, errors.OwnAccount, TooManyStrangers, *WRITE
    ),
)
async def ask(viewer: Asking, user_id: FromPath[UUID], connections: Given[Connections]) -> Connection:
    """Ask somebody to connect; if that one has asked already, this approves."""
    standing = await connections.ask(viewer, AccountId(user_id))
    return Connection(user_id=AccountId(user_id), standing=standing)


@post(
    "/connections/{user_id:uuid}/approve",
    operation_id="approveConnection",
    summary="Approve a request",
    status_code=HTTP_200_OK,
    responses=refusals(*ACTIVE, errors.NotFound, errors.NothingPending, errors.OwnAccount, *WRITE),
)
async def approve(viewer: Asking, user_id: FromPath[UUID], connections: Given[Connections]) -> Connection:
    """Approve somebody's request; connected already, nothing changes."""
    standing = await connections.approve(viewer, AccountId(user_id))
    return Connection(user_id=AccountId(user_id), standing=standing)


@post(
    "/connections/{user_id:uuid}/decline",
    operation_id="declineConnection",
    summary="Decline a request",
    status_code=HTTP_200_OK,
    responses=refusals(*ACTIVE, errors.NotFound, errors.AlreadyConnected, errors.OwnAccount, *WRITE),
)
async def decline(viewer: Asking, user_id: FromPath[UUID], connections: Given[Connections]) -> Connection:
    """Decline somebody's request, of which that one is not told; nothing pending, nothing changes."""
    standing = await connections.decline(viewer, AccountId(user_id))
    return Connection(user_id=AccountId(user_id), standing=standing)


@delete(
    "/connections/{user_id:uuid}",
    operation_id="endConnection",
    summary="Disconnect",
    responses=refusals(*ACTIVE, errors.NotFound, errors.OwnAccount, *WRITE),
)
async def part(viewer: Asking, user_id: FromPath[UUID], connections: Given[Connections]) -> None:
    """Disconnect, cancel one's own request, or decline theirs, whichever there is."""
    await connections.part(viewer, AccountId(user_id))


@get("/blocks", operation_id="listBlocks", summary="List whom one blocks", responses=refusals(*ACTIVE))
async def list_blocks(viewer: Asking, names: ByName, connections: Given[Connections]) -> BlocksPage:
    """List those whom one blocks, by name."""
    page = await connections.list_blocks(viewer, names)
    return BlocksPage(items=page.items, next_cursor=next_cursor(page))


@put(
    "/blocks/{user_id:uuid}",
    operation_id="block",
    summary="Block somebody",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(*ACTIVE, errors.NotFound, errors.OwnAccount, *WRITE),
)
async def block(viewer: Asking, user_id: FromPath[UUID], connections: Given[Connections]) -> None:
    """Block somebody: neither exists for the other any more. Blocked already, nothing changes."""
    await connections.block(viewer, AccountId(user_id))


@delete(
    "/blocks/{user_id:uuid}",
    operation_id="unblock",
    summary="Take a block back",
    responses=refusals(*ACTIVE, errors.NotFound, errors.OwnAccount, *WRITE),
)
async def unblock(viewer: Asking, user_id: FromPath[UUID], connections: Given[Connections]) -> None:
    """Take one's block back; what it ended does not come back. None there, nothing changes."""
    await connections.unblock(viewer, AccountId(user_id))


router = Router(
    "/api",
    route_handlers=[
        list_connections,
        get_connection,
        ask,
        approve,
        decline,
        part,
        list_blocks,
        block,
        unblock,
    ],
    tags=["Network"],
)
