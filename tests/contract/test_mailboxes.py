import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.headerregistry import Address
from pathlib import Path
from stat import S_IMODE
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.builders import IDS
from tests.support.mails import NOW, WRITER, TickingClock, a_letter, a_mail, hostile_letters
from wexstream.adapters.mail import disk
from wexstream.adapters.mail.disk import DiskMailbox
from wexstream.adapters.memory import mailbox as memory
from wexstream.adapters.memory.mailbox import MemoryMailbox
from wexstream.domain.model.account import Language
from wexstream.domain.model.ids import AccountId
from wexstream.ports.mail import KeptMail, Letter, LetterKind, Mailbox

SENDER = Address("Wexstream", addr_spec="no-reply@meet.example.org")
ADDRESSES = ("clara@weiss.example", "Clara@Weiss.example", "zoe@lefevre.example")

MakeMailbox = Callable[[Path], Mailbox]


def on_disk(folder: Path) -> DiskMailbox:
    return DiskMailbox(folder / "mail", sender=SENDER, clock=TickingClock())


def in_memory(_folder: Path) -> MemoryMailbox:
    return MemoryMailbox(TickingClock())


@pytest.fixture(params=[on_disk, in_memory])
def mailbox(request: pytest.FixtureRequest, tmp_path: Path) -> Mailbox:
    make: MakeMailbox = request.param
    return make(tmp_path)


async def ids(mailbox: Mailbox) -> list[str]:
    return [kept.mail.message_id for kept in await mailbox.list()]


