"""Identities of the things of the domain: UUIDs that cannot be mistaken for one another."""

from typing import NewType
from uuid import UUID

AccountId = NewType("AccountId", UUID)
SessionId = NewType("SessionId", UUID)
LinkId = NewType("LinkId", UUID)
PictureId = NewType("PictureId", UUID)
ConferenceId = NewType("ConferenceId", UUID)
PresenceId = NewType("PresenceId", UUID)
ProcessId = NewType("ProcessId", UUID)
PeerId = NewType("PeerId", UUID)
SignalId = NewType("SignalId", UUID)
MessageId = NewType("MessageId", UUID)
NotificationId = NewType("NotificationId", UUID)
ReportId = NewType("ReportId", UUID)
SanctionId = NewType("SanctionId", UUID)
EnquiryId = NewType("EnquiryId", UUID)
DeviceId = NewType("DeviceId", UUID)
BundleId = NewType("BundleId", UUID)
EntryId = NewType("EntryId", UUID)
TicketId = NewType("TicketId", UUID)
PasskeyId = NewType("PasskeyId", UUID)
