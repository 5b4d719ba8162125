"""Codes of apps, codes that are kept, and tickets between the steps of signing in."""

from base64 import b32decode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

import jwt
import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from tests.support.totp import shown
from wexstream.adapters.security.attempts import JwtAttempts
from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.second_step import HmacRecoveryCodes, JwtHalfwayTickets, TotpCodes
from wexstream.domain.model.audit import Way
from wexstream.domain.model.identity import Attempt, Provider
from wexstream.domain.model.ids import AccountId, TicketId
from wexstream.domain.model.second_step import Halfway, code, is_of_app
from wexstream.ports.second_step import AppCodes, HalfwayTickets, RecoveryCodes

SECRET = b"the one secret of this server, a test's"
OTHER_SECRET = b"the one secret of another server, a test's"
NOW = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)
APPS: AppCodes = TotpCodes(SECRET, issuer="Wexstream")
KEPT: RecoveryCodes = HmacRecoveryCodes(SECRET)
TICKETS: HalfwayTickets = JwtHalfwayTickets(SECRET)
ADA, BOB = AccountId(UUID(int=1)), AccountId(UUID(int=2))
STEP = timedelta(seconds=30)
ANY_TEXT = st.text() | st.text("\ud800\udfffa. ")  # lone surrogates too
HALFWAYS = st.builds(
    Halfway,
    id=st.uuids().map(TicketId),
    account=st.uuids().map(AccountId),
    way=st.sampled_from(Way),
    password=st.text("0123456789abcdef", min_size=32, max_size=32),
    stay=st.booleans(),
    expires_at=st.integers(0, 2**32).map(lambda at: datetime.fromtimestamp(at, UTC)),
)


def secret_of(sealed: bytes) -> str:
    return APPS.setup(sealed, ADA, email="ada@example.org").secret


class TestAppCodes:
    @pytest.mark.parametrize(
        ("seconds", "expected"),
        [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
    )
    def test_codes_are_those_of_the_rfc(self, seconds: int, expected: str) -> None:
        nonce = bytes(12)
        sealed = nonce + AESGCM(derive(SECRET, "second-steps")).encrypt(
            nonce, b"12345678901234567890", ADA.bytes
        )
        at = datetime.fromtimestamp(seconds, UTC)
        assert APPS.step_of(expected, sealed, ADA, at=at) == seconds // 30
        assert shown(secret_of(sealed), at) == expected

    @pytest.mark.parametrize("steps", [-1, 0, 1])
    def test_a_code_is_taken_a_step_early_or_late(self, steps: int) -> None:
        sealed = APPS.make(ADA)
        told = shown(secret_of(sealed), NOW + steps * STEP)
        assert APPS.step_of(told, sealed, ADA, at=NOW) == int(NOW.timestamp()) // 30 + steps

    @pytest.mark.parametrize("steps", [-2, 2])
    def test_a_code_two_steps_early_or_late_is_not_taken(self, steps: int) -> None:
        sealed = APPS.make(ADA)
        near = {shown(secret_of(sealed), NOW + one * STEP) for one in (-1, 0, 1)}
        told = shown(secret_of(sealed), NOW + steps * STEP)
        assert told in near or APPS.step_of(told, sealed, ADA, at=NOW) is None

    @given(ANY_TEXT)
    def test_other_text_is_no_code(self, text: str) -> None:
        sealed = APPS.make(ADA)
        near = {shown(secret_of(sealed), NOW + one * STEP) for one in (-1, 0, 1)}
        assert text in near or APPS.step_of(text, sealed, ADA, at=NOW) is None

    def test_each_secret_is_another_of_160_bits_and_is_not_to_be_read_where_it_is_kept(self) -> None:
        sealed, other = APPS.make(ADA), APPS.make(ADA)
        assert secret_of(sealed) != secret_of(other)
        assert len(b32decode(secret_of(sealed))) == 20
        assert b32decode(secret_of(sealed)) not in sealed

    def test_what_is_sealed_for_one_is_good_for_no_other_nor_on_another_server(self) -> None:
        sealed = APPS.make(ADA)
        for apps, account in ((APPS, BOB), (TotpCodes(OTHER_SECRET, issuer="Wexstream"), ADA)):
            assert apps.step_of(shown(secret_of(sealed), NOW), sealed, account, at=NOW) is None
        with pytest.raises(ValueError, match="not sealed by this secret"):
            APPS.setup(sealed[:-1] + bytes([sealed[-1] ^ 1]), ADA, email="ada@example.org")

    def test_an_app_is_told_whose_account_it_is_and_where(self) -> None:
        setup = APPS.setup(APPS.make(ADA), ADA, email="ada+x@example.org")
        parts = urlsplit(setup.address)
        assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
        assert unquote(parts.path) == "/Wexstream:ada+x@example.org"
        told = {name: values[0] for name, values in parse_qs(parts.query).items()}
        expected = {"secret": setup.secret, "issuer": "Wexstream", "digits": "6", "period": "30"}
        assert told == {**expected, "algorithm": "SHA1"}


class TestRecoveryCodes:
    def test_there_are_ten_each_another_and_none_like_an_apps(self) -> None:
        made = KEPT.make()
        assert len(set(made)) == 10
        assert not set(made) & set(KEPT.make())
        for one in made:
            assert len(code(one)) == 10
            assert not is_of_app(code(one))

    def test_a_digest_is_of_one_account_one_code_and_one_server(self) -> None:
        digests = {
            kept.digest(told, account)
            for kept in (KEPT, HmacRecoveryCodes(OTHER_SECRET))
            for told in ("abcdefghjk", "abcdefghjm")
            for account in (ADA, BOB)
        }
        assert len(digests) == 8
        assert {len(digest) for digest in digests} == {32}

    @given(ANY_TEXT)
    def test_any_text_has_one(self, text: str) -> None:
        assert KEPT.digest(text, ADA) == KEPT.digest(text, ADA)


class TestTickets:
    @given(HALFWAYS)
    def test_a_ticket_says_what_was_sealed(self, halfway: Halfway) -> None:
        assert TICKETS.open(TICKETS.seal(halfway)) == halfway

    @given(ANY_TEXT)
    def test_other_text_is_none(self, text: str) -> None:
        assert TICKETS.open(text) is None

    def test_a_ticket_of_another_server_or_purpose_is_none(self) -> None:
        halfway = Halfway(
            id=TicketId(ADA), account=ADA, way=Way.PASSWORD, password="", stay=False, expires_at=NOW
        )
        attempt = Attempt(
            provider=Provider.OIDC, state="s", nonce="n", verifier="v", expires_at=NOW, target="/"
        )
        assert TICKETS.open(JwtHalfwayTickets(OTHER_SECRET).seal(halfway)) is None
        assert TICKETS.open(JwtAttempts(SECRET).seal(attempt)) is None
        claims = jwt.decode(TICKETS.seal(halfway), options={"verify_signature": False})
        assert TICKETS.open(jwt.encode({**claims, "aud": "x"}, derive(SECRET, "halfway"))) is None
        assert TICKETS.open(jwt.encode(claims, "", algorithm="none")) is None
