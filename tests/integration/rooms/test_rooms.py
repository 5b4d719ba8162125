"""People in a room: whom they see, and what they say to each other."""

from datetime import datetime

import pytest

from tests.integration.rooms.people import QUIET, Stage


class TestWhoIsThere:
    async def test_whoever_enters_is_told_who_is_there_and_how_he_is_called(self, stage: Stage) -> None:
        ada, bob = await stage.person("Ada"), await stage.person("Bob", near=True)
        conference = await stage.broadcast(ada)
        speaking = await ada.enter(conference)
        assert speaking.people == {
            ada.id: {
                "account": ada.id,
                "peer": speaking.peer,
                "name": "Ada",
                "picture": None,
                "speaker": True,
                "profile": True,
            }
        }
        listening = await bob.enter(conference)
        assert listening.people.keys() == {ada.id, bob.id}
        assert listening.people[bob.id]["peer"] == listening.peer
        assert listening.people[bob.id]["speaker"] is False

    async def test_the_others_are_told_who_joins_enters_and_leaves(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        eve = await stage.person("Eve", near=True)
        ticket = await eve.join(conference)
        for inside in (ada, bob):
            came = await inside.socket.next()
            assert (came["type"], came["person"]["name"], came["person"]["peer"]) == ("came", "Eve", None)
        socket = await eve.open(conference)
        await socket.enter(ticket)
        await socket.until("welcome")
        for inside in (ada, bob):
            changed = await inside.socket.next()
            assert (changed["type"], changed["person"]["peer"]) == ("changed", socket.peer)
        await socket.send(type="leave")
        assert await socket.farewell() == "left"
        for inside in (ada, bob):
            assert await inside.socket.next() == {"type": "left", "account": eve.id}

    async def test_whose_socket_is_gone_is_there_without_one_until_he_is_back(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting(password="engine")
        began = bob.socket.people[bob.person.id]
        bob.socket.abort()
        changed = await ada.socket.until("changed")
        assert changed["person"] == began | {"peer": None}
        again = await bob.person.enter(conference)  # asked for no password
        changed = await ada.socket.until("changed")
        assert changed["person"] == began | {"peer": again.peer}
        assert again.peer != began["peer"]

    async def test_a_new_name_is_told(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        await bob.person.ok("PATCH", "/api/me", json={"full_name": "Robert"})
        for inside in (ada, bob):
            changed = await inside.socket.until("changed")
            assert (changed["person"]["account"], changed["person"]["name"]) == (bob.person.id, "Robert")

    async def test_that_the_conference_has_changed_is_told(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        for change in ({"title": "On looms"}, {"password": "engine"}, {"description": "Threads."}):
            await ada.person.ok("PATCH", f"/api/conferences/{conference}", json=change)
            for inside in (ada, bob):
                assert await inside.socket.next() == {"type": "conference"}

    async def test_between_two_there_is_a_name_and_no_profile_where_one_blocks_the_other(
        self, stage: Stage
    ) -> None:
        conference, ada, bob = await stage.meeting()
        eve = await stage.person("Eve")
        eves = await eve.enter(conference)
        await bob.socket.until_there(ada.person, bob.person, eve)
        await ada.socket.until_there(ada.person, bob.person, eve)
        await bob.person.ok("PUT", f"/api/blocks/{eve.id}")
        for seeing, seen in ((bob.socket, eve), (eves, bob.person)):
            changed = (await seeing.until("changed"))["person"]
            assert (changed["account"], changed["profile"], changed["picture"]) == (seen.id, False, None)
            assert changed["name"] == seen.account.full_name
        for saying, to in ((bob.socket, eves), (eves, bob.socket)):
            await saying.send(type="say", kind="chat", to=to.peer, data="psst")
            assert await saying.next() == {"type": "refused", "what": "chat", "code": "not-there"}
            await saying.send(type="say", kind="signal", to=to.peer, data="an offer")
            assert (await to.next())["data"] == "an offer"
        await ada.socket.quiet()
        await bob.person.ok("DELETE", f"/api/blocks/{eve.id}")
        for seeing, seen in ((bob.socket, eve), (eves, bob.person)):
            changed = (await seeing.until("changed"))["person"]
            assert (changed["account"], changed["profile"]) == (seen.id, True)

    async def test_a_block_from_before_one_came_is_known_when_he_comes(self, stage: Stage) -> None:
        eve, joe = await stage.person("Eve"), await stage.person("Joe")
        conference, ada, bob = await stage.meeting()
        for blocked in (eve, joe):
            await bob.person.ok("PUT", f"/api/blocks/{blocked.id}")
        await bob.person.ok("DELETE", f"/api/blocks/{joe.id}")
        there = [ada.person, bob.person]
        for coming, profile in ((eve, False), (joe, True)):
            theirs = await coming.enter(conference)
            there.append(coming)
            assert theirs.people[bob.person.id]["profile"] is profile
            for seeing, seen in ((bob.socket, profile), (ada.socket, True)):
                await seeing.until_there(*there)
                assert seeing.people[coming.id]["profile"] is seen


class TestSaying:
    async def test_chat_reaches_all_others_and_comes_back_as_a_receipt(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        await bob.socket.send(type="say", kind="chat", data=" Tea?\r\nAt five. ")
        for inside in (ada, bob):
            said = await inside.socket.next()
            assert datetime.fromisoformat(said.pop("at")).tzinfo is not None
            assert said == {
                "type": "said",
                "kind": "chat",
                "from": bob.socket.peer,
                "to": None,
                "data": "Tea?\nAt five.",
            }

    async def test_what_is_said_to_one_reaches_that_one_alone(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        eve = await stage.person("Eve", near=True)
        eves = await eve.enter(conference)
        for inside in (ada, bob):
            await inside.socket.until_there(ada.person, bob.person, eve)
        await ada.socket.send(type="say", kind="chat", to=bob.socket.peer, data="For Bob alone.")
        await ada.socket.send(type="say", kind="signal", to=eves.peer, data={"sdp": ["v=0", None, 1.5]})
        said = await bob.socket.next()
        assert (said["data"], said["from"], said["to"]) == (
            "For Bob alone.",
            ada.socket.peer,
            bob.socket.peer,
        )
        assert await eves.next() == {
            "type": "said",
            "kind": "signal",
            "from": ada.socket.peer,
            "to": eves.peer,
            "data": {"sdp": ["v=0", None, 1.5]},
        }
        receipt = await ada.socket.next()
        assert (receipt["data"], receipt["to"]) == ("For Bob alone.", bob.socket.peer)
        for socket in (ada.socket, bob.socket, eves):
            await socket.quiet()

    async def test_what_is_said_comes_in_its_order(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        for number in range(100):
            await bob.socket.send(type="say", kind="signal", to=ada.socket.peer, data=number)
        assert [(await ada.socket.next())["data"] for _ in range(100)] == list(range(100))

    async def test_one_s_state_is_told_to_all_others(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        await bob.socket.send(type="say", kind="state", data=QUIET | {"hand": True})
        assert await ada.socket.next() == {
            "type": "said",
            "kind": "state",
            "from": bob.socket.peer,
            "to": None,
            "data": QUIET | {"hand": True},
        }
        await bob.socket.quiet()

    async def test_who_is_another_cannot_be_claimed(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        forged = {"from": ada.socket.peer, "kind": "chat", "data": "I am Ada."}
        await bob.socket.send(type="say", **forged)
        assert (await bob.socket.rest())[0] == 4400
        assert await ada.socket.until("changed")  # that Bob is not connected, and nothing that he said

    @pytest.mark.parametrize(
        ("kind", "to_ada", "data"),
        [
            ("chat", False, ""),
            ("chat", False, " \n "),
            ("chat", False, "x" * 2_001),
            ("chat", False, "a\0b"),
            ("chat", False, 5),
            ("signal", False, "to nobody"),
            ("signal", True, "x" * 33_000),
            ("state", False, {"audio": True}),
            ("state", False, QUIET | {"name": "Ada"}),
            ("state", False, QUIET | {"audio": 1}),
        ],
    )
    async def test_what_cannot_be_said_is_refused_and_nobody_hears_it(
        self, memory_stage: Stage, kind: str, data: object, *, to_ada: bool
    ) -> None:
        _, ada, bob = await memory_stage.meeting()
        to = {"to": ada.socket.peer} if to_ada else {}
        await bob.socket.send(type="say", kind=kind, data=data, **to)
        assert await bob.socket.next() == {"type": "refused", "what": kind, "code": "invalid"}
        await ada.socket.quiet()

    async def test_to_whom_nobody_answers_is_told(self, stage: Stage) -> None:
        conference, ada, bob = await stage.meeting()
        eve = await stage.person("Eve")
        eves = await eve.enter(conference)
        await bob.socket.until_there(ada.person, bob.person, eve)
        await eves.send(type="leave")
        await bob.socket.until("left")
        for to in (eves.peer, bob.socket.peer, eve.id):
            await bob.socket.send(type="say", kind="signal", to=to, data=1)
            assert await bob.socket.next() == {"type": "refused", "what": "signal", "code": "not-there"}

    async def test_the_speaker_alone_mutes(self, stage: Stage) -> None:
        _, ada, bob = await stage.meeting()
        await ada.socket.send(type="mute", to=bob.socket.peer)
        assert await bob.socket.next() == {"type": "muted", "by": ada.socket.peer}
        await bob.socket.send(type="mute", to=ada.socket.peer)
        assert await bob.socket.next() == {"type": "refused", "what": "mute", "code": "not-speaker"}
        await ada.socket.send(type="mute", to=ada.person.id)
        assert await ada.socket.next() == {"type": "refused", "what": "mute", "code": "not-there"}
