"""People at their browsers, each in a context of their own."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.integration.serving.processes import mails

PASSWORD = "an unlikely phrase"
_NETWORK = "198.51"
_ADDRESSES = count(1)
PERSONAL = {PASSWORD, f"{_NETWORK}.", "@example.org"}
"""What no server may say in its log: whoever arrived, by name and address, and what opened a link."""


@dataclass(slots=True, kw_only=True)
class Person:
    """Somebody at a browser; ``complaints`` are what its console said, and our own mistakes."""

    name: str
    email: str
    url: str
    context: BrowserContext
    page: Page
    id: str = ""
    complaints: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def call(self, method: str, path: str, **more: Any) -> Any:
        """Do something by the API, as this person, where the page is not the point."""
        answer = await self.context.request.fetch(
            self.url + path, method=method, headers={"Origin": self.url}, **more
        )
        assert answer.ok, f"{method} {path}: {answer.status} {await answer.text()}"
        return await answer.json() if "json" in answer.headers.get("content-type", "") else None

    async def join_platform(self) -> None:
        """Sign up, verify and sign in by the API."""
        terms = (await self.call("GET", "/api/client-config"))["terms_version"]
        application = {
            "full_name": self.name,
            "email": self.email,
            "password": PASSWORD,
            "terms_version": terms,
        }
        await self.call("POST", "/api/accounts", data=application)
        token = httpx.URL(await self.mailed_link("/verify-email")).params["token"]
        await self.call("POST", "/api/accounts/verify", data={"token": token, "password": PASSWORD})
        await self.sign_in()

    async def sign_in(self) -> None:
        """Sign in by the API."""
        signed_in = await self.call(
            "POST", "/api/sessions", data={"email": self.email, "password": PASSWORD, "stay": True}
        )
        self.id = signed_in["account_id"]

    async def connect(self, other: "Person") -> None:
        """Be in each other's network, by the API."""
        await self.call("POST", f"/api/connections/{other.id}/request")
        await other.call("POST", f"/api/connections/{self.id}/approve")

    async def mailed_link(self, path: str, *, to: str | None = None) -> str:
        """Wait for the newest mail with a link to a page; that link."""
        async with httpx.AsyncClient() as client:
            for least in count(1):
                found = await mails(client, self.url, least=least)
                links = [link for mail in found if mail["to"] == (to or self.email) for link in _links(mail)]
                newest = next((link for link in links if httpx.URL(link).path == path), None)
                if newest is not None:
                    PERSONAL.update(one for _, one in httpx.URL(newest).params.multi_items() if len(one) > 20)
                    return newest
        raise AssertionError(path)


def _links(mail: dict[str, object]) -> list[str]:
    links = mail["links"]
    assert isinstance(links, list)
    return links


async def arrive(browser: Browser, url: str, name: str, **options: Any) -> Person:
    """Let somebody sit down at a browser, each in another network, so that none slows another down."""
    number = next(_ADDRESSES)
    email = options.pop("email", f"person{number}@example.org")
    context = await browser.new_context(
        viewport={"width": 1280, "height": 800},
        locale=options.pop("locale", "en-GB"),
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
        extra_http_headers={"X-Forwarded-For": f"{_NETWORK}.{number // 250}.{number % 250 + 1}"},
        **options,
    )
    page = await context.new_page()
    assert " " in name, "Give a full name: a short one is part of words in the log."
    PERSONAL.update((name, email))
    person = Person(name=name, email=email, url=url, context=context, page=page)

    def note_message(message: ConsoleMessage) -> None:
        # Chromium says of every refusal that a resource failed to load; refusals have words on the page.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            person.complaints.append(message.text)

    def note_answer(answer: Response) -> None:
        if answer.status >= 500:
            person.complaints.append(f"{answer.status} {answer.url}")

    page.on("console", note_message)
    page.on("pageerror", lambda error: person.complaints.append(str(error)))
    page.on("response", note_answer)
    return person
