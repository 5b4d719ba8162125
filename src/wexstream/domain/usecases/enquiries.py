"""Writing to the operator."""

from dataclasses import dataclass

from wexstream.domain.model import account as accounts
from wexstream.domain.model import message as messages
from wexstream.domain.model import text, throttling
from wexstream.domain.model.enquiry import Enquiry
from wexstream.domain.model.errors import NoOperator
from wexstream.domain.model.ids import EnquiryId
from wexstream.domain.usecases.policy import Policy
from wexstream.domain.usecases.throttling import require_rate
from wexstream.domain.usecases.transactions import transactional
from wexstream.ports.clock import Clock
from wexstream.ports.ids import Ids
from wexstream.ports.jobs import MailEnquiry
from wexstream.ports.persistence import Transaction, UnitOfWork
from wexstream.ports.security import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Enquiries:
    """The contact form: anybody's letter is kept until it is mailed to the operator."""

    unit: UnitOfWork
    clock: Clock
    ids: Ids
    throttle: Throttle
    policy: Policy

    async def send(self, *, name: str, email: str, subject: str, body: str, origin: str) -> None:
        """Write to the operator. Raises Invalid, NoOperator, TooMany."""
        enquiry = Enquiry(
            id=EnquiryId(self.ids.new()),
            name=text.line(name, field="name", longest=accounts.NAME_LONGEST),
            email=text.email_address(email),
            subject=messages.subject(subject),
            body=messages.body(body),
            created_at=self.clock.now(),
        )
        if self.policy.admin_email is None:
            raise NoOperator
        await require_rate(self.throttle, "enquiry", origin, throttling.ENQUIRY_PER_ORIGIN)
        await require_rate(self.throttle, "enquiries-altogether", "", throttling.ENQUIRIES_ALTOGETHER)
        await self._keep(enquiry)

    @transactional
    async def _keep(self, tx: Transaction, enquiry: Enquiry) -> None:
        await tx.enquiries.add(enquiry)
        await tx.jobs.add(MailEnquiry(enquiry=enquiry.id))
