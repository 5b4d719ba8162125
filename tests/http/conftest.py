"""Worlds for tests of the HTTP interface."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.elsewhere import elsewhere, every_server
from tests.http.world import DOCUMENT, World, begin_anew, make_austere_world, make_world
from tests.support.fixtures import postgres_pool

__all__ = ["elsewhere", "every_server", "postgres_pool"]


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A page as it is when it is built."""
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_text(DOCUMENT)
    icons = tmp_path / "icons"
    icons.mkdir()
    (icons / "mark.svg").write_text("<svg/>")
    (tmp_path / "theme.js").write_text("document.title")
    (tmp_path / "secret.key").write_text("not for anybody")
    (assets / "index-1a2b.js").write_text("export default 1")
    (assets / "figtree-3c4d.woff2").write_bytes(b"wOF2")
    return tmp_path
