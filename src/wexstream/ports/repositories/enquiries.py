"""Letters to the operator, as transactions keep them."""

from datetime import datetime
from typing import Protocol

from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.ids import EnquiryId


class Enquiries(Protocol):
    """Letters to the operator that are not mailed yet."""

    async def add(self, enquiry: Enquiry) -> None:
        """Keep a new one."""
        ...

    async def find(self, enquiry: EnquiryId) -> Enquiry | None:
        """Read one."""
        ...

    async def remove(self, enquiry: EnquiryId) -> None:
        """Remove one; none there, nothing happens."""
        ...

    async def purge(self, *, before: datetime, most: int) -> int:
        """Remove up to so many of those written before; how many there were."""
        ...

    async def remove_from(self, address_key: str) -> None:
        """Remove those from an address."""
        ...
