"""`wexstream check`: each part works, or the word on it says what to do."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import trustme

from tests.integration.commands.conftest import Command
from tests.support import smtp_server, turn_server
from tests.support.valkey import valkey
from wexstream.entrypoints.checks import stun
from wexstream.entrypoints.checks.clock import compare_clocks
from wexstream.entrypoints.checks.database import judge
from wexstream.entrypoints.checks.finding import Offset
from wexstream.entrypoints.checks.stun import Server
from wexstream.entrypoints.infrastructure.database import Inspection

SECOND = timedelta(seconds=1)
JITSI = {"WS_JITSI_APP_ID": "wexstream", "WS_JITSI_SECRET": "shared with Jitsi"}
FIT = Inspection(
    version="17.5", major=17, trigrams=True, letters="C.UTF-8", now=datetime.now(UTC), pending=[]
)


def part(said: str, name: str) -> str:
    (line,) = (line for line in said.splitlines() if line.split()[1] == name)
    return line


@contextmanager
def trusted() -> Iterator[ssl.SSLContext]:
    """What a server on this machine proves itself with, to whoever trusts the machine's authorities."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with authority.cert_pem.tempfile() as file, pytest.MonkeyPatch.context() as environment:
        environment.setenv("SSL_CERT_FILE", file)
        yield context


