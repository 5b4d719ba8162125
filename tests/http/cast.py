"""Kofi, with something of each kind, and everybody who may ask for it: one for each way to stand to him."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import jwt
import msgspec

from tests.http.world import PASSWORD, Member, World
from tests.support.authenticator import Device
from tests.support.facebook import APP_ID
from tests.support.images import encoded, quarters
from tests.support.verdicts import DECIDING, SUSPENDING
from wexstream.adapters.security.tokens import JwtSessionTokens
from wexstream.domain.model.account import MailChoice
from wexstream.domain.model.identity import Provider, Vouched
from wexstream.domain.model.ids import AccountId, PictureId, SessionId
from wexstream.domain.model.text import address_key
from wexstream.ports.security import OptOut, SessionClaim

NOBODY = "nobody"
NO_SESSION = "no session"
ATTENDING = ("member", "sent out", "blocked", "blocker", "suspended")
NETWORK = ("connected", *ATTENDING)
PICTURE = encoded(quarters(), "PNG")
FACEBOOK = f"https://www.facebook.com/{APP_ID}"
PNG = {"Content-Type": "image/png"}


@dataclass(frozen=True)
class Caller:
    """What somebody shows: a token or none, as which account he says to ask, and a ticket for the room."""

    token: str | None
    email: str
    ticket: str
    asks_as: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        shown = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**shown, **({"X-Account": self.asks_as} if self.asks_as else {})}


@dataclass(frozen=True)
class Cast:
    """Who may ask, by the table's columns, each in one way or more; what may be asked for, by its second one.

    ``links`` are what mails bear, by the operation that takes it; ``member`` is an account.
    """

    callers: dict[str, list[Caller]]
    subjects: dict[str, dict[str, str]]
    links: dict[str, str]
    member: str


async def make_cast(world: World) -> Cast:
    """Have all of them come together."""
    return await _Casting(world).run()


class _Casting:
    def __init__(self, world: World) -> None:
        self._world = world
        self._people: dict[str, Member] = {}
        self._tickets: dict[str, str] = {}
        self._reserved: Member

    async def run(self) -> Cast:
        await self._gather()
        owner = self._people["owner"]
        conferences = await self._hold_conferences()
        others = await self._leave_things_behind()
        links = await self._have_links_mailed()
        decided = await self._be_warned()
        leaving = await self._fall_out()
        callers = {word: self._caller(word) for word in self._people}
        callers["suspended"] = replace(callers["suspended"], token=leaving)
        callers[NOBODY] = Caller(None, owner.email, self._tickets["owner"])
        callers["as another"] = replace(callers["connected"], asks_as=owner.id)
        no_sessions = await self._no_sessions(callers["owner"])
        return Cast(
            callers={NO_SESSION: no_sessions, **{word: [caller] for word, caller in callers.items()}},
            subjects={
                "service": await self._service(),
                "passkey": await self._passkey(),
                **conferences,
                **others,
                **decided,
                **self._accounts(),
                **await self._picture(),
            },
            links=links,
            member=self._people["member"].id,
        )

    async def _gather(self) -> None:
        world, people = self._world, self._people
        people["owner"] = owner = await world.member("Kofi Mensah")
        people["unverified"] = await world.member("Una Byrne", verified=False)
        people["moderator"] = await world.moderator()
        for word in ("stranger", "asker", "asked", *NETWORK, "blocked moderator"):
            people[word] = await world.member(f"The {word}")
        await world.platform.operating().appoint(people["blocked moderator"].email)
        self._reserved = await world.member("Rosa Lund")
        await self._reserved.ok("PATCH", "/api/me", json={"messages_from_strangers": False})
        for word in NETWORK:
            await world.connect(people[word], owner)
        await world.connect(people["connected"], self._reserved)
        for word in ("owner", "unverified", "suspended", "connected"):
            await people[word].ok("PUT", "/api/me/avatar", content=PICTURE, headers=PNG)
        await people["asker"].ok("POST", f"/api/connections/{owner.id}/request")
        await owner.ok("POST", f"/api/connections/{people['asked'].id}/request")

    async def _hold_conferences(self) -> dict[str, dict[str, str]]:
        owner = self._people["owner"]
        made = {
            "public": await self._world.conference(owner, visibility="public", title="Public"),
            "private": await self._world.conference(owner, title="Private"),
            "locked": await self._world.conference(owner, visibility="public", password="sesame"),
            "not started": await self._world.conference(owner, live=False, visibility="public"),
            "finished": await self._world.conference(owner, visibility="public"),
        }
        await self._people["member"].ok("POST", f"/api/conferences/{made['finished']}/join", json={})
        await owner.ok("POST", f"/api/conferences/{made['finished']}/finish")
        for word in ("owner", *ATTENDING):
            path = f"/api/conferences/{made['public']}/join"
            admitted = await self._people[word].ok("POST", path, json={})
            self._tickets[word] = admitted["ticket"]
        sent_out = self._people["sent out"].id
        await owner.ok("DELETE", f"/api/conferences/{made['public']}/members/{sent_out}")
        await self._people["member"].ok("POST", f"/api/conferences/{made['private']}/join", json={})
        return {word: {"conference_id": name} for word, name in made.items()}

    async def _leave_things_behind(self) -> dict[str, dict[str, str]]:
        owner, people = self._people["owner"], self._people
        recipients = [people[word].id for word in ("member", "blocked", "blocker")]
        letter = {"to": recipients, "subject": "Seedlings", "body": "I bring the tomatoes."}
        message = await owner.ok("POST", "/api/messages", json=letter)
        complaint = {"user_id": people["connected"].id, "reason": "Noise"}
        report = await owner.ok("POST", "/api/reports", json=complaint)
        told = (await owner.ok("GET", "/api/notifications"))["items"]
        asked = next(one for one in told if one["actor"]["id"] == people["asker"].id)
        (session,) = (await owner.ok("GET", "/api/sessions"))["items"]
        return {
            "message": {"message_id": message["id"]},
            "report": {"report_id": report["id"]},
            "notification": {"notification_id": asked["id"]},
            "session": {"session_id": session["id"]},
        }

    async def _have_links_mailed(self) -> dict[str, str]:
        owner, world = self._people["owner"], self._world
        move = {"email": "elsewhere@example.org", "password": PASSWORD}
        await owner.ok("PUT", "/api/me/email", json=move)
        await owner.ok("POST", "/api/password-resets", json={"email": owner.email})
        opt_out = OptOut(account=AccountId(UUID(owner.id)), choice=MailChoice.MESSAGES)
        unsubscribing = world.platform.opt_out_tokens().token(opt_out, address_key=address_key(owner.email))
        return {
            "verify": await world.mailed_token(self._people["unverified"].email),
            "confirmEmail": await world.mailed_token("elsewhere@example.org"),
            "resetPassword": await world.mailed_token(owner.email),
            "unsubscribe": unsubscribing,
            "showUnsubscribing": unsubscribing,
        }

    async def _be_warned(self) -> dict[str, dict[str, str]]:
        """Have Kofi warned, and the one whom he asked, who appeals; it is the moderator who warns."""
        return {"warning": await self._warned("owner"), "appeal": await self._warned("asked", appeal="Why?")}

    async def _warned(self, word: str, *, appeal: str | None = None) -> dict[str, str]:
        person, moderator = self._people[word], self._people["moderator"]
        complaint = {"user_id": person.id, "reason": "Noise"}
        report = (await self._people["stranger"].ok("POST", "/api/reports", json=complaint))["id"]
        await moderator.ok("POST", f"/api/moderation/reports/{report}/resolve", json=DECIDING["warn"])
        (sanction,) = (await person.ok("GET", "/api/me/sanctions"))["items"]
        if appeal is not None:
            pleading = {"sanction_id": sanction["id"], "text": appeal}
            await person.ok("POST", "/api/me/appeals", json=pleading)
        return {"sanction_id": sanction["id"]}

    async def _fall_out(self) -> str:
        """Have them block each other, and one suspended: with which token that one may leave."""
        owner, people = self._people["owner"], self._people
        for word in ("blocked", "blocked moderator"):
            await owner.ok("PUT", f"/api/blocks/{people[word].id}")
        await people["blocker"].ok("PUT", f"/api/blocks/{owner.id}")
        await people["moderator"].ok(
            "POST", f"/api/moderation/users/{people['suspended'].id}/suspend", json=SUSPENDING
        )
        signing_in = {"email": people["suspended"].email, "password": PASSWORD, "token": True}
        refusal = await self._world.guest().refused(
            403, "account-suspended", "POST", "/api/sessions", json=signing_in
        )
        token: str = refusal["token"]
        return token

    def _caller(self, word: str) -> Caller:
        """Whoever has no ticket of his own tries with the member's."""
        person = self._people[word]
        ticket = self._tickets.get(word, self._tickets["member"])
        return Caller(person.client.cookies["ws"], person.email, ticket)

    def _accounts(self) -> dict[str, dict[str, str]]:
        named = {word: self._people[word] for word in ("owner", "unverified", "suspended")}
        return {word: {"user_id": one.id} for word, one in {**named, "reserved": self._reserved}.items()}

    async def _service(self) -> dict[str, str]:
        """Have Kofi linked with somebody there."""
        account = AccountId(UUID(self._people["owner"].id))
        kofi = Vouched(provider=Provider.FACEBOOK, issuer=FACEBOOK, subject="kofi")
        linked = kofi.linked_to(account, at=self._world.clock.now())
        await self._world.platform.unit().run(lambda tx: tx.identities.add(linked))
        return {"provider": "facebook"}

    async def _passkey(self) -> dict[str, str]:
        owner = self._people["owner"]
        options = await owner.ok("POST", "/api/me/passkeys/options", json={})
        kept = await owner.ok("POST", "/api/me/passkeys", json=Device().make(options))
        return {"passkey_id": kept["id"]}

    async def _picture(self) -> dict[str, dict[str, str]]:
        owner = self._people["owner"]
        kept = PictureId(UUID((await owner.ok("GET", "/api/me"))["picture"]))
        ends = self._world.clock.now() + timedelta(hours=1)
        links = self._world.platform.picture_links()
        address = links.sign(AccountId(UUID(owner.id)), kept, expires_at=ends)
        signed = {"user_id": owner.id, **dict(httpx.URL(address).params)}
        forged = {**signed, "signature": _changed(signed["signature"])}
        return {"signed address": signed, "forged address": forged}

    async def _no_sessions(self, owner: Caller) -> list[Caller]:
        assert owner.token is not None
        claims = _claims(owner.token)
        now, stranger = self._world.clock.now(), _claims(self._people["stranger"].client.cookies["ws"])
        tokens = self._world.platform.session_tokens()
        own = SessionClaim(account=AccountId(UUID(claims["sub"])), session=SessionId(UUID(claims["sid"])))
        mixed = SessionClaim(account=own.account, session=SessionId(UUID(stranger["sid"])))
        elsewhere = JwtSessionTokens(b"the secret of some other server.")
        later = now + timedelta(hours=1)
        made = [
            await self._ended(owner),
            await self._erased(),
            self._people["suspended"].client.cookies["ws"],  # from before that
            tokens.issue(own, expires_at=now),
            tokens.issue(mixed, expires_at=later),
            elsewhere.issue(own, expires_at=later),
            _with_claims(owner.token, {**claims, "exp": claims["exp"] + 1}),
            _changed(owner.token),
            jwt.encode(claims, "", algorithm="none"),
            owner.ticket,
        ]
        return [Caller(token, owner.email, owner.ticket) for token in made]

    async def _ended(self, owner: Caller) -> str:
        guest = self._world.guest()
        signing_in = {"email": owner.email, "password": PASSWORD}
        await guest.ok("POST", "/api/sessions", json=signing_in)
        token = guest.client.cookies["ws"]
        await guest.ok("DELETE", "/api/sessions/current")
        return token

    async def _erased(self) -> str:
        erased = await self._world.member()
        token = erased.client.cookies["ws"]
        await erased.ok("DELETE", "/api/me", json={"password": PASSWORD})
        return token


def _claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def _with_claims(token: str, claims: dict[str, Any]) -> str:
    head, _, signature = token.split(".")
    return ".".join((head, urlsafe_b64encode(msgspec.json.encode(claims)).rstrip(b"=").decode(), signature))


def _changed(signed: str) -> str:
    """Change one bit of what a signature is."""
    rest, _, signature = signed.rpartition(".")
    raw = bytearray(urlsafe_b64decode(f"{signature}=="))
    raw[0] ^= 1
    return f"{rest}.{urlsafe_b64encode(raw).rstrip(b'=').decode()}"
