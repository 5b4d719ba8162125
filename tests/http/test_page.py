"""The web page: one document for people, files that caches keep, and nothing that is not our own."""

from pathlib import Path

import pytest

from tests.http.world import DOCUMENT, World, visitor
from wexstream.entrypoints.http.page import Page

PERSON = {"Accept": "text/html,application/xhtml+xml"}


@pytest.mark.parametrize(
    "address", ["/", "/home", "/index.html", "/sign-in?next=%2Fhome", "/conference?c=1", "/no/such/page"]
)
async def test_a_person_gets_the_document_whatever_the_address(
    world: World, folder: Path, address: str
) -> None:
    answer = await visitor(world, Page(folder=folder)).call("GET", address, headers=PERSON)
    assert (answer.status_code, answer.text) == (200, DOCUMENT)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("address", ["/api/no-such", "/dev/mailbox", "/assets/none.js", "/metrics"])
async def test_what_is_no_page_is_not_answered_with_one(world: World, folder: Path, address: str) -> None:
    guest = visitor(world, Page(folder=folder))
    await guest.refused(404, "not-found", "GET", address, headers=PERSON)


async def test_programs_that_ask_for_something_else_are_told_that_it_is_not_there(
    world: World, folder: Path
) -> None:
    guest = visitor(world, Page(folder=folder))
    await guest.refused(404, "not-found", "GET", "/home", headers={"Accept": "application/json"})


async def test_assets_are_kept_for_good_and_sent_compressed(world: World, folder: Path) -> None:
    guest = visitor(world, Page(folder=folder))
    script = await guest.call("GET", "/assets/index-1a2b.js")
    assert script.text == "export default 1"
    assert script.headers["content-encoding"] == "gzip"
    assert "immutable" in script.headers["cache-control"]
    plain = await guest.call("GET", "/assets/index-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert (plain.content, "content-encoding" in plain.headers) == (script.content, False)
    font = await guest.call("GET", "/assets/figtree-3c4d.woff2")
    assert (font.content, font.headers["content-type"]) == (b"wOF2", "font/woff2")
    assert "content-encoding" not in font.headers


@pytest.mark.parametrize(
    "taken",
    ["gzip", "deflate, gzip;q=1.0, *;q=0.5", "br , GZIP ; q=0.3", "*", "identity;q=0.5, gzip;q=0.5"],
)
async def test_a_text_is_compressed_for_those_who_take_it_so(world: World, folder: Path, taken: str) -> None:
    guest = visitor(world, Page(folder=folder))
    script = await guest.call("GET", "/assets/index-1a2b.js", headers={"Accept-Encoding": taken})
    assert (script.text, script.headers["content-encoding"]) == ("export default 1", "gzip")
    assert script.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "taken",
    [
        "",
        "br",
        "gzip;q=0",
        "gzip;q=0.000, *",
        "*;q=0",
        "identity;q=1, *;q=0",
        "identity, gzip;q=0.5",
        "gzip;q=much",
        "gzip;q=7",
        "not-gzip",
        "gzip;level=9",
    ],
)
async def test_a_text_is_sent_as_it_is_to_others(world: World, folder: Path, taken: str) -> None:
    guest = visitor(world, Page(folder=folder))
    script = await guest.call("GET", "/assets/index-1a2b.js", headers={"Accept-Encoding": taken})
    assert (script.text, "content-encoding" in script.headers) == ("export default 1", False)
    assert script.headers["vary"] == "Accept-Encoding"


