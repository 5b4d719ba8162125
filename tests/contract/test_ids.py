import re
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from time import time_ns
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from wexstream.adapters.system.ids import SystemIds
from wexstream.ports.ids import Ids

IDS: Ids = SystemIds()
THREADS = 4


@given(st.integers(min_value=2, max_value=2_000))
def test_each_new_id_is_greater_than_the_one_before(count: int) -> None:
    made = [IDS.new() for _ in range(count)]
    assert all(earlier < later for earlier, later in pairwise(made))


def test_ids_of_several_threads_are_all_different_and_rise_within_each() -> None:
    together = Barrier(THREADS)

    def make(_: int) -> list[UUID]:
        together.wait(timeout=30)
        return [IDS.new() for _ in range(5_000)]

    with ThreadPoolExecutor(THREADS) as pool:
        batches = list(pool.map(make, range(THREADS)))
    assert all(earlier < later for batch in batches for earlier, later in pairwise(batch))
    assert len({made for batch in batches for made in batch}) == THREADS * 5_000


def test_an_id_made_after_another_thread_made_its_own_is_greater() -> None:
    with ThreadPoolExecutor(1) as other:
        for _ in range(1_000):
            earlier = other.submit(IDS.new).result()
            assert earlier < IDS.new()


@given(st.integers(min_value=1, max_value=50))
def test_an_id_is_a_uuid_of_version_7(count: int) -> None:
    for made in [IDS.new() for _ in range(count)]:
        assert type(made) is UUID
        assert made.version == 7
        assert made.variant == RFC_4122


def test_an_id_bears_the_millisecond_in_which_it_was_made() -> None:
    earliest = time_ns() // 1_000_000
    made = IDS.new()
    latest = time_ns() // 1_000_000
    # Counting on from an id of the millisecond before may run ahead of the clock by a little.
    assert earliest <= made.int >> 80 <= latest + 1_000


@given(st.integers(min_value=2, max_value=100))
def test_rooms_are_26_characters_that_a_url_and_jitsi_leave_alone_and_never_the_same(count: int) -> None:
    rooms = [IDS.room() for _ in range(count)]
    assert all(re.fullmatch(r"[a-z0-9]{26}", room) for room in rooms)
    assert len(set(rooms)) == count


def test_every_bit_of_a_room_varies() -> None:
    rooms = [IDS.room() for _ in range(500)]
    assert all(len({room[place] for room in rooms}) > 1 for place in range(26))


@given(st.integers(min_value=2, max_value=100))
def test_pseudonyms_say_person_and_nothing_else_and_are_never_the_same(count: int) -> None:
    pseudonyms = [IDS.pseudonym() for _ in range(count)]
    assert all(re.fullmatch(r"person-[a-z0-9]{26}", pseudonym) for pseudonym in pseudonyms)
    assert len(set(pseudonyms)) == count
