"""What somebody sees of the own account."""

from datetime import datetime

from wexstream.adapters.memory.queries.reading import Reading, page
from wexstream.adapters.memory.store import Tables
from wexstream.domain.model.account import Account
from wexstream.domain.model.identity import service_name
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.paging import Page, Slice
from wexstream.domain.model.session import Session
from wexstream.domain.model.visibility import Viewer, role_of
from wexstream.ports import views


class AccountQueries(Reading):
    """Who asks, the own account, and where it is signed in."""

    async def viewer(
        self, account: AccountId, session: SessionId, *, at: datetime
    ) -> tuple[Viewer, datetime] | None:
        """Who a session shows, and when it was last seen."""
        tables = self._store.committed
        found = tables.sessions.get(session)
        if found is None or found.account != account or not found.stands(at=at):
            return None
        role = role_of(tables.accounts[account])
        known = Viewer(
            account=account,
            session=session,
            role=role,
            signed_in_at=found.created_at,
            two_steps=found.two_steps,
        )
        return known, found.last_seen_at

    async def me(self, viewer: Viewer) -> views.Me | None:
        """The own account."""
        account = self._store.committed.accounts.get(viewer.account)
        return show_me(account) if account else None

    async def sessions(
        self, viewer: Viewer, part: Slice[datetime], *, at: datetime
    ) -> Page[views.Session, datetime]:
        """Where the viewer is signed in."""
        sessions = self._store.committed.sessions.values()
        return page(
            (session for session in sessions if session.account == viewer.account and session.stands(at=at)),
            part,
            key=lambda session: (session.last_seen_at, session.id),
            show=lambda session: show_session(viewer, session),
            falling=True,
        )

    async def identities(self, viewer: Viewer) -> list[views.Identity]:
        """Who the viewer is elsewhere."""
        return _show_identities(self._store.committed, viewer.account)

    async def second_step(self, viewer: Viewer) -> views.SecondStep:
        """Whether signing in takes a second step."""
        return show_second_step(self._store.committed, viewer.account)

    async def passkeys(self, viewer: Viewer) -> list[views.Passkey]:
        """The viewer's passkeys."""
        return show_passkeys(self._store.committed, viewer.account)


def show_passkeys(tables: Tables, account: AccountId) -> list[views.Passkey]:
    """Show an account's passkeys to its owner, first made first."""
    own = [passkey for passkey in tables.passkeys.values() if passkey.account == account]
    return [
        views.Passkey(id=one.id, name=one.name, created_at=one.created_at, used_at=one.used_at)
        for one in sorted(own, key=lambda one: (one.created_at, one.id))
    ]


def show_second_step(tables: Tables, account: AccountId) -> views.SecondStep:
    """Show an account's second step to its owner."""
    known = tables.second_steps.get(account)
    left = len(tables.recovery_codes.get(account, ()))
    since = known.confirmed_at if known else None
    return views.SecondStep(on=since is not None, since=since, codes_left=left)


def _show_identities(tables: Tables, account: AccountId) -> list[views.Identity]:
    own = [identity for identity in tables.identities.values() if identity.account == account]
    return [
        views.Identity(
            provider=identity.provider,
            issuer=identity.issuer,
            service=service_name(identity.provider, identity.issuer),
            email=identity.email,
            linked_at=identity.linked_at,
        )
        for identity in sorted(own, key=lambda identity: (identity.linked_at, identity.issuer))
    ]


def show_me(account: Account) -> views.Me:
    """Show an account to its owner."""
    return views.Me(
        id=account.id,
        state=account.state,
        moderator=account.moderator,
        full_name=account.full_name,
        email=account.email,
        bio=account.bio,
        location=account.location,
        website=account.website,
        picture=account.picture,
        language=account.language,
        time_zone=account.time_zone,
        mail_requests=account.mail.requests,
        mail_approvals=account.mail.approvals,
        mail_messages=account.mail.messages,
        mail_live=account.mail.live,
        mail_finished=account.mail.finished,
        messages_from_strangers=account.messages_from_strangers,
        terms_version=account.consent.terms_version,
        terms_accepted_at=account.consent.accepted_at,
        has_password=account.password_hash is not None,
        created_at=account.created_at,
    )


def show_session(viewer: Viewer, session: Session) -> views.Session:
    """Show a session to its owner."""
    return views.Session(
        id=session.id,
        device=session.device,
        created_at=session.created_at,
        last_seen_at=session.last_seen_at,
        expires_at=session.expires_at,
        current=session.id == viewer.session,
    )
