"""Somebody about whom something is kept in every column: whoever adds one fills it here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tests.support.builders import (
    IDS,
    account,
    asked,
    conference,
    connected,
    enquiry,
    entry,
    identity,
    link,
    member,
    message,
    notification,
    passkey,
    presence,
    report,
    sanction,
    second_step,
    session,
    signal,
    viewer,
)
from tests.support.clock import NOW
from tests.support.images import encoded, quarters
from tests.support.keeping import keep, pseudonym_of, put_on_timelines, send
from tests.support.platform import Platform
from tests.support.storage import Storage
from wexstream.domain.model.account import Account, AccountState, Consent
from wexstream.domain.model.audit import AuditKind, Details, Way
from wexstream.domain.model.bundle import Bundle
from wexstream.domain.model.conference import Conference, ConferenceState, Visibility
from wexstream.domain.model.ids import (
    BundleId,
    ConferenceId,
    MessageId,
    PeerId,
    PictureId,
    ProcessId,
    SessionId,
    TicketId,
)
from wexstream.domain.model.link import LinkPurpose
from wexstream.domain.model.message import Message
from wexstream.domain.model.moderation import Decision, Evidence, Report
from wexstream.domain.model.notification import Notification, NotificationKind
from wexstream.domain.model.sanction import Outcome, Settlement, Term
from wexstream.domain.model.throttling import EXPORT_PER_ACCOUNT, GUESS_PER_SESSION
from wexstream.ports import jobs
from wexstream.ports.persistence import Transaction

DIGEST = b"digest of the banned address"
CODE_DIGEST = b"digest of her recovery code"
SECRETS = ("he complains of her", "a hash of her password", "a hash of the lock")
"""What is not in the export of the one who is looked at: others' secrets, and the own ones."""


def _times() -> Iterator[datetime]:
    at = NOW - timedelta(days=300)
    while True:
        at += timedelta(minutes=7)
        yield at


TIMES = _times()
"""Each of them is another, so that it is known by itself."""


