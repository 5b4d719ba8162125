from hypothesis import given

from tests.support.builders import account, copies, message, notification, viewer
from tests.support.keeping import keep, send
from tests.support.overlap import tried
from tests.support.properties import few
from tests.support.storage import Storage
from tests.support.strategies import messages
from wexstream.domain.model.account import Account
from wexstream.domain.model.message import Box, Message
from wexstream.domain.model.notification import NotificationKind
from wexstream.ports.persistence import Transaction, UnitOfWork

ADA, BOB = account("Ada"), account("Bob")


async def find(unit: UnitOfWork, owner: Account, sent: Message, box: Box = Box.INBOX) -> Message | None:
    return await unit.run(lambda tx: tx.messages.find(owner.id, sent.id, box))


async def mark(unit: UnitOfWork, owner: Account, sent: Message, *, read: bool) -> bool:
    return await unit.run(lambda tx: tx.messages.mark(owner.id, sent.id, read=read))


async def remove(unit: UnitOfWork, owner: Account, sent: Message) -> bool:
    return await unit.run(lambda tx: tx.messages.remove(owner.id, sent.id))


async def is_read(storage: Storage, owner: Account, sent: Message) -> bool | None:
    shown = await storage.queries.message(viewer(owner), sent.id)
    return shown.read if shown else None


class TestReading:
    @few
    @given(any_message=messages(ADA.id))
    async def test_a_message_is_read_as_it_was_added(self, unit: UnitOfWork, any_message: Message) -> None:
        async def work(tx: Transaction) -> list[Message | None]:
            await tx.accounts.add(ADA)
            await tx.accounts.add(BOB)
            await tx.messages.add(any_message, copies(any_message, ADA, [BOB]))
            return [
                await tx.messages.find(ADA.id, any_message.id, Box.SENT),
                await tx.messages.find(BOB.id, any_message.id, Box.INBOX),
            ]

        assert await tried(unit, work) == [any_message, any_message]

    async def test_it_lies_in_the_senders_box_of_sent_and_in_each_recipients_inbox(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob, eve)
        assert await find(unit, ada, sent, Box.SENT) == sent
        assert await find(unit, ada, sent, Box.INBOX) is None
        for recipient in (bob, eve):
            assert await find(unit, recipient, sent, Box.INBOX) == sent
            assert await find(unit, recipient, sent, Box.SENT) is None

    async def test_nobody_else_has_it_and_nobody_one_that_was_never_sent(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        assert await find(unit, eve, sent) is None
        assert await find(unit, bob, message(ada)) is None


class TestMarking:
    async def test_a_copy_is_marked_and_nobody_elses(
        self, storage: Storage, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = message(ada)
        await send(storage.unit, sent, ada, bob, eve)
        assert await mark(storage.unit, bob, sent, read=True)
        assert await mark(storage.unit, bob, sent, read=True)
        assert [await is_read(storage, owner, sent) for owner in (bob, eve)] == [True, False]
        assert await mark(storage.unit, bob, sent, read=False)
        assert await is_read(storage, bob, sent) is False

    async def test_there_is_nothing_to_mark_where_one_has_no_copy_any_more(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        await remove(unit, bob, sent)
        assert not await mark(unit, bob, sent, read=True)
        assert not await mark(unit, eve, sent, read=True)
        assert not await mark(unit, bob, message(ada), read=True)


class TestRemoving:
    async def test_a_copy_goes_and_the_others_stay(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob, eve)
        assert await remove(unit, bob, sent)
        assert await find(unit, bob, sent) is None
        assert await find(unit, eve, sent) == sent
        assert await find(unit, ada, sent, Box.SENT) == sent

    async def test_the_senders_copy_goes_as_any_other_does(
        self, unit: UnitOfWork, ada: Account, bob: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        assert await remove(unit, ada, sent)
        assert await find(unit, ada, sent, Box.SENT) is None
        assert await find(unit, bob, sent) == sent

    async def test_there_is_nothing_to_remove_where_one_has_no_copy_any_more(
        self, unit: UnitOfWork, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent = message(ada)
        await send(unit, sent, ada, bob)
        await remove(unit, bob, sent)
        assert not await remove(unit, bob, sent)
        assert not await remove(unit, eve, sent)
        assert not await remove(unit, bob, message(ada))

    async def test_the_message_goes_with_its_last_copy_and_not_before(
        self, storage: Storage, ada: Account, bob: Account, eve: Account
    ) -> None:
        sent, other = message(ada, body="At five?"), message(ada, body="At six?")
        await send(storage.unit, sent, ada, bob, eve)
        await send(storage.unit, other, ada, bob)
        told = notification(eve, NotificationKind.MESSAGE_RECEIVED, actor=ada, about=sent)
        await keep(storage.unit, told)
        for owner in (bob, ada):
            await remove(storage.unit, owner, sent)
            assert "At five?" in await storage.everything_kept()
        await remove(storage.unit, eve, sent)
        kept = await storage.everything_kept()
        assert "At five?" not in kept
        assert str(sent.id) not in kept
        assert "At six?" in kept
