"""What somebody sees of the own account."""

from datetime import datetime

from asyncpg import Record
from sqlalchemy import DateTime, Uuid, bindparam, func, select

from wexstream.adapters.postgres.queries.reading import NEWEST_FIRST, VIEWER, Reading, page
from wexstream.adapters.postgres.statements import Statement
from wexstream.adapters.postgres.tables import (
    accounts,
    identities,
    passkeys,
    recovery_codes,
    second_steps,
    sessions,
)
from wexstream.domain.model.account import AccountState, Language
from wexstream.domain.model.identity import Provider, service_name
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.visibility import Viewer, role_in
from wexstream.ports import views

_AT = bindparam("at", type_=DateTime(timezone=True))

VIEWER_OF_SESSION = Statement(
    select(
        accounts.c.state,
        accounts.c.moderator,
        sessions.c.created_at.label("signed_in_at"),
        sessions.c.last_seen_at,
        sessions.c.two_steps,
    )
    .join_from(sessions, accounts)
    .where(
        sessions.c.id == bindparam("session", type_=Uuid()),
        sessions.c.account_id == bindparam("account", type_=Uuid()),
        sessions.c.expires_at > _AT,
    )
)
ME = Statement(select(accounts).where(accounts.c.id == VIEWER))
_SESSIONS = Statement(
    NEWEST_FIRST.cut(
        select(sessions).where(sessions.c.account_id == VIEWER, sessions.c.expires_at > _AT),
        sessions.c.last_seen_at,
        sessions.c.id,
    )
)
IDENTITIES = Statement(
    select(identities)
    .where(identities.c.account_id == VIEWER)
    .order_by(identities.c.linked_at, identities.c.issuer)
)
_KEPT = select(func.count()).where(recovery_codes.c.account_id == VIEWER).scalar_subquery()
_CONFIRMED = select(second_steps.c.confirmed_at).where(second_steps.c.account_id == VIEWER).scalar_subquery()
SECOND_STEP = Statement(select(_CONFIRMED.label("since"), _KEPT.label("codes_left")))
PASSKEYS = Statement(
    select(passkeys).where(passkeys.c.account_id == VIEWER).order_by(passkeys.c.created_at, passkeys.c.id)
)


class AccountQueries(Reading):
    """Who asks, the own account, and where it is signed in."""

    async def viewer(
        self, account: AccountId, session: SessionId, *, at: datetime
    ) -> tuple[Viewer, datetime] | None:
        """Who a session shows, and when it was last seen."""
        row = await self._fetchrow(VIEWER_OF_SESSION, account=account, session=session, at=at)
        if row is None:
            return None
        role = role_in(AccountState(row["state"]), moderator=row["moderator"])
        known = Viewer(
            account=account,
            session=session,
            role=role,
            signed_in_at=row["signed_in_at"],
            two_steps=row["two_steps"],
        )
        return known, row["last_seen_at"]

    async def me(self, viewer: Viewer) -> views.Me | None:
        """The own account."""
        row = await self._fetchrow(ME, viewer=viewer.account)
        return show_me(row) if row else None

    async def sessions(
        self, viewer: Viewer, part: Slice[datetime], *, at: datetime
    ) -> Page[views.Session, datetime]:
        """Where the viewer is signed in."""
        rows = await self._fetch(_SESSIONS, viewer=viewer.account, at=at, **NEWEST_FIRST.place(part))
        return page(rows, part, lambda row: show_session(viewer, row))

    async def identities(self, viewer: Viewer) -> list[views.Identity]:
        """Who the viewer is elsewhere."""
        return [_show_identity(row) for row in await self._fetch(IDENTITIES, viewer=viewer.account)]

    async def second_step(self, viewer: Viewer) -> views.SecondStep:
        """Whether signing in takes a second step."""
        [row] = await self._fetch(SECOND_STEP, viewer=viewer.account)
        return show_second_step(row)

    async def passkeys(self, viewer: Viewer) -> list[views.Passkey]:
        """The viewer's passkeys."""
        return [show_passkey(row) for row in await self._fetch(PASSKEYS, viewer=viewer.account)]


def show_passkey(row: Record) -> views.Passkey:
    """Show a passkey to its owner."""
    return views.Passkey(id=row["id"], name=row["name"], created_at=row["created_at"], used_at=row["used_at"])


def show_second_step(row: Record) -> views.SecondStep:
    """Show an account's second step to its owner."""
    return views.SecondStep(on=row["since"] is not None, since=row["since"], codes_left=row["codes_left"])


def _show_identity(row: Record) -> views.Identity:
    provider = Provider(row["provider"])
    return views.Identity(
        provider=provider,
        issuer=row["issuer"],
        service=service_name(provider, row["issuer"]),
        email=row["email"],
        linked_at=row["linked_at"],
    )


def show_me(row: Record) -> views.Me:
    """Show an account to its owner."""
    return views.Me(
        id=row["id"],
        state=AccountState(row["state"]),
        moderator=row["moderator"],
        full_name=row["full_name"],
        email=row["email"],
        bio=row["bio"],
        location=row["location"],
        website=row["website"],
        picture=row["picture"],
        language=Language(row["language"]),
        time_zone=row["time_zone"],
        mail_requests=row["mail_requests"],
        mail_approvals=row["mail_approvals"],
        mail_messages=row["mail_messages"],
        mail_live=row["mail_live"],
        mail_finished=row["mail_finished"],
        messages_from_strangers=row["messages_from_strangers"],
        terms_version=row["terms_version"],
        terms_accepted_at=row["terms_accepted_at"],
        has_password=row["password_hash"] is not None,
        created_at=row["created_at"],
    )


def show_session(viewer: Viewer, row: Record) -> views.Session:
    """Show a session to its owner."""
    return views.Session(
        id=row["id"],
        device=row["device"],
        created_at=row["created_at"],
        last_seen_at=row["last_seen_at"],
        expires_at=row["expires_at"],
        current=row["id"] == viewer.session,
    )
