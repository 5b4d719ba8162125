"""Finding people, and what one sees of them."""

from wexstream.adapters.memory.queries.reading import Reading, page
from wexstream.adapters.memory.visible import Sight
from wexstream.domain.model import text
from wexstream.domain.model.account import Account
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.relation import Standing
from wexstream.domain.model.visibility import Viewer
from wexstream.ports import views


class PeopleQueries(Reading):
    """Profiles, search, the network and blocks."""

    async def profile(self, viewer: Viewer, account: AccountId) -> views.Profile | None:
        """A profile that the viewer may see."""
        sight = self._sight(viewer)
        owner = sight.tables.accounts.get(account)
        return _show_profile(sight, owner) if owner and sight.sees_profile(owner) else None

    async def picture(self, viewer: Viewer, account: AccountId) -> PictureId | None:
        """The picture of an account whose profile the viewer may see."""
        sight = self._sight(viewer)
        owner = sight.tables.accounts.get(account)
        return owner.picture if owner and sight.sees_profile(owner) else None

    async def search(
        self, viewer: Viewer, folded_query: str, part: Slice[str], *, messageable: bool
    ) -> Page[views.PersonRow, str]:
        """Those found by a query, or to be written to."""
        sight = self._sight(viewer)
        may = sight.may_message if messageable else sight.finds
        found = (owner for owner in sight.tables.accounts.values() if may(owner))
        return _list_people(
            sight, [owner for owner in found if text.matches(owner.folded_name, folded_query)], part
        )

    async def connections(
        self, viewer: Viewer, standing: Standing, part: Slice[str]
    ) -> Page[views.PersonRow, str]:
        """Those to whom the viewer stands so."""
        sight = self._sight(viewer)
        return _list_people(sight, standing_so(sight, standing), part)

    async def blocks(self, viewer: Viewer, part: Slice[str]) -> Page[views.BlockedPerson, str]:
        """Those whom the viewer blocks."""
        sight = self._sight(viewer)
        return page(
            (other for other in acquaintances(sight) if sight.relation(other.id).blocks(viewer.account)),
            part,
            key=lambda other: (other.folded_name, other.id),
            show=lambda other: views.BlockedPerson(id=other.id, full_name=other.full_name),
            falling=False,
        )


def acquaintances(sight: Sight) -> list[Account]:
    """Find those with whom the viewer has a relation, of whatever kind."""
    tables, me = sight.tables, sight.viewer
    return [
        tables.accounts[high if low == me else low] for low, high in tables.relations if me in {low, high}
    ]


def standing_so(sight: Sight, standing: Standing) -> list[Account]:
    """Find those to whom the viewer stands connected, incoming or outgoing."""
    return [
        other for other in acquaintances(sight) if sight.standing(other.id) is standing and sight.finds(other)
    ]


def _list_people(sight: Sight, people: list[Account], part: Slice[str]) -> Page[views.PersonRow, str]:
    return page(
        people,
        part,
        key=lambda owner: (owner.folded_name, owner.id),
        show=lambda owner: _show_row(sight, owner),
        falling=False,
    )


def _show_profile(sight: Sight, owner: Account) -> views.Profile:
    return views.Profile(
        id=owner.id,
        state=owner.state,
        full_name=owner.full_name,
        bio=owner.bio,
        location=owner.location,
        website=owner.website,
        picture=owner.picture,
        standing=sight.standing(owner.id),
        since=sight.since(owner.id),
        messageable=sight.may_message(owner),
    )


def _show_row(sight: Sight, owner: Account) -> views.PersonRow:
    return views.PersonRow(
        id=owner.id,
        full_name=owner.full_name,
        bio=owner.bio,
        location=owner.location,
        picture=owner.picture,
        standing=sight.standing(owner.id),
        since=sight.since(owner.id),
        messageable=sight.may_message(owner),
    )
