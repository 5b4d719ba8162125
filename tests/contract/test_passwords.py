import asyncio
import secrets
from dataclasses import replace
from threading import Event, Lock, Semaphore

import pytest
from argon2 import Parameters, PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST
from hypothesis import assume, given
from hypothesis import strategies as st

from wexstream.adapters.security.passwords import COST, Argon2Passwords
from wexstream.ports.security import Passwords, Verdict

CHEAP = replace(CHEAPEST, salt_len=16, hash_len=32)
PASSWORDS: Passwords = Argon2Passwords(CHEAP)
KEPT = PasswordHasher.from_parameters(CHEAP).hash("correct horse", salt=bytes(16))
ANY_TEXT = st.text(max_size=128) | st.text("\ud800\udfffa ", max_size=128)  # lone surrogates too
PATIENCE = 30


@given(password=ANY_TEXT)
async def test_the_password_that_was_hashed_is_right(password: str) -> None:
    assert await PASSWORDS.check(password, await PASSWORDS.hash(password)) is Verdict.RIGHT


@given(password=ANY_TEXT, other=ANY_TEXT)
async def test_any_other_password_is_wrong(password: str, other: str) -> None:
    assume(password != other)
    assert await PASSWORDS.check(other, await PASSWORDS.hash(password)) is Verdict.WRONG


async def test_a_password_is_taken_as_typed_neither_composed_nor_trimmed_nor_folded() -> None:
    kept = await PASSWORDS.hash("Zoë likes tea")
    for other in ("Zoe\u0308 likes tea", " Zoë likes tea", "zoë likes tea"):
        assert await PASSWORDS.check(other, kept) is Verdict.WRONG


async def test_a_password_that_is_no_unicode_text_is_wrong_not_an_error() -> None:
    kept = await PASSWORDS.hash("lone ? surrogate")
    assert await PASSWORDS.check("lone \ud800 surrogate", kept) is Verdict.WRONG


@given(password=ANY_TEXT)
async def test_two_hashes_of_one_password_differ(password: str) -> None:
    assert await PASSWORDS.hash(password) != await PASSWORDS.hash(password)


@given(password=ANY_TEXT)
async def test_an_account_without_a_password_takes_none(password: str) -> None:
    assert await PASSWORDS.check(password, None) is Verdict.WRONG


async def test_an_account_without_a_password_costs_a_check_of_the_same_parameters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, kept: str, password: bytes) -> bool:
        checked.append(kept)
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    await PASSWORDS.check("correct horse", None)
    assert [extract_parameters(kept) for kept in checked] == [CHEAP]


async def test_an_account_without_a_password_takes_not_even_that_of_the_check_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(secrets, "token_bytes", lambda: b"a lucky guess")
    assert await Argon2Passwords(CHEAP).check("a lucky guess", None) is Verdict.WRONG


@given(kept=st.text())
async def test_what_is_no_hash_is_wrong(kept: str) -> None:
    assert await PASSWORDS.check("correct horse", kept) is Verdict.WRONG


@given(data=st.data())
async def test_a_hash_that_was_garbled_is_wrong(data: st.DataObject) -> None:
    # Of the digest's last character, some bits count for nothing.
    place = data.draw(st.integers(KEPT.rindex("$") + 1, len(KEPT) - 2))
    other = data.draw(st.characters(exclude_characters=KEPT[place]))
    assert await PASSWORDS.check("correct horse", KEPT[:place] + other + KEPT[place + 1 :]) is Verdict.WRONG


@given(st.integers(0, len(KEPT) - 1))
async def test_a_hash_that_was_cut_off_is_wrong(length: int) -> None:
    assert await PASSWORDS.check("correct horse", KEPT) is Verdict.RIGHT
    assert await PASSWORDS.check("correct horse", KEPT[:length]) is Verdict.WRONG


@pytest.mark.parametrize(
    "former",
    [replace(CHEAP, time_cost=2), replace(CHEAP, memory_cost=16), replace(CHEAP, hash_len=16)],
    ids=["passes", "memory", "length"],
)
async def test_a_hash_of_other_parameters_is_right_and_outdated(former: Parameters) -> None:
    kept = await Argon2Passwords(former).hash("correct horse")
    assert await PASSWORDS.check("correct horse", kept) is Verdict.OUTDATED
    assert await PASSWORDS.check("battery staple", kept) is Verdict.WRONG


async def test_hashes_are_argon2id_with_two_passes_over_19_mebibytes() -> None:
    kept = await Argon2Passwords().hash("correct horse")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert extract_parameters(kept) == COST


class Hashing:
    """Stands in for the hashing itself and lasts until it is let go."""

    def __init__(self) -> None:
        self.begun = Semaphore(0)
        self.go_on = Event()
        self.most_at_once = 0
        self._lock = Lock()
        self._at_once = 0

    def __call__(self, password: bytes) -> str:
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        self.begun.release()
        assert self.go_on.wait(PATIENCE)
        with self._lock:
            self._at_once -= 1
        return password.decode()


async def test_the_event_loop_goes_on_while_two_are_hashed_and_the_others_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    passwords = Argon2Passwords(CHEAP)
    hashing = Hashing()
    monkeypatch.setattr(PasswordHasher, "hash", hashing)
    tasks = [asyncio.create_task(passwords.hash(f"password {number}")) for number in range(6)]
    for _ in range(2):
        assert await asyncio.to_thread(hashing.begun.acquire, timeout=PATIENCE)
    assert not any(task.done() for task in tasks)
    hashing.go_on.set()
    assert await asyncio.gather(*tasks) == [f"password {number}" for number in range(6)]
    assert hashing.most_at_once == 2


@pytest.mark.parametrize("password", ["password123", "PassWord123", "12345678", "qwertyuiop", "iloveyou1"])
def test_common_passwords_are_breached_in_whatever_case(password: str) -> None:
    assert PASSWORDS.is_breached(password)


@pytest.mark.parametrize(
    "password", ["correct horse battery staple", "Sommerregen im Maerz", "", "\ud800" * 8]
)
def test_uncommon_passwords_are_not_breached(password: str) -> None:
    assert not PASSWORDS.is_breached(password)
