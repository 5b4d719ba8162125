import base64
import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from wexstream.adapters.security.keys import derive
from wexstream.adapters.security.tokens import (
    HmacBans,
    HmacLinkTokens,
    HmacOptOutTokens,
    JwtSessionTokens,
    SignedPictureLinks,
)
from wexstream.domain.model.account import MailChoice
from wexstream.domain.model.ids import AccountId, LinkId, PictureId, SessionId
from wexstream.ports.security import (
    Bans,
    LinkTokens,
    OptOut,
    OptOutTokens,
    PictureLinks,
    SessionClaim,
    SessionTokens,
)

SECRET = b"the one secret of this server, a test's"
OTHER_SECRET = b"the one secret of another server, a test's"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

LINKS: LinkTokens = HmacLinkTokens(SECRET)
SESSIONS: SessionTokens = JwtSessionTokens(SECRET)
OPT_OUT_TOKENS: OptOutTokens = HmacOptOutTokens(SECRET)
PICTURES: PictureLinks = SignedPictureLinks(SECRET, "https://meet.example.org")
BANS: Bans = HmacBans(SECRET)

ANY_TEXT = st.text() | st.text("\ud800\udfffa. ")  # lone surrogates too
TIMES = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it
SPANS = st.timedeltas(timedelta(microseconds=1), timedelta(days=365))
ADDRESS = "amal@example.org"
OPT_OUTS = st.builds(OptOut, account=st.uuids().map(AccountId), choice=st.sampled_from(MailChoice))
CLAIMS = st.builds(SessionClaim, account=st.uuids().map(AccountId), session=st.uuids().map(SessionId))


class TestKeys:
    def test_a_secret_that_could_be_guessed_is_refused_with_a_way_to_make_one(self) -> None:
        with pytest.raises(ValueError, match=r"31 bytes and needs 32.*openssl rand"):
            derive(b"x" * 31, "links")

    @given(secret=st.binary(min_size=32), purposes=st.lists(st.text(), unique=True, min_size=2, max_size=5))
    def test_each_purpose_has_a_key_of_its_own(self, secret: bytes, purposes: list[str]) -> None:
        keys = {derive(secret, purpose) for purpose in purposes}
        assert len(keys) == len(purposes)
        assert all(len(key) == 32 for key in keys)


class TestLinkTokens:
    @given(st.uuids().map(LinkId))
    def test_a_link_has_the_same_token_each_time_and_it_fits_into_a_url(self, link: LinkId) -> None:
        token = LINKS.token(link)
        assert token == HmacLinkTokens(SECRET).token(link)
        assert len(token) == 43
        assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    @given(st.lists(st.uuids().map(LinkId), unique=True, min_size=2))
    def test_two_links_have_two_tokens(self, links: list[LinkId]) -> None:
        assert len({LINKS.token(link) for link in links}) == len(links)

    @given(st.uuids().map(LinkId))
    def test_another_server_makes_another_token_of_it(self, link: LinkId) -> None:
        assert LINKS.token(link) != HmacLinkTokens(OTHER_SECRET).token(link)

    @given(st.uuids().map(LinkId))
    def test_what_is_kept_is_32_bytes_that_the_token_cannot_be_had_from(self, link: LinkId) -> None:
        token = LINKS.token(link)
        assert LINKS.digest(token) == sha256(token.encode()).digest()

    @given(ANY_TEXT, ANY_TEXT)
    def test_whatever_is_posted_as_a_token_has_a_digest_of_its_own(self, one: str, other: str) -> None:
        assert (LINKS.digest(one) == LINKS.digest(other)) == (one == other)