async def test_a_file_beside_the_document_is_asked_for_again_and_sent_when_it_is_another(
    world: World, folder: Path
) -> None:
    guest = visitor(world, Page(folder=folder))
    first = await guest.call("GET", "/theme.js")
    assert (first.text, first.headers["cache-control"]) == ("document.title", "no-cache")
    again = await guest.call("GET", "/theme.js", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("had", ["{tag}", "W/{tag}", '"other", {tag}', '"a,b",W/"c" , W/{tag}', "*"])
async def test_whoever_has_a_file_is_not_sent_it_however_that_is_said(
    world: World, folder: Path, had: str
) -> None:
    guest = visitor(world, Page(folder=folder))
    tag = (await guest.call("GET", "/theme.js")).headers["etag"]
    again = await guest.call("GET", "/theme.js", headers={"If-None-Match": had.format(tag=tag)})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert again.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("had", ['"other"', 'W/"other"', "", "theme.js", '"*"'])
async def test_whoever_has_another_file_is_sent_this_one(world: World, folder: Path, had: str) -> None:
    guest = visitor(world, Page(folder=folder))
    answer = await guest.call("GET", "/theme.js", headers={"If-None-Match": had})
    assert (answer.status_code, answer.text) == (200, "document.title")


async def test_a_file_is_another_one_when_it_is_compressed(world: World, folder: Path) -> None:
    guest = visitor(world, Page(folder=folder))
    plain = await guest.call("GET", "/theme.js", headers={"Accept-Encoding": "identity"})
    compressed = await guest.call("GET", "/theme.js", headers={"Accept-Encoding": "gzip"})
    assert plain.headers["etag"] != compressed.headers["etag"]
    headers = {"Accept-Encoding": "identity", "If-None-Match": compressed.headers["etag"]}
    assert (await guest.call("GET", "/theme.js", headers=headers)).status_code == 200


async def test_a_page_stays_what_it_was_when_the_server_started(world: World, folder: Path) -> None:
    guest = visitor(world, Page(folder=folder))
    for part in ("index.html", "theme.js", "assets/index-1a2b.js", "icons/mark.svg"):
        (folder / part).write_text("of another version")
    (folder / "assets/figtree-3c4d.woff2").unlink()
    (folder / "assets/index-9z8y.js").write_text("export default 2")
    assert (await guest.call("GET", "/home", headers=PERSON)).text == DOCUMENT
    assert (await guest.call("GET", "/theme.js")).text == "document.title"
    assert (await guest.call("GET", "/assets/index-1a2b.js")).text == "export default 1"
    assert (await guest.call("GET", "/assets/figtree-3c4d.woff2")).content == b"wOF2"
    assert (await guest.call("GET", "/assets/index-9z8y.js")).status_code == 404


async def test_head_is_answered_as_get_is(world: World, folder: Path) -> None:
    guest = visitor(world, Page(folder=folder))
    for address in ("/", "/assets/index-1a2b.js", "/theme.js"):
        got = await guest.call("GET", address, headers=PERSON)
        asked = await guest.call("HEAD", address, headers=PERSON)
        assert (asked.status_code, asked.headers["etag"]) == (200, got.headers["etag"])
        assert asked.headers["content-security-policy"] == got.headers["content-security-policy"]


async def test_icons_and_the_manifest_are_there(world: World, folder: Path) -> None:
    (folder / "manifest.webmanifest").write_text("{}")
    guest = visitor(world, Page(folder=folder))
    icon = await guest.call("GET", "/icons/mark.svg")
    assert (icon.text, icon.headers["content-type"]) == ("<svg/>", "image/svg+xml")
    manifest = await guest.call("GET", "/manifest.webmanifest")
    assert manifest.headers["content-type"] == "application/manifest+json"


@pytest.mark.parametrize(
    "address",
    ["/secret.key", "/assets/..%2Findex.html", "/assets/%2e%2e/secret.key", "/..%2f..%2fetc%2fpasswd"],
)
async def test_nothing_else_of_the_disk_is_handed_out(world: World, folder: Path, address: str) -> None:
    answer = await visitor(world, Page(folder=folder)).call("GET", address)
    assert answer.status_code == 404


async def test_the_document_loads_what_is_our_own_and_nothing_written_into_it(
    world: World, folder: Path
) -> None:
    answer = await visitor(world, Page(folder=folder)).call("GET", "/home", headers=PERSON)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-src"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    powers = answer.headers["permissions-policy"].split(", ")
    assert {"camera=(self)", "microphone=(self)", "display-capture=(self)", "geolocation=()"} <= set(powers)


async def test_of_other_hosts_the_configured_jitsi_alone_is_let_in(world: World, folder: Path) -> None:
    page = Page(folder=folder, script="https://cdn.example.org", frame="https://meet.example.org")
    answer = await visitor(world, page).call("GET", "/home", headers=PERSON)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["script-src"] == "'self' https://cdn.example.org"
    assert policy["frame-src"] == "https://meet.example.org"
    assert 'camera=(self "https://meet.example.org")' in answer.headers["permissions-policy"]
