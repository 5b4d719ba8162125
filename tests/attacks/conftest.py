"""The server and its people as in the tests of the HTTP interface, to be attacked."""

from tests.http.conftest import austere, every_austere_world, every_world, folder, world

__all__ = ["austere", "every_austere_world", "every_world", "folder", "world"]