class TestMailboxes:
    async def test_nothing_is_in_a_new_one(self, mailbox: Mailbox) -> None:
        await mailbox.forget(addresses=["clara@weiss.example"])
        assert not await mailbox.list()
        assert await mailbox.get("one@meet.example.org") is None

    async def test_a_mail_is_kept_as_it_was_carried_with_the_time_and_its_links(
        self, mailbox: Mailbox
    ) -> None:
        await mailbox.carry(a_mail())
        kept = KeptMail(mail=a_mail(), kept_at=NOW + timedelta(seconds=1))
        assert list(await mailbox.list()) == [kept]
        assert await mailbox.get("one@meet.example.org") == kept
        assert kept.mail.links == ["https://meet.example.org/messages?m=1"]

    async def test_the_newest_comes_first(self, mailbox: Mailbox) -> None:
        for message_id in ("b@x.example", "c@x.example", "a@x.example"):
            await mailbox.carry(a_mail(message_id))
        assert await ids(mailbox) == ["a@x.example", "c@x.example", "b@x.example"]

    async def test_a_mail_that_comes_again_takes_its_own_place(self, mailbox: Mailbox) -> None:
        for message_id in ("first@x.example", "second@x.example"):
            await mailbox.carry(a_mail(message_id))
        before = await mailbox.get("first@x.example")
        again = replace(a_mail("first@x.example"), subject="Once more")
        await mailbox.carry(again)
        assert await ids(mailbox) == ["second@x.example", "first@x.example"]
        assert before is not None
        assert await mailbox.get("first@x.example") == replace(before, mail=again)

    async def test_forgetting_an_address_removes_its_mails_whatever_the_case_and_no_others(
        self, mailbox: Mailbox
    ) -> None:
        for number, address in enumerate(ADDRESSES):
            await mailbox.carry(a_mail(f"{number}@x.example", address))
        await mailbox.forget(addresses=["CLARA@WEISS.example"])
        assert await ids(mailbox) == ["2@x.example"]

    async def test_forgetting_an_address_removes_what_is_to_be_answered_there(self, mailbox: Mailbox) -> None:
        for number, address in enumerate((*ADDRESSES, None)):
            await mailbox.carry(replace(a_mail(f"{number}@x.example", "op@x.example"), reply_to=address))
        await mailbox.forget(addresses=["CLARA@WEISS.example"])
        assert await ids(mailbox) == ["3@x.example", "2@x.example"]

    async def test_forgetting_accounts_removes_the_mails_about_them_whoever_has_them(
        self, mailbox: Mailbox
    ) -> None:
        ada, bob, eve = (AccountId(IDS.new()) for _ in range(3))
        for number, about in enumerate(([], [ada], [bob], [bob, ada], [eve])):
            await mailbox.carry(replace(a_mail(f"{number}@x.example"), about=frozenset(about)))
        await mailbox.forget(accounts=[ada])
        assert await ids(mailbox) == ["4@x.example", "2@x.example", "0@x.example"]
        await mailbox.forget(accounts=[bob, eve])
        assert await ids(mailbox) == ["0@x.example"]

    async def test_forgetting_nothing_removes_nothing(self, mailbox: Mailbox) -> None:
        await mailbox.carry(a_mail())
        await mailbox.forget()
        assert await ids(mailbox) == ["one@meet.example.org"]

    async def test_whom_a_mail_is_about_is_kept_with_it(self, mailbox: Mailbox) -> None:
        mail = replace(a_mail(), about=frozenset(AccountId(IDS.new()) for _ in range(2)))
        await mailbox.carry(mail)
        assert [kept.mail for kept in await mailbox.list()] == [mail]

    async def test_the_oldest_go_when_there_are_too_many(
        self, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in (disk, memory):
            assert module.MAILBOX_LARGEST == 1_000
            monkeypatch.setattr(module, "MAILBOX_LARGEST", 3)
        for number in range(5):
            await mailbox.carry(a_mail(f"{number}@x.example"))
            await mailbox.carry(a_mail(f"{number}@x.example"))
        assert await ids(mailbox) == ["4@x.example", "3@x.example", "2@x.example"]

    @pytest.mark.parametrize("message_id", ["", "*", "../one", "one@meet.example.org/..", "\0", "[a-z]", "é"])
    async def test_an_id_is_no_pattern_and_no_path(self, mailbox: Mailbox, message_id: str) -> None:
        await mailbox.carry(a_mail())
        assert await mailbox.get(message_id) is None


STEPS = st.lists(
    st.tuples(st.just("carry"), hostile_letters(), st.sampled_from("abc"), st.sampled_from(ADDRESSES))
    | st.tuples(st.just("forget"), st.none(), st.none(), st.sampled_from(ADDRESSES)),
    max_size=8,
)


@given(steps=STEPS)
async def test_after_any_history_disk_and_memory_hold_the_same(
    steps: list[tuple[str, Letter | None, str | None, str]],
) -> None:
    with TemporaryDirectory() as folder:
        mailboxes: list[Mailbox] = [on_disk(Path(folder)), in_memory(Path(folder))]
        for mailbox in mailboxes:
            for _, letter, reference, address in steps:
                if letter and reference:
                    await mailbox.carry(
                        WRITER.write(replace(letter, reference=reference, to_address=address))
                    )
                else:
                    await mailbox.forget(addresses=[address])
        one, other = [list(await mailbox.list()) for mailbox in mailboxes]
        assert [kept.mail for kept in one] == [kept.mail for kept in other]


class TestDisk:
    async def test_files_are_the_owners_alone_whatever_the_umask(self, tmp_path: Path) -> None:
        umask = os.umask(0)
        try:
            await on_disk(tmp_path).carry(a_mail())
        finally:
            os.umask(umask)
        [file] = (tmp_path / "mail").iterdir()
        assert S_IMODE(file.stat().st_mode) == 0o600
        assert S_IMODE(file.parent.stat().st_mode) == 0o700

    async def test_another_process_reads_the_same(self, tmp_path: Path) -> None:
        await on_disk(tmp_path).carry(a_mail())
        assert [kept.mail for kept in await on_disk(tmp_path).list()] == [a_mail()]

    async def test_a_file_is_whole_or_not_there(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        mailbox = on_disk(tmp_path)
        await mailbox.carry(a_mail())

        def fails(_file: int) -> None:
            raise OSError("no space left")

        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(OSError, match="no space left"):
            await mailbox.carry(replace(a_mail(), subject="Once more"))
        assert [kept.mail for kept in await mailbox.list()] == [a_mail()]
        assert len(list((tmp_path / "mail").iterdir())) == 1

    async def test_forgetting_reaches_the_draft_that_a_power_failure_left(self, tmp_path: Path) -> None:
        mailbox = on_disk(tmp_path)
        await mailbox.carry(a_mail())
        [file] = (tmp_path / "mail").iterdir()
        file.rename(file.with_suffix(".0123456789abcdef"))
        assert not await mailbox.list()
        await mailbox.forget(addresses=["clara@weiss.example"])
        assert not list((tmp_path / "mail").iterdir())

    async def test_what_is_not_a_mail_of_its_own_is_left_alone(self, tmp_path: Path) -> None:
        mailbox = on_disk(tmp_path)
        await mailbox.carry(a_mail())
        stranger = tmp_path / "mail" / "notes.eml"
        stranger.write_text("To: clara@weiss.example\n\nmine\n")
        await mailbox.forget(addresses=["clara@weiss.example"])
        assert not await mailbox.list()
        assert stranger.exists()

    async def test_a_mail_that_goes_while_it_is_read_is_passed_over(self, tmp_path: Path) -> None:
        mailbox = on_disk(tmp_path)
        await mailbox.carry(a_mail())
        [file] = (tmp_path / "mail").iterdir()
        file.unlink()
        file.symlink_to(tmp_path / "gone")
        assert not await mailbox.list()
        await mailbox.forget(addresses=["clara@weiss.example"])
        await mailbox.carry(a_mail())
        assert await ids(mailbox) == ["one@meet.example.org"]

    async def test_a_letter_can_be_found_with_grep(self, tmp_path: Path) -> None:
        await on_disk(tmp_path).carry(WRITER.write(a_letter(LetterKind.MESSAGE_RECEIVED, Language.ENGLISH)))
        [file] = (tmp_path / "mail").iterdir()
        assert b"\r\nSubject: Tomasz wrote to you: Sunday reading circle\r\n" in file.read_bytes()
