"""Accounts: their states, what people change of them, and which passwords they may have."""

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import account as an_account
from tests.support.clock import NOW
from tests.support.strategies import TIMES, accounts
from tests.unit.model.entries import why_refused
from wexstream.domain.model import account as rules
from wexstream.domain.model.account import (
    Account,
    AccountChanges,
    AccountState,
    Consent,
    Language,
    MailChoices,
)
from wexstream.domain.model.changes import UNSET
from wexstream.domain.model.errors import AccountSuspended, EmailNotVerified, Invalid, NotSuspended
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.domain.model.text import address_key, folded

ADMIN = "Admin@example.org"
ADMIN_KEY = address_key(ADMIN)
UNVERIFIED = accounts().map(
    lambda account: replace(
        account,
        state=AccountState.UNVERIFIED,
        verified_at=None,
        suspended_at=None,
        suspended_until=None,
    )
)
ACTIVE = st.builds(
    lambda account, at: replace(
        account, state=AccountState.ACTIVE, verified_at=at, suspended_at=None, suspended_until=None
    ),
    accounts(),
    TIMES,
)
STANDING = UNVERIFIED | ACTIVE
GIVEN = AccountChanges(
    full_name=" Amal  Haddad ",
    bio="Botanist",
    location="Tunis",
    website="https://example.org",
    language=Language.ARABIC,
    time_zone="Africa/Tunis",
    mail_requests=False,
    mail_approvals=False,
    mail_messages=False,
    mail_live=True,
    mail_finished=True,
    messages_from_strangers=False,
)
BECOMES: dict[str, object] = {
    "full_name": "Amal  Haddad",
    "bio": "Botanist",
    "location": "Tunis",
    "website": "https://example.org",
    "language": Language.ARABIC,
    "time_zone": "Africa/Tunis",
    "mail_requests": False,
    "mail_approvals": False,
    "mail_messages": False,
    "mail_live": True,
    "mail_finished": True,
    "messages_from_strangers": False,
}


def test_unless_said_an_account_is_no_moderators_and_accepts_messages_from_strangers() -> None:
    account = Account(
        id=AccountId(UUID(int=1)),
        state=AccountState.UNVERIFIED,
        full_name="Amal Haddad",
        email="amal@example.org",
        password_hash=None,
        consent=Consent(terms_version="1", accepted_at=NOW),
        created_at=NOW,
    )
    assert not account.moderator
    assert account.messages_from_strangers
    assert (account.language, account.time_zone) == (Language.ENGLISH, "UTC")


class TestVerifying:
    @given(UNVERIFIED, TIMES)
    def test_verifying_makes_an_account_active_and_changes_nothing_else(
        self, account: Account, at: datetime
    ) -> None:
        verified = account.verify(at=at, admin_key=None)
        assert verified == replace(account, state=AccountState.ACTIVE, verified_at=at)

    @given(accounts(), TIMES, TIMES)
    def test_verifying_again_changes_nothing(self, account: Account, at: datetime, later: datetime) -> None:
        once = account.verify(at=at, admin_key=None)
        assert once.verify(at=later, admin_key=once.address_key) == once

    def test_a_suspended_account_cannot_verify_itself_out_of_it(self) -> None:
        suspended = an_account(state=AccountState.UNVERIFIED).suspend(at=NOW)
        assert suspended.verify(at=NOW, admin_key=None) == suspended

    def test_the_administrators_address_makes_a_moderator_in_whatever_case_once_it_is_verified(self) -> None:
        account = an_account(state=AccountState.UNVERIFIED, email=ADMIN.upper())
        assert not account.moderator
        assert account.verify(at=NOW, admin_key=ADMIN_KEY).moderator

    @pytest.mark.parametrize("admin_key", [None, ADMIN_KEY])
    def test_no_other_address_does(self, admin_key: str | None) -> None:
        account = an_account(state=AccountState.UNVERIFIED, email="xadmin@example.org")
        assert not account.verify(at=NOW, admin_key=admin_key).moderator


class TestMoving:
    @given(STANDING, TIMES)
    def test_moving_takes_the_address_verifies_and_changes_nothing_else(
        self, account: Account, at: datetime
    ) -> None:
        moved = account.move("new@example.org", at=at, admin_key=None)
        assert moved == replace(account, email="new@example.org", state=AccountState.ACTIVE, verified_at=at)

    @given(STANDING, TIMES, TIMES)
    def test_a_suspended_account_that_moves_stays_suspended(
        self, account: Account, at: datetime, later: datetime
    ) -> None:
        moved = account.suspend(at=at).move("new@example.org", at=later, admin_key=None)
        assert moved.state is AccountState.SUSPENDED
        assert moved.email == "new@example.org"

    def test_moving_to_the_administrators_address_makes_a_moderator(self) -> None:
        assert an_account().move(ADMIN, at=NOW, admin_key=ADMIN_KEY).moderator

    def test_having_had_the_administrators_address_before_it_was_verified_does_not(self) -> None:
        squatter = an_account(state=AccountState.UNVERIFIED, email=ADMIN)
        assert not squatter.move("new@example.org", at=NOW, admin_key=ADMIN_KEY).moderator

    def test_a_moderator_who_moves_stays_one(self) -> None:
        assert an_account(moderator=True).move("new@example.org", at=NOW, admin_key=ADMIN_KEY).moderator


