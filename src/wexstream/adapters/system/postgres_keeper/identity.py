"""Whom PostgreSQL runs as: it refuses root, and an account without a name."""

import os
import pwd
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wexstream.adapters.system.postgres_keeper.errors import EmbeddedPostgresError


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What goes before a command of PostgreSQL's, and the number of the user who has to own its files."""

    prefix: tuple[str, ...]
    owner: int


def choose_identity(program: Path) -> Identity:
    """Choose ourselves, or else one under which the program runs.

    Raises:
        EmbeddedPostgresError: there is none.
    """
    own = os.geteuid()
    if own != 0 and _has_name(own):
        return Identity(prefix=(), owner=own)
    for identity in _stand_ins(own):
        if _runs(identity, program):
            return identity
    raise EmbeddedPostgresError(
        "PostgreSQL runs neither as root nor as an account without a name, and it can be given no other "
        "here, neither by `unshare` (user namespaces) nor by `setpriv`. Start Wexstream as an ordinary "
        "user, or name a PostgreSQL server: WS_DATABASE_URL=postgresql://user:password@host/database"
    )


def _has_name(uid: int) -> bool:
    return any(account.pw_uid == uid for account in pwd.getpwall())


def _stand_ins(own: int) -> Iterator[Identity]:
    nobody = next((account for account in pwd.getpwall() if account.pw_name == "nobody"), None)
    if nobody is None:
        return
    # In a user namespace of its own, PostgreSQL takes us for nobody; its files stay ours.
    yield Identity(prefix=("unshare", "--user", f"--map-user={nobody.pw_uid}"), owner=own)
    if own == 0:
        # Indeed as nobody, but let through folders that are root's alone. PostgreSQL looks for programs by
        # access(2), which takes that right into account with the securebit alone.
        account = (f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
        rights = ("--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override")
        bits = ("--securebits=+no_setuid_fixup", "--pdeathsig=keep")
        yield Identity(prefix=("setpriv", *account, *rights, *bits), owner=nobody.pw_uid)


def _runs(identity: Identity, program: Path) -> bool:
    command = [*identity.prefix, str(program), "--version"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - ours
    except FileNotFoundError:
        return False
