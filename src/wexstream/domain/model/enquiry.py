"""Enquiries: what people write to the operator by the contact form, kept until it is mailed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wexstream.domain.model import text
from wexstream.domain.model.ids import EnquiryId

UNMAILED_KEPT = timedelta(days=90)
"""How long a letter is kept that cannot be mailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiry:
    """A letter to the operator."""

    id: EnquiryId
    name: str
    email: str
    subject: str
    body: str
    created_at: datetime

    @property
    def address_key(self) -> str:
        """The writer's address as it is compared."""
        return text.address_key(self.email)
