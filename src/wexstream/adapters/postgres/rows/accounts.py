"""Accounts, and the ways into them."""

from functools import cache

from asyncpg import Record

from wexstream.adapters.postgres.rows.row import Row
from wexstream.domain.model.account import Account, AccountState, Consent, Language, MailChoices
from wexstream.domain.model.identity import Identity, Provider
from wexstream.domain.model.ids import AccountId, LinkId, PasskeyId, PictureId
from wexstream.domain.model.link import Link, LinkPurpose
from wexstream.domain.model.passkey import Passkey
from wexstream.domain.model.second_step import SecondStep
from wexstream.domain.model.session import Session


def to_account(row: Record) -> Account:
    """Make an account of its row."""
    return Account(
        id=AccountId(row["id"]),
        state=AccountState(row["state"]),
        full_name=row["full_name"],
        email=row["email"],
        password_hash=row["password_hash"],
        consent=Consent(terms_version=row["terms_version"], accepted_at=row["terms_accepted_at"]),
        created_at=row["created_at"],
        verified_at=row["verified_at"],
        suspended_at=row["suspended_at"],
        suspended_until=row["suspended_until"],
        moderator=row["moderator"],
        language=Language(row["language"]),
        time_zone=row["time_zone"],
        bio=row["bio"],
        location=row["location"],
        website=row["website"],
        picture=PictureId(row["picture"]) if row["picture"] else None,
        mail=to_mail_choices(row),
        messages_from_strangers=row["messages_from_strangers"],
    )


def from_account(account: Account) -> Row:
    """Make the row of an account, with the keys by which it is searched and compared."""
    return {
        "id": account.id,
        "state": account.state,
        "full_name": account.full_name,
        "folded_name": account.folded_name,
        "email": account.email,
        "address_key": account.address_key,
        "password_hash": account.password_hash,
        "terms_version": account.consent.terms_version,
        "terms_accepted_at": account.consent.accepted_at,
        "created_at": account.created_at,
        "verified_at": account.verified_at,
        "suspended_at": account.suspended_at,
        "suspended_until": account.suspended_until,
        "moderator": account.moderator,
        "language": account.language,
        "time_zone": account.time_zone,
        "bio": account.bio,
        "location": account.location,
        "website": account.website,
        "picture": account.picture,
        "mail_requests": account.mail.requests,
        "mail_approvals": account.mail.approvals,
        "mail_messages": account.mail.messages,
        "mail_live": account.mail.live,
        "mail_finished": account.mail.finished,
        "messages_from_strangers": account.messages_from_strangers,
    }


def to_mail_choices(row: Record) -> MailChoices:
    """Make of an account's row what mails it wants."""
    return _mail_choices(
        row["mail_requests"],
        row["mail_approvals"],
        row["mail_messages"],
        row["mail_live"],
        row["mail_finished"],
    )


@cache  # thousands are told at once, and there are few ways to choose
def _mail_choices(*choices: bool) -> MailChoices:
    requests, approvals, messages, live, finished = choices
    return MailChoices(
        requests=requests, approvals=approvals, messages=messages, live=live, finished=finished
    )


def from_session(session: Session) -> Row:
    """Make the row of a session."""
    return {
        "id": session.id,
        "account_id": session.account,
        "device": session.device,
        "created_at": session.created_at,
        "last_seen_at": session.last_seen_at,
        "expires_at": session.expires_at,
        "two_steps": session.two_steps,
    }


def to_second_step(row: Record) -> SecondStep:
    """Make a second step of its row."""
    return SecondStep(
        account=AccountId(row["account_id"]),
        secret=row["secret"],
        begun_at=row["begun_at"],
        confirmed_at=row["confirmed_at"],
        last_step=row["last_step"],
    )


def from_second_step(second_step: SecondStep) -> Row:
    """Make the row of a second step."""
    return {
        "account_id": second_step.account,
        "secret": second_step.secret,
        "begun_at": second_step.begun_at,
        "confirmed_at": second_step.confirmed_at,
        "last_step": second_step.last_step,
    }


def to_passkey(row: Record) -> Passkey:
    """Make a passkey of its row."""
    return Passkey(
        id=PasskeyId(row["id"]),
        account=AccountId(row["account_id"]),
        credential=row["credential"],
        public_key=row["public_key"],
        sign_count=row["sign_count"],
        name=row["name"],
        created_at=row["created_at"],
        used_at=row["used_at"],
    )


def from_passkey(passkey: Passkey) -> Row:
    """Make the row of a passkey."""
    return {
        "id": passkey.id,
        "account_id": passkey.account,
        "credential": passkey.credential,
        "public_key": passkey.public_key,
        "sign_count": passkey.sign_count,
        "name": passkey.name,
        "created_at": passkey.created_at,
        "used_at": passkey.used_at,
    }


def to_identity(row: Record) -> Identity:
    """Make an identity of its row."""
    return Identity(
        account=AccountId(row["account_id"]),
        provider=Provider(row["provider"]),
        issuer=row["issuer"],
        subject=row["subject"],
        email=row["email"],
        linked_at=row["linked_at"],
    )


def from_identity(identity: Identity) -> Row:
    """Make the row of an identity."""
    return {
        "issuer": identity.issuer,
        "subject": identity.subject,
        "account_id": identity.account,
        "provider": identity.provider,
        "email": identity.email,
        "linked_at": identity.linked_at,
    }


def to_link(row: Record) -> Link:
    """Make a link of its row."""
    return Link(
        id=LinkId(row["id"]),
        account=AccountId(row["account_id"]),
        purpose=LinkPurpose(row["purpose"]),
        token_hash=row["token_hash"],
        email=row["email"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        superseded=row["superseded"],
    )


def from_link(link: Link) -> Row:
    """Make the row of a link."""
    return {
        "id": link.id,
        "account_id": link.account,
        "purpose": link.purpose,
        "token_hash": link.token_hash,
        "email": link.email,
        "created_at": link.created_at,
        "expires_at": link.expires_at,
        "used_at": link.used_at,
        "superseded": link.superseded,
    }
