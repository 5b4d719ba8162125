"""Addresses of mail and of websites: which are accepted, and as what."""

import unicodedata

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from tests.unit.model.entries import LIKELY, why_refused
from wexstream.domain.model.errors import Invalid
from wexstream.domain.model.text import address_key, email_address, website

LOCAL_64 = "x" * 64
LABEL_63 = "x" * 63
DOMAIN_189 = f"{'x' * 61}.{LABEL_63}.{LABEL_63}"
GOOD_ADDRESSES = [
    ("name@example.org", "name@example.org"),
    (" name@example.org\n", "name@example.org"),
    ("Na.Me+tag@Example.ORG", "Na.Me+tag@example.org"),
    ("o'brien!#$%&*/=?^_`{|}~-@example.org", "o'brien!#$%&*/=?^_`{|}~-@example.org"),
    ("1@2.co", "1@2.co"),
    ("a@b-c.example.museum", "a@b-c.example.museum"),
    ("a@bücher.example", "a@xn--bcher-kva.example"),
    ("a@BÜCHER.example", "a@xn--bcher-kva.example"),
    ("a@bu\u0308cher.example", "a@xn--bcher-kva.example"),
    ("a@ｂücher.example", "a@xn--bcher-kva.example"),
    ("a@例え。テスト", "a@xn--r8jz45g.xn--zckzah"),
    ("a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
    ("a@президент.рф", "a@xn--d1abbgf6aiiy.xn--p1ai"),
    ("a@موقع.example", "a@xn--4gbrim.example"),
    ("a@💩.la", "a@xn--ls8h.la"),
    (f"{LOCAL_64}@example.org", f"{LOCAL_64}@example.org"),
    (f"a@{LABEL_63}.org", f"a@{LABEL_63}.org"),
    (f"{LOCAL_64}@{DOMAIN_189}", f"{LOCAL_64}@{DOMAIN_189}"),
]
BAD_ADDRESSES = [
    "=?utf-8?q?x?=@example.org",
    "a.=?utf-8?q?x?=@example.org",
    "",
    "@",
    "name",
    "name@",
    "@example.org",
    "name@localhost",
    "name@example.o",
    "name@example.1x",
    "name@.org",
    "name@example..org",
    "name@example.org.",
    "name@.example.org",
    "name@-example.org",
    "name@example-.org",
    "name@exa_mple.org",
    "name@exa mple.org",
    "name@127.0.0.1",
    "name@[127.0.0.1]",
    "name@example.org:25",
    "name@example.org/x",
    "name@exa＠mple.org",
    "name@exa\u2100mple.org",
    "name@xn--\u00fc.org",
    "name@a\u05d0b.org",
    "na me@example.org",
    ".name@example.org",
    "name.@example.org",
    "na..me@example.org",
    "na@me@example.org",
    '"na me"@example.org',
    "name(comment)@example.org",
    "Name <name@example.org>",
    "mailto:name@example.org",
    "name@example.org,other@example.org",
    "name\\@example.org",
    "zoë@example.org",
    "na\u200bme@example.org",
    "name＠example.org",
    f"{LOCAL_64}x@example.org",
    f"a@{LABEL_63}x.org",
    f"a@{'ü' * 60}.org",
    f"a@{'президентроссии.' * 12}org",
]
GOOD_WEBSITES = [
    "https://example.org",
    "http://example.org/",
    "HTTPS://Example.ORG/Path?q=a+b",
    "https://example.org:8443/a/b?c=d&e=f#g",
    "https://user.example.org/@me",
    "https://example.org/?next=http://a:b@c",
    "https://example.org#@x",
    "https://fr.wikipedia.org/wiki/L'Étranger",
    "https://example.org/%C3%A9",
    "https://my_site.example.org",
    "https://bücher.example/bücher",
    "https://straße.example",
    "https://президент.рф",
    "https://xn--bcher-kva.example",
    "http://localhost:4003",
    "http://wiki/me",
    "http://192.0.2.1/",
    "https://example.org/" + "x" * 180,
]
BAD_WEBSITES = [
    "example.org",
    "//example.org",
    "/me",
    "javascript:alert(1)",
    "JavaScript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org",
    "mailto:name@example.org",
    "https:example.org",
    "https:/example.org",
    "https:///example.org",
    "https://",
    "https://#",
    "https://?",
    "https://.",
    "https://..",
    "https://-",
    "https://:80",
    "https://example..org",
    "https://.example.org",
    "https://example.org.",
    "https://-example.org",
    "https://example-.org",
    "https://exa mple.org",
    "https://example.org/a b",
    "https://example.org/a\u00a0b",
    "https://example\u3000.org",
    "https://user@example.org",
    "https://user:secret@example.org",
    "https://example.com@example.org",
    "https://@example.org",
    "https://example.org\\@example.com",
    "https://example.org/\\example.com",
    "https://example.org%2eexample.com",
    "https://%65xample.org",
    "https://example.org,example.com",
    "https://example.org;x",
    "https://exa'mple.org",
    'https://example.org/"onmouseover="x',
    "https://example.org/<script>",
    "https://example.org/a>b",
    "https://example.org:port",
    "https://example.org:65536",
    "https://example.org:0",
    "https://example.org:-1",
    "https://[::1]",
    "https://[::1",
    "https://[x]",
    "https://exam\u2100ple.org",
    "https://a\u05d0b.org",
    f"https://{LABEL_63}xü.org",
]


@pytest.mark.parametrize(("given", "accepted"), GOOD_ADDRESSES)
def test_addresses_are_accepted_with_their_domain_in_ascii(given: str, accepted: str) -> None:
    assert email_address(given) == accepted


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert why_refused(email_address, address) == ("email", "email")


@pytest.mark.parametrize(
    "host", ["straße.de", "STRAẞE.de", "νικος.gr", "نامه\u200cای.com", "ශ්\u200dර.com", "𝛓.gr"]
)
def test_domains_that_some_software_takes_for_others_are_refused(host: str) -> None:
    assert why_refused(email_address, f"name@{host}") == ("email", "email")


def test_an_address_has_up_to_254_characters() -> None:
    assert why_refused(email_address, f"{LOCAL_64}@x{DOMAIN_189}") == ("email", "too-long")


@given(st.emails())
def test_ordinary_addresses_are_accepted_and_only_their_domain_is_changed(address: str) -> None:
    local, _, domain = address.rpartition("@")
    assert email_address(address) == f"{local}@{domain.lower()}"


@given(LIKELY["email"])
def test_an_accepted_address_can_be_written_into_a_mail(entered: str) -> None:
    try:
        address = email_address(entered)
    except Invalid:
        reject()
    assert address.isascii()
    assert len(address) <= 254
    assert address.count("@") == 1


@given(st.emails())
def test_addresses_are_the_same_one_in_whatever_case(address: str) -> None:
    key = address_key(email_address(address))
    assert key == address_key(email_address(address.upper())) == address_key(email_address(address.lower()))


@pytest.mark.parametrize(
    "one", ["amal@example.org", "a.mal@example.org", "amal+x@example.org", "amal@example.com"]
)
@pytest.mark.parametrize("other", ["amal2@example.org", "am.al@example.org"])
def test_addresses_that_differ_in_more_than_case_are_different_ones(one: str, other: str) -> None:
    assert address_key(email_address(one)) != address_key(email_address(other))


@pytest.mark.parametrize("address", GOOD_WEBSITES)
def test_websites_are_accepted_as_they_are_written(address: str) -> None:
    assert website(f" {address} ") == unicodedata.normalize("NFC", address)


@pytest.mark.parametrize("address", BAD_WEBSITES)
def test_what_is_no_whole_or_no_honest_address_of_a_website_is_refused(address: str) -> None:
    assert why_refused(website, address) == ("website", "website")


@pytest.mark.parametrize("trick", ["\n", "\t", "\r", "\0", "\u202e", "\u2067"], ids=ascii)
def test_a_website_has_no_characters_that_browsers_pass_over(trick: str) -> None:
    assert why_refused(website, f"https://exam{trick}ple.org") == ("website", "characters")


def test_a_website_has_up_to_200_characters() -> None:
    assert why_refused(website, "https://example.org/" + "x" * 181) == ("website", "too-long")


@pytest.mark.parametrize("nothing", [None, "", "  ", "\u200b"])
def test_a_website_may_be_left_out(nothing: str | None) -> None:
    assert website(nothing) is None


def test_the_field_at_fault_is_the_one_that_was_asked_for() -> None:
    assert why_refused(lambda value: email_address(value, field="to"), "x") == ("to", "email")
    assert why_refused(lambda value: website(value, field="link"), "x") == ("link", "website")
