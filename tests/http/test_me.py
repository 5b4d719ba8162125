"""One's own account: partial updates, the picture, taking data along, erasing."""

import json
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import httpx
import pytest
from PIL import Image

from tests.http.world import NEVER, PASSWORD, Member, World
from tests.support.images import BLUE, RED, decoded, encoded, quarters
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.ports.files import UPLOAD_LARGEST

ORIENTATION = 0x0112
TURNED_BY_A_QUARTER = 6
NEW_PASSWORD = "another unlikely phrase"


async def upload(member: Member, content: bytes, kind: str = "image/png") -> httpx.Response:
    return await member.call("PUT", "/api/me/avatar", content=content, headers={"Content-Type": kind})


async def signed(world: World, amal: Member, lasts: timedelta = timedelta(hours=1)) -> httpx.URL:
    """The address of a picture that needs no signing in."""
    picture = PictureId(UUID((await amal.ok("GET", "/api/me"))["picture"]))
    until = world.clock.now() + lasts
    address = world.platform.picture_links().sign(AccountId(UUID(amal.id)), picture, expires_at=until)
    return httpx.URL(address)


def is_near(colour: Any, wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 40 for one, other in zip(colour, wanted, strict=True))


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
    assert (await upload(amal, encoded(quarters(), "PNG"))).status_code == 204
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


async def test_a_picture_is_turned_upright_cropped_and_served_without_metadata(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_BY_A_QUARTER
    photograph = encoded(quarters(), "JPEG", exif=exif, quality=95)
    assert (await upload(amal, photograph, "image/jpeg")).status_code == 204
    assert (await kofi.ok("GET", f"/api/users/{amal.id}"))["picture"] is not None
    answer = await kofi.call("GET", f"/api/users/{amal.id}/avatar")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "no-store"
    shown = decoded(answer.content)
    assert not shown.getexif()
    upright = shown.convert("RGB")
    quarter = upright.width // 4
    assert is_near(upright.getpixel((quarter, quarter)), BLUE)
    assert is_near(upright.getpixel((3 * quarter, quarter)), RED)


async def test_a_picture_takes_the_place_of_the_one_before_and_is_removed_again(world: World) -> None:
    amal = await world.member()
    await upload(amal, encoded(quarters(), "PNG"))
    first = await amal.call("GET", f"/api/users/{amal.id}/avatar")
    await upload(amal, encoded(Image.new("RGB", (9, 9), RED), "WEBP"), "image/webp")
    second = await amal.call("GET", f"/api/users/{amal.id}/avatar")
    assert first.content != second.content
    await amal.ok("DELETE", "/api/me/avatar")
    await amal.ok("DELETE", "/api/me/avatar")
    assert (await amal.ok("GET", "/api/me"))["picture"] is None
    await amal.refused(404, "not-found", "GET", f"/api/users/{amal.id}/avatar")


@pytest.mark.parametrize("kind", ["image/gif", "image/svg+xml", "application/json", ""])
async def test_a_picture_of_another_type_is_not_taken(world: World, kind: str) -> None:
    amal = await world.member()
    answer = await upload(amal, encoded(quarters(), "PNG"), kind)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")


@pytest.mark.parametrize("content", [b"", b"no picture", encoded(quarters(), "PNG")[:-40]])
async def test_a_picture_that_is_broken_is_refused_and_the_one_before_stays(
    world: World, content: bytes
) -> None:
    amal = await world.member()
    await upload(amal, encoded(quarters(), "PNG"))
    before = (await amal.ok("GET", "/api/me"))["picture"]
    answer = await upload(amal, content)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["fields"]] == ["picture"]
    assert (await amal.ok("GET", "/api/me"))["picture"] == before


async def test_a_picture_that_is_too_large_is_not_read(world: World) -> None:
    amal = await world.member()
    answer = await upload(amal, b"x" * (UPLOAD_LARGEST + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


async def test_a_signed_address_shows_the_picture_without_a_session_until_it_ends(world: World) -> None:
    amal = await world.member()
    await upload(amal, encoded(quarters(), "PNG"))
    address = (await signed(world, amal)).raw_path.decode()
    own = await amal.call("GET", f"/api/users/{amal.id}/avatar")
    answer = await world.guest().call("GET", address)
    assert (answer.status_code, answer.content) == (200, own.content)
    world.clock.advance(timedelta(hours=1))
    await world.guest().refused(404, "not-found", "GET", address)


async def test_a_signed_address_is_good_for_that_picture_of_that_account_alone(world: World) -> None:
    amal, kofi = await world.member("Amal"), await world.member("Kofi")
    for member in (amal, kofi):
        await upload(member, encoded(quarters(), "PNG"))
    address, others = await signed(world, amal), await signed(world, kofi)
    for forged in (
        address.copy_with(path=f"/api/users/{kofi.id}/avatar"),
        address.copy_set_param("picture", others.params["picture"]),
        address.copy_set_param("picture", NEVER),
        address.copy_set_param("signature", others.params["signature"]),
        address.copy_set_param("signature", "é"),
    ):
        await world.guest().refused(404, "not-found", "GET", forged.raw_path.decode())
    half = address.copy_remove_param("signature").raw_path.decode()
    await world.guest().refused(401, "not-signed-in", "GET", half)


async def test_a_signed_address_of_a_picture_that_was_removed_leads_nowhere(world: World) -> None:
    amal = await world.member()
    await upload(amal, encoded(quarters(), "PNG"))
    address = (await signed(world, amal)).raw_path.decode()
    await amal.ok("DELETE", "/api/me/avatar")
    await world.work()
    await world.guest().refused(404, "not-found", "GET", address)


async def test_what_is_taken_along_is_an_archive_of_everything(world: World) -> None:
    amal, kofi = await world.member("Amal Haddad"), await world.member("Kofi Mensah")
    await world.connect(amal, kofi)
    await world.conference(amal)
    letter = {"to": [kofi.id], "subject": "Seedlings", "body": "Tomatoes & basil."}
    await amal.ok("POST", "/api/messages", json=letter)
    await upload(amal, encoded(quarters(), "PNG"))
    answer = await amal.call("GET", "/api/me/export")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == 'attachment; filename="wexstream.zip"'
    assert answer.headers["cache-control"] == "no-store"
    with ZipFile(BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["README.txt", "data.json", "picture.webp"]
        data = json.loads(archive.read("data.json"))
        assert decoded(archive.read("picture.webp")).format == "WEBP"
    assert data["account"] == await amal.ok("GET", "/api/me")
    assert [message["body"] for message in data["messages"]] == ["Tomatoes & basil."]
    assert [relation["full_name"] for relation in data["relations"]] == ["Kofi Mensah"]
    assert len(data["conferences"]) == 1


async def test_who_has_no_picture_takes_none_along(world: World) -> None:
    amal = await world.member()
    with ZipFile(BytesIO((await amal.call("GET", "/api/me/export")).content)) as archive:
        assert archive.namelist() == ["README.txt", "data.json"]


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
