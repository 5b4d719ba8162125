"""What a provider says, or somebody says for it, and is not believed."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import pytest

from tests.http.elsewhere import NEW, Elsewhere, signed_out
from tests.support.openid import CALLBACK, OTHER_CLIENT
from wexstream.adapters.security.attempts import JwtAttempts
from wexstream.domain.model.identity import ATTEMPT_LASTS


async def test_a_token_with_a_wrong_signature_is_refused(elsewhere: Elsewhere) -> None:
    def forge(answer: dict[str, Any]) -> dict[str, Any]:
        signed, _, signature = answer["id_token"].rpartition(".")
        return answer | {"id_token": f"{signed}.{signature[:-8]}{'A' * 8}"}

    await refused(elsewhere, forge)


async def test_a_token_with_other_claims_than_were_signed_is_refused(elsewhere: Elsewhere) -> None:
    def forge(answer: dict[str, Any]) -> dict[str, Any]:
        header, claims, signature = answer["id_token"].split(".")
        changed = json.loads(urlsafe_b64decode(f"{claims}==")) | {"sub": "bob"}
        written = urlsafe_b64encode(json.dumps(changed).encode()).decode().rstrip("=")
        return answer | {"id_token": f"{header}.{written}.{signature}"}

    await refused(elsewhere, forge)


async def test_a_token_without_a_signature_is_refused(elsewhere: Elsewhere) -> None:
    def forge(answer: dict[str, Any]) -> dict[str, Any]:
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False})
        return answer | {"id_token": jwt.encode(claims, "", algorithm="none")}

    await refused(elsewhere, forge)


async def test_a_token_for_another_audience_is_refused(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    sent = await elsewhere.sent(guest, NEW)
    verifier = elsewhere.ticket(guest).verifier
    theirs = await elsewhere.provider.sign_in(sent.replace("client_id=wexstream", "client_id=another"), "ada")
    form = {
        "grant_type": "authorization_code",
        "code": theirs.params["code"],
        "code_verifier": verifier,
        "redirect_uri": CALLBACK,
    }
    async with httpx.AsyncClient(auth=(OTHER_CLIENT, "the+secret+of+another")) as other:
        token = (await other.post(f"{elsewhere.provider.issuer}/token", data=form)).json()["id_token"]
    elsewhere.network.change = lambda answer: answer | {"id_token": token}

    landed = await elsewhere.lands(guest, await elsewhere.provider.sign_in(sent, "ada"))

    assert landed == "/sign-in?problem=sign-in-failed&provider=oidc"
    assert await signed_out(guest)


@pytest.mark.parametrize("nonce", [None, "another"])
async def test_a_token_without_the_nonce_of_this_browser_is_refused(
    elsewhere: Elsewhere, nonce: str | None
) -> None:
    guest = elsewhere.world.guest()
    sent = httpx.URL(await elsewhere.sent(guest, NEW))
    changed = sent.copy_set_param("nonce", nonce) if nonce else sent.copy_remove_param("nonce")

    landed = await elsewhere.lands(guest, await elsewhere.provider.sign_in(str(changed), "ada"))

    assert landed == "/sign-in?problem=sign-in-failed&provider=oidc"
    assert await signed_out(guest)


async def test_a_code_that_was_redeemed_is_refused(elsewhere: Elsewhere) -> None:
    thief = elsewhere.world.guest()
    back = await elsewhere.provider.sign_in(await elsewhere.sent(thief, NEW), "ada")
    ticket = thief.client.cookies["ws-attempt"]
    assert await elsewhere.lands(thief, back) == "/search"
    thief.client.cookies.clear()
    assert await elsewhere.lands(thief, back) == "/sign-in?problem=sign-in-outdated&provider=oidc"
    thief.client.cookies["ws-attempt"] = ticket

    assert await elsewhere.lands(thief, back) == "/sign-in?problem=sign-in-failed&provider=oidc"

    assert await signed_out(thief)


async def test_a_code_that_another_verifier_was_sent_for_is_refused(elsewhere: Elsewhere) -> None:
    victim, thief = elsewhere.world.guest(), elsewhere.world.guest()
    back = await elsewhere.provider.sign_in(await elsewhere.sent(victim, NEW), "ada")
    await elsewhere.sent(thief, NEW)
    stolen = back.copy_set_param("state", elsewhere.ticket(thief).state)

    assert await elsewhere.lands(thief, stolen) == "/sign-in?problem=sign-in-failed&provider=oidc"


async def test_what_was_begun_in_another_browser_is_refused(elsewhere: Elsewhere) -> None:
    one, other = elsewhere.world.guest(), elsewhere.world.guest()
    back = await elsewhere.provider.sign_in(await elsewhere.sent(one, NEW), "ada")
    await elsewhere.sent(other, NEW)

    assert await elsewhere.lands(other, back) == "/sign-in?problem=sign-in-outdated&provider=oidc"

    assert await signed_out(other)


async def test_who_takes_too_long_begins_again(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    back = await elsewhere.provider.sign_in(await elsewhere.sent(guest, NEW), "ada")
    elsewhere.world.clock.advance(ATTEMPT_LASTS)

    assert await elsewhere.lands(guest, back) == "/sign-in?problem=sign-in-outdated&provider=oidc"


async def test_a_ticket_that_was_not_made_here_is_refused(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    back = await elsewhere.provider.sign_in(await elsewhere.sent(guest, NEW), "ada")
    own = JwtAttempts(b"of somebody who would like to be us").seal(elsewhere.ticket(guest))
    guest.client.cookies["ws-attempt"] = own

    assert await elsewhere.lands(guest, back) == "/sign-in?problem=sign-in-outdated&provider=oidc"


async def test_an_answer_in_another_providers_name_is_refused(elsewhere: Elsewhere) -> None:
    guest = elsewhere.world.guest()
    back = await elsewhere.provider.sign_in(await elsewhere.sent(guest, NEW), "ada")

    landed = await elsewhere.lands(guest, back.copy_set_param("iss", "https://id.example.org"))

    assert landed == "/sign-in?problem=sign-in-failed&provider=oidc"


async def refused(elsewhere: Elsewhere, forge: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Have what the provider answers forged on its way, and see that nobody is let in by it."""
    guest = elsewhere.world.guest()
    elsewhere.network.change = forge

    assert await elsewhere.comes(guest, path=NEW) == "/sign-in?problem=sign-in-failed&provider=oidc"

    assert await signed_out(guest)
