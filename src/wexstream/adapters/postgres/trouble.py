"""What can be wrong with a database, in words for its operator."""

import asyncpg
from sqlalchemy.exc import DBAPIError

from wexstream.adapters.postgres.migrate import MigrationError

LOST = (
    *(OSError, asyncpg.PostgresError, asyncpg.InterfaceError),  # TimeoutError is an OSError
    asyncpg.InternalClientError,  # what asyncpg meets where a farewell comes between two statements
)
"""What keeps one from the database, or breaks a connection to it; and what it says about statements."""

TROUBLE = (
    *(*LOST, DBAPIError, MigrationError),
    ValueError,  # what asyncpg makes of an address that is none
)

_ADVICE: tuple[tuple[type[BaseException], str], ...] = (
    (asyncpg.InvalidCatalogNameError, "Make it, for example with: createdb --owner=wexstream wexstream"),
    (
        asyncpg.InvalidAuthorizationSpecificationError,
        "Look at the user and the password that are set for it.",
    ),
    (asyncpg.InsufficientPrivilegeError, "Its user has to be allowed to make tables, best as its owner."),
    (asyncpg.FeatureNotSupportedError, "Install PostgreSQL's contrib modules, which bring pg_trgm."),
    (asyncpg.UndefinedFileError, "Install PostgreSQL's contrib modules, which bring pg_trgm."),
    (OSError, "Look at host and port, and whether PostgreSQL runs there."),
    (ValueError, "Look at the address that is set for it."),
)


def explained(error: BaseException) -> str:
    """Tell what is wrong, and what to do about it; ``error`` is one of TROUBLE."""
    if isinstance(error, TimeoutError):
        return "It did not answer in time."
    if isinstance(error, asyncpg.InternalClientError):
        return "It ended the connection."
    if isinstance(error, DBAPIError) and error.orig is not None:
        return explained(error.orig.__cause__ or error.orig)
    said = str(error.args[0] if isinstance(error, asyncpg.PostgresError) else error)
    advice = next((advice for kind, advice in _ADVICE if isinstance(error, kind)), "")
    return f"{said[:1].upper()}{said[1:].rstrip('.')}. {advice}".rstrip()
