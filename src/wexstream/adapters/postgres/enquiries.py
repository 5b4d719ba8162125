"""Letters to the operator, in PostgreSQL."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from wexstream.adapters.postgres import rows, tables
from wexstream.adapters.postgres.statements import Connection, Statement, adding, purging
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.ids import EnquiryId

_enquiry = tables.enquiries.c
_is_it = _enquiry.id == bindparam("id")

_ADD = adding(tables.enquiries)
_FIND = Statement(select(tables.enquiries).where(_is_it))
_REMOVE = Statement(delete(tables.enquiries).where(_is_it))
_REMOVE_FROM = Statement(delete(tables.enquiries).where(_enquiry.address_key == bindparam("address_key")))
_PURGE = purging(tables.enquiries, _enquiry.created_at < bindparam("before"))


class PostgresEnquiries:
    """Letters to the operator that are not mailed yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, enquiry: Enquiry) -> None:
        """Keep a new one."""
        await _ADD.execute(self._connection, **rows.from_enquiry(enquiry))

    async def find(self, enquiry: EnquiryId) -> Enquiry | None:
        """Read one."""
        row = await _FIND.fetchrow(self._connection, id=enquiry)
        return rows.to_enquiry(row) if row else None

    async def remove(self, enquiry: EnquiryId) -> None:
        """Remove one, if it is there."""
        await _REMOVE.execute(self._connection, id=enquiry)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those written before; how many there were."""
        return await _PURGE.execute(self._connection, before=before, most=most)

    async def remove_from(self, address_key: str) -> None:
        """Remove those from an address."""
        await _REMOVE_FROM.execute(self._connection, address_key=address_key)
