"""Complaints, what moderators make of them, and writing to the operator."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.http.world import NEVER, PASSWORD, Guest, Member, World
from tests.support.images import encoded, quarters
from tests.support.verdicts import DECIDING, SUSPENDING

GRANTING = {"outcome": "granted", "words": "We were wrong."}
PNG = {"Content-Type": "image/png"}


async def people(world: World) -> tuple[Member, Member, Member]:
    """A moderator, who complains, and whom it is about."""
    return await world.moderator(), await world.member("Amal Haddad"), await world.member("Kofi Mensah")


async def reports(operator: Member, *, resolved: bool = False) -> list[Any]:
    path = f"/api/moderation/reports?resolved={str(resolved).lower()}"
    items: list[Any] = (await operator.ok("GET", path))["items"]
    return items


async def reported(by: Member, **about: str) -> str:
    kept: str = (await by.ok("POST", "/api/reports", json={"reason": "Threats", **about}))["id"]
    return kept


async def test_an_account_is_reported_with_what_it_said_then_as_evidence(world: World) -> None:
    operator, amal, kofi = await people(world)
    await kofi.ok("PATCH", "/api/me", json={"bio": "I hate you all"})
    report = await reported(amal, user_id=kofi.id)
    await kofi.ok("PATCH", "/api/me", json={"bio": "I love you all"})
    (found,) = await reports(operator)
    assert (found["id"], found["subject"], found["reason"]) == (report, "account", "Threats")
    assert (found["reporter"]["id"], found["accused"]["id"]) == (amal.id, kofi.id)
    assert found["evidence"] == {
        "name": "Kofi Mensah",
        "title": None,
        "text": "I hate you all",
        "picture": None,
    }
    assert (found["words"], found["until"], found["others_open"]) == (None, None, 0)
    assert (found["decision"], found["decided_by"], found["decided_at"]) == (None, None, None)


async def test_a_conference_and_a_received_message_are_reported_with_their_texts(world: World) -> None:
    operator, amal, kofi = await people(world)
    conference = await world.conference(kofi, visibility="public", description="Come and fight")
    letter = {"to": [amal.id], "subject": "You", "body": "I will find you."}
    message = (await kofi.ok("POST", "/api/messages", json=letter))["id"]
    await reported(amal, conference_id=conference)
    await reported(amal, message_id=message)
    by_subject = {found["subject"]: found for found in await reports(operator)}
    assert by_subject["conference"]["conference"] == conference
    assert by_subject["conference"]["evidence"]["text"] == "Come and fight"
    assert by_subject["message"]["message"] == message
    assert by_subject["message"]["evidence"]["text"] == "I will find you."
    assert by_subject["message"]["accused"]["id"] == kofi.id


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"user_id": str(NEVER), "conference_id": str(NEVER)},
        {"conference_id": str(NEVER), "message_id": str(NEVER)},
        {"user_id": str(NEVER), "message_id": str(NEVER)},
        {"user_id": str(NEVER), "conference_id": str(NEVER), "message_id": str(NEVER)},
        {"user_id": None},
    ],
)
async def test_a_report_is_about_exactly_one_thing(world: World, about: dict[str, str | None]) -> None:
    amal = await world.member()
    body = {"reason": "Noise", **about}
    problem = await amal.refused(422, "invalid", "POST", "/api/reports", json=body)
    assert [fault["code"] for fault in problem["fields"]] == ["exactly-one"]


async def test_nobody_reports_himself_or_what_he_made(world: World) -> None:
    amal = await world.member()
    room = await world.conference(amal)
    for about in ({"user_id": amal.id}, {"conference_id": room}):
        await amal.refused(409, "own-account", "POST", "/api/reports", json={"reason": "Noise", **about})


async def test_whom_one_blocks_one_may_still_report(world: World) -> None:
    operator, amal, kofi = await people(world)
    await amal.ok("PUT", f"/api/blocks/{kofi.id}")
    await reported(amal, user_id=kofi.id)
    assert len(await reports(operator)) == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/moderation/reports", None),
        ("GET", "/api/moderation/suspended", None),
        ("GET", "/api/moderation/audit", None),
        ("POST", f"/api/moderation/reports/{NEVER}/resolve", {"decision": "dismiss"}),
        ("POST", f"/api/moderation/users/{NEVER}/suspend", SUSPENDING),
        ("GET", f"/api/moderation/reports/{NEVER}/picture", None),
        ("GET", "/api/moderation/appeals", None),
        ("POST", f"/api/moderation/appeals/{NEVER}/settle", GRANTING),
        ("POST", f"/api/moderation/users/{NEVER}/restore", None),
    ],
)
async def test_moderation_is_for_moderators(
    world: World, method: str, path: str, body: dict[str, str] | None
) -> None:
    amal, unverified = await world.member(), await world.member(verified=False)
    await world.guest().refused(401, "not-signed-in", method, path, json=body)
    await unverified.refused(403, "email-not-verified", method, path, json=body)
    await amal.refused(403, "not-moderator", method, path, json=body)


@pytest.mark.parametrize("decision", ["dismiss", "warn", "suspend"])
async def test_a_decision_closes_the_case_once(world: World, decision: str) -> None:
    operator, amal, kofi = await people(world)
    path = f"/api/moderation/reports/{await reported(amal, user_id=kofi.id)}/resolve"
    for _ in range(2):
        await operator.ok("POST", path, json=DECIDING[decision])
    other = {"dismiss": "warn", "warn": "suspend", "suspend": "dismiss"}[decision]
    await operator.refused(409, "already-resolved", "POST", path, json=DECIDING[other])
    assert await reports(operator) == []
    (closed,) = await reports(operator, resolved=True)
    assert (closed["decision"], closed["decided_by"]["id"]) == (decision, operator.id)


async def test_whom_a_decision_is_about_learns_of_a_warning_and_of_no_dismissal(world: World) -> None:
    operator, amal, kofi = await people(world)
    for decision, kinds in (("dismiss", []), ("warn", ["moderator-warned"])):
        path = f"/api/moderation/reports/{await reported(amal, user_id=kofi.id)}/resolve"
        await operator.ok("POST", path, json=DECIDING[decision])
        told = (await kofi.ok("GET", "/api/notifications"))["items"]
        assert [(one["kind"], one["actor"]) for one in told] == [(kind, None) for kind in kinds]


async def test_a_decision_that_there_is_not_is_refused(world: World) -> None:
    operator = await world.moderator()
    path = f"/api/moderation/reports/{NEVER}/resolve"
    problem = await operator.refused(422, "invalid", "POST", path, json={"decision": "hang"})
    assert [fault["field"] for fault in problem["fields"]] == ["decision"]


async def test_suspending_hides_everything_and_restoring_brings_it_back(world: World) -> None:
    operator, amal, kofi = await people(world)
    room = await world.conference(kofi, visibility="public")
    for _ in range(2):
        await operator.ok("POST", f"/api/moderation/users/{kofi.id}/suspend", json=SUSPENDING)
    await kofi.refused(401, "not-signed-in", "GET", "/api/me")
    for path in (f"/api/users/{kofi.id}", f"/api/conferences/{room}"):
        await amal.refused(404, "not-found", "GET", path)
    assert (await operator.ok("GET", f"/api/users/{kofi.id}"))["state"] == "suspended"
    await operator.ok("POST", f"/api/moderation/users/{kofi.id}/restore")
    assert (await amal.ok("GET", f"/api/conferences/{room}"))["state"] == "finished"
    await kofi.ok("POST", "/api/sessions", json={"email": kofi.email, "password": PASSWORD})
    told = (await kofi.ok("GET", "/api/notifications"))["items"]
    assert [one["kind"] for one in told] == ["account-restored"]
    path = f"/api/moderation/users/{kofi.id}/restore"
    await operator.refused(409, "not-suspended", "POST", path)


async def test_who_is_suspended_is_listed_with_since_when_until_restored(world: World) -> None:
    operator, amal, kofi = await people(world)
    await amal.ok("PUT", f"/api/blocks/{operator.id}")
    since: list[datetime] = []
    for who in (amal, kofi):
        await operator.ok("POST", f"/api/moderation/users/{who.id}/suspend", json=SUSPENDING)
        since.append(world.clock.now())
        world.clock.advance(timedelta(minutes=1))
    path = "/api/moderation/suspended"
    last, first = (await operator.ok("GET", path))["items"]
    assert (last["id"], first["id"]) == (kofi.id, amal.id)
    assert [datetime.fromisoformat(one["suspended_at"]) for one in (first, last)] == since
    assert last["person"] == {"id": kofi.id, "full_name": "Kofi Mensah", "picture": None}
    assert first["person"] == {"id": None, "full_name": "Amal Haddad", "picture": None}
    for who in (kofi, amal):
        await operator.ok("POST", f"/api/moderation/users/{who.id}/restore")
    assert await operator.ok("GET", path) == {"items": [], "next_cursor": None}


async def test_a_moderator_decides_nothing_about_himself(world: World) -> None:
    operator, amal, _ = await people(world)
    report = await reported(amal, user_id=operator.id)
    asked: list[tuple[str, object]] = [
        (f"reports/{report}/resolve", {"decision": "dismiss"}),
        (f"users/{operator.id}/suspend", SUSPENDING),
        (f"users/{operator.id}/restore", None),
    ]
    for path, body in asked:
        await operator.refused(409, "own-account", "POST", f"/api/moderation/{path}", json=body)


async def signing_in(world: World, person: Member, *, code: str | None = None) -> Guest:
    """Sign in anew, or find out why not: in either case with what can be done then."""
    guest = world.guest()
    credentials = {"email": person.email, "password": PASSWORD}
    if code is None:
        await guest.ok("POST", "/api/sessions", json=credentials)
    else:
        await guest.refused(403, code, "POST", "/api/sessions", json=credentials)
    return guest


async def test_a_suspension_for_a_time_is_told_with_why_and_ends_by_itself(world: World) -> None:
    operator, amal, kofi = await people(world)
    body = {"term": "7-days", "words": "Threats are against the terms of use."}
    await operator.ok("POST", f"/api/moderation/users/{kofi.id}/suspend", json=body)
    until = (world.clock.now() + timedelta(days=7)).isoformat().replace("+00:00", "Z")
    (row,) = (await operator.ok("GET", "/api/moderation/suspended"))["items"]
    assert row["suspended_until"] == until
    leaving = await signing_in(world, kofi, code="account-suspended")
    (own,) = (await leaving.ok("GET", "/api/me/sanctions"))["items"]
    assert (own["decision"], own["words"], own["until"]) == ("suspend", body["words"], until)
    assert (own["appealable"], own["appeal"], own["lifted_at"]) == (True, None, None)
    assert not {"decided_by", "reporter", "report"} & own.keys()
    world.clock.advance(timedelta(days=7))
    back = await signing_in(world, kofi)
    assert (await back.ok("GET", "/api/me"))["state"] == "active"
    sees = await signing_in(world, amal)
    assert (await sees.ok("GET", f"/api/users/{kofi.id}"))["full_name"] == "Kofi Mensah"
    (told,) = (await back.ok("GET", "/api/notifications"))["items"]
    assert (told["kind"], told["actor"], told["sanction"]) == ("account-restored", None, None)


async def test_an_appeal_is_made_while_suspended_and_granted_by_another_moderator(world: World) -> None:
    operator, amal, kofi = await people(world)
    report = await reported(amal, user_id=kofi.id)
    path = f"/api/moderation/reports/{report}/resolve"
    await operator.ok("POST", path, json=DECIDING["suspend"])
    leaving = await signing_in(world, kofi, code="account-suspended")
    (own,) = (await leaving.ok("GET", "/api/me/sanctions"))["items"]
    plea = {"sanction_id": own["id"], "text": "Somebody else wrote that."}
    await leaving.ok("POST", "/api/me/appeals", json=plea)
    await leaving.refused(409, "already-appealed", "POST", "/api/me/appeals", json=plea)
    await amal.refused(404, "not-found", "POST", "/api/me/appeals", json=plea)
    (appeal,) = (await operator.ok("GET", "/api/moderation/appeals"))["items"]
    assert (appeal["text"], appeal["reason"], appeal["own"]) == (plea["text"], "Threats", True)
    assert appeal["decided_by"]["id"] == operator.id
    settle = f"/api/moderation/appeals/{own['id']}/settle"
    await world.platform.operating().appoint(amal.email)
    await operator.refused(409, "own-decision", "POST", settle, json=GRANTING)
    await amal.ok("POST", settle, json=GRANTING)
    await amal.refused(409, "already-resolved", "POST", settle, json={**GRANTING, "outcome": "upheld"})
    back = await signing_in(world, kofi)
    (told,) = (await back.ok("GET", "/api/notifications"))["items"]
    assert told["sanction"]["appeal"]["answer"] == GRANTING["words"]
    (settled,) = (await operator.ok("GET", "/api/moderation/appeals?settled=true"))["items"]
    assert (settled["outcome"], settled["settled_by"]["id"]) == ("granted", amal.id)


async def test_whom_one_met_in_a_conference_is_reported_with_that(world: World) -> None:
    operator, amal, kofi = await people(world)
    room = await world.conference(kofi, visibility="public", title="Sunday reading circle")
    await amal.ok("POST", f"/api/conferences/{room}/join", json={})
    await reported(amal, user_id=kofi.id, met_in=room)
    (found,) = await reports(operator)
    assert (found["subject"], found["conference"]) == ("account", room)
    assert found["evidence"]["title"] == "Sunday reading circle"
    body = {"reason": "Noise", "user_id": kofi.id, "met_in": str(NEVER)}
    await amal.refused(404, "not-found", "POST", "/api/reports", json=body)
    body = {"reason": "Noise", "conference_id": room, "met_in": room}
    problem = await amal.refused(422, "invalid", "POST", "/api/reports", json=body)
    assert [fault["field"] for fault in problem["fields"]] == ["met_in"]


async def test_a_moderator_reads_nobodys_messages_and_enters_nobodys_private_rooms(world: World) -> None:
    operator, amal, kofi = await people(world)
    await world.connect(amal, kofi)
    room = await world.conference(kofi)
    letter = {"to": [amal.id], "subject": "You", "body": "I will find you."}
    message = (await kofi.ok("POST", "/api/messages", json=letter))["id"]
    await reported(amal, message_id=message)
    await reported(amal, conference_id=room)
    assert {one["evidence"]["title"] for one in await reports(operator)} == {"You", "Reading circle"}
    for path in (f"/api/messages/{message}", f"/api/conferences/{room}"):
        await operator.refused(404, "not-found", "GET", path)
    await operator.refused(404, "not-found", "POST", f"/api/conferences/{room}/join", json={})
    await operator.refused(404, "not-found", "GET", f"/api/conferences/{room}/members")


async def test_a_picture_is_evidence_for_moderators_although_it_was_taken_down(world: World) -> None:
    operator, amal, kofi = await people(world)
    await kofi.ok("PUT", "/api/me/avatar", content=encoded(quarters(), "PNG"), headers=PNG)
    report = await reported(amal, user_id=kofi.id)
    await kofi.ok("DELETE", "/api/me/avatar")
    await world.work()
    answer = await operator.call("GET", f"/api/moderation/reports/{report}/picture")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")


LETTER = {"name": "Amal", "email": "amal@example.org", "subject": "A question", "body": "How do I leave?"}


async def test_anybody_writes_to_the_operator_who_can_answer(world: World) -> None:
    answer = await world.guest().call("POST", "/api/contact", json=LETTER)
    assert (answer.status_code, answer.content) == (202, b"")
    await world.work()
    (kept,) = await world.platform.mailbox().list()
    assert (kept.mail.to_address, kept.mail.reply_to) == ("op@example.org", "amal@example.org")
    assert "How do I leave?" in kept.mail.text


async def test_where_there_is_no_operator_nobody_can_write_to_one(austere: World) -> None:
    await austere.guest().refused(409, "no-operator", "POST", "/api/contact", json=LETTER)
    problem = await austere.guest().refused(
        422, "invalid", "POST", "/api/contact", json={**LETTER, "email": "nonsense"}
    )
    assert [fault["field"] for fault in problem["fields"]] == ["email"]


async def test_the_operator_is_not_flooded(world: World) -> None:
    for _ in range(5):
        await world.guest().ok("POST", "/api/contact", json=LETTER)
    await world.guest().refused(429, "too-many-requests", "POST", "/api/contact", json=LETTER)
    await world.guest(peer="198.51.100.7").ok("POST", "/api/contact", json=LETTER)


async def test_the_log_tells_who_did_what_and_of_whom_who_is_erased_only_that(world: World) -> None:
    operator, amal, kofi = await people(world)
    await amal.ok("GET", "/api/me/export")
    await operator.ok("POST", f"/api/moderation/users/{kofi.id}/suspend", json=SUSPENDING)
    await kofi.refused(401, "not-signed-in", "GET", "/api/me")
    path = "/api/moderation/audit?group=moderation"
    suspended, *_ = (await operator.ok("GET", path))["items"]
    assert (suspended["kind"], suspended["actor"]["person"]["id"]) == ("account-suspended", operator.id)
    assert suspended["subject"]["person"]["full_name"] == "Kofi Mensah"
    await amal.ok("DELETE", "/api/me", json={"password": PASSWORD})
    erased, exported, *_ = (await operator.ok("GET", "/api/moderation/audit?group=security"))["items"]
    assert (erased["kind"], exported["kind"]) == ("account-erased", "export-taken")
    assert erased["actor"]["pseudonym"] == exported["subject"]["pseudonym"] is not None
    assert "Haddad" not in str((erased, exported))
    await operator.refused(400, "bad-request", "GET", "/api/moderation/audit?group=gossip")
