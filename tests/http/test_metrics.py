"""What is counted of requests: routes as they are declared, and nobody's name."""

import pytest
from dependency_injector import providers

from tests.http.test_failures import Failing
from tests.http.world import World, watching
from tests.support.measured import Read, registered
from wexstream.entrypoints.metrics.around import counting
from wexstream.entrypoints.metrics.measures import Measures

COUNT = "wexstream_http_request_duration_seconds_count"


@pytest.fixture
def measures() -> Measures:
    return Measures()


@pytest.fixture
def measured(world: World, measures: Measures) -> World:
    return watching(world, counting(measures))


def count(seen: Read, method: str, route: str, status: int) -> float | None:
    return seen.value(COUNT, method=method, route=route, status=str(status))


async def test_requests_are_counted_by_route_and_status(measured: World, measures: Measures) -> None:
    amal = await measured.member()
    for _ in range(2):
        await amal.ok("GET", f"/api/users/{amal.id}")
    await amal.call("GET", "/api/users/018f0000-0000-7000-8000-000000000000")
    await measured.guest().call("GET", "/api/me")
    await amal.call("HEAD", "/api/me")
    seen = registered(measures.registry)
    assert count(seen, "GET", "/api/users/{user_id}", 200) == 2
    assert count(seen, "GET", "/api/users/{user_id}", 404) == 1
    assert count(seen, "GET", "/api/me", 401) == 1
    assert count(seen, "GET", "/api/me", 200) == 1  # HEAD is answered as GET is


async def test_what_strangers_make_up_makes_no_series_of_its_own(measured: World, measures: Measures) -> None:
    for number in range(3):
        await measured.guest().call("GET", f"/nobody@example.org/{number}?q=secret")
        await measured.guest().call(f"MADE{number}", "/healthz")
    seen = registered(measures.registry)
    assert count(seen, "GET", "unmatched", 404) == 3
    assert count(seen, "other", "unmatched", 405) == 3
    assert not [value for *_, value in seen.labels() if "example.org" in value or "secret" in value]


async def test_no_label_names_anybody(measured: World, measures: Measures) -> None:
    amal = await measured.member("Amal Haddad")
    kofi = await measured.member("Kofi")
    await amal.ok("GET", f"/api/users/{kofi.id}")
    await amal.call("GET", "/api/users?q=Kofi")
    labels = [*registered(measures.registry).labels()]
    assert {label for _, label, _ in labels} <= {"method", "route", "status", "le", "kind", "outcome"}
    written = " ".join(value for *_, value in labels)
    assert not any(person in written for person in (amal.id, kofi.id, amal.email, "Kofi", "Amal"))


async def test_a_mistake_of_ours_is_counted_as_one(measured: World, measures: Measures) -> None:
    amal = await measured.member()
    with measured.platform.accounts.override(providers.Object(Failing(RuntimeError()))):
        await amal.call("GET", "/api/me")
    assert count(registered(measures.registry), "GET", "/api/me", 500) == 1
