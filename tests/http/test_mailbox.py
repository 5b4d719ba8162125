"""The mailbox on disk, for whoever tries Wexstream out on this machine, and for nobody else."""

from html.parser import HTMLParser

import pytest

from tests.http.world import PASSWORD, World

PAGE = "/dev/mailbox"
FRAME = {"html", "head", "meta", "title", "link", "body", "header", "img", "main", "h1"}
MARKUP = {"article", "h2", "p", "ul", "li", "a", "details", "summary", "pre"}


class Elements(HTMLParser):
    """The elements of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str | None] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1"])
@pytest.mark.parametrize(
    "host", ["localhost", "localhost:4003", "LOCALHOST", "127.0.0.1:80", "[::1]", "[::1]:4003"]
)
async def test_it_is_shown_to_this_machine_under_its_own_name(world: World, peer: str, host: str) -> None:
    answer = await world.guest(peer=peer, Host=host).call("GET", PAGE)
    assert answer.status_code == 200
    assert "No mail yet" in answer.text


@pytest.mark.parametrize(
    ("peer", "headers"),
    [
        ("192.168.1.7", {}),
        ("2001:db8::1", {}),
        ("unix", {}),
        ("", {}),
        ("127.0.0.1", {"Host": "meet.example.org"}),
        ("127.0.0.1", {"Host": "localhost.evil.example:4003"}),
        ("127.0.0.1", {"Host": "evil.example:localhost"}),
        ("127.0.0.1", {"Host": "[::2]:4003"}),
        ("127.0.0.1", {"Host": ""}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.1"}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"X-Forwarded-Host": "localhost"}),
        ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}),
        ("127.0.0.1", {"Via": "1.1 proxy"}),
    ],
)
async def test_to_everybody_else_it_is_not_there(world: World, peer: str, headers: dict[str, str]) -> None:
    await world.guest(peer=peer, **headers).refused(404, "not-found", "GET", PAGE)


async def test_where_mails_are_sent_there_is_none(austere: World) -> None:
    await austere.guest(Host="localhost").refused(404, "not-found", "GET", PAGE)


async def test_it_is_no_part_of_the_api(world: World) -> None:
    assert PAGE not in world.app.openapi_schema.to_schema()["paths"]


async def test_the_page_shows_the_newest_first_and_lets_links_be_followed(world: World) -> None:
    amal = await world.member("Amal Haddad")
    await world.guest().ok("POST", "/api/password-resets", json={"email": amal.email})
    token = await world.mailed_token(amal.email)
    answer = await world.guest().call("GET", PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    page = Elements(answer.text)
    assert page.links[1] == f"http://localhost:4003/reset-password?token={token}"
    assert answer.text.index("Set a new password") < answer.text.index("Confirm your address")


async def test_what_people_write_and_are_called_is_no_markup(world: World) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror='a'> https://evil.example/'onclick='a"
    letter = {"name": hostile, "email": "amal@example.org", "subject": hostile, "body": hostile}
    await world.guest().ok("POST", "/api/contact", json=letter)
    await world.work()
    page = Elements((await world.guest().call("GET", PAGE)).text)
    assert page.names == FRAME | MARKUP
    assert sum("<script>alert(1)</script>" in text for text in page.texts) >= 2
    assert "https://evil.example/'onclick='a" in page.links


async def test_nothing_runs_on_the_page_whatever_is_in_a_mail(world: World) -> None:
    policy = (await world.guest().call("GET", PAGE)).headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert not any(part.startswith(("script-src", "frame-src", "connect-src")) for part in policy)
    assert {"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(policy)


async def test_programs_get_the_mails_as_json(world: World) -> None:
    body = {"full_name": "Amal", "email": "amal@example.org", "password": PASSWORD, "terms_version": "1"}
    await world.guest().ok("POST", "/api/accounts", json=body)
    token = await world.mailed_token("amal@example.org")
    (mail,) = await world.guest().ok("GET", PAGE, headers={"Accept": "application/json"})
    assert set(mail) == {"message_id", "to", "subject", "kept_at", "links", "text"}
    assert mail["to"] == "amal@example.org"
    assert mail["links"][0].endswith(f"?token={token}")
    assert mail["links"][0] in mail["text"]
