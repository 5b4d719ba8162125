"""Finding people, and what one sees of them."""

import re
from uuid import UUID

from asyncpg import Record
from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    Uuid,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
)

from wexstream.adapters.postgres.queries.reading import (
    BY_NAME,
    VIEWER,
    Reading,
    counterpart,
    page,
    reader,
    seen_by,
)
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import accounts
from wexstream.adapters.postgres.visible import Counterpart
from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.relation import RelationState, Standing
from wexstream.domain.model.text import ANYWHERE_FROM
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views

_OTHER = counterpart("other")
_other = _OTHER.account.c
_relation = _OTHER.relation.c
_standing = reader(Standing)
_state = reader(AccountState)
_EVERYBODY = _OTHER.related_to(_OTHER.account)
_STANDING = (
    _OTHER.standing.label("standing"),
    _OTHER.since.label("since"),
    _OTHER.may_message.label("messageable"),
)


def _list_people(
    people: FromClause, *conditions: ColumnElement[bool], named: FromClause = _OTHER.account
) -> Statement:
    columns = (_other.id, _other.full_name, _other.bio, _other.location, _other.picture, *_STANDING)
    query = select(*columns).select_from(people).where(*conditions)
    return Statement(BY_NAME.cut(query, named.c.folded_name, named.c.id))


def _search(condition: ColumnElement[bool]) -> Statement:
    """Find all names by the trigram index, put them in order, and look at people until the page is full.

    Materialised, as walking the names in order until enough match takes long where the matches lie together.
    """
    spaced = literal(" ", Text()) + accounts.c.folded_name
    found = (
        select(accounts.c.id, accounts.c.folded_name)
        .where(accounts.c.state == AccountState.ACTIVE.value, spaced.like(bindparam("pattern", type_=Text())))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    ordered = select(found).order_by(found.c.folded_name, found.c.id).subquery("ordered")
    people = _OTHER.related_to(ordered.join(_OTHER.account, _other.id == ordered.c.id))
    return _list_people(people, condition, named=ordered)


PROFILE = Statement(
    select(_OTHER.account, *_STANDING)
    .select_from(_EVERYBODY)
    .where(_other.id == bindparam("account", type_=Uuid()), _OTHER.sees_profile)
)
_PICTURE = Statement(
    select(_other.picture)
    .select_from(_EVERYBODY)
    .where(_other.id == bindparam("account", type_=Uuid()), _OTHER.sees_profile)
)
FOUND = _search(_OTHER.is_found)
_MESSAGEABLE = _search(_OTHER.may_message)


def _is_incoming(other: Counterpart, viewer: ColumnElement[UUID]) -> ColumnElement[bool]:
    relation = other.relation.c
    return and_(relation.state == RelationState.PENDING.value, relation.requested_by != viewer)


def requests_count(viewer: ColumnElement[UUID]) -> ColumnElement[int]:
    """Count who asks a viewer to connect."""
    other = Counterpart("other", viewer=viewer, moderator=false())
    return (
        select(func.count())
        .select_from(other.acquaintances)
        .where(other.is_acquaintance, _is_incoming(other, viewer), other.is_found)
        .scalar_subquery()
        .label("requests")
    )


CONNECTIONS = {
    standing: _list_people(_OTHER.acquaintances, _OTHER.is_acquaintance, condition, _OTHER.is_found)
    for standing, condition in {
        Standing.CONNECTED: _relation.state == RelationState.CONNECTED.value,
        Standing.OUTGOING: _relation.requested_by == VIEWER,
        Standing.INCOMING: _is_incoming(_OTHER, VIEWER),
    }.items()
}

_BLOCKS = Statement(
    BY_NAME.cut(
        select(_other.id, _other.full_name)
        .select_from(_OTHER.acquaintances)
        .where(
            or_(
                and_(_relation.low_id == VIEWER, _relation.low_blocks),
                and_(_relation.high_id == VIEWER, _relation.high_blocks),
            )
        ),
        _other.folded_name,
        _other.id,
    )
)


class PeopleQueries(Reading):
    """Profiles, search, the network and blocks."""

    async def profile(self, viewer: Viewer, account: AccountId) -> views.Profile | None:
        """A profile that the viewer may see."""
        row = await self._fetchrow(PROFILE, account=account, **seen_by(viewer))
        return _show_profile(row) if row else None

    async def picture(self, viewer: Viewer, account: AccountId) -> PictureId | None:
        """The picture of an account whose profile the viewer may see."""
        row = await self._fetchrow(_PICTURE, account=account, **seen_by(viewer))
        return row["picture"] if row else None

    async def search(
        self, viewer: Viewer, folded_query: str, part: Slice[str], *, messageable: bool
    ) -> Page[views.PersonRow, str]:
        """Those found by a query, or to be written to."""
        statement = _MESSAGEABLE if messageable else FOUND
        pattern = _pattern(folded_query)
        rows = await self._fetch(statement, viewer=viewer.account, pattern=pattern, **BY_NAME.place(part))
        return page(rows, part, _show_row)

    async def connections(
        self, viewer: Viewer, standing: Standing, part: Slice[str]
    ) -> Page[views.PersonRow, str]:
        """Those to whom the viewer stands so."""
        rows = await self._fetch(CONNECTIONS[standing], viewer=viewer.account, **BY_NAME.place(part))
        return page(rows, part, _show_row)

    async def blocks(self, viewer: Viewer, part: Slice[str]) -> Page[views.BlockedPerson, str]:
        """Those whom the viewer blocks."""
        rows = await self._fetch(_BLOCKS, viewer=viewer.account, **BY_NAME.place(part))
        return page(rows, part, lambda row: views.BlockedPerson(id=row["id"], full_name=row["full_name"]))


def _pattern(folded_query: str) -> str | None:
    """Write a query as a pattern over a space and the name; an empty one as None, which nothing matches."""
    if not folded_query:
        return None
    anywhere = len(folded_query) >= ANYWHERE_FROM
    escaped = re.sub(r"([\\%_])", r"\\\1", folded_query)
    return f"%{escaped}%" if anywhere else f"% {escaped}%"


def _show_profile(row: Record) -> views.Profile:
    return views.Profile(
        id=row["id"],
        state=_state(row["state"]),
        full_name=row["full_name"],
        bio=row["bio"],
        location=row["location"],
        website=row["website"],
        picture=row["picture"],
        standing=_standing(row["standing"]),
        since=row["since"],
        messageable=row["messageable"],
    )


def _show_row(row: Record) -> views.PersonRow:
    return views.PersonRow(
        id=row["id"],
        full_name=row["full_name"],
        bio=row["bio"],
        location=row["location"],
        picture=row["picture"],
        standing=_standing(row["standing"]),
        since=row["since"],
        messageable=row["messageable"],
    )