class TestAppointing:
    @given(ACTIVE)
    def test_an_active_account_is_made_a_moderators(self, account: Account) -> None:
        assert account.appoint() == replace(account, moderator=True)

    @given(UNVERIFIED)
    def test_an_unverified_one_is_not(self, account: Account) -> None:
        with pytest.raises(EmailNotVerified):
            account.appoint()

    @given(STANDING, TIMES)
    def test_a_suspended_one_is_not(self, account: Account, at: datetime) -> None:
        with pytest.raises(AccountSuspended):
            account.suspend(at=at).appoint()


class TestSuspending:
    @given(STANDING, TIMES, st.none() | TIMES)
    def test_an_account_is_restored_to_what_it_was(
        self, account: Account, at: datetime, until: datetime | None
    ) -> None:
        suspended = account.suspend(at=at, until=until)
        assert (suspended.state, suspended.suspended_at) == (AccountState.SUSPENDED, at)
        assert suspended.restore() == account

    @given(STANDING, TIMES, TIMES, st.none() | TIMES)
    def test_suspending_again_changes_until_when_and_not_since_when(
        self, account: Account, at: datetime, later: datetime, until: datetime | None
    ) -> None:
        again = account.suspend(at=at, until=later).suspend(at=later, until=until)
        assert again == account.suspend(at=at, until=until)

    @given(STANDING, TIMES, TIMES)
    def test_it_is_due_back_from_the_time_on_until_which_it_is_suspended(
        self, account: Account, at: datetime, until: datetime
    ) -> None:
        suspended = account.suspend(at=at, until=until)
        assert suspended.is_due_back(at=until)
        assert suspended.is_due_back(at=until + timedelta(seconds=1))
        assert not suspended.is_due_back(at=until - timedelta(seconds=1))

    @given(STANDING, TIMES)
    def test_what_is_suspended_for_good_or_not_at_all_is_never_due_back(
        self, account: Account, at: datetime
    ) -> None:
        assert not account.suspend(at=at).is_due_back(at=datetime.max.replace(tzinfo=UTC))
        assert not replace(account, suspended_until=at).is_due_back(at=at)

    @given(STANDING)
    def test_what_is_not_suspended_cannot_be_restored(self, account: Account) -> None:
        with pytest.raises(NotSuspended):
            account.restore()


class TestChanging:
    @given(accounts())
    def test_what_is_left_out_stays(self, account: Account) -> None:
        assert account.change(AccountChanges()) == account

    @given(st.sets(st.sampled_from(sorted(BECOMES))))
    def test_what_is_given_is_taken_and_nothing_else(self, fields: set[str]) -> None:
        account = an_account()
        kept = {field: UNSET for field in BECOMES if field not in fields}
        changed = account.change(replace(GIVEN, **kept))
        taken = {field: value for field, value in BECOMES.items() if field in fields}
        assert _flat(changed) == _flat(account) | taken

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("bio", AccountChanges(bio=None)),
            ("location", AccountChanges(location=None)),
            ("website", AccountChanges(website=None)),
        ],
    )
    def test_what_may_be_empty_is_emptied_by_none(self, field: str, changes: AccountChanges) -> None:
        full = an_account().change(GIVEN)
        assert _flat(full.change(changes)) == _flat(full) | {field: None}

    @pytest.mark.parametrize(
        ("field", "changes"),
        [
            ("full_name", AccountChanges(full_name=" ")),
            ("bio", AccountChanges(bio="x" * 101)),
            ("location", AccountChanges(location="x" * 101)),
            ("website", AccountChanges(website="javascript:alert(1)")),
            ("time_zone", AccountChanges(time_zone="")),
        ],
    )
    def test_what_cannot_be_accepted_is_refused_by_its_name(
        self, field: str, changes: AccountChanges
    ) -> None:
        with pytest.raises(Invalid) as refused:
            an_account().change(changes)
        assert [fault.field for fault in refused.value.faults] == [field]

    @given(accounts(), st.none() | st.uuids().map(PictureId))
    def test_a_picture_is_taken_or_given_up(self, account: Account, picture: PictureId | None) -> None:
        assert account.with_picture(picture) == replace(account, picture=picture)

    @given(accounts())
    def test_a_password_is_replaced(self, account: Account) -> None:
        assert account.with_password("another hash") == replace(account, password_hash="another hash")

    @given(accounts())
    def test_a_name_is_searched_folded_and_an_address_compared_without_case(self, account: Account) -> None:
        assert account.folded_name == folded(account.full_name)
        assert account.address_key == address_key(account.email)


