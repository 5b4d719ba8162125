"""The table of routes in docs/api.md and the description are of the same routes."""

import re
from pathlib import Path
from typing import Any

from litestar.routes import HTTPRoute, WebSocketRoute

from tests.http.world import World

DOCUMENT = Path(__file__).parents[2] / "docs" / "api.md"
METHODS = {"get", "post", "put", "patch", "delete"}


def documented() -> set[tuple[str, str]]:
    rows = re.findall(r"^\| `([A-Z]+) (/[^`]*)` \|", DOCUMENT.read_text(), flags=re.MULTILINE)
    return {(method, path) for method, path in rows}


def described(world: World) -> dict[tuple[str, str], Any]:
    paths: dict[str, Any] = world.app.openapi_schema.to_schema()["paths"]
    return {
        (method.upper(), path): operation
        for path, operations in paths.items()
        for method, operation in operations.items()
        if method in METHODS
    }


def sockets(world: World) -> set[tuple[str, str]]:
    """OpenAPI knows none."""
    return {("WS", route.path_format) for route in world.app.routes if isinstance(route, WebSocketRoute)}


async def test_every_route_is_documented_and_every_documented_route_exists(world: World) -> None:
    assert documented() == set(described(world)) | sockets(world)


async def test_every_operation_has_a_name_of_its_own_and_words(world: World) -> None:
    operations = described(world).values()
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    assert all(operation["summary"] and operation["description"] for operation in operations)


async def test_every_route_below_api_says_that_it_may_be_too_often_and_malformed(world: World) -> None:
    silent = {
        name
        for name, operation in described(world).items()
        if name[1].startswith("/api/") and not {"400", "429"} <= set(operation["responses"])
    }
    assert silent == {("GET", "/api/client-config"), ("GET", "/api/unsubscribe/{token}")}


async def test_errors_are_described_as_problems_with_an_example_each(world: World) -> None:
    for name, operation in described(world).items():
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")) and name[1].startswith("/api/"):
                content = response["content"]["application/problem+json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, name
                for example in content["examples"].values():
                    assert example["value"]["status"] == int(status), name
                    assert f"`{example['summary']}`" in response["description"], name


async def test_the_bodies_of_requests_are_closed_and_carry_examples(world: World) -> None:
    schemas = world.app.openapi_schema.to_schema()["components"]["schemas"]
    for name, operation in described(world).items():
        for content in operation.get("requestBody", {}).get("content", {}).values():
            reference = content["schema"].get("$ref")
            if reference:
                assert schemas[reference.rpartition("/")[2]]["additionalProperties"] is False, name


async def test_whatever_wants_a_session_says_so_and_what_does_without_one_too(world: World) -> None:
    session: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}]
    open_to_others = {
        ("GET", "/api/conferences/{conference_id}/preview"): [{}],
        ("GET", "/api/users/{user_id}/avatar"): [{}, *session],
    }
    for name, operation in described(world).items():
        refuses = "`not-signed-in`" in operation["responses"].get("401", {}).get("description", "")
        wanted = operation.get("security", [{}])
        assert wanted == open_to_others.get(name, session if refuses else [{}]), name


async def test_the_description_is_served(world: World) -> None:
    answer = await world.guest().call("GET", "/schema/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")


async def test_what_handlers_are_given_is_provided_one_after_the_other(world: World) -> None:
    batches = [
        batch
        for route in world.app.routes
        if isinstance(route, HTTPRoute)
        for _, taken in route.route_handler_map.values()
        for batch in taken.dependency_batches
    ]
    assert {len(batch) for batch in batches} == {1}
