"""Logs: one way for whoever logs, JSON lines for programs or readable ones at a terminal, nothing personal.

What is bound to structlog's context, such as a request's id, is in every line that is logged meanwhile.
"""

import logging
import os
import re
import traceback
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import Enum
from typing import TextIO
from uuid import UUID

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

REMOVED = "[removed]"
# What these tell at INFO is for their own developers.
_QUIET = ("uvicorn.error", "pgqueuer", "alembic", "asyncio", "fido2")
_OWN_KEYS = frozenset({"event", "level", "logger", "time"})
_PERSONAL_KEYS = re.compile(
    r"name|mail|address|password|secret|token|key|cookie|authorization|url|query|path|title|subject|body|text"
)
# An e-mail address; user and password of a URL. Whatever may begin one is read once, as some texts are long.
_ADDRESS = re.compile(r"[^\s@<>()\"'=]+(@[\w-]+(\.[\w-]+)*)?")
_PERSONAL_TEXT = (
    (re.compile(r"\?[^\s\"'#]+"), f"?{REMOVED}"),  # the query of an address
    (re.compile(r"(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*"), REMOVED),  # a JWT (RFC 7519)
    (re.compile(r"[\w-]{40,}"), REMOVED),  # any other token; ids are shorter
    (re.compile(r"^DETAIL:.*$", re.MULTILINE), f"DETAIL: {REMOVED}"),  # PostgreSQL quotes values there
    (re.compile(r"(?<=exception=)(\w+)\(.*"), rf"\1({REMOVED})"),  # asyncio, of a task whose error nobody met
)


def configure(stream: TextIO) -> None:
    """Send everything that is logged by structlog or the standard library to a stream, one line each."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", key="time"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(_told),
                remove_personal,
                *_rendering(terminal=stream.isatty()),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def _told(exc_info: ExcInfo) -> str:
    """Write a traceback without the words of errors, which may quote what people wrote."""
    return "".join(_parts(exc_info[1], met=set())).rstrip("\n")


def _parts(error: BaseException, *, met: set[int]) -> Iterator[str]:
    met.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in met:
        yield from _parts(before, met=met)
        yield "\nand then\n\n"
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(error.__traceback__)
    yield f"{_kind(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield "of which one is\n"
            yield from _parts(inner, met=met)


def _kind(error: BaseException) -> str:
    """Name what an error is, and what of its own says nothing about people."""
    number = getattr(error, "errno", None) if isinstance(error, OSError) else None
    known = [
        os.strerror(number) if isinstance(number, int) else None,
        *(getattr(error, name, None) for name in ("sqlstate", "constraint_name")),
    ]
    more = ", ".join(str(one) for one in known if one)
    return f"{type(error).__name__} ({more})" if more else type(error).__name__


def remove_personal(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Remove what may be personal, as the last net: values by their keys, and what looks like it in texts.

    Of what is neither text nor a plain value, the type's name is kept.
    """
    return _cleaned_fields(event)


def _cleaned_fields(fields: Mapping[str, object]) -> dict[str, object]:
    return {key: _cleaned(value) if _is_harmless(key) else REMOVED for key, value in fields.items()}


def _is_harmless(key: str) -> bool:
    return key in _OWN_KEYS or not _PERSONAL_KEYS.search(key)


def _cleaned(value: object) -> object:  # noqa: PLR0911 (one for each kind of value)
    match value:
        case Enum():
            return value.value
        case str():
            return _cleaned_text(value)
        case None | bool() | int() | float():
            return value
        case UUID() | date() | timedelta():
            return str(value)
        case Mapping():
            return _cleaned_fields(value)
        case list() | tuple() | set() | frozenset():
            return [_cleaned(inner) for inner in value]
    return f"<{type(value).__name__}>"


def _cleaned_text(text: str) -> str:
    text = _ADDRESS.sub(lambda found: REMOVED if found[1] else found[0], text)
    for pattern, replacement in _PERSONAL_TEXT:
        text = pattern.sub(replacement, text)
    return text


def _rendering(*, terminal: bool) -> list[Processor]:
    if not terminal:
        return [structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [
        structlog.dev.ConsoleRenderer(
            timestamp_key="time", exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    ]