class TestConsent:
    @given(accounts(), TIMES)
    def test_the_terms_of_today_are_accepted_with_their_version_and_the_time(
        self, account: Account, at: datetime
    ) -> None:
        consent = rules.consent("2", current="2", at=at)
        assert (consent.terms_version, consent.accepted_at) == ("2", at)
        assert account.accept(consent) == replace(account, consent=consent)

    @pytest.mark.parametrize("version", ["1", "", "22", "2 "])
    def test_other_terms_are_refused(self, version: str) -> None:
        refused = why_refused(lambda value: rules.consent(value, current="2", at=NOW), version)
        assert refused == ("terms_version", "outdated")


class TestTimeZones:
    @pytest.mark.parametrize(
        "zone",
        [
            "UTC",
            "Europe/Paris",
            "America/Argentina/Buenos_Aires",
            "America/Port-au-Prince",
            "Etc/GMT+12",
            "EST5EDT",
            "Mars/Olympus_Mons",
        ],
    )
    def test_names_in_the_form_of_time_zones_are_accepted(self, zone: str) -> None:
        assert rules.time_zone(zone) == zone

    @pytest.mark.parametrize(
        "zone",
        [
            "",
            " UTC",
            "UTC\n",
            "/etc/passwd",
            "../UTC",
            "Europe/../UTC",
            "Europe//Paris",
            "Europe/",
            "Europe/Zürich",
            "+01:00",
            "1/2",
            "A/B/C/D/E",
            "x" * 65,
        ],
    )
    def test_what_could_be_no_time_zone_is_refused(self, zone: str) -> None:
        assert why_refused(rules.time_zone, zone) == ("time_zone", "time-zone")

    def test_a_time_zone_has_up_to_64_characters(self) -> None:
        assert rules.time_zone("x" * 64)


class TestPasswords:
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=7))
    def test_less_than_eight_characters_are_refused(self, value: str) -> None:
        assert why_refused(_acceptable, value) == ("password", "too-short")

    def test_more_than_128_characters_are_refused(self) -> None:
        assert _acceptable("é" * 128)
        assert why_refused(_acceptable, "é" * 129) == ("password", "too-long")

    @pytest.mark.parametrize(
        "value",
        [
            "Zoë Müller-Ångström",
            "zoe muller angstrom",
            "ZOEMULLERANGSTROM",
            "  Zoë   Müller Ångström ",
            "zoe.mueller@example.org",
            "ZOE.MUELLER@EXAMPLE.ORG",
            "zoe.mueller",
            "Zoe.Mueller ",
        ],
    )
    def test_the_name_and_the_address_are_refused_however_they_are_written(self, value: str) -> None:
        assert why_refused(_acceptable, value) == ("password", "guessable")

    @pytest.mark.parametrize("value", ["wexstream", "Wexstream", "WEX STREAM", "wexstream1", "2026Wexstream"])
    def test_the_name_of_the_place_is_refused_with_whatever_digits_around_it(self, value: str) -> None:
        assert why_refused(_acceptable, value) == ("password", "guessable")

    @pytest.mark.parametrize(
        "value",
        [
            "my wexstream",
            "zoe muller angstrom!",
            "my zoe.mueller",
            "muller angstrom",
            "@example.org",
            "example.org",
            "--------",
        ],
    )
    def test_what_is_neither_is_accepted(self, value: str) -> None:
        assert _acceptable(value) == value

    def test_a_new_password_is_refused_by_the_name_of_its_own_field(self) -> None:
        def new(value: str) -> str:
            return rules.password(value, email="amal@example.org", name="Amal Haddad", field="new")

        assert why_refused(new, "amal haddad") == ("new", "guessable")
        assert why_refused(new, "short") == ("new", "too-short")


class TestMailChoices:
    def test_mails_come_for_what_is_addressed_to_oneself_and_for_broadcasts_only_if_asked_for(self) -> None:
        assert MailChoices() == MailChoices(
            requests=True, approvals=True, messages=True, live=False, finished=False
        )


def _acceptable(value: str) -> str:
    return rules.password(value, email="Zoe.Mueller@example.org", name="Zoë Müller-Ångström")


def _flat(account: Account) -> dict[str, object]:
    """Lay an account out by the names that changes have."""
    fields = asdict(account)
    return fields | {f"mail_{kind}": choice for kind, choice in fields.pop("mail").items()}
