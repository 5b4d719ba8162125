"""How each route is asked: what is sent along, and where what it is about is named."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from tests.http.cast import PICTURE, PNG, Caller, Cast
from tests.http.matrix import Row
from tests.http.world import PASSWORD
from tests.support.asgi import Answer, ask, open_socket
from tests.support.verdicts import SUSPENDING

Names = dict[str, str]
Operations = dict[tuple[str, str], Any]
NEW_PASSWORD = "another unlikely phrase"
SIGNING_UP = {"full_name": "Zoë", "email": "z@example.org", "password": PASSWORD, "terms_version": "1"}
ENQUIRY = {"name": "Zoë", "email": "z@example.org", "subject": "A question", "body": "How?"}
SIGNED: Final[dict[str, object]] = {
    "credential": "AA",
    "client_data": "AA",
    "authenticator_data": "AA",
    "signature": "AA",
}
MADE: Final[dict[str, object]] = {"name": "My phone", "client_data": "AA", "attestation_object": "AA"}

# What is sent along, by operation. A new route that takes a body has to be added here.
BODIES: Final[dict[str, Callable[[Names, Caller], Any]]] = {
    "signUp": lambda *_: SIGNING_UP,
    "sendVerificationAgain": lambda _, caller: {"email": caller.email},
    "verify": lambda names, _: {**names, "password": PASSWORD},
    "confirmEmail": lambda names, _: {**names, "password": PASSWORD},
    "requestPasswordReset": lambda _, caller: {"email": caller.email},
    "resetPassword": lambda names, _: {**names, "new": NEW_PASSWORD},
    "signIn": lambda _, caller: {"email": caller.email, "password": PASSWORD},
    "doSecondStep": lambda *_: {"code": "123456"},
    "setUpSecondStep": lambda *_: {},
    "confirmSecondStep": lambda *_: {"code": "123456"},
    "renewRecoveryCodes": lambda *_: {},
    "turnOffSecondStep": lambda *_: {"password": PASSWORD},
    "signInByPasskey": lambda *_: SIGNED,
    "askForNewPasskey": lambda *_: {},
    "addPasskey": lambda *_: MADE,
    "removePasskey": lambda *_: {"password": PASSWORD},
    "changeMe": lambda *_: {"bio": "Beekeeper"},
    "changeEmail": lambda *_: {"email": "z@example.org", "password": PASSWORD},
    "changePassword": lambda *_: {"current": PASSWORD, "new": NEW_PASSWORD},
    "acceptTerms": lambda *_: {"terms_version": "1"},
    "linkIdentity": lambda *_: {},
    "unlinkIdentity": lambda *_: {"password": PASSWORD},
    "eraseMe": lambda *_: {"password": PASSWORD},
    "createConference": lambda *_: {"title": "Bees", "visibility": "private"},
    "editConference": lambda *_: {"title": "Taken over"},
    "joinConference": lambda *_: {},
    "sendMessage": lambda names, _: {"to": list(names.values()), "subject": "Bees", "body": "They came."},
    "markMessage": lambda *_: {"read": True},
    "markNotification": lambda *_: {"read": True},
    "report": lambda names, _: {"reason": "Noise", **names},
    "resolveReport": lambda *_: {"decision": "dismiss"},
    "suspendUser": lambda *_: SUSPENDING,
    "settleAppeal": lambda *_: {"outcome": "upheld", "words": "It stays."},
    "appeal": lambda names, _: {"text": "It was not me.", **names},
    "contact": lambda *_: ENQUIRY,
}
PARAMETERS: Final = {"searchUsers": {"q": "kofi"}}


class Asking:
    """Asks an application for what a cast has."""

    def __init__(self, app: Any, cast: Cast, operations: Operations) -> None:
        self._app = app
        self._cast = cast
        self._operations = operations

    def names(self, row: Row, subject: str) -> Names:
        """Tell how something is called where a route is asked about it."""
        if subject not in {"link", "forged link"}:
            return self._cast.subjects[subject] if subject else {}
        token = self._cast.links[self._operations[row.method, row.path]["operationId"]]
        return {"token": token if subject == "link" else f"{token[:-2]}!!"}

    async def ask(self, method: str, row: Row, names: Names, caller: Caller) -> Answer:
        """Ask for what is called so, as somebody."""
        quoted = {name: quote(value, safe="") for name, value in names.items()}
        path = row.path.format_map({"user_id": self._cast.member, **quoted})
        if method == "WS":
            frame = msgspec.json.encode({"type": "enter", "ticket": caller.ticket}).decode()
            return await open_socket(self._app, path, caller.headers, frame)
        operation: str = self._operations[row.method, row.path]["operationId"]
        beside = {name: value for name, value in names.items() if f"{{{name}}}" not in row.path}
        query = urlencode({**PARAMETERS.get(operation, {}), **(beside if row.method == "GET" else {})})
        body, kind = _body(operation, names, caller)
        return await ask(self._app, method, f"{path}?{query}", {**caller.headers, **kind}, body)


def _body(operation: str, names: Names, caller: Caller) -> tuple[bytes, dict[str, str]]:
    if operation == "setAvatar":
        return PICTURE, PNG
    if operation not in BODIES:
        return b"", {}
    return msgspec.json.encode(BODIES[operation](names, caller)), {"Content-Type": "application/json"}
