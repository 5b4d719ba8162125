"""Facebook, as its manual login flow and its Graph API answer an application that requires proofs."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any
from urllib.parse import parse_qs

import httpx

from wexstream.adapters.identity.facebook import VERSION, Application

APP_ID, SECRET = "1234567890", "the app's secret"
APPLICATION = Application(app_id=APP_ID, secret=SECRET)
ADA = {"id": "10158", "name": "Ada Lovelace", "email": "ada@example.org"}


@dataclass(frozen=True)
class _Grant:
    person: dict[str, Any]
    redirect_uri: str
    challenge: str
    scope: str


@dataclass
class Facebook(httpx.AsyncBaseTransport):
    """What is at its addresses: who says yes in the dialog gets a code, good for once; it gives a token."""

    asked: list[httpx.Request] = field(default_factory=list)
    _codes: dict[str, _Grant] = field(default_factory=dict)
    _tokens: dict[str, _Grant] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))

    def sign_in(self, address: str, person: dict[str, Any]) -> httpx.URL:
        """Say yes in the dialog at an address; where one is sent back to."""
        dialog = httpx.URL(address)
        asked = dialog.params
        assert (
            f"{dialog.scheme}://{dialog.host}{dialog.path}"
            == f"https://www.facebook.com/{VERSION}/dialog/oauth"
        )
        assert (asked["client_id"], asked["response_type"]) == (APP_ID, "code")
        assert asked["code_challenge_method"] == "S256"
        code = f"AQB{next(self._numbers)}"
        self._codes[code] = _Grant(person, asked["redirect_uri"], asked["code_challenge"], asked["scope"])
        return httpx.URL(
            asked["redirect_uri"], params={"code": code, "state": asked["state"]}, fragment="_=_"
        )

    def refuse(self, address: str) -> httpx.URL:
        """Say no in the dialog; where one is sent back to."""
        asked = httpx.URL(address).params
        said = {"error": "access_denied", "error_reason": "user_denied", "error_code": "200"}
        return httpx.URL(asked["redirect_uri"], params={**said, "state": asked["state"]})

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if (request.url.scheme, request.url.host) != ("https", "graph.facebook.com"):
            raise httpx.ConnectError("Nothing is there.")
        match request.url.path.removeprefix(f"/{VERSION}"):
            case "/oauth/access_token":
                return self._redeem({name: one for name, [one] in parse_qs(request.content.decode()).items()})
            case "/me":
                return self._tell(request)
            case _:
                return _error(2500, "Unknown path components")

    def _redeem(self, form: dict[str, str]) -> httpx.Response:
        if (form.get("client_id"), form.get("client_secret")) != (APP_ID, SECRET):
            return _error(1, "Error validating client secret.")
        grant = self._codes.pop(form["code"], None)
        if grant is None:
            return _error(100, "This authorization code has been used.")
        made = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if grant.redirect_uri != form.get("redirect_uri") or grant.challenge != made:
            return _error(100, "Error validating verification code.")
        token = f"EAAB{next(self._numbers)}"
        self._tokens[token] = grant
        return httpx.Response(
            200, json={"access_token": token, "token_type": "bearer", "expires_in": 5183944}
        )

    def _tell(self, request: httpx.Request) -> httpx.Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        grant = self._tokens.get(token)
        if grant is None:
            return _error(190, "Invalid OAuth access token - Cannot parse access token")
        proof = hmac.new(SECRET.encode(), token.encode(), sha256).hexdigest()
        if request.url.params.get("appsecret_proof") != proof:
            return _error(100, "API calls from the server require an appsecret_proof argument")
        fields = set(request.url.params.get("fields", "id,name").split(","))
        if "email" not in grant.scope.split(","):
            fields.discard("email")
        shown = {name: value for name, value in grant.person.items() if name in fields}
        return httpx.Response(200, json=shown)


def _error(code: int, message: str) -> httpx.Response:
    return httpx.Response(
        400, json={"error": {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1"}}
    )
