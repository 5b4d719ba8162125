"""The read side in PostgreSQL."""

from wexstream.adapters.postgres.queries.accounts import AccountQueries
from wexstream.adapters.postgres.queries.attendance import AttendanceQueries
from wexstream.adapters.postgres.queries.company import CompanyQueries
from wexstream.adapters.postgres.queries.conferences import ConferenceQueries
from wexstream.adapters.postgres.queries.export import ExportQueries
from wexstream.adapters.postgres.queries.log import LogQueries
from wexstream.adapters.postgres.queries.messages import MessageQueries
from wexstream.adapters.postgres.queries.notifications import NotificationQueries
from wexstream.adapters.postgres.queries.people import PeopleQueries
from wexstream.adapters.postgres.queries.reports import ReportQueries
from wexstream.adapters.postgres.queries.rooms import RoomQueries
from wexstream.adapters.postgres.queries.sanctions import SanctionQueries
from wexstream.adapters.postgres.queries.strangers import StrangerQueries
from wexstream.adapters.postgres.queries.streams import StreamQueries
from wexstream.adapters.postgres.queries.suspensions import SuspensionQueries


class PostgresQueries(
    AccountQueries,
    PeopleQueries,
    StrangerQueries,
    ConferenceQueries,
    CompanyQueries,
    AttendanceQueries,
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
    """Everything that is read, through a pool of connections."""