SHE_DECLINED, IT_WAS_DECLINED, IN_CONFIDENCE = next(TIMES), next(TIMES), next(TIMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The one who is looked at, and two others, about whom nothing else is kept."""

    storage: Storage
    platform: Platform
    ada: Account
    bob: Account
    eve: Account
    theirs: Conference

    async def begin(self) -> None:
        """Have the others there."""
        await keep(self.storage.unit, self.bob, self.eve, self.theirs)
        process = ProcessId(IDS.new())
        await self.storage.unit.run(lambda tx: tx.processes.keep_alive(process, at=NOW, until=NOW))

    async def live(self) -> None:
        """Have something about the one in every column."""
        unit, ada, bob, eve = self.storage.unit, self.ada, self.bob, self.eve
        await self._settle_in()
        own = await self._meet()
        written, received, told = await self._write(own)
        cases = await self._complain()
        await self._decide(*cases[1:])
        await keep(unit, letter := replace(enquiry(email=ada.email), name="Her name", body="Her letter"))
        await unit.run(lambda tx: tx.bans.add(DIGEST, until=next(TIMES)))
        bundle = Bundle(
            id=BundleId(IDS.new()), account=ada.id, kind=told.kind, due_at=next(TIMES), closed_at=next(TIMES)
        )

        async def gather(tx: Transaction) -> None:
            await tx.accounts.lock([ada.id])
            await tx.bundles.save(bundle)
            await tx.bundles.put(bundle.id, told.id)
            await tx.keys.claim(ada.id, "her key", digest=DIGEST, made=IDS.new(), at=next(TIMES))
            await tx.jobs.add(
                jobs.MailPasswordChanged(account=ada.id, occasion=IDS.new()),
                jobs.MailSuspended(account=ada.id, occasion=IDS.new()),
                jobs.MailNotification(notification=told.id),
                jobs.MailBundle(bundle=bundle.id),
                jobs.MailReport(report=cases[0].id),
                jobs.MailEnquiry(enquiry=letter.id),
                jobs.Announce(conference=own.id),
            )

        await unit.run(gather)
        await self._stand_in_the_log(cases[0])
        await self.storage.throttle.take(f"export {ada.id}", EXPORT_PER_ACCOUNT)
        await self.storage.throttle.guess(f"guess {ada.id}", GUESS_PER_SESSION)
        assert (written.sender, received.sender) == (ada.id, bob.id) != (eve.id, eve.id)

    async def leave(self) -> None:
        """Have the one erased, and what that causes done."""
        me = replace(viewer(self.ada), signed_in_at=self.storage.clock.now())
        await self.platform.privacy.erase(me)

    async def _stand_in_the_log(self, case: Report) -> None:
        name = await pseudonym_of(self.storage.unit, self.ada)
        details = Details(report=case.id, decision=Decision.WARN, way=Way.PASSWORD)
        await keep(
            self.storage.unit,
            entry(AuditKind.PASSWORD_CHANGED, at=next(TIMES), actor=name, subject=name),
            entry(AuditKind.REPORT_RESOLVED, at=next(TIMES), actor=name, details=details),
            entry(AuditKind.REPORT_RESOLVED, at=IN_CONFIDENCE, subject=name),
        )

    async def _settle_in(self) -> None:
        ada = self.ada
        link_of = replace(
            link(ada, LinkPurpose.MOVE, email="her-next@example.org", expires_at=next(TIMES)),
            created_at=next(TIMES),
            used_at=next(TIMES),
        )
        here = replace(
            session(ada, expires_at=next(TIMES)),
            device="Her browser",
            created_at=next(TIMES),
            last_seen_at=next(TIMES),
        )
        elsewhere = replace(
            identity(ada, subject="Her number there", issuer="https://there.example.org"),
            email="her-other@example.org",
            linked_at=next(TIMES),
        )
        app = replace(
            second_step(ada),
            secret=b"what her app shares, sealed",
            begun_at=next(TIMES),
            confirmed_at=next(TIMES),
            last_step=59_203_417,
        )
        key = replace(
            passkey(ada, sign_count=90_817, created_at=next(TIMES)),
            public_key=b"her public key",
            name="Her key ring",
            used_at=next(TIMES),
        )
        await keep(self.storage.unit, ada, here, elsewhere, app, key, link_of)
        ticket, until = TicketId(IDS.new()), next(TIMES)
        await self.storage.unit.run(lambda tx: tx.second_steps.keep_codes(ada.id, [CODE_DIGEST]))
        await self.storage.unit.run(lambda tx: tx.tickets.use(ticket, until=until))
        assert ada.picture is not None
        await self.platform.pictures.put(ada.picture, encoded(quarters(), "PNG"))
        asking = replace(
            asked(ada, self.eve),
            requested_at=next(TIMES),
            low_declined_at=SHE_DECLINED,  # she was there before
            high_declined_at=IT_WAS_DECLINED,
            low_mailed_at=next(TIMES),
            high_mailed_at=next(TIMES),
        )
        await keep(self.storage.unit, connected(ada, self.bob, since=next(TIMES)), asking)

    async def _meet(self) -> Conference:
        theirs = self.theirs
        own = replace(
            conference(self.ada, state=ConferenceState.FINISHED, title="Her title"),
            description="Her description",
            password_hash="a hash of the lock",
            created_at=next(TIMES),
            broadcast_at=next(TIMES),
            opened_at=next(TIMES),
            finished_at=next(TIMES),
        )
        joined = replace(
            member(theirs, self.ada), joined_at=next(TIMES), left_at=next(TIMES), removed_at=next(TIMES)
        )
        peer = PeerId(IDS.new())
        was_there = replace(
            presence(theirs, self.ada, lease_until=next(TIMES)),
            began_at=next(TIMES),
            ended_at=next(TIMES),
            held_by=ProcessId(IDS.new()),
            peer=peer,
            session=SessionId(IDS.new()),
        )
        said = replace(signal(theirs, to=PeerId(IDS.new()), at=next(TIMES)), sender=peer)
        await keep(self.storage.unit, own, joined, was_there, member(own, self.bob))
        await self.storage.unit.run(lambda tx: tx.signals.add([said]))
        await put_on_timelines(self.storage.unit, theirs, [self.ada])
        await put_on_timelines(self.storage.unit, own, [self.bob])
        return own

    async def _write(self, own: Conference) -> tuple[Message, Message, Notification]:
        written = replace(
            message(self.ada, subject="Her subject", body="Her message"), created_at=next(TIMES)
        )
        received = replace(
            message(self.bob, subject="His subject", body="His message"), created_at=next(TIMES)
        )
        await send(self.storage.unit, written, self.ada, self.bob)
        await send(self.storage.unit, received, self.bob, self.ada, self.eve)
        told = notification(self.ada, NotificationKind.MESSAGE_RECEIVED, actor=self.bob, about=received)
        await keep(
            self.storage.unit,
            told,
            notification(self.ada, NotificationKind.CONFERENCE_LIVE, actor=self.bob, about=self.theirs),
            notification(self.bob, NotificationKind.CONFERENCE_FINISHED, actor=self.ada, about=own),
            notification(self.bob, NotificationKind.MESSAGE_RECEIVED, actor=self.ada, about=written),
        )
        return written, received, told

    async def _complain(self) -> tuple[Report, ...]:
        hers = replace(
            report(self.ada, self.bob),
            reason="she complains of him",
            conference=ConferenceId(IDS.new()),
            message=MessageId(IDS.new()),
            created_at=next(TIMES),
        )
        of_her = replace(
            report(self.bob, self.ada),
            reason="he complains of her",
            evidence=Evidence(
                name=self.ada.full_name,
                title="Her title then",
                text="Her words then",
                picture=PictureId(IDS.new()),
            ),
            created_at=next(TIMES),
        )
        decided = replace(
            report(self.bob, self.eve), reason="he complains of another", created_at=next(TIMES)
        ).resolve(Decision.WARN, by=self.ada.id, at=next(TIMES))
        await keep(self.storage.unit, hers, of_her, decided)
        return hers, of_her, decided

    async def _decide(self, about_her: Report, about_another: Report) -> None:
        """Have a decision about her, with everything that can be said of it, and one of hers."""
        of_her, hers = (
            replace(sanction(owner, by=by, term=Term.WEEK, report=case, at=next(TIMES)), words=words).plead(
                plea, at=next(TIMES)
            )
            for owner, by, case, words, plea in (
                (self.ada, self.bob, about_her, "Said to her", "Her appeal"),
                (self.eve, self.ada, about_another, "Her words to Eve", "Said by Eve"),
            )
        )
        for made, by, owner in ((of_her, self.bob, "Ada"), (hers, self.ada, "Eve")):
            assert made.appeal is not None
            answer = Settlement(outcome=Outcome.GRANTED, words=f"Her answer to {owner}")
            settled = made.settle(made.appeal, answer, by=by.id, at=next(TIMES))
            told = notification(self.ada, NotificationKind.MODERATOR_WARNED)
            await keep(self.storage.unit, settled, replace(told, sanction=of_her.id))


def a_life(storage: Storage) -> Life:
    """Make the three."""
    ada = replace(
        account("Augusta Ada King", email="Her-Address@example.org", state=AccountState.SUSPENDED),
        password_hash="a hash of her password",
        consent=Consent(terms_version="her terms", accepted_at=next(TIMES)),
        created_at=next(TIMES),
        verified_at=next(TIMES),
        suspended_at=next(TIMES),
        suspended_until=next(TIMES),
        moderator=True,
        time_zone="Asia/Beirut",
        bio="Her bio",
        location="Her place",
        website="https://her.example.org",
        picture=PictureId(IDS.new()),
    )
    bob = account("Bob")
    return Life(
        storage=storage,
        platform=Platform(storage),
        ada=ada,
        bob=bob,
        eve=account("Eve"),
        theirs=conference(bob, visibility=Visibility.PUBLIC, title="His title"),
    )
