"""What goes wrong on our side, and what the log says of requests."""

from datetime import timedelta
from typing import Any

import pytest
import structlog
from dependency_injector import providers
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from tests.http.world import PASSWORD, World
from wexstream.domain.model.errors import AddressTaken, TooMany
from wexstream.entrypoints.http.problems import problem
from wexstream.ports.files import Crowded
from wexstream.ports.persistence import Contention

DETAIL = "relation of Amal Haddad <amal@example.org> is broken at SELECT secret"


class Failing:
    """Fails at whatever it is asked for."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, _: str) -> Any:
        async def fail(*_: object, **__: object) -> None:
            raise self._error

        return fail


def logged() -> Any:
    """Collect what is logged meanwhile, with what is bound to the request."""
    return capture_logs(processors=[structlog.contextvars.merge_contextvars])


@given(wait=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_how_long_to_wait_is_told_in_whole_seconds_that_suffice(wait: timedelta) -> None:
    told = int(problem(TooMany(wait)).headers["Retry-After"])
    assert told >= 1
    assert wait <= timedelta(seconds=told) < max(wait, timedelta(microseconds=1)) + timedelta(seconds=1)


async def test_a_mistake_of_ours_is_a_problem_without_any_detail(world: World) -> None:
    amal = await world.member()
    with world.platform.accounts.override(providers.Object(Failing(RuntimeError(DETAIL)))):
        answer = await amal.call("GET", "/api/me")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "internal"
    assert not any(word in answer.text for word in ("Amal", "SELECT", "Traceback", "RuntimeError"))
    await amal.ok("GET", "/api/me")


async def test_a_mistake_of_ours_is_logged_under_the_id_that_the_answer_bears(world: World) -> None:
    amal = await world.member()
    error = RuntimeError(DETAIL)
    with world.platform.accounts.override(providers.Object(Failing(error))), logged() as entries:
        answer = await amal.call("GET", "/api/me")
    failed, request = entries
    assert (failed["event"], failed["log_level"], failed["exc_info"]) == ("request failed", "error", error)
    assert failed["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert request["status"] == 500


async def test_what_is_refused_is_no_mistake_of_ours(world: World) -> None:
    with logged() as entries:
        await world.guest().refused(401, "not-signed-in", "GET", "/api/me")
    assert [entry["event"] for entry in entries] == ["request"]


async def test_too_much_at_once_asks_to_try_again(world: World) -> None:
    amal = await world.member()
    with world.platform.accounts.override(providers.Object(Failing(Contention("locks of Amal")))):
        answer = await amal.call("PATCH", "/api/me", json={"bio": "x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "1"
    assert "Amal" not in answer.text


async def test_too_many_pictures_at_once_are_no_fault_of_who_sends_one(world: World) -> None:
    amal = await world.member()
    with world.platform.accounts.override(providers.Object(Failing(Crowded()))):
        answer = await amal.call("PUT", "/api/me/avatar", content=b"x", headers={"Content-Type": "image/png"})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"


async def test_an_address_that_another_took_at_the_same_instant_is_not_betrayed(world: World) -> None:
    application = {"full_name": "A", "email": "a@example.org", "password": PASSWORD, "terms_version": "1"}
    answers = []
    for error in (AddressTaken(), Contention()):
        with world.platform.registration.override(providers.Object(Failing(error))):
            answers.append(await world.guest().call("POST", "/api/accounts", json=application))
    taken, busy = answers
    assert (taken.status_code, taken.content) == (busy.status_code, busy.content)
    assert taken.headers["retry-after"] == busy.headers["retry-after"]


async def test_the_log_bears_the_route_and_neither_names_nor_queries_nor_tokens(world: World) -> None:
    amal = await world.member("Amal Haddad")
    token = amal.client.cookies["ws"]
    with logged() as entries:
        await amal.ok("GET", "/api/users?q=Amal", headers={"Authorization": f"Bearer {token}"})
        await amal.ok("GET", f"/api/users/{amal.id}")
        await amal.call("POST", "/api/accounts/verify", json={"token": "s3cret", "password": PASSWORD})
    assert [(entry["method"], entry["route"], entry["status"]) for entry in entries] == [
        ("GET", "/api/users", 200),
        ("GET", "/api/users/{user_id}", 200),
        ("POST", "/api/accounts/verify", 404),
    ]
    known = {"event", "log_level", "request_id", "method", "route", "status", "milliseconds"}
    assert all(set(entry) == known for entry in entries)


async def test_an_address_that_leads_nowhere_is_not_logged(world: World) -> None:
    with logged() as entries:
        await world.guest().refused(404, "not-found", "GET", "/api/amal@example.org?token=s3cret")
    assert entries == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_probes_that_find_all_well_are_not_worth_a_line(world: World, path: str) -> None:
    with logged() as entries:
        await world.guest().ok("GET", path)
    assert [entry["log_level"] for entry in entries] == ["debug"]


async def test_a_probe_that_finds_something_missing_is_worth_a_line(austere: World) -> None:
    with logged() as entries:
        await austere.guest().call("GET", "/readyz")
    assert [entry["log_level"] for entry in entries] == ["info"]
