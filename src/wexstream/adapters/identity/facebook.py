"""Facebook, by its own code flow and the Graph API."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

import msgspec

from wexstream.adapters.identity.client import Client, Refused, is_subject
from wexstream.adapters.identity.openid import challenge, with_query
from wexstream.domain.model.errors import SignInFailed
from wexstream.domain.model.identity import Attempt, Provider, Vouched
from wexstream.ports.identity import Answer

VERSION: Final = "v24.0"
SCOPE: Final = "email,public_profile"
FIELDS: Final = "id,name,email"


class _Token(msgspec.Struct):
    access_token: str


class _Person(msgspec.Struct):
    id: str
    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """As what we are known to Facebook."""

    app_id: str
    secret: str = field(repr=False)
    dialog: str = "https://www.facebook.com"
    graph: str = "https://graph.facebook.com"


class FacebookProvider:
    """Facebook. It does not say whether an address was verified, so none counts as that."""

    def __init__(self, application: Application, client: Client) -> None:
        """Ask by ``client``."""
        self._known = application
        self._client = client

    @property
    def name(self) -> str:
        """What people call it."""
        return "Facebook"

    @property
    def issuer(self) -> str:
        """Whose subjects they are: each application has ids of its own there."""
        return f"https://www.facebook.com/{self._known.app_id}"

    async def address(self, attempt: Attempt, *, callback: str) -> str:
        """Tell where to send the browser."""
        query = {
            "response_type": "code",
            "client_id": self._known.app_id,
            "redirect_uri": callback,
            "scope": SCOPE,
            "state": attempt.state,
            "code_challenge": challenge(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return with_query(f"{self._known.dialog}/{VERSION}/dialog/oauth", query)

    async def redeem(self, answer: Answer, attempt: Attempt, *, callback: str) -> Vouched:
        """Redeem the code, and ask the Graph API whose it is."""
        if answer.code is None:
            raise SignInFailed
        form = {
            "client_id": self._known.app_id,
            "client_secret": self._known.secret,
            "redirect_uri": callback,
            "code": answer.code,
            "code_verifier": attempt.verifier,
        }
        graph = f"{self._known.graph}/{VERSION}"
        try:
            token = (await self._client.post(f"{graph}/oauth/access_token", _Token, form)).access_token
            person = await self._client.get(
                f"{graph}/me", _Person, token=token, fields=FIELDS, appsecret_proof=self._proof(token)
            )
        except Refused as error:
            raise SignInFailed from error
        if not is_subject(person.id):
            raise SignInFailed
        return Vouched(
            provider=Provider.FACEBOOK,
            issuer=self.issuer,
            subject=person.id,
            email=person.email,
            full_name=person.name,
        )

    def _proof(self, token: str) -> str:
        """Show that whoever has the token knows the secret too."""
        return hmac.new(self._known.secret.encode(), token.encode(), sha256).hexdigest()
