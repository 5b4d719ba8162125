"""Who is answered what: every route, asked by everybody who may ask, as docs/authorization.md says."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZipFile

import pytest
from asyncpg import Pool
from litestar.routes import HTTPRoute

from tests.http.cast import NO_SESSION, NOBODY
from tests.http.matrix import YES, Row, read_callers, read_meanings, read_rows
from tests.http.stage import Stage, in_memory, in_postgres
from tests.http.test_routes import described, sockets
from tests.http.world import World
from tests.support.asgi import Answer
from wexstream.entrypoints.http import pace

pytestmark = pytest.mark.no_cover  # what is done here is watched where other tests ask for it

ROWS: Final = read_rows()
MEANINGS: Final = read_meanings()
WORDS: Final = {(meaning.status, meaning.code): word for word, meaning in MEANINGS.items()}
CALLERS: Final = [
    NOBODY,
    NO_SESSION,
    "unverified",
    "suspended",
    "stranger",
    "asker",
    "asked",
    "connected",
    "member",
    "sent out",
    "blocked",
    "blocker",
    "moderator",
    "blocked moderator",
    "owner",
    "as another",
]
SHOWN_AT: Final = (
    "/api/users/{user_id}",
    "/api/conferences/{conference_id}",
    "/api/messages/{message_id}",
    "/api/notifications/{notification_id}",
)
PREVIEW: Final = "/api/conferences/{conference_id}/preview"
# Who signs in as Kofi is told who that is, and who blocks him whom he blocks; who is suspended takes along
# what he would see but for that.
TOLD: Final = {
    (NOBODY, "POST /api/sessions", "owner"),
    (NO_SESSION, "POST /api/sessions", "owner"),
    ("blocker", "GET /api/blocks", "owner"),
    ("blocker", "GET /api/me/export", "owner"),
    *(
        ("suspended", "GET /api/me/export", subject)
        for subject in ("owner", "public", "private", "locked", "finished")
    ),
}


@pytest.fixture(scope="module")
def at_once() -> Iterator[None]:
    """How long an answer takes is another test's subject."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pace, "SECONDS", 0)
        yield


@pytest.fixture(scope="module")
async def memory_stage(at_once: None) -> Stage:
    return await in_memory()


@pytest.fixture(scope="module")
async def postgres_stage(at_once: None, postgres_dsn: str, postgres_pool: Pool) -> Stage:
    return await in_postgres(postgres_dsn, postgres_pool)


@pytest.fixture(scope="module", params=["memory", "postgres"])
def stage(request: pytest.FixtureRequest) -> Stage:
    prepared: Stage = request.getfixturevalue(f"{request.param}_stage")
    return prepared


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_everybody_is_answered_as_the_table_says(stage: Stage, row: Row) -> None:
    answered = {who: {_word(answer) for _, answer in await _answers(stage, row, who)} for who in row.expected}
    assert answered == {who: {word} for who, word in row.expected.items()}


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_what_is_not_for_one_is_answered_as_what_never_was_to_the_byte(stage: Stage, row: Row) -> None:
    for who in _refused_whatever_it_is(row):
        alike = NOBODY if who == NO_SESSION else who  # whoever shows none that stands is nobody
        for subject, answer in await _answers(stage, row, who):
            nothing = await stage.ask_for_what_never_was(row, subject, stage.cast.callers[alike][0])
            assert answer.essence == nothing.essence, (who, subject)


@pytest.mark.parametrize("row", ROWS, ids=str)
async def test_what_is_told_names_nothing_that_is_hidden_from_who_is_told(stage: Stage, row: Row) -> None:
    for who in row.expected:
        hidden = _hidden_from(stage, who)
        for asked_for, answer in await _answers(stage, row, who):
            told = {subject for subject, name in hidden.items() if name.encode() in _told(answer)}
            allowed = {subject for subject in told if (who, str(row), subject) in TOLD}
            if row.path == PREVIEW:  # which is what everybody sees, and no more than was asked for
                allowed.add(asked_for)
            assert told <= allowed, who


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
async def test_who_asks_for_the_head_alone_is_answered_alike(memory_stage: Stage, row: Row) -> None:
    for who in row.expected:
        for caller in memory_stage.cast.callers[who]:
            for subject in row.subjects or [""]:
                answer = (await memory_stage.ask(row, subject, caller)).essence
                head = (await memory_stage.ask_for_the_head(row, subject, caller)).essence
                assert (head.status, head.headers) == (answer.status, answer.headers), who


async def test_every_route_has_a_row_and_every_row_has_a_route(world: World) -> None:
    assert {(row.method, row.path) for row in ROWS} == set(described(world)) | sockets(world)


async def test_no_route_of_the_api_is_left_out_of_the_description(world: World) -> None:
    paths = {route.path_format for route in world.app.routes if isinstance(route, HTTPRoute)}
    assert {path for path in paths if path.startswith("/api/")} <= {path for _, path in described(world)}


def test_every_row_says_what_everybody_is_answered() -> None:
    assert read_callers() == CALLERS
    for row in ROWS:
        assert list(row.expected) == CALLERS, row
        assert set(row.expected.values()) <= {YES, *MEANINGS}, row


def test_every_row_is_about_something_where_its_route_is() -> None:
    silent = [row for row in ROWS if "{" in row.path and not row.subjects]
    asked_for = Counter((row.method, row.path, subject) for row in ROWS for subject in row.subjects or [""])
    assert silent == []
    assert set(asked_for.values()) == {1}


async def _answers(stage: Stage, row: Row, who: str) -> list[tuple[str, Answer]]:
    """Ask about each thing of a row, in each way in which somebody is that."""
    return [
        (subject, await stage.ask(row, subject, caller))
        for caller in stage.cast.callers[who]
        for subject in row.subjects or [""]
    ]


def _refused_whatever_it_is(row: Row) -> list[str]:
    """Find who is answered alike whatever he asks for; where it is nothing, who shows no session."""
    asked = row.expected if row.subjects else {NO_SESSION: row.expected[NO_SESSION]}
    return [who for who, word in asked.items() if word != YES and MEANINGS[word].hidden]


def _word(answer: Answer) -> str:
    if answer.status < 400:
        return YES
    return WORDS.get((answer.status, answer.code or ""), f"{answer.status} {answer.code}")


def _told(answer: Answer) -> bytes:
    """Read what an answer says, in whatever it is packed."""
    if not answer.body.startswith(b"PK"):
        return answer.body
    with ZipFile(BytesIO(answer.body)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _hidden_from(stage: Stage, who: str) -> dict[str, str]:
    """Name what the table hides from somebody, but himself."""
    return {
        subject: next(iter(stage.cast.subjects[subject].values()))
        for row in ROWS
        if row.method == "GET" and row.path in SHOWN_AT and row.expected[who] != YES
        for subject in row.subjects
        if subject != who
    }
