"""Unlinking another service while something else happens to it."""

from dataclasses import replace

import pytest

from tests.support.acting import account_of, enter
from tests.support.builders import identity
from tests.support.keeping import keep
from tests.support.meanwhile import Meanwhile
from tests.support.platform import Platform
from wexstream.domain.model.errors import NotFound

PASSWORD = "password of Ada Lovelace"


async def test_one_that_was_unlinked_while_the_password_was_checked_is_not_unlinked_again(
    platform: Platform,
) -> None:
    ada = await enter(platform)
    kept = identity(await account_of(platform, ada))
    await keep(platform.storage.unit, kept)

    async def happens() -> None:
        await platform.identities.unlink(ada, kept.provider, password=None)

    passwords = replace(platform.passwords, hasher=Meanwhile(happens))
    identities = replace(platform.identities, passwords=passwords)
    with pytest.raises(NotFound):
        await identities.unlink(ada, kept.provider, password=PASSWORD)
