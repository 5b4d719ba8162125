"""The main job of Wexstream, by HTTP, against a running server: python examples/main_job.py [URL].

Two people sign up, verify, find each other and connect; one broadcasts, the other is told, joins and enters
the room, a stranger sees nothing of it; they write to each other; the first takes the data along and erases
the account. Mails are read through the mailbox that a server without a mail server offers to this machine.
"""

import io
import json
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from websockets.sync.client import connect as open_socket

PATIENCE = 30
PASSWORD = f"an unlikely phrase {token_hex(4)}"


@dataclass
class Person:
    """Somebody with a name, an address, and a client that keeps cookies as a browser does."""

    name: str
    email: str
    client: httpx.Client
    id: str = ""

    def call(self, method: str, path: str, expect: int = 200, **more: Any) -> Any:  # noqa: ANN401 (JSON)
        """Ask the server for something, and check how it answers."""
        answer = self.client.request(method, path, **more)
        check(answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        kind = answer.headers.get("content-type", "")
        return answer.json() if "json" in kind else answer.content


def main(url: str) -> None:
    """Do the main job."""
    run = token_hex(4)
    with (
        httpx.Client(base_url=url) as one,
        httpx.Client(base_url=url) as two,
        httpx.Client(base_url=url) as three,
    ):
        speaker = Person("Amal Haddad", f"amal.{run}@example.org", one)
        friend = Person(f"Inês Zieliński {run}", f"ines.{run}@example.org", two)
        stranger = Person("Noor van Dijk", f"noor.{run}@example.org", three)
        for person in (speaker, friend, stranger):
            join_platform(person)
        connect(speaker, friend, run)
        conference = broadcast(speaker, friend)
        attend(friend, conference)
        keep_out(stranger, conference, speaker)
        finish(speaker, friend, conference)
        correspond(speaker, friend)
        leave_for_good(speaker, friend)
    say("done", "the main job works")


def join_platform(person: Person) -> None:
    """Sign up, follow the link of the mail, sign in."""
    terms = person.call("GET", "/api/client-config")["terms_version"]
    application = {
        "full_name": person.name,
        "email": person.email,
        "password": PASSWORD,
        "terms_version": terms,
        "time_zone": "Europe/Paris",
    }
    person.call("POST", "/api/accounts", 202, json=application)
    link = wait_for(lambda: mailed_link(person, "/verify-email"))
    token = parse_qs(urlsplit(link).query)["token"][0]
    person.call("POST", "/api/accounts/verify", 204, json={"token": token, "password": PASSWORD})
    signed_in = person.call("POST", "/api/sessions", 201, json={"email": person.email, "password": PASSWORD})
    person.id = signed_in["account_id"]
    say("signed up", f"{person.name} verified {person.email} by the mailed link and signed in")


def connect(speaker: Person, friend: Person, run: str) -> None:
    """Find the friend without the accents, ask, and be approved."""
    found = speaker.call("GET", "/api/users", params={"q": f"ines zielinski {run}"})["items"]
    check([row["id"] for row in found] == [friend.id], f"the search found {found}")
    say("found", f"'ines zielinski' finds {found[0]['full_name']}")
    speaker.call("POST", f"/api/connections/{friend.id}/request")
    told = wait_for(lambda: notifications(friend, "connection-requested"))
    check(told[0]["actor"]["id"] == speaker.id, "the request names its asker")
    say("asked", f"{friend.name} is told that {told[0]['actor']['full_name']} asks to connect")
    answer = friend.call("POST", f"/api/connections/{speaker.id}/approve")
    check(answer["standing"] == "connected", f"approved: {answer}")
    check(len(notifications(speaker, "connection-approved")) == 1, "the asker is told of the approval")
    say("connected", f"{speaker.name} and {friend.name}")


def broadcast(speaker: Person, friend: Person) -> str:
    """Create a private conference and go live; the friend has it on the timeline, once, and is told, once."""
    draft = {
        "title": "Sunday reading circle",
        "visibility": "private",
        "description": "Two chapters, then tea",
    }
    key = {"Idempotency-Key": token_hex(8)}
    conference = speaker.call("POST", "/api/conferences", 201, json=draft, headers=key)["id"]
    again = speaker.call("POST", "/api/conferences", 201, json=draft, headers=key)["id"]
    check(conference == again, "sent twice, it is created once")
    live = speaker.call("POST", f"/api/conferences/{conference}/start")
    speaker.call("POST", f"/api/conferences/{conference}/start")
    check(live["state"] == "live", f"started: {live}")
    wait_for(lambda: notifications(friend, "conference-live"))
    check(len(notifications(friend, "conference-live")) == 1, "told once of going live")
    timeline = friend.call("GET", "/api/timeline", params={"state": "live"})["items"]
    check([item["id"] for item in timeline] == [conference], f"the timeline has it once: {timeline}")
    say("live", f"{friend.name} has '{live['title']}' on the timeline and was told, once each")
    return str(conference)


def attend(friend: Person, conference: str) -> None:
    """Join, get a pass, and enter the room."""
    meeting = friend.call("POST", f"/api/conferences/{conference}/join", json={})
    check(bool(meeting["ticket"]) and not meeting["moderator"], f"the pass: {meeting}")
    members = friend.call("GET", f"/api/conferences/{conference}/members")["items"]
    check([member["person"]["id"] for member in members] == [friend.id], f"the members: {members}")
    say(
        "joined", f"{friend.name} has a pass for the {meeting['engine']} engine until {meeting['expires_at']}"
    )
    place = f"{friend.client.base_url}".rstrip("/").replace("http", "ws", 1) + meeting["socket"]
    session = "; ".join(f"{name}={value}" for name, value in friend.client.cookies.items())
    with open_socket(place, additional_headers={"Cookie": session}) as socket:
        socket.send(json.dumps({"type": "enter", "ticket": meeting["ticket"]}))
        welcome = json.loads(socket.recv(PATIENCE))
        check(welcome["type"] == "welcome", f"entering: {welcome}")
        present = {person["account"]: person["peer"] for person in welcome["people"]}
        check(present[friend.id] == welcome["peer"], f"who is there: {welcome}")
    say("entered", f"{friend.name} is in the room, with {len(present) - 1} other")


def keep_out(stranger: Person, conference: str, speaker: Person) -> None:
    """See nothing of a private conference from outside: no route tells it from one that never was."""
    never = f"{conference[:-12]}{token_hex(6)}"
    for method, path, body in (
        ("GET", "", None),
        ("GET", "/members", None),
        ("POST", "/join", {}),
        ("POST", "/leave", None),
        ("POST", "/start", None),
        ("POST", "/finish", None),
        ("PATCH", "", {"title": "Mine"}),
        ("DELETE", "", None),
    ):
        there = stranger.call(method, f"/api/conferences/{conference}{path}", 404, json=body)
        nowhere = stranger.call(method, f"/api/conferences/{never}{path}", 404, json=body)
        check(there == nowhere, f"{method} {path} tells that it exists: {there} against {nowhere}")
    stranger.call("DELETE", f"/api/timeline/{conference}", 404)
    complaint = {"conference_id": conference, "reason": "I should not know of it"}
    stranger.call("POST", "/api/reports", 404, json=complaint)
    listed = stranger.call("GET", f"/api/users/{speaker.id}/conferences")["items"]
    check(listed == [], f"the profile lists it to a stranger: {listed}")
    say("kept out", f"{stranger.name} gets 404 for it everywhere")


def finish(speaker: Person, friend: Person, conference: str) -> None:
    """Finish; the friend is told."""
    ended = speaker.call("POST", f"/api/conferences/{conference}/finish")
    check(ended["state"] == "finished" and ended["people_count"] == 1, f"finished: {ended}")
    wait_for(lambda: notifications(friend, "conference-finished"))
    check(len(notifications(friend, "conference-finished")) == 1, "told once of the end")
    finished = friend.call("GET", "/api/timeline", params={"state": "finished"})["items"]
    check([item["id"] for item in finished] == [conference], f"the timeline: {finished}")
    say("finished", f"{friend.name} is told")


def correspond(speaker: Person, friend: Person) -> None:
    """Write, read, answer."""
    letter = {"to": [friend.id], "subject": "Thank you", "body": "It was good to have you there."}
    speaker.call("POST", "/api/messages", 201, json=letter)
    check(friend.call("GET", "/api/counters")["messages"] == 1, "one unread message is counted")
    received = friend.call("GET", "/api/messages", params={"box": "inbox"})["items"][0]
    read = friend.call("PATCH", f"/api/messages/{received['id']}", json={"read": True})
    check(read["body"] == letter["body"] and read["sender"]["id"] == speaker.id, f"read: {read}")
    check(friend.call("GET", "/api/counters")["messages"] == 0, "nothing is unread any more")
    answer = {"to": [speaker.id], "subject": "Re: Thank you", "body": "Until next Sunday."}
    friend.call("POST", "/api/messages", 201, json=answer)
    check(speaker.call("GET", "/api/counters")["messages"] == 1, "the answer has arrived")
    say("written", f"{friend.name} has read '{received['subject']}' and answered")


def leave_for_good(speaker: Person, friend: Person) -> None:
    """Take the data along and erase the account: nothing leads to it any more."""
    with zipfile.ZipFile(io.BytesIO(speaker.call("GET", "/api/me/export"))) as archive:
        data = json.loads(archive.read("data.json"))
    check(data["account"]["email"] == speaker.email, "the export has the account")
    check(bool(data["messages"]) and bool(data["conferences"]), "the export has what was made")
    lists = ((name, value) for name, value in data.items() if isinstance(value, list))
    say("taken along", ", ".join(f"{len(value)} {name}" for name, value in lists))
    wait_for(lambda: mails_to(speaker))
    speaker.call("DELETE", "/api/me", 204, json={"password": PASSWORD})
    speaker.call("GET", "/api/me", 401)
    speaker.call("POST", "/api/sessions", 401, json={"email": speaker.email, "password": PASSWORD})
    friend.call("GET", f"/api/users/{speaker.id}", 404)
    check(
        friend.call("GET", "/api/timeline", params={"state": "finished"})["items"] == [],
        "its broadcasts are gone",
    )
    kept = friend.call("GET", "/api/messages", params={"box": "inbox"})["items"]
    nobody = {"id": None, "full_name": None, "picture": None}
    check(kept[0]["sender"] == nobody, f"the friend's copy stays, from nobody: {kept}")
    check(mails_to(speaker) == [], "the mailbox keeps nothing of it")
    say(
        "erased",
        "no session, profile, broadcast or mail of it is left; what others were written stays theirs",
    )


def notifications(person: Person, kind: str) -> list[Any]:
    """List what somebody was told of one kind."""
    told = person.call("GET", "/api/notifications")["items"]
    return [item for item in told if item["kind"] == kind]


def mails_to(person: Person) -> list[Any]:
    """List the mails to somebody, newest first."""
    mails = person.call("GET", "/dev/mailbox", headers={"Accept": "application/json"})
    return [mail for mail in mails if mail["to"] == person.email]


def mailed_link(person: Person, path: str) -> str | None:
    """Find the newest link of a kind that was mailed to somebody."""
    links = (link for mail in mails_to(person) for link in mail["links"] if urlsplit(link).path == path)
    return next(links, None)


def wait_for(what: Callable[[], Any]) -> Any:  # noqa: ANN401 (whatever it finds)
    """Ask until there is something: jobs run a moment after what causes them."""
    until = time.monotonic() + PATIENCE
    while not (found := what()):
        check(time.monotonic() < until, "it did not come about")
        time.sleep(0.05)
    return found


def check(holds: bool, otherwise: str) -> None:  # noqa: FBT001 (reads as a sentence)
    """Stop where something is not as it should be."""
    if not holds:
        sys.exit(f"FAILED: {otherwise}")


def say(step: str, what: str) -> None:
    """Print a step."""
    print(f"{step:<12} {what}", flush=True)  # noqa: T201 (that is what it is for)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:4003")
