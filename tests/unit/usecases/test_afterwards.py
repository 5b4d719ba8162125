"""Doing the work that commands have queued."""

from PIL import Image

from tests.support import builders
from tests.support.acting import befriend, create, enter, kinds_told, mailed
from tests.support.images import encoded
from tests.support.platform import Platform
from wexstream.domain.model.ids import PictureId
from wexstream.ports.jobs import Announce, MailPasswordChanged, RemovePicture

UPLOAD = encoded(Image.new("RGB", (8, 8)), "PNG")


async def test_every_job_may_be_done_twice(platform: Platform) -> None:
    ada, bob = await enter(platform, email="ada@example.org"), await enter(platform, "Bob")
    await befriend(platform, ada, bob)
    conference = await create(platform, ada)
    await platform.conferences.start(ada, conference)
    picture = PictureId(builders.IDS.new())
    await platform.pictures.put(picture, UPLOAD)
    for _ in range(2):
        await platform.do_job(Announce(conference=conference))
        await platform.do_job(MailPasswordChanged(account=ada.account, occasion=picture))
        await platform.do_job(RemovePicture(picture=picture))
    assert await kinds_told(platform, bob) == ["conference-live"]
    assert await mailed(platform, "ada@example.org") == ["password-changed"]
    assert await platform.pictures.get(picture) is None
