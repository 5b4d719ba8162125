"""What is read: the shapes that lists and pages show, made for one reader.

Nothing in a view is hidden later: what its reader may not see was left out when it was made. Slotted and not
frozen, as they are made in great numbers and encoded as they are.
"""

from wexstream.ports.views.accounts import Identity, Me, Passkey, SecondStep, Session
from wexstream.ports.views.conferences import (
    COMPANIES_MOST,
    COMPANY_MOST,
    PEOPLE_MOST,
    Company,
    Concerned,
    Conference,
    Member,
    Preview,
)
from wexstream.ports.views.export import (
    Export,
    OwnConference,
    OwnDecision,
    OwnEnquiry,
    OwnIdentity,
    OwnLink,
    OwnLogEntry,
    OwnMembership,
    OwnMessage,
    OwnNotification,
    OwnPresence,
    OwnRelation,
    OwnReport,
    OwnSettlement,
    OwnTimelineEntry,
    Pages,
)
from wexstream.ports.views.messages import EXCERPT_LONGEST, Message, MessageRow
from wexstream.ports.views.moderation import Appeal, LogEntry, LoggedPerson, Report, SuspendedPerson
from wexstream.ports.views.notifications import ConferenceMention, Counters, MessageMention, Notification
from wexstream.ports.views.people import BlockedPerson, Person, PersonRow, Profile
from wexstream.ports.views.rooms import Room, RoomPerson, RoomSubject
from wexstream.ports.views.sanctions import OwnAppeal, OwnSanction, own_sanction

__all__ = [
    "COMPANIES_MOST",
    "COMPANY_MOST",
    "EXCERPT_LONGEST",
    "PEOPLE_MOST",
    "Appeal",
    "BlockedPerson",
    "Company",
    "Concerned",
    "Conference",
    "ConferenceMention",
    "Counters",
    "Export",
    "Identity",
    "LogEntry",
    "LoggedPerson",
    "Me",
    "Member",
    "Message",
    "MessageMention",
    "MessageRow",
    "Notification",
    "OwnAppeal",
    "OwnConference",
    "OwnDecision",
    "OwnEnquiry",
    "OwnIdentity",
    "OwnLink",
    "OwnLogEntry",
    "OwnMembership",
    "OwnMessage",
    "OwnNotification",
    "OwnPresence",
    "OwnRelation",
    "OwnReport",
    "OwnSanction",
    "OwnSettlement",
    "OwnTimelineEntry",
    "Pages",
    "Passkey",
    "Person",
    "PersonRow",
    "Preview",
    "Profile",
    "Report",
    "Room",
    "RoomPerson",
    "RoomSubject",
    "SecondStep",
    "Session",
    "SuspendedPerson",
    "own_sanction",
]
