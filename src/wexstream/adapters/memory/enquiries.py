"""Enquiries in memory."""

from datetime import datetime

from wexstream.adapters.memory.draft import Draft
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.ids import EnquiryId


class MemoryEnquiries:
    """Letters to the operator that are not mailed yet."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    async def add(self, enquiry: Enquiry) -> None:
        """Keep a new one."""
        (await self._draft.change()).enquiries[enquiry.id] = enquiry

    async def find(self, enquiry: EnquiryId) -> Enquiry | None:
        """Read one."""
        return self._draft.read().enquiries.get(enquiry)

    async def remove(self, enquiry: EnquiryId) -> None:
        """Remove one."""
        (await self._draft.change()).enquiries.pop(enquiry, None)

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those written before; how many there were."""
        enquiries = (await self._draft.change()).enquiries
        return enquiries.remove_some(lambda enquiry: enquiry.created_at < before, most=most)

    async def remove_from(self, address_key: str) -> None:
        """Remove those from an address."""
        enquiries = (await self._draft.change()).enquiries
        enquiries.remove_where(lambda enquiry: enquiry.address_key == address_key)
