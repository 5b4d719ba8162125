"""Conferences, and who is and was in them."""

from asyncpg import Record

from wexstream.adapters.postgres.rows.row import Row
from wexstream.domain.model.conference import Conference, ConferenceState, Member, Presence, Visibility
from wexstream.domain.model.ids import (
    AccountId,
    ConferenceId,
    PeerId,
    PresenceId,
    ProcessId,
    SessionId,
    SignalId,
)
from wexstream.domain.model.room import Signal, SignalKind


def to_conference(row: Record) -> Conference:
    """Make a conference of its row."""
    return Conference(
        id=ConferenceId(row["id"]),
        speaker=AccountId(row["speaker_id"]),
        title=row["title"],
        description=row["description"],
        visibility=Visibility(row["visibility"]),
        password_hash=row["password_hash"],
        room=row["room"],
        state=ConferenceState(row["state"]),
        created_at=row["created_at"],
        broadcast_at=row["broadcast_at"],
        finished_at=row["finished_at"],
        opened_at=row["opened_at"],
        announced=ConferenceState(row["announced"]),
    )


def from_conference(conference: Conference) -> Row:
    """Make the row of a conference."""
    return {
        "id": conference.id,
        "speaker_id": conference.speaker,
        "title": conference.title,
        "description": conference.description,
        "visibility": conference.visibility,
        "password_hash": conference.password_hash,
        "room": conference.room,
        "state": conference.state,
        "created_at": conference.created_at,
        "broadcast_at": conference.broadcast_at,
        "finished_at": conference.finished_at,
        "opened_at": conference.opened_at,
        "announced": conference.announced,
    }


def to_presence(row: Record) -> Presence:
    """Make a presence of its row."""
    return Presence(
        id=PresenceId(row["id"]),
        conference=ConferenceId(row["conference_id"]),
        account=AccountId(row["account_id"]),
        began_at=row["began_at"],
        lease_until=row["lease_until"],
        ended_at=row["ended_at"],
        held_by=ProcessId(row["held_by"]) if row["held_by"] else None,
        peer=PeerId(row["peer"]) if row["peer"] else None,
        session=SessionId(row["session_id"]) if row["session_id"] else None,
    )


def from_presence(presence: Presence) -> Row:
    """Make the row of a presence."""
    return {
        "id": presence.id,
        "conference_id": presence.conference,
        "account_id": presence.account,
        "began_at": presence.began_at,
        "lease_until": presence.lease_until,
        "ended_at": presence.ended_at,
        "held_by": presence.held_by,
        "peer": presence.peer,
        "session_id": presence.session,
    }


def to_member(row: Record) -> Member:
    """Make a membership of its row."""
    return Member(
        conference=ConferenceId(row["conference_id"]),
        account=AccountId(row["account_id"]),
        joined_at=row["joined_at"],
        left_at=row["left_at"],
        removed_at=row["removed_at"],
    )


def from_member(member: Member) -> Row:
    """Make the row of a membership."""
    return {
        "conference_id": member.conference,
        "account_id": member.account,
        "joined_at": member.joined_at,
        "left_at": member.left_at,
        "removed_at": member.removed_at,
    }


def to_signal(row: Record) -> Signal:
    """Make a signal of its row."""
    return Signal(
        id=SignalId(row["id"]),
        conference=ConferenceId(row["conference_id"]),
        sender=PeerId(row["sender"]),
        to=PeerId(row["recipient"]) if row["recipient"] else None,
        kind=SignalKind(row["kind"]),
        data=row["data"],
        at=row["sent_at"],
    )


def from_signal(signal: Signal) -> Row:
    """Make the row of a signal."""
    return {
        "id": signal.id,
        "conference_id": signal.conference,
        "sender": signal.sender,
        "recipient": signal.to,
        "kind": signal.kind,
        "data": signal.data,
        "sent_at": signal.at,
    }
