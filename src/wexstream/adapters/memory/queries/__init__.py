"""The read side in memory."""

from wexstream.adapters.memory.queries.accounts import AccountQueries
from wexstream.adapters.memory.queries.company import CompanyQueries
from wexstream.adapters.memory.queries.conferences import ConferenceQueries
from wexstream.adapters.memory.queries.export import ExportQueries
from wexstream.adapters.memory.queries.log import LogQueries
from wexstream.adapters.memory.queries.messages import MessageQueries
from wexstream.adapters.memory.queries.notifications import NotificationQueries
from wexstream.adapters.memory.queries.people import PeopleQueries
from wexstream.adapters.memory.queries.reports import ReportQueries
from wexstream.adapters.memory.queries.rooms import RoomQueries
from wexstream.adapters.memory.queries.sanctions import SanctionQueries
from wexstream.adapters.memory.queries.strangers import StrangerQueries
from wexstream.adapters.memory.queries.streams import StreamQueries
from wexstream.adapters.memory.queries.suspensions import SuspensionQueries


class MemoryQueries(
    AccountQueries,
    PeopleQueries,
    StrangerQueries,
    ConferenceQueries,
    CompanyQueries,
    RoomQueries,
    MessageQueries,
    NotificationQueries,
    StreamQueries,
    ReportQueries,
    SanctionQueries,
    SuspensionQueries,
    LogQueries,
    ExportQueries,
):
    """Everything that is read, from a store."""
