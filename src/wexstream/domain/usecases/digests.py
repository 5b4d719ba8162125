"""What a mail says that tells of notifications: of one, or of all that were gathered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from wexstream.domain.model.account import AccountState
from wexstream.domain.model.ids import BundleId
from wexstream.domain.model.message import Box
from wexstream.domain.model.notification import Notification, NotificationKind, mail_choice, wants_mail
from wexstream.domain.usecases.addressing import addressed
from wexstream.ports.mail import Letter, LetterKind, Mention, WayOut
from wexstream.ports.persistence import Transaction
from wexstream.ports.security import OptOut, OptOutTokens

LISTED_MOST: Final = 10

_PAGES: Final = {
    NotificationKind.CONNECTION_REQUESTED: "/connections",
    NotificationKind.CONNECTION_APPROVED: "/profile?u={actor}",
    NotificationKind.CONFERENCE_LIVE: "/conference?c={conference}",
    NotificationKind.CONFERENCE_FINISHED: "/conference?c={conference}",
    NotificationKind.MESSAGE_RECEIVED: "/messages?m={message}",
    NotificationKind.MODERATOR_WARNED: "/notifications",
    NotificationKind.ACCOUNT_RESTORED: "/sign-in",
    NotificationKind.WARNING_WITHDRAWN: "/notifications",
    NotificationKind.APPEAL_UPHELD: "/notifications",
}
OF_MANY: Final = {
    NotificationKind.CONNECTION_REQUESTED: (LetterKind.CONNECTIONS_REQUESTED, "/connections"),
    NotificationKind.CONNECTION_APPROVED: (LetterKind.CONNECTIONS_APPROVED, "/connections"),
    NotificationKind.CONFERENCE_LIVE: (LetterKind.CONFERENCES_LIVE, "/home"),
    NotificationKind.CONFERENCE_FINISHED: (LetterKind.CONFERENCES_FINISHED, "/notifications"),
    NotificationKind.MESSAGE_RECEIVED: (LetterKind.MESSAGES_RECEIVED, "/messages"),
}
"""What tells of several of a kind, and the page where all of them are; of others each is told by itself."""

_OF_SOMETHING: Final = frozenset(
    {
        NotificationKind.CONFERENCE_LIVE,
        NotificationKind.CONFERENCE_FINISHED,
        NotificationKind.MESSAGE_RECEIVED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    """A notification that there still is reason to mail, and how it is mentioned."""

    told: Notification
    mention: Mention


async def digest(tx: Transaction, bundle: BundleId, opt_outs: OptOutTokens) -> Letter | None:
    """Draft the letter of a bundle; None where nothing is left to tell, or it is not wanted any more."""
    unread = await tx.bundles.told(bundle)
    account = await tx.accounts.find(unread[0].account) if unread else None
    if account is None or account.state is not AccountState.ACTIVE:
        return None
    kind = unread[0].kind
    letter = addressed(account, LetterKind(kind), reference=f"{kind}.{bundle}", path=_PAGES[kind])
    choice = mail_choice(kind)
    if choice is None:
        return await _with_words(tx, letter, unread[0])
    happenings = [one for told in unread if (one := await _happening(tx, told)) is not None]
    if not happenings or not wants_mail(account.mail, kind):
        return None
    opt_out = OptOut(account=account.id, choice=choice)
    token = opt_outs.token(opt_out, address_key=account.address_key)
    return _filled(replace(letter, way_out=WayOut(choice=choice, token=token)), kind, happenings)


async def _with_words(tx: Transaction, letter: Letter, told: Notification) -> Letter:
    """Add what a moderator says: of a warning why, of an appeal what came of it."""
    sanction = await tx.sanctions.find(told.sanction) if told.sanction else None
    if sanction is None:
        return letter
    if told.kind is NotificationKind.MODERATOR_WARNED:
        return replace(letter, text=sanction.words)
    answered = replace(letter, text=sanction.appeal.answer if sanction.appeal else None)
    granted = told.kind is NotificationKind.ACCOUNT_RESTORED
    return replace(answered, kind=LetterKind.APPEAL_GRANTED) if granted else answered


def _filled(letter: Letter, kind: NotificationKind, happenings: Sequence[_Happening]) -> Letter:
    """Say of whom and of what, of one happening or of many."""
    told, listed = [one.told for one in happenings], [one.mention for one in happenings[:LISTED_MOST]]
    filled = replace(
        letter,
        thread=_thread(told),
        mentions=listed,
        about=letter.about | {mention.who for mention in listed},
    )
    if len(happenings) == 1:
        [mention] = listed
        return replace(filled, actor=mention.actor, subject=mention.subject, path=mention.path)
    of_many, path = OF_MANY[kind]
    return replace(filled, kind=of_many, path=path, more=len(happenings) - len(listed))


def _thread(told: Sequence[Notification]) -> str | None:
    """Name what mails are about together: what one person writes, or one conference."""
    [owner] = {one.account for one in told}
    threads = {
        f"messages.{owner}.{one.actor}" if one.message else f"conference.{owner}.{one.conference}"
        for one in told
        if one.message or one.conference
    }
    return threads.pop() if len(threads) == 1 else None


async def _happening(tx: Transaction, told: Notification) -> _Happening | None:
    """Look up who did what; None where that is gone, or over."""
    actor = await tx.accounts.find(told.actor) if told.actor else None
    subject = await _subject(tx, told)
    if actor is None or (subject is None and told.kind in _OF_SOMETHING):
        return None
    page = _PAGES[told.kind].format(actor=told.actor, conference=told.conference, message=told.message)
    mention = Mention(who=actor.id, actor=actor.full_name, subject=subject, at=told.created_at, path=page)
    return _Happening(told=told, mention=mention)


async def _subject(tx: Transaction, told: Notification) -> str | None:
    """Tell the title or subject of what a notification is about; None where that is gone, or over."""
    if told.conference is not None:
        conference = await tx.conferences.find(told.conference)
        over = told.kind is NotificationKind.CONFERENCE_LIVE and conference and conference.finished_at
        return conference.title if conference and not over else None
    if told.message is not None:
        message = await tx.messages.find(told.account, told.message, Box.INBOX)
        return message.subject if message else None
    return None
