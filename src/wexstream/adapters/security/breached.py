"""The most common passwords of known breaches, as shipped with the package.

Made by ``tools/breached_passwords.py``; ``breached_passwords.md`` beside the list names sources and licences.
"""

import gzip
from functools import cache
from importlib.resources import files


@cache
def passwords() -> frozenset[str]:
    """Read the list, once: some 16,000 passwords of 8 characters and more, case-folded."""
    packed = files("wexstream.adapters.security").joinpath("breached_passwords.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("utf-8").splitlines())
