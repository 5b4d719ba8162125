"""Worlds for tests of the HTTP interface."""

from collections.abc import AsyncIterator

import pytest

from tests.http.world import World, begin_anew, make_austere_world, make_world


@pytest.fixture(scope="session")
def every_world() -> World:
    return make_world()


@pytest.fixture
async def world(every_world: World) -> AsyncIterator[World]:
    begin_anew(every_world)
    yield every_world
    await every_world.close()


@pytest.fixture(scope="session")
def every_austere_world() -> World:
    return make_austere_world()


@pytest.fixture
async def austere(every_austere_world: World) -> AsyncIterator[World]:
    begin_anew(every_austere_world)
    yield every_austere_world
    await every_austere_world.close()
