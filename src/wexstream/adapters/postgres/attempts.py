"""One attempt at a queued job: what becomes of it, and what is noted when it fails."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import PurePath

import msgspec
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job as QueuedJob

from wexstream.adapters.postgres.job_payloads import decode
from wexstream.ports.jobs import Job, delay_after

_log = logging.getLogger(__name__)


class JobFailed(Exception):
    """A job is to be held. Bears no more than kind and place of an error: its words may name a person."""


class Attempts:
    """Runs jobs as PgQueuer hands them out."""

    def __init__(
        self, handle: Callable[[Job], Awaitable[None]], *, permanent: tuple[type[Exception], ...]
    ) -> None:
        """Run each by ``handle``; after one of the ``permanent`` errors it is not tried again."""
        self._handle = handle
        self._permanent = (*permanent, msgspec.DecodeError)

    async def run(self, job: QueuedJob) -> None:
        """Try a job. Raises RetryRequested to have it tried again, JobFailed to have it held."""
        try:
            await self._handle(decode(job.entrypoint, job.payload or b""))
        except asyncio.CancelledError:  # PgQueuer would take the job for done
            raise RetryRequested(reason="interrupted") from None
        except Exception as error:  # noqa: BLE001 - whatever it is, the job is tried again or held
            failure = described(error)
            _log.warning("job %s (%s) failed: %s", job.id, job.entrypoint, failure)
            delay = delay_after(job.attempts + 1)
            if delay is None or isinstance(error, self._permanent):
                raise JobFailed(failure) from None
            raise RetryRequested(delay, failure) from None


def described(error: BaseException) -> str:
    """Tell kind and place of an error, and of what caused it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    cause = error.__cause__ or error.__context__
    return f"{type(error).__name__}{place}" + (f", from {described(cause)}" if cause else "")
