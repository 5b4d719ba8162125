"""Archives of somebody who has done something, over memory."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from tests.support.acting import befriend, broadcast, enter
from tests.support.platform import Platform
from tests.support.storage import MemoryStorage
from wexstream.domain.model.account import AccountChanges, Language
from wexstream.domain.model.conference import Visibility
from wexstream.domain.usecases.privacy import TakenAlong

WORDS = "<script>alert('Tea & cake')</script>"


@pytest.fixture(params=Language)
async def taken(request: pytest.FixtureRequest) -> AsyncIterator[TakenAlong]:
    """Everything of somebody, in each language, with an open export."""
    platform = Platform(MemoryStorage())
    ada, bob = await enter(platform), await enter(platform, "Bob")
    await platform.accounts.change(ada, AccountChanges(language=request.param, time_zone="Asia/Beirut"))
    await befriend(platform, ada, bob)
    await broadcast(platform, ada, Visibility.PUBLIC)
    await platform.messages.send(ada, to=[bob.account], subject=WORDS, body=f"{WORDS}\nAt five?")
    async with platform.privacy.export(ada) as opened:
        yield replace(opened, picture=b"RIFF a picture")
