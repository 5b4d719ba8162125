"""One's picture: taken upright and square, shown to those who see the profile or hold a signed address."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from PIL import Image

from tests.http.world import NEVER, Member, World
from tests.support.images import BLUE, RED, decoded, encoded, quarters
from wexstream.domain.model.ids import AccountId, PictureId
from wexstream.ports.files import UPLOAD_LARGEST

ORIENTATION = 0x0112
TURNED_BY_A_QUARTER = 6


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
