"""What a provider's word is worth."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.builders import account, identity
from tests.support.clock import NOW
from wexstream.domain.model.account import AccountState, Holders
from wexstream.domain.model.errors import (
    AccountSuspended,
    AddressNotVouched,
    IdentityDiffers,
    IdentityTaken,
    SignInOutdated,
)
from wexstream.domain.model.identity import (
    Attempt,
    Identity,
    Provider,
    Vouched,
    require_joinable,
    require_linkable,
    service_name,
)

ISSUER = "https://id.example.org"
ADA = Vouched(
    provider=Provider.OIDC,
    issuer=ISSUER,
    subject="ada",
    email="ada@example.org",
    email_verified=True,
    full_name="Ada Lovelace",
)
ATTEMPT = Attempt(
    provider=Provider.OIDC,
    state="a state",
    nonce="a nonce",
    verifier="a verifier",
    expires_at=NOW + timedelta(minutes=10),
    target="/",
)


def test_an_address_counts_where_it_was_verified_there() -> None:
    assert ADA.address() == "ada@example.org"


@pytest.mark.parametrize(
    "said", [replace(ADA, email_verified=False), replace(ADA, email=None), replace(ADA, email="ada@")]
)
def test_another_address_counts_for_nothing(said: Vouched) -> None:
    with pytest.raises(AddressNotVouched):
        said.address()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (ADA, "Ada Lovelace"),
        (replace(ADA, full_name=None), "ada"),
        (replace(ADA, full_name="\0"), "ada"),
        (replace(ADA, full_name="A" * 300), "A" * 100),
    ],
)
def test_a_new_account_is_called_as_there_or_by_its_address(said: Vouched, name: str) -> None:
    assert said.name() == name


def test_an_identity_keeps_what_is_an_address_alone() -> None:
    owner = account()
    assert ADA.linked_to(owner.id, at=NOW) == Identity(
        account=owner.id,
        provider=Provider.OIDC,
        issuer=ISSUER,
        subject="ada",
        email="ada@example.org",
        linked_at=NOW,
    )
    assert replace(ADA, email="\0").linked_to(owner.id, at=NOW).email is None


def test_what_comes_back_in_time_belongs_to_the_attempt() -> None:
    ATTEMPT.require(Provider.OIDC, "a state", at=NOW)


@pytest.mark.parametrize("state", [None, "", "another state", "a stat\ud800", "é"])
def test_another_state_belongs_to_no_attempt(state: str | None) -> None:
    with pytest.raises(SignInOutdated):
        ATTEMPT.require(Provider.OIDC, state, at=NOW)


def test_what_comes_late_or_from_elsewhere_belongs_to_no_attempt() -> None:
    with pytest.raises(SignInOutdated):
        ATTEMPT.require(Provider.OIDC, "a state", at=ATTEMPT.expires_at)
    with pytest.raises(SignInOutdated):
        ATTEMPT.require(Provider.GOOGLE, "a state", at=NOW)


@pytest.mark.parametrize(
    ("provider", "issuer", "name"),
    [
        (Provider.GOOGLE, "https://accounts.google.com", "Google"),
        (Provider.FACEBOOK, "https://www.facebook.com/1", "Facebook"),
        (Provider.OIDC, "https://id.example.org/realms/main", "id.example.org"),
        (Provider.OIDC, "former", "former"),
    ],
)
def test_a_service_is_named_even_when_it_is_offered_no_more(
    provider: Provider, issuer: str, name: str
) -> None:
    assert service_name(provider, issuer) == name


def test_an_identity_joins_the_owner_of_its_address_or_nobody() -> None:
    require_joinable(Holders(), ADA, [])
    require_joinable(Holders(owner=account()), ADA, [identity(account(), issuer="https://elsewhere")])
    require_joinable(Holders(applicant=account(state=AccountState.UNVERIFIED)), ADA, [])


def test_whoever_is_somebody_else_at_that_issuer_stays_that() -> None:
    owner = account()
    with pytest.raises(IdentityDiffers):
        require_joinable(Holders(owner=owner), ADA, [identity(owner, "another", ISSUER)])


def test_a_suspension_of_who_signed_up_outlasts_it() -> None:
    shut_out = replace(account(state=AccountState.SUSPENDED), verified_at=None)
    with pytest.raises(AccountSuspended):
        require_joinable(Holders(applicant=shut_out), ADA, [])


def test_linking_is_done_once() -> None:
    owner = account()
    own = ADA.linked_to(owner.id, at=NOW)
    assert require_linkable(owner, ADA, None, [])
    assert not require_linkable(owner, ADA, own, [own])


def test_what_is_anothers_is_not_linked_nor_a_second_one() -> None:
    owner, other = account(), account("Bob")
    with pytest.raises(IdentityTaken):
        require_linkable(owner, ADA, ADA.linked_to(other.id, at=NOW), [])
    with pytest.raises(IdentityDiffers):
        require_linkable(owner, ADA, None, [identity(owner, "another", ISSUER)])