@contextmanager
def jitsi(content: bytes, *, ahead: timedelta = timedelta(), status: int = 200) -> Iterator[str]:
    """A server at which there is something, over TLS; its place."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status)
            self.send_header("Date", format_datetime(datetime.now(UTC) + ahead, usegmt=True))
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    with trusted() as context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread.start()
        yield f"localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_without_any_settings_all_of_it_works(over_database: Command) -> None:
    outcome = await over_database("check")
    assert outcome.status == 0, outcome
    lines = outcome.said.splitlines()
    assert [line.split()[1] for line in lines] == [
        *("settings", "data", "pictures", "database", "mail", "jitsi", "clock")
    ]
    assert all(line.startswith("works") for line in lines)
    assert "up to date, with pg_trgm" in part(outcome.said, "database")


async def test_everything_is_looked_at_although_the_first_thing_does_not_work(
    wexstream: Command, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    outcome = await wexstream(
        "check",
        WS_CDN=str(tmp_path / "file"),
        WS_DATABASE_URL="postgresql://127.0.0.1:1/wexstream",
        WS_SMTP_HOST="127.0.0.1",
        WS_SMTP_PORT="1",
        WS_JITSI_HOST="127.0.0.1:1",
        **JITSI,
    )
    assert outcome.status == 1
    assert outcome.complained == "wexstream: 4 part(s) of the configuration do not work.\n"
    assert "Look at host and port" in part(outcome.said, "database")
    assert "or set WS_CDN" in part(outcome.said, "pictures")
    assert "Look at WS_SMTP_HOST" in part(outcome.said, "mail")
    assert "Look at WS_JITSI_HOST" in part(outcome.said, "jitsi")
    assert part(outcome.said, "clock").startswith("works")


async def test_a_mailbox_that_cannot_be_written_does_not_work(over_database: Command, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mailbox").touch()
    outcome = await over_database("check")
    assert outcome.status == 1
    assert part(outcome.said, "mail").startswith("WRONG")


async def test_wrong_settings_are_told_as_at_a_start(wexstream: Command) -> None:
    outcome = await wexstream("check", WS_PORT="x", WS_COLOUR="red")
    assert outcome.status == 1
    assert "WS_PORT 'x' is not a whole number" in outcome.complained


async def test_settings_that_fit_no_jitsi_are_told_too(over_database: Command) -> None:
    key = {"WS_JITSI_SECRET": "x", "WS_JITSI_HOST": "8x8.vc", "WS_JITSI_APP_ID": "vpaas"}
    outcome = await over_database("check", **key)
    assert outcome.status == 1
    assert "WS_JITSI_SECRET opens nothing at JaaS" in outcome.complained


async def test_what_has_no_effect_is_warned_about(over_database: Command) -> None:
    outcome = await over_database("check", WS_COLOUR="red")
    assert outcome.status == 0
    assert outcome.complained == "wexstream: There is no setting WS_COLOUR; it has no effect.\n"


@pytest.mark.parametrize(("password", "works"), [("secret", True), ("wrong", False)])
async def test_mail_works_where_the_server_lets_us_in(
    over_database: Command, password: str, *, works: bool
) -> None:
    ours = smtp_server.Server()
    with trusted() as context:
        async with smtp_server.serving(ours, starttls=context, needs_password=True) as server:
            outcome = await over_database(
                "check",
                WS_SMTP_HOST="localhost",
                WS_SMTP_PORT=str(server.port),
                WS_SMTP_TLS="starttls",
                WS_SMTP_USER="wexstream",
                WS_SMTP_PASS=password,
            )
    assert not server.received
    line = part(outcome.said, "mail")
    assert ("answers and lets wexstream in" in line) is works
    assert ("535 5.7.8" in line) is not works
    assert outcome.status == (0 if works else 1)


@pytest.mark.parametrize(("password", "works"), [("geheim", True), ("falsch", False)])
async def test_a_valkey_works_where_what_is_told_there_is_heard(
    over_database: Command, password: str, *, works: bool
) -> None:
    async with valkey("--requirepass", "geheim") as server:
        url = server.url.replace("//", f"//:{password}@")
        outcome = await over_database("check", WS_VALKEY_URL=url)
    line = part(outcome.said, "valkey")
    assert (f"{server.socket} passes on what processes tell each other" in line) is works
    assert ("Look at WS_VALKEY_URL" in line) is not works
    assert outcome.status == (0 if works else 1)
    assert password not in outcome.said + outcome.complained


async def test_a_valkey_that_is_away_is_pointed_out_without_what_is_secret(over_database: Command) -> None:
    outcome = await over_database("check", WS_VALKEY_URL="redis://wexstream:geheim@127.0.0.1:1/3")
    line = part(outcome.said, "valkey")
    assert line.startswith("WRONG")
    assert "127.0.0.1:1 does not do" in line
    assert "geheim" not in outcome.said + outcome.complained


async def test_jitsi_works_where_its_script_is(over_database: Command) -> None:
    with jitsi(b"...function JitsiMeetExternalAPI(...") as host:
        outcome = await over_database("check", WS_JITSI_HOST=host, **JITSI)
    assert f"https://{host}/external_api.js is there" in part(outcome.said, "jitsi")
    assert outcome.status == 0, outcome


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [(b"", 404, "answers 404 Not Found"), (b"<html>", 200, "is not Jitsi's script")],
)
async def test_jitsi_does_not_work_where_something_else_is(
    over_database: Command, content: bytes, status: int, said: str
) -> None:
    with jitsi(content, status=status) as host:
        outcome = await over_database("check", WS_JITSI_HOST=host, **JITSI)
    assert said in part(outcome.said, "jitsi")
    assert outcome.status == 1


async def test_jitsi_whose_clock_is_another_makes_ours_wrong(over_database: Command) -> None:
    with jitsi(b"JitsiMeetExternalAPI", ahead=timedelta(minutes=2)) as host:
        outcome = await over_database("check", WS_JITSI_HOST=host, **JITSI)
    assert part(outcome.said, "jitsi").startswith("works")
    assert "that of Jitsi is 1" in part(outcome.said, "clock")
    assert "ahead" in part(outcome.said, "clock")
    assert outcome.status == 1


@pytest.mark.parametrize(("ahead", "works"), [(5, True), (-5, True), (7, False), (-7, False), (3600, False)])
def test_a_clock_may_differ_by_a_few_seconds(ahead: int, *, works: bool) -> None:
    offset = Offset(whose="the database", ahead=ahead * SECOND, within=SECOND)
    found = compare_clocks([offset])
    assert found.works is works
    assert works or ("ahead" in found.text) is (ahead > 0)
    assert compare_clocks([]).works


@pytest.mark.parametrize(
    ("seen", "works", "said"),
    [
        (FIT, True, "PostgreSQL 17.5, up to date"),
        (replace(FIT, version="13.2", major=13), False, "too old"),
        (replace(FIT, trigrams=False), False, "lacks pg_trgm"),
        (replace(FIT, letters="C"), True, "LC_CTYPE 'C.UTF-8'"),
        (replace(FIT, pending=["0001"]), True, "1 migration"),
    ],
)
def test_a_database_has_to_be_fit(seen: Inspection, said: str, *, works: bool) -> None:
    found = judge(seen, embedded=False)
    assert found.works is works
    assert said in found.text


STUN, TURN, TURN_SECRET = "WS_STUN_URLS", "WS_TURN_URLS", {"WS_TURN_SECRET": turn_server.SECRET}


async def test_servers_that_help_browsers_to_meet_work(over_database: Command) -> None:
    with (
        turn_server.over_udp(turn_server.coturn) as place,
        turn_server.over_udp(turn_server.Hesitant()) as slow,
        turn_server.over_udp(turn_server.coturn, times=2) as twice,
        turn_server.over_tcp(turn_server.coturn) as stream,
        trusted() as context,
        turn_server.over_tcp(turn_server.coturn, context) as secured,
    ):
        turn = {TURN: f"turn:{place},turn:{twice},turn:{stream}?transport=tcp,turns:{secured}?transport=tcp"}
        outcome = await over_database("check", **turn, **TURN_SECRET, **{STUN: f"stun:{place},stun:{slow}"})
    assert outcome.status == 0, outcome
    lines = [line for line in outcome.said.splitlines() if line.split()[1] == "meetings"]
    assert [line.split(maxsplit=2)[2] for line in lines] == [
        f"stun:{place} answers",
        f"stun:{slow} answers",
        f"turn:{place} relays",
        f"turn:{twice} relays",
        f"turn:{stream}?transport=tcp relays",
        f"turns:{secured}?transport=tcp relays",
    ]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (turn_server.out_of_quota, "it answers 486"),
        (turn_server.curt, "it refuses without a code"),
        (turn_server.nameless, "it asks who one is, and not for which realm or by which nonce"),
        (turn_server.open_to_all, "it does not ask who one is, as a TURN server with a secret does"),
        (turn_server.babbling, "what it answers is no STUN"),
        (turn_server.silent, "it does not answer"),
    ],
)
async def test_a_relay_that_does_not_do_is_pointed_out(
    over_database: Command, answer: turn_server.Answer, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stun, "ANSWERS_WITHIN", 0.1)
    with turn_server.over_udp(answer) as place:
        outcome = await over_database("check", **{TURN: f"turn:{place}"}, **TURN_SECRET)
    assert outcome.status == 1
    assert f"turn:{place} does not do: {said}. Look at WS_TURN" in part(outcome.said, "meetings")


async def test_another_secret_than_the_relay_s_is_pointed_out(over_database: Command) -> None:
    with turn_server.over_udp(turn_server.coturn) as place:
        secret = {"WS_TURN_SECRET": turn_server.SECRET[::-1]}
        outcome = await over_database("check", **{TURN: f"turn:{place}"}, **secret)
    assert "it does not accept the secret" in part(outcome.said, "meetings")


async def test_what_is_no_stun_server_is_pointed_out(over_database: Command) -> None:
    with turn_server.over_udp(turn_server.refusing) as place:
        outcome = await over_database("check", **{STUN: f"stun:{place}"})
    assert "it does not answer as a STUN server does" in part(outcome.said, "meetings")


async def test_a_relay_that_closes_the_connection_or_takes_none_is_pointed_out(
    over_database: Command,
) -> None:
    with turn_server.over_tcp(turn_server.silent) as place:
        outcome = await over_database("check", **{TURN: f"turn:{place}?transport=tcp"}, **TURN_SECRET)
    assert "It closes the connection" in part(outcome.said, "meetings")
    outcome = await over_database("check", **{TURN: "turn:127.0.0.1:1?transport=tcp"})
    assert "Connection refused" in part(outcome.said, "meetings")


async def test_outside_of_this_machine_a_relay_is_missed(over_database: Command) -> None:
    public = {"WS_APP_HOST": "https://meet.example.org", "WS_TRUSTED_PROXIES": "127.0.0.1"}
    outcome = await over_database("check", **public)
    assert outcome.status == 0
    assert "no relay (TURN) is set" in part(outcome.said, "meetings")


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("stun:turn.example.org", Server(host="turn.example.org", port=3478, stream=False, tls=False)),
        ("turn:10.0.0.1:99", Server(host="10.0.0.1", port=99, stream=False, tls=False)),
        ("turn:[2001:db8::1]", Server(host="2001:db8::1", port=3478, stream=False, tls=False)),
        ("turn:a?transport=tcp", Server(host="a", port=3478, stream=True, tls=False)),
        ("turns:[::1]:443?transport=tcp", Server(host="::1", port=443, stream=True, tls=True)),
        ("stuns:a", Server(host="a", port=5349, stream=True, tls=True)),
    ],
)
def test_where_such_a_server_is_follows_from_its_address(address: str, server: Server) -> None:
    assert Server.parse(address) == server