class TestOptOutTokens:
    @given(OPT_OUTS, st.text())
    def test_a_token_says_what_it_is_for_and_is_the_same_each_time(
        self, opt_out: OptOut, address_key: str
    ) -> None:
        token = OPT_OUT_TOKENS.token(opt_out, address_key=address_key)
        assert token == HmacOptOutTokens(SECRET).token(opt_out, address_key=address_key)
        assert OPT_OUT_TOKENS.read(token) == opt_out
        assert OPT_OUT_TOKENS.allows(token, address_key=address_key)
        assert re.fullmatch(r"[A-Za-z0-9._-]{60,90}", token)

    @given(OPT_OUTS, st.lists(st.text(), unique=True, min_size=2, max_size=2))
    def test_a_token_is_for_mails_to_one_address(self, opt_out: OptOut, two: list[str]) -> None:
        one, other = two
        assert not OPT_OUT_TOKENS.allows(OPT_OUT_TOKENS.token(opt_out, address_key=one), address_key=other)

    @given(OPT_OUTS)
    def test_a_token_of_another_server_is_refused(self, opt_out: OptOut) -> None:
        token = HmacOptOutTokens(OTHER_SECRET).token(opt_out, address_key=ADDRESS)
        assert not OPT_OUT_TOKENS.allows(token, address_key=ADDRESS)

    @given(OPT_OUTS, OPT_OUTS)
    def test_what_was_signed_for_one_thing_is_good_for_no_other(self, one: OptOut, other: OptOut) -> None:
        assume(one != other)
        signature = OPT_OUT_TOKENS.token(one, address_key=ADDRESS).rpartition(".")[2]
        named = OPT_OUT_TOKENS.token(other, address_key=ADDRESS).rpartition(".")[0]
        assert not OPT_OUT_TOKENS.allows(f"{named}.{signature}", address_key=ADDRESS)

    @given(st.data())
    def test_a_token_of_which_anything_was_changed_is_refused(self, data: st.DataObject) -> None:
        token = OPT_OUT_TOKENS.token(data.draw(OPT_OUTS), address_key=ADDRESS)
        place = data.draw(st.integers(0, len(token) - 1))
        other = data.draw(st.text(max_size=2).filter(lambda text: text != token[place]))
        assert not OPT_OUT_TOKENS.allows(token[:place] + other + token[place + 1 :], address_key=ADDRESS)

    @given(ANY_TEXT | ANY_TEXT.map("messages.{}".format))
    @example("messages.AAAAAAAAAAAAAAAAAAAAAA")
    @example("messages.AAAAAAAAAAAAAAAAAAAAAAA.")
    def test_what_is_no_token_is_refused(self, token: str) -> None:
        assert not OPT_OUT_TOKENS.allows(token, address_key=ADDRESS)

    @given(ANY_TEXT)
    @example("messages.AAAA.x")
    @example("moderation.AAAAAAAAAAAAAAAAAAAAAA.x")
    def test_what_names_no_account_and_no_mails_is_for_nothing(self, token: str) -> None:
        assert OPT_OUT_TOKENS.read(token) is None


