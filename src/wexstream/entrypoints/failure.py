"""What stops a command, told to whoever gave it."""


class Failure(Exception):
    """The command cannot go on; the message says why, and what to do next."""
