import asyncio
import gc
import io
import json
import logging
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import asyncpg
import jwt
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from tests.support.logs import logging_as_before
from wexstream.domain.model.conference import ConferenceState
from wexstream.domain.model.ids import AccountId, SessionId
from wexstream.domain.model.session import Session
from wexstream.entrypoints.logging import REMOVED, configure, remove_personal

Lines: TypeAlias = Callable[[], list[dict[str, Any]]]

ID = UUID("0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with logging_as_before():
        yield


@pytest.fixture
def lines() -> Lines:
    """What was logged until now, as JSON lines."""
    stream = io.StringIO()
    configure(stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def cleaned(**fields: object) -> dict[str, object]:
    return dict(remove_personal(None, "info", dict(fields)))


def test_each_line_says_what_when_where_and_how_grave(lines: Lines) -> None:
    structlog.get_logger("wexstream.somewhere").warning("swept", conferences=3)
    (line,) = lines()
    assert datetime.fromisoformat(line.pop("time")).tzinfo == UTC
    assert line == {"event": "swept", "level": "warning", "logger": "wexstream.somewhere", "conferences": 3}


def test_the_standard_librarys_loggers_go_the_same_way(lines: Lines) -> None:
    logging.getLogger("wexstream.elsewhere").error("%s failed after %d attempts", "MailLink", 3)
    with warnings.catch_warnings(action="always"):
        warnings.warn("this will go", DeprecationWarning, stacklevel=1)
    said, warned = lines()
    assert said["event"] == "MailLink failed after 3 attempts"
    assert warned["logger"] == "py.warnings"


def test_what_is_bound_to_a_request_is_in_all_its_lines(lines: Lines) -> None:
    with structlog.contextvars.bound_contextvars(request_id="0b3c"):
        structlog.get_logger("wexstream").info("one")
        logging.getLogger("wexstream").info("another")
    logging.getLogger("wexstream").info("a third")
    assert [line.get("request_id") for line in lines()] == ["0b3c", "0b3c", None]


def test_what_the_server_tells_its_own_developers_is_left_out(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("Started server process [1]")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert [line["event"] for line in lines()] == ["Invalid HTTP request received."]


def test_whose_passkey_signs_in_is_left_out(lines: Lines) -> None:
    logging.getLogger("fido2.server").info("Credential authenticated: 00112233445566778899aabbccddeeff")
    assert lines() == []


WHO = "Amal (of Beirut)"


def look_up() -> None:
    raise LookupError(f"{WHO} is not there")


def fall_through() -> None:
    try:
        look_up()
    except LookupError as error:
        raise ExceptionGroup(WHO, [OSError(28, WHO), asyncpg.CheckViolationError(WHO)]) from error


def test_an_error_is_one_line_with_where_and_what_it_is_but_not_its_words(lines: Lines) -> None:
    try:
        look_up()
    except LookupError:
        structlog.get_logger("wexstream").exception("failed")
    (line,) = lines()
    assert line["exception"].startswith("Traceback")
    assert ", in look_up\n" in line["exception"]
    assert line["exception"].endswith("\nLookupError")
    assert "Amal" not in line["exception"]


def test_what_an_error_came_of_is_told_likewise(lines: Lines) -> None:
    try:
        fall_through()
    except ExceptionGroup:
        logging.getLogger("wexstream").exception("failed")
    (line,) = lines()
    told = [said for said in line["exception"].splitlines() if said[:1].isupper()]
    assert [said for said in told if not said.startswith("Traceback")] == [
        "LookupError",
        "ExceptionGroup",
        "OSError (No space left on device)",
        "CheckViolationError (23514)",
    ]
    assert "Amal" not in line["exception"]


async def test_of_a_task_whose_error_nobody_met_the_words_are_left_out(lines: Lines) -> None:
    async def fail() -> None:
        look_up()

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    said = json.dumps(lines())
    assert f"exception=LookupError({REMOVED})" in said
    assert "Amal" not in said


def test_at_a_terminal_lines_are_readable() -> None:
    stream = Terminal()
    configure(stream)
    structlog.get_logger("wexstream").info("swept", conferences=3, email="amal@example.org")
    said = stream.getvalue()
    assert "swept" in said
    assert "amal" not in said
    with pytest.raises(json.JSONDecodeError):
        json.loads(said)


@pytest.mark.parametrize(
    "key",
    [
        "full_name",
        "email",
        "to_address",
        "password",
        "token",
        "authorization",
        "url",
        "query",
        "body",
        "subject",
    ],
)
def test_a_personal_value_is_removed_by_its_key(key: str) -> None:
    assert cleaned(event="done", **{key: "Amal Haddad"}) == {"event": "done", key: REMOVED}
    assert cleaned(event="done", inner={key: "Amal"}) == {"event": "done", "inner": {key: REMOVED}}


@given(
    local=st.from_regex(r"[a-z0-9.+_-]{1,20}", fullmatch=True),
    host=st.from_regex(r"[a-z0-9-]{1,20}(\.[a-z]{2,5}){0,2}", fullmatch=True),
)
def test_no_address_is_left_in_a_text(local: str, host: str) -> None:
    said = cleaned(event=f"refused <{local}@{host}> and {local}@{host}, then")["event"]
    assert said == f"refused <{REMOVED}> and {REMOVED}, then"


@given(
    secret=st.binary(min_size=32, max_size=64),
    claims=st.dictionaries(st.sampled_from(["sub", "sid"]), st.uuids().map(str)),
)
def test_no_token_is_left_in_a_text(secret: bytes, claims: dict[str, str]) -> None:
    token = jwt.encode(claims, secret, algorithm="HS256")
    assert cleaned(event=f"bad token {token}") == {"event": f"bad token {REMOVED}"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("GET /api/users?q=amal HTTP/1.1", f"GET /api/users?{REMOVED} HTTP/1.1"),
        ("cannot reach postgresql://me:hun/ter2@db.example.org/x", f"cannot reach {REMOVED}/x"),
        ("link Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE gone", f"link {REMOVED} gone"),
        ("taken\nDETAIL:  Key (name)=(Amal) exists.\nat", f"taken\nDETAIL: {REMOVED}\nat"),
        (
            f"conference {ID} of 3f2c1e4b5a69788796a5b4c3d2e1f001",
            f"conference {ID} of 3f2c1e4b5a69788796a5b4c3d2e1f001",
        ),
    ],
)
def test_of_a_text_only_what_is_personal_goes(text: str, left: str) -> None:
    assert cleaned(event=text) == {"event": left}


def test_plain_values_stay_and_of_others_the_type_alone() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    session = Session(
        id=SessionId(ID),
        account=AccountId(ID),
        device="Amal's",
        created_at=at,
        last_seen_at=at,
        expires_at=at,
    )
    assert cleaned(
        event="x",
        n=1,
        ok=True,
        none=None,
        id=ID,
        at=at,
        took=timedelta(seconds=2),
        state=ConferenceState.LIVE,
        many=(1, "a@b.org"),
        raw=b"Amal",
        session=session,
    ) == {
        "event": "x",
        "n": 1,
        "ok": True,
        "none": None,
        "id": str(ID),
        "at": str(at),
        "took": "0:00:02",
        "state": "live",
        "many": [1, REMOVED],
        "raw": "<bytes>",
        "session": "<Session>",
    }
