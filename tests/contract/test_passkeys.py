"""Checks of what devices make and sign, and tickets of what was asked of them."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import jwt
import pytest
from fido2 import cbor
from hypothesis import given
from hypothesis import strategies as st

from tests.support.authenticator import Device, decoded, encoded
from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.passkeys import FidoAuthenticators, JwtChallengeTickets
from wexstream.adapters.security.second_step import JwtHalfwayTickets
from wexstream.domain.model.audit import Way
from wexstream.domain.model.errors import PasskeyRefused
from wexstream.domain.model.ids import AccountId, TicketId
from wexstream.domain.model.passkey import Challenge, Made, Purpose, Signed
from wexstream.domain.model.second_step import Halfway
from wexstream.ports.passkeys import Assertion, Attestation, Authenticators, ChallengeTickets

SECRET = b"the one secret of this server, a test's"
OTHER_SECRET = b"the one secret of another server, a test's"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE: Authenticators = FidoAuthenticators("https://meet.example.org:8443/")
TICKETS: ChallengeTickets = JwtChallengeTickets(SECRET)
ADA = AccountId(UUID(int=1))
VALUE = bytes(range(32))
ANY_TEXT = st.text() | st.text("\ud800\udfffa. ")  # lone surrogates too
CHALLENGES = st.builds(
    Challenge,
    id=st.uuids().map(TicketId),
    purpose=st.sampled_from(Purpose),
    value=st.binary(min_size=32, max_size=32),
    expires_at=st.integers(0, 2**32).map(lambda at: datetime.fromtimestamp(at, UTC)),
    account=st.none() | st.uuids().map(AccountId),
)


def device() -> Device:
    return Device(origin="https://meet.example.org:8443")


def made_by(device: Device) -> Attestation:
    options = {
        "rp": {"id": HERE.place},
        "user": {"id": encoded(ADA.bytes)},
        "challenge": encoded(VALUE),
    }
    made = device.make(options)
    return Attestation(
        client_data=decoded(made["client_data"]), attestation_object=decoded(made["attestation_object"])
    )


def signed_by(device: Device) -> Assertion:
    signed = device.sign({"rpId": HERE.place, "challenge": encoded(VALUE)})
    return Assertion(
        credential=decoded(signed["credential"]),
        client_data=decoded(signed["client_data"]),
        authenticator_data=decoded(signed["authenticator_data"]),
        signature=decoded(signed["signature"]),
        user_handle=decoded(signed["user_handle"]),
    )


class TestAuthenticators:
    def test_the_place_is_the_host_without_its_port(self) -> None:
        assert HERE.place == "meet.example.org"

    def test_each_challenge_is_another(self) -> None:
        made = {HERE.challenge() for _ in range(9)}
        assert len(made) == 9
        assert {len(one) for one in made} == {32}

    def test_what_is_made_and_signed_here_is_believed(self) -> None:
        phone = device()
        made = HERE.made(made_by(phone), VALUE)
        assert made == Made(
            credential=phone.credential, public_key=made.public_key, sign_count=1, verified=True
        )
        signed = HERE.signed(signed_by(phone), VALUE, public_key=made.public_key)
        assert signed == Signed(account=ADA.bytes, sign_count=2, verified=True)

    @given(st.binary(max_size=400))
    def test_what_is_nothing_of_the_kind_is_refused(self, junk: bytes) -> None:
        phone = device()
        whole, key = made_by(phone), HERE.made(made_by(phone), VALUE).public_key
        signed = signed_by(phone)
        for made in (replace(whole, client_data=junk), replace(whole, attestation_object=junk)):
            with pytest.raises(PasskeyRefused):
                HERE.made(made, VALUE)
        for other in (
            replace(signed, client_data=junk),
            replace(signed, authenticator_data=junk),
            replace(signed, signature=junk),
        ):
            with pytest.raises(PasskeyRefused):
                HERE.signed(other, VALUE, public_key=key)

    @given(st.binary(max_size=300))
    def test_what_bears_a_key_that_is_none_is_refused(self, junk: bytes) -> None:
        phone = device()
        data = cbor.decode(made_by(phone).attestation_object)
        assert isinstance(data, dict)
        start = data["authData"][: 37 + 18 + len(phone.credential)]
        odd = cbor.encode({**data, "authData": start + junk})
        with pytest.raises(PasskeyRefused):
            HERE.made(replace(made_by(phone), attestation_object=odd), VALUE)


class TestTickets:
    @given(CHALLENGES)
    def test_a_ticket_says_what_was_sealed(self, challenge: Challenge) -> None:
        assert TICKETS.open(TICKETS.seal(challenge)) == challenge

    @given(ANY_TEXT)
    def test_other_text_is_none(self, text: str) -> None:
        assert TICKETS.open(text) is None

    def test_a_ticket_of_another_server_or_purpose_is_none(self) -> None:
        challenge = Challenge(id=TicketId(ADA), purpose=Purpose.ADD, value=VALUE, expires_at=NOW)
        halfway = Halfway(
            id=TicketId(ADA), account=ADA, way=Way.PASSWORD, password="", stay=False, expires_at=NOW
        )
        assert TICKETS.open(JwtChallengeTickets(OTHER_SECRET).seal(challenge)) is None
        assert TICKETS.open(JwtHalfwayTickets(SECRET).seal(halfway)) is None
        claims = jwt.decode(TICKETS.seal(challenge), options={"verify_signature": False})
        assert TICKETS.open(jwt.encode({**claims, "aud": "x"}, derive(SECRET, "passkeys"))) is None
        assert TICKETS.open(jwt.encode(claims, "", algorithm="none")) is None
