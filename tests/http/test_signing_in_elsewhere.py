"""Signing in by an OpenID provider: who is let in to which account, and what else one is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from dependency_injector import providers
from structlog.testing import capture_logs

from tests.http.elsewhere import KNOWN, NEW, Elsewhere, signed_out
from tests.http.world import PASSWORD, World
from tests.support.openid import ADA
from tests.support.verdicts import SUSPENDING
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.openid import OpenIdProvider
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.throttling import ATTEMPT_PER_ORIGIN


@pytest.fixture
def dead_provider(elsewhere: Elsewhere) -> Iterator[None]:
    """Instead of the provider nothing is there."""
    gone = replace(elsewhere.provider.registration, issuer="http://localhost:9")
    provider = OpenIdProvider(gone, Client(), elsewhere.world.clock)
    with elsewhere.world.platform.identity_providers.override(providers.Object({Provider.OIDC: provider})):
        elsewhere.world.platform.identities.reset()
        yield


async def test_who_is_new_and_accepts_the_terms_has_a_verified_account(elsewhere: Elsewhere) -> None:
    ada = await elsewhere.newcomer()

    me = await ada.ok("GET", "/api/me")

    assert me["state"] == "active"
    assert (me["full_name"], me["email"], me["has_password"]) == ("Ada Lovelace", "ada@example.org", False)


async def test_that_who_is_new_has_the_operators_address_and_so_moderates_is_in_the_log(
    elsewhere: Elsewhere,
) -> None:
    address = elsewhere.world.platform.policy().admin_email
    await elsewhere.provider.know(operator={**ADA, "sub": "operator", "email": address})
    operator = await elsewhere.newcomer("operator")
    signed_in, appointed = (await operator.ok("GET", "/api/moderation/audit"))["items"]
    assert (signed_in["kind"], signed_in["way"]) == ("moderator-signed-in", "oidc")
    assert (appointed["kind"], appointed["way"]) == ("moderator-appointed", "admin-address")
    assert appointed["subject"]["person"] == signed_in["actor"]["person"]


async def test_who_is_new_accepts_the_terms_first(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()

    assert await elsewhere.comes(guest) == "/sign-up?problem=consent-required&provider=oidc"

    assert await signed_out(guest)
    await elsewhere.newcomer()  # nothing was kept that is in the way


async def test_other_terms_than_those_of_today_are_not_accepted(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()

    landed = await elsewhere.comes(guest, path="/api/auth/oidc?terms_version=0")

    assert landed == "/sign-up?problem=consent-required&provider=oidc"
    assert await signed_out(guest)


async def test_who_was_here_before_has_the_same_account(elsewhere: Elsewhere) -> None:
    ada = await elsewhere.newcomer()
    again = elsewhere.world.guest()

    assert await elsewhere.comes(again, path="/api/auth/oidc?next=/profile%3Fu%3D1") == "/profile?u=1"

    assert (await again.ok("GET", "/api/me"))["id"] == (await ada.ok("GET", "/api/me"))["id"]


async def test_a_new_account_has_the_language_and_time_zone_that_the_page_knows(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    await elsewhere.comes(guest, path=f"{NEW}&language=fr&time_zone=Europe/Paris")

    me = await guest.ok("GET", "/api/me")

    assert (me["language"], me["time_zone"]) == ("fr", "Europe/Paris")


async def test_an_address_that_is_vouched_for_joins_the_verified_account_of_it(elsewhere: Elsewhere) -> None:
    member = await elsewhere.world.member()
    await elsewhere.provider.know(ada=ADA | {"email": member.email.upper()})
    guest = elsewhere.world.guest()

    assert await elsewhere.comes(guest) == "/"

    assert (await guest.ok("GET", "/api/me"))["id"] == member.id
    assert [one["provider"] for one in (await member.ok("GET", "/api/me/identities"))["items"]] == ["oidc"]
    await elsewhere.world.work()
    newest = (await elsewhere.world.platform.mailbox().list())[0].mail
    assert newest.to_address == member.email
    assert "Example ID" in newest.subject


async def test_who_signed_up_with_somebody_elses_address_gains_nothing(elsewhere: Elsewhere) -> None:
    squatter = await elsewhere.world.member("Mallory", verified=False)
    await elsewhere.provider.know(ada=ADA | {"email": squatter.email})

    ada = await elsewhere.newcomer()

    me = await ada.ok("GET", "/api/me")
    assert me["id"] != squatter.id
    assert me["full_name"] == "Ada Lovelace"
    assert await signed_out(squatter)
    credentials = {"email": squatter.email, "password": PASSWORD}
    await elsewhere.world.guest().refused(401, "wrong-credentials", "POST", "/api/sessions", json=credentials)


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "yes"},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": None},
        {"email": "no address"},
    ],
)
async def test_an_address_that_is_not_vouched_for_is_refused(
    elsewhere: Elsewhere, said: dict[str, Any]
) -> None:
    member = await elsewhere.world.member()
    known = {**ADA, "email": member.email, **said}
    await elsewhere.provider.know(ada={name: value for name, value in known.items() if value is not None})
    guest = elsewhere.world.guest()

    assert await elsewhere.comes(guest, path=NEW) == "/sign-in?problem=address-not-vouched&provider=oidc"

    assert await signed_out(guest)
    assert (await member.ok("GET", "/api/me/identities"))["items"] == []


async def test_a_changed_address_leads_to_no_other_account(elsewhere: Elsewhere) -> None:
    ada, bob = await elsewhere.newcomer(), await elsewhere.world.member("Bob")
    await elsewhere.provider.know(ada=ADA | {"email": bob.email})
    again = elsewhere.world.guest()

    await elsewhere.comes(again)

    me = await again.ok("GET", "/api/me")
    assert me["id"] == (await ada.ok("GET", "/api/me"))["id"]
    assert me["email"] == "ada@example.org"


async def test_who_has_anothers_former_address_there_is_refused(elsewhere: Elsewhere) -> None:
    await elsewhere.newcomer()
    await elsewhere.provider.know(heir=ADA | {"name": "Heir"})
    guest = elsewhere.world.guest()

    landed = await elsewhere.comes(guest, "heir", NEW)

    assert landed == "/sign-in?problem=identity-differs&provider=oidc"
    assert await signed_out(guest)


async def test_of_two_windows_the_one_that_left_last_signs_in(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    first = await elsewhere.provider.sign_in(await elsewhere.sent(guest, NEW), "ada")
    second = await elsewhere.provider.sign_in(await elsewhere.sent(guest, NEW), "ada")

    assert await elsewhere.lands(guest, first) == "/sign-in?problem=sign-in-outdated&provider=oidc"
    assert await elsewhere.lands(guest, second) == "/search"
    assert not await signed_out(guest)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_sites_link_sends_nobody_to_sign_up_but_to_our_page_first(
    elsewhere: Elsewhere, site: str
) -> None:
    guest = elsewhere.world.guest(**{"Sec-Fetch-Site": site})

    assert await elsewhere.sent(guest, NEW) == "/sign-in?next=%2Fsearch"
    assert "ws-attempt" not in guest.client.cookies


async def test_why_a_service_lets_nobody_in_is_told_to_the_operator(elsewhere: Elsewhere) -> None:
    mistaken = replace(elsewhere.provider.registration, client_secret="mistaken")
    provider = OpenIdProvider(mistaken, Client(elsewhere.network), elsewhere.world.clock)
    with (
        elsewhere.world.platform.identity_providers.override(providers.Object({Provider.OIDC: provider})),
        capture_logs() as lines,
    ):
        elsewhere.world.platform.identities.reset()
        assert "sign-in-failed" in await elsewhere.comes(elsewhere.world.guest())

    [line] = [one for one in lines if one["event"] == "a sign-in by another service failed"]
    assert (line["provider"], line["why"]) == ("oidc", "localhost: 401")


async def test_who_says_no_there_reads_so(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    back = await elsewhere.provider.refuse(await elsewhere.sent(guest))

    assert await elsewhere.lands(guest, back) == "/sign-in?problem=sign-in-declined&provider=oidc"


async def test_a_provider_that_is_away_is_said_to_be(elsewhere: Elsewhere, dead_provider: None) -> None:
    guest = elsewhere.world.guest()

    answer = await guest.call("GET", KNOWN)

    assert answer.headers["location"] == "/sign-in?problem=provider-unavailable&provider=oidc"


@pytest.mark.parametrize(
    "target",
    [
        *("//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "javascript:alert(1)"),
        *("/\t/evil.example", "/ a", "/\n", "/é"),
    ],
)
async def test_nobody_is_sent_on_to_another_site(elsewhere: Elsewhere, target: str) -> None:
    await elsewhere.world.guest().refused(400, "bad-request", "GET", KNOWN, params={"next": target})


@pytest.mark.parametrize("provider", ["google", "facebook", "gitlab", "OIDC"])
@pytest.mark.parametrize("path", ["", "/callback"])
async def test_a_provider_that_is_not_offered_is_not_there(
    elsewhere: Elsewhere, provider: str, path: str
) -> None:
    guest = elsewhere.world.guest()
    await elsewhere.sent(guest)
    answer = await guest.call("GET", f"/api/auth/{provider}{path}")
    outdated = answer.status_code == 303 and "sign-in-outdated" in answer.headers["location"]
    assert answer.status_code == 404 or (path and outdated)


async def test_somewhere_one_tries_so_often_only(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    for _ in range(ATTEMPT_PER_ORIGIN.times):
        await elsewhere.sent(guest)

    assert await elsewhere.sent(guest) == "/sign-in?problem=too-many-requests&provider=oidc"


async def test_a_suspended_account_is_let_in_to_leave(elsewhere: Elsewhere) -> None:
    ada, moderator = await elsewhere.newcomer(), await elsewhere.world.moderator()
    me = await ada.ok("GET", "/api/me")
    await moderator.ok("POST", f"/api/moderation/users/{me['id']}/suspend", json=SUSPENDING)
    guest = elsewhere.world.guest()

    assert await elsewhere.comes(guest) == "/suspended"

    await guest.refused(403, "account-suspended", "GET", "/api/me")
    await guest.ok("GET", "/api/me/export")
    await guest.ok("DELETE", "/api/me", json={})
    assert await elsewhere.comes(guest, path=NEW) == "/sign-in?problem=address-barred&provider=oidc"


async def test_a_suspension_whose_time_is_over_ends_by_signing_in_there_too(elsewhere: Elsewhere) -> None:
    me = await (await elsewhere.newcomer()).ok("GET", "/api/me")
    moderator = await elsewhere.world.moderator()
    body = {"term": "1-day", "words": "Sleep on it."}
    await moderator.ok("POST", f"/api/moderation/users/{me['id']}/suspend", json=body)
    guest = elsewhere.world.guest()
    assert await elsewhere.comes(guest) == "/suspended"
    elsewhere.world.clock.advance(timedelta(days=1))
    assert await elsewhere.comes(guest) != "/suspended"
    assert (await guest.ok("GET", "/api/me"))["state"] == "active"


async def test_a_suspended_account_is_joined_by_nothing(elsewhere: Elsewhere) -> None:
    member, moderator = await elsewhere.world.member(), await elsewhere.world.moderator()
    await elsewhere.provider.know(ada=ADA | {"email": member.email})
    await moderator.ok("POST", f"/api/moderation/users/{member.id}/suspend", json=SUSPENDING)

    assert await elsewhere.comes(elsewhere.world.guest(), path=NEW) == "/suspended"
    await moderator.ok("POST", f"/api/moderation/users/{member.id}/restore")

    await member.ok("POST", "/api/sessions", json={"email": member.email, "password": PASSWORD})
    assert (await member.ok("GET", "/api/me/identities"))["items"] == []


async def test_who_has_erased_the_account_can_come_anew(elsewhere: Elsewhere) -> None:
    ada = await elsewhere.newcomer()
    before = (await ada.ok("GET", "/api/me"))["id"]
    await ada.ok("DELETE", "/api/me", json={})

    again = await elsewhere.newcomer()

    assert (await again.ok("GET", "/api/me"))["id"] != before


async def test_the_cookie_of_an_attempt_is_this_hosts_and_no_scripts(
    elsewhere: Elsewhere, austere: World
) -> None:
    offered = elsewhere.world.platform.identity_providers()
    with austere.platform.identity_providers.override(providers.Object(offered)):
        answer = await austere.guest().call("GET", KNOWN)

    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-ws-attempt=")
    assert {"httponly", "secure", "samesite=lax", "path=/", "max-age=600"} <= set(cookie.split("; "))
