"""What is put around parts of the platform to count what they do."""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager
from time import perf_counter

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from wexstream.domain.model.ids import AccountId
from wexstream.entrypoints.metrics.measures import UNMATCHED, Measures
from wexstream.entrypoints.watch import Handle, KindOf, Watch
from wexstream.ports.jobs import Job
from wexstream.ports.mail import Mail, MailCarrier, MailRefused
from wexstream.ports.push import Hint, Listener, Push


def counting(measures: Measures) -> Watch:
    """Count and time all of it."""
    return Watch(
        app=lambda app: timed(app, measures),
        jobs=lambda handle, kind_of: timed_jobs(handle, measures, kind_of),
        carrier=lambda carrier: CountedCarrier(carrier, measures),
        push=lambda push: CountedPush(push, measures),
    )


def timed(app: ASGIApp, measures: Measures) -> ASGIApp:
    """Time requests until their answers begin: a slow client takes its time to read what comes then."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began = perf_counter()

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = scope.get("path_template") or UNMATCHED
                measures.note_request(scope["method"], route, message["status"], began)
            await send(message)

        await app(scope, receive, watch)

    return answer


def timed_jobs(handle: Handle, measures: Measures, kind_of: KindOf) -> Handle:
    """Time attempts at jobs."""

    async def attempt(job: Job) -> None:
        began, outcome = perf_counter(), "failed"
        try:
            await handle(job)
            outcome = "done"
        finally:
            measures.note_job(kind_of(job), outcome, began)

    return attempt


class CountedCarrier:
    """Counts the mails that a carrier is handed."""

    def __init__(self, carrier: MailCarrier, measures: Measures) -> None:
        self._carrier = carrier
        self._measures = measures

    async def carry(self, mail: Mail) -> None:
        """Hand a mail on. Raises what the carrier does."""
        outcome = "failed"
        try:
            await self._carrier.carry(mail)
            outcome = "sent"
        except MailRefused:
            outcome = "refused"
            raise
        finally:
            self._measures.note_mail(outcome)

    async def forget(self, *, accounts: Collection[AccountId] = (), addresses: Collection[str] = ()) -> None:
        """Remove what the carrier keeps."""
        await self._carrier.forget(accounts=accounts, addresses=addresses)


class CountedPush:
    """Counts the hints that this process tells."""

    def __init__(self, push: Push, measures: Measures) -> None:
        self._push = push
        self._measures = measures

    def publish(self, hints: Iterable[Hint]) -> None:
        """Tell hints."""
        told = list(hints)
        self._measures.note_told(told)
        self._push.publish(told)

    def listen(self, listener: Listener) -> AbstractContextManager[None]:
        """Have a listener told."""
        return self._push.listen(listener)


class CountingListener:
    """Counts the hints that this process is told."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def receive(self, hint: Hint) -> None:  # noqa: ARG002 (what is counted is that it came)
        """Be told a hint."""
        self._measures.note_received()

    def miss(self) -> None:
        """Be told that hints may have been missed."""
        self._measures.note_gap()