class TestSessionTokens:
    @given(claim=CLAIMS, at=TIMES, lasts=st.timedeltas(timedelta(seconds=1), timedelta(days=365)))
    def test_a_token_says_whose_session_it_shows(
        self, claim: SessionClaim, at: datetime, lasts: timedelta
    ) -> None:
        assert SESSIONS.read(SESSIONS.issue(claim, expires_at=at + lasts), at=at) == claim

    @given(claim=CLAIMS, ends=TIMES, late=st.timedeltas(timedelta(0), timedelta(days=365)))
    def test_a_token_ends_with_its_session(
        self, claim: SessionClaim, ends: datetime, late: timedelta
    ) -> None:
        assert SESSIONS.read(SESSIONS.issue(claim, expires_at=ends), at=ends + late) is None

    @given(claim=CLAIMS, ends=TIMES)
    def test_a_token_holds_until_the_second_before(self, claim: SessionClaim, ends: datetime) -> None:
        early = ends.replace(microsecond=0) - timedelta(microseconds=1)
        assert SESSIONS.read(SESSIONS.issue(claim, expires_at=ends), at=early) == claim

    def test_a_token_that_was_accepted_ends_all_the_same(self) -> None:
        token = SESSIONS.issue(claim(), expires_at=NOW + timedelta(hours=1))
        assert SESSIONS.read(token, at=NOW) == claim()
        assert SESSIONS.read(token, at=NOW + timedelta(hours=1)) is None

    def test_time_is_what_the_caller_says_not_what_the_machine_says(self) -> None:
        for century in (1970, 2970):
            at = NOW.replace(year=century)
            token = SESSIONS.issue(claim(), expires_at=at + timedelta(hours=1))
            assert SESSIONS.read(token, at=at) == claim()

    @given(claim=CLAIMS)
    def test_a_token_of_another_server_is_refused(self, claim: SessionClaim) -> None:
        token = JwtSessionTokens(OTHER_SECRET).issue(claim, expires_at=NOW + timedelta(hours=1))
        assert SESSIONS.read(token, at=NOW) is None

    @given(st.data())
    def test_a_token_of_which_anything_was_changed_is_refused(self, data: st.DataObject) -> None:
        token = SESSIONS.issue(data.draw(CLAIMS), expires_at=NOW + timedelta(hours=1))
        # Of the signature's last character, two bits count for nothing.
        place = data.draw(st.integers(0, len(token) - 2))
        other = data.draw(st.characters(exclude_characters=token[place]))
        assert SESSIONS.read(token[:place] + other + token[place + 1 :], at=NOW) is None

    @given(ANY_TEXT)
    def test_what_is_no_token_is_refused(self, token: str) -> None:
        assert SESSIONS.read(token, at=NOW) is None

    def test_a_header_nested_without_end_is_refused(self) -> None:
        header = base64.urlsafe_b64encode(b"[" * 50_000).decode().rstrip("=")
        assert SESSIONS.read(f"{header}.e30.AA", at=NOW) is None

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *[(name, None) for name in ("iss", "aud", "sub", "sid", "exp")],
            ("iss", "somebody-else"),
            ("aud", "wexstream-room"),
            ("aud", ["wexstream-session"]),
            ("sub", "no uuid"),
            ("sub", 7),
            ("sid", "no uuid"),
            ("sid", ["00000000-0000-7000-8000-000000000000"]),
            ("exp", "tomorrow"),
            ("exp", True),
        ],
    )
    def test_a_token_of_ours_that_says_something_else_is_refused(self, name: str, value: object) -> None:
        changed = {**payload(), name: value}
        token = signed({key: said for key, said in changed.items() if said is not None})
        assert SESSIONS.read(signed(payload()), at=NOW) == claim()
        assert SESSIONS.read(token, at=NOW) is None

    @pytest.mark.parametrize("algorithm", ["none", "HS384", "HS512"])
    def test_any_other_algorithm_is_refused(self, algorithm: str) -> None:
        assert SESSIONS.read(signed(payload(), algorithm), at=NOW) is None

    @pytest.mark.parametrize("purpose", ["links", "opt-outs", "pictures", "bans", "rooms"])
    def test_a_key_of_another_purpose_opens_nothing(self, purpose: str) -> None:
        token = jwt.encode(payload(), derive(SECRET, purpose), algorithm="HS256")
        assert SESSIONS.read(token, at=NOW) is None


