"""What can go wrong with the embedded PostgreSQL, told to whoever has to mend it."""


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be had; the message says why and what to do next."""
