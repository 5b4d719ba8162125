"""One's own account: partial updates, password and terms, taking data along, erasing."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from structlog.testing import capture_logs

from tests.http.world import PASSWORD, World
from tests.support.images import decoded, encoded, quarters

PICTURE: dict[str, Any] = {"content": encoded(quarters(), "PNG"), "headers": {"Content-Type": "image/png"}}
NEW_PASSWORD = "another unlikely phrase"


async def test_what_is_left_out_stays_and_null_empties(world: World) -> None:
    amal = await world.member("Amal Haddad")
    everything = {"bio": "Gardener", "location": "Beirut", "website": "https://example.org"}
    await amal.ok("PATCH", "/api/me", json=everything)
    changed = await amal.ok("PATCH", "/api/me", json={"bio": None, "location": "Lyon"})
    assert (changed["bio"], changed["location"], changed["website"]) == (None, "Lyon", "https://example.org")
    assert changed["full_name"] == "Amal Haddad"
    assert await amal.ok("PATCH", "/api/me", json={}) == changed == await amal.ok("GET", "/api/me")


@pytest.mark.parametrize(
    "change",
    [
        {"full_name": "Amal H."},
        {"language": "ar"},
        {"time_zone": "Asia/Beirut"},
        {"mail_requests": False},
        {"mail_approvals": False},
        {"mail_messages": False},
        {"mail_live": True},
        {"mail_finished": True},
        {"messages_from_strangers": False},
    ],
)
async def test_each_setting_changes_alone(world: World, change: dict[str, object]) -> None:
    amal = await world.member()
    before = await amal.ok("GET", "/api/me")
    assert await amal.ok("PATCH", "/api/me", json=change) == before | change
    assert before != before | change


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"full_name": None}, "full_name"),
        ({"language": None}, "language"),
        ({"mail_live": None}, "mail_live"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"time_zone": "Nowhere At All"}, "time_zone"),
        ({"email": "other@example.org"}, "email"),
        ({"moderator": True}, "moderator"),
    ],
)
async def test_what_cannot_be_changed_so_is_refused_and_nothing_else_is_changed(
    world: World, change: dict[str, object], field: str
) -> None:
    amal = await world.member()
    body = {"bio": "Gardener", **change}
    problem = await amal.refused(422, "invalid", "PATCH", "/api/me", json=body)
    assert [fault["field"] for fault in problem["fields"]] == [field]
    assert (await amal.ok("GET", "/api/me"))["bio"] is None


async def test_an_unverified_account_manages_itself(world: World) -> None:
    amal = await world.member(verified=False)
    assert (await amal.ok("PATCH", "/api/me", json={"bio": "Gardener"}))["bio"] == "Gardener"
    await amal.ok("PUT", "/api/me/avatar", **PICTURE)
    await amal.ok("GET", f"/api/users/{amal.id}/avatar")
    await amal.ok("DELETE", "/api/me", json={"password": PASSWORD})


async def test_a_changed_password_ends_the_other_sessions_and_not_this_one(world: World) -> None:
    amal, other = await world.member(), world.guest()
    await other.ok("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    wrong = {"current": NEW_PASSWORD, "new": NEW_PASSWORD}
    await amal.refused(403, "wrong-password", "PUT", "/api/me/password", json=wrong)
    await amal.ok("PUT", "/api/me/password", json={"current": PASSWORD, "new": NEW_PASSWORD})
    await amal.ok("GET", "/api/me")
    await other.refused(401, "not-signed-in", "GET", "/api/me")


async def test_the_terms_of_today_are_accepted_and_no_others(world: World) -> None:
    amal = await world.member()
    world.clock.advance(timedelta(hours=1))
    await amal.ok("POST", "/api/me/consent", json={"terms_version": "1"})
    me = await amal.ok("GET", "/api/me")
    assert me["terms_accepted_at"] > me["created_at"]
    await amal.refused(422, "invalid", "POST", "/api/me/consent", json={"terms_version": "2"})


async def test_what_is_taken_along_is_an_archive_of_everything(world: World) -> None:
    amal, kofi = await world.member("Amal Haddad"), await world.member("Kofi Mensah")
    await world.connect(amal, kofi)
    await world.conference(amal)
    letter = {"to": [kofi.id], "subject": "Seedlings", "body": "Tomatoes & basil."}
    await amal.ok("POST", "/api/messages", json=letter)
    await amal.ok("PUT", "/api/me/avatar", **PICTURE)
    answer = await amal.call("GET", "/api/me/export")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="wexstream.zip"'
    assert answer.headers["cache-control"] == "no-store"
    with ZipFile(BytesIO(answer.content)) as archive:
        assert {"index.html", "messages-1.html", "data.json", "picture.webp"} <= {*archive.namelist()}
        data = json.loads(archive.read("data.json"))
        assert decoded(archive.read("picture.webp")).format == "WEBP"
    assert data["account"] == await amal.ok("GET", "/api/me")
    assert [message["body"] for message in data["messages"]] == ["Tomatoes & basil."]
    assert [relation["full_name"] for relation in data["relations"]] == ["Kofi Mensah"]
    assert len(data["conferences"]) == 1


async def test_who_has_no_picture_takes_none_along(world: World) -> None:
    amal = await world.member()
    with ZipFile(BytesIO((await amal.call("GET", "/api/me/export")).content)) as archive:
        assert "picture.webp" not in archive.namelist()


async def test_an_erasure_is_logged_by_a_number_that_is_nobodys_but_in_a_backup(world: World) -> None:
    amal = await world.member("Amal")
    with capture_logs() as entries:
        await amal.call("DELETE", "/api/me", json={"password": PASSWORD})
    [erased] = [entry for entry in entries if entry["event"] != "request"]
    told = {"event": "an account was erased", "account": UUID(amal.id), "log_level": "info"}
    assert erased == told


async def test_erasing_by_password_ends_everything_and_frees_the_address(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    world.clock.advance(timedelta(hours=1))
    await amal.refused(403, "wrong-password", "DELETE", "/api/me", json={"password": NEW_PASSWORD})
    answer = await amal.call("DELETE", "/api/me", json={"password": PASSWORD})
    assert answer.status_code == 204
    assert "ws" not in amal.client.cookies
    await kofi.refused(404, "not-found", "GET", f"/api/users/{amal.id}")
    mails = [kept.mail.to_address for kept in await world.platform.mailbox().list()]
    assert amal.email not in mails
    body = {"full_name": "A", "email": amal.email, "password": PASSWORD, "terms_version": "1"}
    await world.guest().ok("POST", "/api/accounts", json=body)
    assert await world.mailed_token(amal.email)


async def test_erasing_by_a_sign_in_of_the_last_ten_minutes_and_not_by_an_older_one(world: World) -> None:
    amal = await world.member()
    world.clock.advance(timedelta(minutes=10, seconds=1))
    await amal.refused(403, "proof-required", "DELETE", "/api/me", json={})
    await amal.refused(403, "proof-required", "DELETE", "/api/me", json={"password": None})
    await amal.ok("POST", "/api/sessions", json={"email": amal.email, "password": PASSWORD})
    world.clock.advance(timedelta(minutes=10))
    await amal.ok("DELETE", "/api/me", json={})
    await amal.refused(401, "not-signed-in", "GET", "/api/me")


async def test_a_message_stays_with_whom_it_was_sent_to_from_nobody(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    letter = {"to": [kofi.id], "subject": "Seedlings", "body": "I bring the tomatoes."}
    sent = await amal.ok("POST", "/api/messages", json=letter)
    await amal.ok("DELETE", "/api/me", json={"password": PASSWORD})
    kept = await kofi.ok("GET", f"/api/messages/{sent['id']}")
    assert kept["sender"] == {"id": None, "full_name": None, "picture": None}
    assert (kept["body"], kept["answerable"]) == ("I bring the tomatoes.", False)