class TestPictureLinks:
    @given(st.uuids().map(AccountId), st.uuids().map(PictureId), TIMES, SPANS)
    def test_an_address_leads_to_the_picture_until_its_end(
        self, account: AccountId, picture: PictureId, at: datetime, lasts: timedelta
    ) -> None:
        signature = signature_of(PICTURES.sign(account, picture, expires_at=at + lasts), account)
        assert PICTURES.allows(account, picture, signature, at=at)
        assert PICTURES.allows(account, picture, signature, at=at + lasts - timedelta(microseconds=1))
        assert not PICTURES.allows(account, picture, signature, at=at + lasts)

    @given(st.lists(st.uuids(), min_size=2, max_size=2, unique=True), st.uuids())
    def test_a_signature_is_for_one_account_and_one_picture(self, two: list[UUID], third: UUID) -> None:
        end = NOW + timedelta(minutes=10)
        one, other = two
        mine = signature_of(PICTURES.sign(AccountId(one), PictureId(third), expires_at=end), one)
        assert not PICTURES.allows(AccountId(other), PictureId(third), mine, at=NOW)
        former = signature_of(PICTURES.sign(AccountId(third), PictureId(one), expires_at=end), third)
        assert not PICTURES.allows(AccountId(third), PictureId(other), former, at=NOW)

    def test_a_signature_of_another_server_is_refused(self) -> None:
        account, picture = AccountId(UUID(int=1)), PictureId(UUID(int=2))
        other = SignedPictureLinks(OTHER_SECRET, "https://meet.example.org")
        signature = signature_of(other.sign(account, picture, expires_at=NOW + timedelta(hours=1)), account)
        assert not PICTURES.allows(account, picture, signature, at=NOW)

    @given(st.data())
    def test_a_signature_of_which_anything_was_changed_is_refused(self, data: st.DataObject) -> None:
        account, picture = AccountId(UUID(int=1)), PictureId(UUID(int=2))
        signature = signature_of(
            PICTURES.sign(account, picture, expires_at=NOW + timedelta(hours=1)), account
        )
        place = data.draw(st.integers(0, len(signature) - 1))
        other = data.draw(
            st.text(st.characters() | st.characters(categories=["Cs"]), max_size=2).filter(
                lambda text: text != signature[place]
            )
        )
        changed = signature[:place] + other + signature[place + 1 :]
        assert not PICTURES.allows(account, picture, changed, at=NOW)

    @given(ANY_TEXT)
    def test_what_is_no_signature_is_refused(self, signature: str) -> None:
        assert not PICTURES.allows(AccountId(UUID(int=1)), PictureId(UUID(int=2)), signature, at=NOW)


class TestBans:
    @given(st.text(min_size=1))
    def test_an_address_is_recognised_by_32_bytes_that_do_not_show_it(self, address_key: str) -> None:
        digest = BANS.digest(address_key)
        assert digest == HmacBans(SECRET).digest(address_key)
        assert len(digest) == 32
        assert digest != sha256(address_key.encode()).digest()

    @given(st.text(), st.text())
    def test_two_addresses_have_two_digests(self, one: str, other: str) -> None:
        assume(one != other)
        assert BANS.digest(one) != BANS.digest(other)

    @given(st.text())
    def test_another_server_makes_another_digest_of_it(self, address_key: str) -> None:
        assert BANS.digest(address_key) != HmacBans(OTHER_SECRET).digest(address_key)


def claim() -> SessionClaim:
    return SessionClaim(account=AccountId(UUID(int=1)), session=SessionId(UUID(int=2)))


def payload() -> dict[str, object]:
    token = SESSIONS.issue(claim(), expires_at=NOW + timedelta(hours=1))
    said: dict[str, object] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    return said


def signed(payload: dict[str, object], algorithm: str = "HS256") -> str:
    # By hand: the library refuses to encode some of what a reader has to refuse.
    header = encoded(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    body = encoded(json.dumps(payload).encode())
    key = derive(SECRET, "sessions")
    signature = jwt.get_algorithm_by_name(algorithm).sign(f"{header}.{body}".encode(), key)
    return f"{header}.{body}.{encoded(signature)}"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def signature_of(address: str, account: UUID) -> str:
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == (
        "https",
        "meet.example.org",
        f"/api/users/{account}/avatar",
    )
    (signature,) = parse_qs(parts.query, strict_parsing=True)["signature"]
    return signature
