"""To whom a letter goes, and in which language and time zone it speaks."""

from wexstream.domain.model.account import Account
from wexstream.ports.mail import Letter, LetterKind


def addressed(account: Account, kind: LetterKind, *, reference: str, path: str) -> Letter:
    """Begin a letter to the owner of an account.

    Who typed an address that nobody has verified may be a stranger to it, and sends it no words as a name.
    """
    return Letter(
        kind=kind,
        reference=reference,
        to_address=account.email,
        to_name=account.full_name if account.verified_at is not None else None,
        language=account.language,
        time_zone=account.time_zone,
        path=path,
        about=frozenset({account.id}),
    )
