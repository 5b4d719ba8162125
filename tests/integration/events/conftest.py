"""The servers of rooms: in this process over memory, and two on one database."""

from tests.integration.rooms.conftest import (
    memory_server,
    memory_stage,
    own_servers,
    platform,
    process_stage,
    processes_stage,
    servers,
    stage,
)

__all__ = [
    "memory_server",
    "memory_stage",
    "own_servers",
    "platform",
    "process_stage",
    "processes_stage",
    "servers",
    "stage",
]
