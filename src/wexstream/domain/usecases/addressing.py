"""To whom a letter goes, and in which language and time zone it speaks."""

from wexstream.domain.model.account import Account
from wexstream.ports.mail import Letter, LetterKind


def addressed(account: Account, kind: LetterKind, *, reference: str, path: str) -> Letter:
    """Begin a letter to the owner of an account."""
    return Letter(
        kind=kind,
        reference=reference,
        to_address=account.email,
        to_name=account.full_name,
        language=account.language,
        time_zone=account.time_zone,
        path=path,
        about=frozenset({account.id}),
    )
