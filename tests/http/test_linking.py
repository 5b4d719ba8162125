"""Linking one's account with other services, and signing in by Facebook, which vouches for no address."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from dependency_injector import providers

from tests.http.world import PASSWORD, Guest, World
from tests.support.facebook import ADA, APP_ID, APPLICATION, Facebook
from wexstream.adapters.identity.client import Client
from wexstream.adapters.identity.facebook import FacebookProvider
from wexstream.adapters.identity.openid import OpenIdProvider, google
from wexstream.domain.model.identity import Provider
from wexstream.domain.model.session import RECENT_FOR

LINK = "/api/me/identities/facebook"


@pytest.fixture
async def facebook(world: World) -> AsyncIterator[Facebook]:
    standing_in = Facebook()
    offered = {
        Provider.GOOGLE: OpenIdProvider(google("id", "secret"), Client(standing_in), world.clock),
        Provider.FACEBOOK: FacebookProvider(APPLICATION, Client(standing_in)),
    }
    with world.platform.identity_providers.override(providers.Object(offered)):
        yield standing_in


async def link(facebook: Facebook, member: Guest, person: dict[str, Any] = ADA, **proof: str) -> str:
    """Link an account with somebody at Facebook; where one goes on then."""
    sent = await member.ok("POST", LINK, json=proof)
    answer = await member.call("GET", str(facebook.sign_in(sent["address"], person)))
    landed: str = answer.headers["location"]
    return landed


async def comes(facebook: Facebook, guest: Guest, person: dict[str, Any] = ADA, more: str = "") -> str:
    sent = (await guest.call("GET", f"/api/auth/facebook{more}")).headers["location"]
    answer = await guest.call("GET", str(facebook.sign_in(sent, person)))
    landed: str = answer.headers["location"]
    return landed


async def linked(member: Guest) -> list[tuple[str, str | None]]:
    items = (await member.ok("GET", "/api/me/identities"))["items"]
    return [(item["provider"], item["email"]) for item in items]


async def test_the_page_is_told_by_which_services_one_signs_in(world: World, facebook: Facebook) -> None:
    config = await world.guest().ok("GET", "/api/client-config")

    assert config["providers"] == [
        {"provider": "google", "issuer": "https://accounts.google.com", "name": "Google"},
        {"provider": "facebook", "issuer": f"https://www.facebook.com/{APP_ID}", "name": "Facebook"},
    ]


async def test_who_has_linked_facebook_signs_in_by_it(world: World, facebook: Facebook) -> None:
    member = await world.member()
    assert await link(facebook, member) == "/settings"
    guest = world.guest()

    assert await comes(facebook, guest) == "/"

    assert (await guest.ok("GET", "/api/me"))["id"] == member.id
    assert await linked(member) == [("facebook", "ada@example.org")]


async def test_the_secret_proves_each_call_and_no_address_bears_the_token(
    world: World, facebook: Facebook
) -> None:
    await link(facebook, await world.member())

    redeemed, asked = facebook.asked
    assert redeemed.method == "POST"
    assert not redeemed.url.query
    assert "appsecret_proof" in asked.url.params
    assert "EAAB" not in str(asked.url)


async def test_facebook_vouches_for_no_address(world: World, facebook: Facebook) -> None:
    member = await world.member()
    guest = world.guest()

    landed = await comes(facebook, guest, ADA | {"email": member.email}, "?terms_version=1")

    assert landed == "/sign-in?problem=address-not-vouched&provider=facebook"
    assert await linked(member) == []


@pytest.mark.parametrize("person", [{"id": "10158"}, {"id": "10158", "name": "Ada"}])
async def test_facebook_knows_people_without_an_address(
    world: World, facebook: Facebook, person: dict[str, Any]
) -> None:
    member = await world.member()
    await link(facebook, member, person)

    assert await linked(member) == [("facebook", None)]


async def test_a_code_of_facebooks_works_once(world: World, facebook: Facebook) -> None:
    await link(facebook, await world.member())
    guest = world.guest()
    sent = (await guest.call("GET", "/api/auth/facebook")).headers["location"]
    back, ticket = facebook.sign_in(sent, ADA), guest.client.cookies["ws-attempt"]
    await guest.call("GET", str(back))
    guest.client.cookies.clear()
    guest.client.cookies["ws-attempt"] = ticket

    answer = await guest.call("GET", str(back))

    assert answer.headers["location"] == "/sign-in?problem=sign-in-failed&provider=facebook"


async def test_who_says_no_to_facebook_reads_so(world: World, facebook: Facebook) -> None:
    guest = world.guest()
    sent = (await guest.call("GET", "/api/auth/facebook")).headers["location"]

    answer = await guest.call("GET", str(facebook.refuse(sent)))

    assert answer.headers["location"] == "/sign-in?problem=sign-in-declined&provider=facebook"


async def test_an_answer_without_a_code_shows_nothing(world: World, facebook: Facebook) -> None:
    guest = world.guest()
    sent = (await guest.call("GET", "/api/auth/facebook")).headers["location"]
    back = facebook.sign_in(sent, ADA).copy_remove_param("code")

    answer = await guest.call("GET", str(back))

    assert answer.headers["location"] == "/sign-in?problem=sign-in-failed&provider=facebook"


async def test_facebook_names_nobody_without_an_id(world: World, facebook: Facebook) -> None:
    landed = await comes(facebook, world.guest(), {"id": ""})

    assert landed == "/sign-in?problem=sign-in-failed&provider=facebook"


async def test_linking_goes_on_where_it_was_begun(world: World, facebook: Facebook) -> None:
    member = await world.member()

    assert await link(facebook, member, next="/settings?tab=security") == "/settings?tab=security"


async def test_linking_again_changes_nothing(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await link(facebook, member)

    assert await link(facebook, member) == "/settings"
    assert await linked(member) == [("facebook", "ada@example.org")]


async def test_an_identity_is_one_accounts(world: World, facebook: Facebook) -> None:
    await link(facebook, await world.member())
    other = await world.member("Bob")

    assert await link(facebook, other) == "/settings?problem=identity-taken&provider=facebook"
    assert await linked(other) == []


async def test_the_owner_is_told_by_mail_of_what_is_linked_and_unlinked(
    world: World, facebook: Facebook
) -> None:
    member = await world.member()
    await link(facebook, member)
    await link(facebook, member)
    await member.ok("DELETE", LINK, json={})

    assert (await world.subjects(member.email))[1:] == [
        "You can sign in by Facebook now",
        "Your account is not linked with Facebook any more",
    ]


async def test_an_account_is_one_person_at_a_provider(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await link(facebook, member)

    landed = await link(facebook, member, ADA | {"id": "20202"})

    assert landed == "/settings?problem=identity-differs&provider=facebook"
    assert len(await linked(member)) == 1


async def test_linking_takes_the_password_or_a_sign_in_of_the_last_minutes(
    world: World, facebook: Facebook
) -> None:
    member = await world.member()
    world.clock.advance(RECENT_FOR + timedelta(seconds=1))

    await member.refused(403, "proof-required", "POST", LINK, json={})
    await member.refused(403, "wrong-password", "POST", LINK, json={"password": "a guess of somebody's"})
    assert await link(facebook, member, password=PASSWORD) == "/settings"


async def test_unlinking_takes_the_password_or_a_sign_in_of_the_last_minutes(
    world: World, facebook: Facebook
) -> None:
    member = await world.member()
    await link(facebook, member)
    world.clock.advance(RECENT_FOR + timedelta(seconds=1))

    await member.refused(403, "proof-required", "DELETE", LINK, json={})
    await member.refused(403, "wrong-password", "DELETE", LINK, json={"password": "a guess of somebody's"})
    assert len(await linked(member)) == 1
    await member.ok("DELETE", LINK, json={"password": PASSWORD})
    assert await linked(member) == []


async def test_another_sites_page_links_nothing(world: World, facebook: Facebook) -> None:
    member = await world.member()
    headers = {"Sec-Fetch-Site": "cross-site"}

    await member.refused(403, "cross-site", "POST", LINK, json={}, headers=headers)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\n"])
async def test_linking_leads_to_no_other_site(world: World, facebook: Facebook, target: str) -> None:
    member = await world.member()
    await member.refused(422, "invalid", "POST", LINK, json={"next": target})


async def test_who_is_not_verified_links_nothing(world: World, facebook: Facebook) -> None:
    unverified = await world.member(verified=False)
    await unverified.refused(403, "email-not-verified", "POST", LINK, json={})


async def test_who_comes_back_as_another_links_nothing(world: World, facebook: Facebook) -> None:
    member, other = await world.member(), await world.member("Bob")
    sent = await member.ok("POST", LINK, json={})
    ticket = member.client.cookies["ws-attempt"]
    other.client.cookies["ws-attempt"] = ticket

    answer = await other.call("GET", str(facebook.sign_in(sent["address"], ADA)))

    assert answer.headers["location"] == "/settings?problem=sign-in-outdated&provider=facebook"
    assert await linked(other) == []


async def test_who_has_signed_out_meanwhile_links_nothing(world: World, facebook: Facebook) -> None:
    member = await world.member()
    sent = await member.ok("POST", LINK, json={})
    await member.ok("DELETE", "/api/sessions/current")

    answer = await member.call("GET", str(facebook.sign_in(sent["address"], ADA)))

    assert answer.headers["location"] == "/settings?problem=not-signed-in&provider=facebook"


async def test_an_unlinked_identity_signs_nobody_in(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await link(facebook, member)

    await member.ok("DELETE", LINK, json={})

    assert await linked(member) == []
    landed = await comes(facebook, world.guest())
    assert landed == "/sign-in?problem=address-not-vouched&provider=facebook"


async def test_what_is_not_linked_is_not_there_to_unlink(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await member.refused(404, "not-found", "DELETE", LINK, json={})
    await member.refused(404, "not-found", "DELETE", "/api/me/identities/gitlab", json={})
    await member.refused(404, "not-found", "POST", "/api/me/identities/oidc", json={})


async def test_a_provider_that_is_away_links_nothing(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await member.refused(503, "unavailable", "POST", "/api/me/identities/google", json={})


async def test_what_is_offered_no_more_is_listed_and_unlinked(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await link(facebook, member)
    with world.platform.identity_providers.override(providers.Object({})):
        world.platform.identities.reset()
        [left] = (await member.ok("GET", "/api/me/identities"))["items"]
        await member.ok("DELETE", LINK, json={})

    assert left["service"] == "Facebook"
    assert await linked(member) == []
    assert (await world.subjects(member.email))[-1] == "Your account is not linked with Facebook any more"


async def test_the_last_way_in_stays(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await link(facebook, member)
    await world.without_password(member)

    await member.refused(409, "last-way-in", "DELETE", LINK, json={})

    assert await linked(member) == [("facebook", "ada@example.org")]


async def test_who_sets_a_password_by_mail_may_unlink(world: World, facebook: Facebook) -> None:
    member = await world.member()
    await link(facebook, member)
    await world.without_password(member)
    guest = world.guest()
    await guest.ok("POST", "/api/password-resets", json={"email": member.email})
    token = await world.mailed_token(member.email)
    await guest.ok("POST", "/api/password-resets/confirm", json={"token": token, "new": PASSWORD})
    await member.ok("POST", "/api/sessions", json={"email": member.email, "password": PASSWORD})

    await member.ok("DELETE", LINK, json={})

    assert await linked(member) == []


async def test_the_log_tells_that_an_account_was_linked_and_unlinked_and_by_what_moderators_sign_in(
    world: World, facebook: Facebook
) -> None:
    operator = await world.moderator()
    await link(facebook, operator, password=PASSWORD)
    await comes(facebook, operator)
    await operator.ok("DELETE", LINK, json={})
    newest = (await operator.ok("GET", "/api/moderation/audit"))["items"][:3]
    told = [(entry["kind"], entry["way"], entry["actor"]["person"]["id"]) for entry in reversed(newest)]
    assert told == [
        (kind, "facebook", operator.id)
        for kind in ("identity-linked", "moderator-signed-in", "identity-unlinked")
    ]
