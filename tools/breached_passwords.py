"""Makes the list of common breached passwords that the package ships with.

It joins the lists of two packages, which are needed for this alone:

    uv run --no-project --with django==5.2.19 --with zxcvbn==4.5.0 tools/breached_passwords.py
"""

import gzip
from collections.abc import Iterable
from importlib import import_module
from importlib.resources import files
from pathlib import Path

SHORTEST = 8  # shorter ones are refused by their length
LIST = Path("src/wexstream/adapters/security/breached_passwords.txt.gz")


def of_django() -> Iterable[str]:
    """Read the 20,000 common passwords that Royce Williams collected."""
    packed = files("django.contrib.auth").joinpath("common-passwords.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("utf-8").splitlines()


def of_zxcvbn() -> Iterable[str]:
    """Read the 30,000 most common of the ten million passwords that Mark Burnett published."""
    words: Iterable[str] = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS["passwords"]
    return words


def main() -> None:
    """Write the list: case-folded, sorted, a password a line."""
    together = {password.casefold() for password in (*of_django(), *of_zxcvbn())}
    # What is not ASCII among the longer ones is broken encodings, which nobody types.
    kept = sorted(password for password in together if len(password) >= SHORTEST and password.isascii())
    text = "".join(f"{password}\n" for password in kept)
    LIST.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))
    print(f"{len(kept)} passwords in {LIST}, {LIST.stat().st_size} bytes")  # noqa: T201 - it is a command


if __name__ == "__main__":
    main()
