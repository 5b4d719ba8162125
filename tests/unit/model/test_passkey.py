"""Passkeys: what they are asked, what they sign, and that an account keeps a way in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import account, identity, passkey
from tests.support.clock import NOW
from wexstream.domain.model.account import Account
from wexstream.domain.model.errors import Invalid, LastWayIn, PasskeyRefused, PasskeysFull, SignInOutdated
from wexstream.domain.model.identity import Identity
from wexstream.domain.model.ids import AccountId, PasskeyId, TicketId
from wexstream.domain.model.passkey import (
    CHALLENGE_LASTS,
    CREDENTIAL_LONGEST,
    PASSKEYS_MOST,
    Challenge,
    Made,
    Passkey,
    Purpose,
    Signed,
    added,
    passkey_name,
    require_room,
    require_way_in,
)

ADA, BOB = account("Ada"), account("Bob")
SIGNED = Signed(account=ADA.id.bytes, sign_count=8, verified=True)
MADE = Made(credential=b"credential", public_key=b"key", sign_count=3, verified=True)
LATER = NOW + timedelta(hours=1)


def challenge(purpose: Purpose, owner: AccountId | None) -> Challenge:
    name = TicketId(ADA.id)
    return Challenge(
        id=name, purpose=purpose, value=b"value", expires_at=NOW + CHALLENGE_LASTS, account=owner
    )


def test_what_was_asked_is_good_in_time_for_its_purpose_and_account() -> None:
    asked = challenge(Purpose.ADD, ADA.id)
    asked.require(Purpose.ADD, ADA.id, at=NOW + CHALLENGE_LASTS - timedelta(microseconds=1))
    for purpose, owner, at in (
        (Purpose.ADD, ADA.id, NOW + CHALLENGE_LASTS),
        (Purpose.ADD, BOB.id, NOW),
        (Purpose.ADD, None, NOW),
        (Purpose.SIGN_IN, ADA.id, NOW),
    ):
        with pytest.raises(SignInOutdated):
            asked.require(purpose, owner, at=at)
    challenge(Purpose.SIGN_IN, None).require(Purpose.SIGN_IN, None, at=NOW)


@pytest.mark.parametrize(("before", "after"), [(0, 0), (0, 1), (7, 8)])
def test_a_passkey_that_counts_on_or_never_counts_is_used(before: int, after: int) -> None:
    used = passkey(ADA, sign_count=before).use(replace(SIGNED, sign_count=after), at=LATER)
    assert (used.sign_count, used.used_at) == (after, LATER)


@pytest.mark.parametrize(("before", "after"), [(1, 0), (7, 7), (7, 6)])
def test_one_that_has_not_counted_on_is_a_copy(before: int, after: int) -> None:
    with pytest.raises(PasskeyRefused):
        passkey(ADA, sign_count=before).use(replace(SIGNED, sign_count=after), at=LATER)


@pytest.mark.parametrize(
    "signed",
    [
        replace(SIGNED, verified=False),
        replace(SIGNED, account=BOB.id.bytes),
        replace(SIGNED, account=None),
        replace(SIGNED, account=b""),
    ],
)
def test_it_is_for_its_account_and_by_who_holds_it(signed: Signed) -> None:
    with pytest.raises(PasskeyRefused):
        passkey(ADA).use(signed, at=LATER)


def test_a_device_that_knew_who_holds_it_has_one_added() -> None:
    name = PasskeyId(BOB.id)
    assert added(ADA, MADE, name, called="Phone", at=NOW) == Passkey(
        id=name,
        account=ADA.id,
        credential=b"credential",
        public_key=b"key",
        sign_count=3,
        name="Phone",
        created_at=NOW,
    )
    with pytest.raises(PasskeyRefused):
        added(ADA, replace(MADE, verified=False), name, called="Phone", at=NOW)


def test_what_no_device_calls_a_passkey_is_refused() -> None:
    longest, name = replace(MADE, credential=b"c" * CREDENTIAL_LONGEST), PasskeyId(BOB.id)
    assert added(ADA, longest, name, called="Phone", at=NOW).credential == longest.credential
    longer = replace(longest, credential=longest.credential + b"c")
    with pytest.raises(PasskeyRefused):
        added(ADA, longer, name, called="Phone", at=NOW)


def test_a_name_is_of_one_to_sixty_characters() -> None:
    assert passkey_name(" Key ring ") == "Key ring"
    assert passkey_name("x" * 60) == "x" * 60
    for wrong in ("", "x" * 61):
        with pytest.raises(Invalid):
            passkey_name(wrong)


def test_there_is_room_for_twenty() -> None:
    own = [passkey(ADA) for _ in range(PASSKEYS_MOST)]
    require_room(own[1:])
    with pytest.raises(PasskeysFull):
        require_room(own)


NO_PASSWORD = replace(ADA, password_hash=None)
HERE = identity(ADA)


@pytest.mark.parametrize(
    ("owner", "services", "passkeys"),
    [(ADA, [], []), (NO_PASSWORD, [HERE], []), (NO_PASSWORD, [], [passkey(ADA)])],
)
def test_a_password_a_service_or_a_passkey_is_a_way_in(
    owner: Account, services: list[Identity], passkeys: list[Passkey]
) -> None:
    require_way_in(owner, services, passkeys, offered=[HERE.issuer])


def test_without_any_of_them_there_is_none_nor_by_a_service_that_is_not_offered() -> None:
    for own in ([], [identity(ADA, issuer="https://former.example.org")]):
        with pytest.raises(LastWayIn):
            require_way_in(NO_PASSWORD, own, [], offered=[HERE.issuer])
