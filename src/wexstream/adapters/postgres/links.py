"""Links in mails, in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam, select, update

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, purging, saving
from wexstream.domain.model.ids import AccountId, LinkId
from wexstream.domain.model.link import Link, LinkPurpose

_link = tables.links.c
_is_own = _link.account_id == bindparam("account")

_ADD = adding(tables.links)
_SAVE = saving(tables.links)
_FIND = Statement(select(tables.links).where(_link.id == bindparam("id")))
_FIND_BY_TOKEN = Statement(select(tables.links).where(_link.token_hash == bindparam("digest")))
_SUPERSEDE = Statement(
    update(tables.links).values(superseded=True).where(_is_own, _link.purpose == bindparam("purpose"))
)
_PURGE = purging(tables.links, _link.expires_at < bindparam("before"))


class PostgresLinks:
    """Links in mails."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, link: Link) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_link(link))

    async def find(self, link: LinkId) -> Link | None:
        """Read one."""
        row = await _FIND.fetchrow(self._connection, id=link)
        return rows.to_link(row) if row else None

    async def find_by_token(self, digest: bytes) -> Link | None:
        """Read the one of a token's digest."""
        row = await _FIND_BY_TOKEN.fetchrow(self._connection, digest=digest)
        return rows.to_link(row) if row else None

    async def save(self, link: Link) -> None:
        """Keep a change."""
        await _SAVE.execute(self._connection, **rows.from_link(link))

    async def supersede(self, account: AccountId, purpose: LinkPurpose) -> None:
        """Put an account's earlier links of a purpose out of use."""
        await _SUPERSEDE.execute(self._connection, account=account, purpose=purpose)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those whose time was over before; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)
